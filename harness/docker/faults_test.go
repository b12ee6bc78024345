package docker_test

import (
	"context"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/clock/shim"
	"streampark-regress/harness/database"
	"streampark-regress/harness/deployment"
)

// fault happens to a container of a deployment.
type fault struct {
	happen func(t *testing.T, container string)
	want   string
}

// do is what somebody does with the docker command to a container.
func do(args ...string) func(*testing.T, string) {
	return func(t *testing.T, id string) {
		t.Helper()
		docked(t, append(args, id)...)
	}
}

// ofServers are the faults that a server can have, and what is said of them.
func ofServers() map[string]fault {
	return map[string]fault{
		"killed":                         {do("kill"), "the container of the server was killed (exit 137)"},
		"stopped":                        {do("stop", "-t", "0"), "the container of the server was "},
		"paused":                         {do("pause"), "the container of the server was paused"},
		"restarted":                      {do("restart", "-t", "0"), "the container of the server was "},
		"removed":                        {do("rm", "-f"), "the container of the server was killed (exit 137)"},
		"hangs":                          {do("kill", "-s", "STOP"), "the container of the server has given no answer for 2"},
		"out-of-memory":                  {starve, "the container of the server was killed for want of memory (exit 137)"},
		"out-of-memory-again-and-again":  {starveInALoop, "the container of the server was killed for want of memory (exit 137), and the engine starts it again and again"},
		"its-clock-has-lost-the-offset":  {unhinge, "the container of the server has not been itself for 2"},
		"its-clock-cannot-be-moved-more": {unhinge, "the container of the server has lost the file of its clock: exit code 1: agent: cannot open " + shim.Offset},
	}
}

// ofDatabases are those of a database.
func ofDatabases() map[string]fault {
	return map[string]fault{
		"killed":              {do("kill"), "the container of its database was killed (exit 137)"},
		"paused":              {do("pause"), "the container of its database was paused"},
		"shut-off":            {cutOff, "the container of its database has given no answer for 2"},
		"short-of-memory":     {hog, "the container of its database ran out of memory, and a process in it was killed"},
		"refuses-connections": {refuse, "pg_hba.conf rejects connection"},
	}
}

// All of them happen at once, the databases' each to a run of its own.
func TestFaultsAreKnownSoon(t *testing.T) {
	begun := map[string]time.Time{}
	broken := map[string]deployment.Deployment{}
	one := newBench(t)
	p := one.provider(t)
	for name := range ofServers() {
		d, err := p.Start(t.Context(), name, one.spec(t, "2.1.4"), ignore)
		require.NoError(t, err)
		broken[name] = d
	}
	for name, f := range ofDatabases() {
		b := newBench(t)
		d, err := b.provider(t).Start(t.Context(), "one", b.spec(t, "2.1.4"), ignore)
		require.NoError(t, err)
		name = "the-database-" + name
		begun[name], broken[name] = time.Now(), d
		f.happen(t, container(t, b.options.Run, b.options.Databases[database.PostgreSQL].Image))
	}
	for name, f := range ofServers() {
		assert.Nil(t, broken[name].Health().Fault())
		begun[name] = time.Now()
		f.happen(t, only(t, one.options.Run, "name=streampark-regress-"+name+"-[0-9]"))
	}
	_, err := broken["its-clock-cannot-be-moved-more"].Clock().Pass(t.Context(), time.Now(), time.Hour)
	require.ErrorContains(t, err, "agent: cannot open "+shim.Offset)

	for name, d := range broken {
		t.Run(name, func(t *testing.T) {
			known := awaitFault(t, d)
			want := ofServers()[name].want
			if of, is := strings.CutPrefix(name, "the-database-"); is {
				want = ofDatabases()[of].want
			}
			assert.Contains(t, known.What, want)
			assert.WithinDuration(t, begun[name], known.At, knownWithin)
			assert.NoError(t, d.Close(context.WithoutCancel(t.Context())), "it can be removed")
		})
	}
}

// cutOff takes a container out of its network.
func cutOff(t *testing.T, id string) {
	t.Helper()
	network := docked(t, "inspect", "-f", "{{range $name, $_ := .NetworkSettings.Networks}}{{$name}}{{end}}", id)
	docked(t, "network", "disconnect", network, id)
}

// starve has a server ask for more memory than it may have.
func starve(t *testing.T, id string) {
	t.Helper()
	docked(t, "update", "--memory", "32m", "--memory-swap", "32m", id)
	at := docked(t, "port", id, "10000/tcp")
	for range 8 {
		go func() {
			form := "username=" + strings.Repeat("x", 9<<20)
			req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "http://"+at+"/passport/signin", strings.NewReader(form))
			if assert.NoError(t, err) {
				req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
				if a, err := http.DefaultClient.Do(req); err == nil {
					_ = a.Body.Close()
				}
			}
		}()
	}
}

// starveInALoop does it to one that the engine starts again, as one that somebody
// runs by --restart always.
func starveInALoop(t *testing.T, id string) {
	t.Helper()
	docked(t, "update", "--restart", "always", id)
	starve(t, id)
}

// hog runs something in a container that takes all memory.
func hog(t *testing.T, id string) {
	t.Helper()
	docked(t, "update", "--memory", "100m", "--memory-swap", "100m", id)
	docked(t, "exec", "-d", id, "sh", "-c", "echo 1000 >/proc/self/oom_score_adj; exec tail /dev/zero")
}

// refuse has a PostgreSQL take no connections from elsewhere, and ends those it has.
func refuse(t *testing.T, id string) {
	t.Helper()
	docked(t, "exec", id, "sh", "-ec", `export PGPASSWORD="$POSTGRES_PASSWORD"
ask() { psql -U streampark -At -c "$1"; }
printf 'local\tall\tall\ttrust\nhost\tall\tall\tall\treject\n' >"$(ask "show hba_file")"
ask "select pg_reload_conf()"
ask "select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and backend_type = 'client backend'"`)
}

// unhinge takes the file of a server's clock away: a link that leads nowhere is in its
// place, for an image may have no program that removes files.
func unhinge(t *testing.T, id string) {
	t.Helper()
	link := filepath.Join(t.TempDir(), filepath.Base(shim.Offset))
	require.NoError(t, os.Symlink("/nowhere", link))
	docked(t, "cp", link, id+":"+shim.Offset)
}
