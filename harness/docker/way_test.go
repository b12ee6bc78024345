package docker_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/database"
	"streampark-regress/harness/deployment"
	"streampark-regress/harness/release"
	"streampark-regress/harness/requirement"
	"streampark-regress/harness/toxitest"
)

// What happens on the way from a server to its database, while both run, is a fault of
// that server, and of no other.
func TestFaultsBetweenAServerAndItsDatabase(t *testing.T) {
	b := newBench(t)
	p := b.provider(t)
	beside, err := p.Start(t.Context(), "beside", b.spec(t, "2.1.4"), ignore)
	require.NoError(t, err)
	rows := container(t, b.options.Run, b.options.Databases[database.PostgreSQL].Image)
	begun := map[string]time.Time{}
	broken := map[string]deployment.Deployment{}
	for name, happen := range map[string]func(*toxitest.Way){
		"refused": func(w *toxitest.Way) { w.Close() },
		"silent":  func(w *toxitest.Way) { w.Poison(t, toxitest.Silent()) },
		"slow":    func(w *toxitest.Way) { w.Poison(t, toxitest.Late(30_000)) },
		"cut":     func(w *toxitest.Way) { w.Poison(t, toxitest.Half(20)) },
	} {
		w, err := toxitest.Try(t, gateway(t, rows)+":0", docked(t, "port", rows, "5432/tcp"))
		if err != nil {
			requirement.Missing(t, "local engine", "nobody can listen where its containers find this machine: "+err.Error())
		}
		d, err := p.Start(t.Context(), name, b.spec(t, "2.1.4", release.Setting{Key: "datasource.url", Value: "jdbc:postgresql://" + w.Address() + "/sp_" + name}), ignore)
		require.NoError(t, err)
		require.NoError(t, answers(t, d))
		begun[name], broken[name] = time.Now(), d
		happen(w)
	}
	for name, d := range broken {
		t.Run(name, func(t *testing.T) {
			known := awaitFault(t, d)
			assert.Contains(t, known.What, "the container of the server has ")
			assert.WithinDuration(t, begun[name], known.At, knownWithin)
		})
	}
	assert.Nil(t, beside.Health().Fault())
}

// answers is the error of a server that does not look into its database.
func answers(t *testing.T, d deployment.Deployment) error {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	return d.Client().FirstSignIn(ctx)
}

// gateway is where a container finds this machine, if its engine is here.
func gateway(t *testing.T, id string) string {
	t.Helper()
	return docked(t, "inspect", "-f", "{{range .NetworkSettings.Networks}}{{.Gateway}}{{end}}", id)
}
