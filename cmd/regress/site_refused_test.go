package main

import (
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/verdict"
)

// What cannot be meant of a server that runs already is found before it is called,
// and no password is shown.
func TestWhatCannotBeMeantOfASite(t *testing.T) {
	folder := t.TempDir()
	empty := filepath.Join(folder, "empty")
	require.NoError(t, os.WriteFile(empty, []byte("\n"), 0o600))
	at := func(more ...string) []string {
		return append([]string{"run", "--target", "url", "--url", "http://127.0.0.1:1"}, more...)
	}
	for name, tt := range map[string]struct {
		args []string
		want string
	}{
		"no address":                {[]string{"run", "--target", "url"}, "--target url: say where the server is: --url http://host:10000"},
		"an address alone":          {[]string{"run", "--url", "http://h:1"}, "--url: only --target url obeys it: add that"},
		"writes elsewhere":          {[]string{"run", "--target", "model", "--allow-writes"}, "--allow-writes: only --target url obeys it"},
		"a proxy's password":        {[]string{"run", "--target", "url", "--url", "https://me:s3cr3t@h/x"}, "from which StreamPark takes its tokens: no call could have both"},
		"no address of a server":    {[]string{"run", "--target", "url", "--url", "staging:10000"}, "it has no http:// or https:// in front"},
		"a clock that jumps":        {at("--clock", "jump"), "--clock jump: the clock of a server that runs already is left alone: use --clock wait"},
		"a wait that nobody makes":  {at("--max-wait", "3h"), "--max-wait: only --clock wait obeys it"},
		"two releases":              {at("--release", "2.1.4,2.1.5"), "--release 2.1.4,2.1.5: a server has one release: name one"},
		"an unknown release":        {at("--release", "9.9"), `--release: unknown release "9.9"`},
		"an image":                  {at("--image", "2.1.4=x"), "--image: a server that runs already is taken as it is"},
		"something to keep":         {at("--keep"), "--keep: a server that runs already is taken as it is"},
		"another database product":  {at("--database", "mysql"), "--database: a server that runs already is taken as it is"},
		"a database of no kind":     {at("--database-url", "oracle://me:s3cr3t@h/x"), "--database-url: the database address has an unknown form"},
		"another host":              {at("--confirm-host", "staging"), "--confirm-host staging: the host of --url is 127.0.0.1:1"},
		"no password":               {at("--allow-writes"), "admin has to sign in, and there is no terminal to ask for the password: set REGRESS_PASSWORD, or name a file with --password-file"},
		"an empty password":         {at("--allow-writes", "--password-file", empty), "it is empty"},
		"no file of a password":     {at("--allow-writes", "--password-file", "nowhere"), "--password-file: open nowhere: no such file"},
		"no certificate":            {at("--ca-file", empty), "there is no certificate in it"},
		"a command of its own":      {[]string{"verify", "--target", "url"}, "--target url: run and reproduce take a server that runs already"},
		"a plan of no server":       {[]string{"plan", "--target", "url"}, "--target url: say where the server is"},
		"a reproduction at nowhere": {[]string{"reproduce", "3933", "--target", "url"}, "--target url: say where the server is"},
	} {
		t.Run(name, func(t *testing.T) {
			code, _, errs := atSite(t, nil, tt.args...)
			assert.Equal(t, verdict.ExitUsage, code, errs)
			assert.Contains(t, errs, tt.want)
			assert.NotContains(t, errs, "s3cr3t")
			assert.NoDirExists(t, "results")
		})
	}
}

// answering is a server at which something else than StreamPark answers.
func answering(t *testing.T, answer http.HandlerFunc) string {
	t.Helper()
	s := httptest.NewServer(answer)
	t.Cleanup(s.Close)
	return s.URL
}

// What is found out at the server says what to do, and nothing was written.
func TestASiteThatCannotBeEntered(t *testing.T) {
	used, other := stage(t, "2.1.4").used(t), stage(t, "2.1.4")
	tls := used.behind(t, "", httptest.NewTLSServer)
	page := answering(t, func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "<html>hello</html>") })
	moved := answering(t, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "https://staging.example"+r.URL.Path, http.StatusMovedPermanently)
	})
	guarded := answering(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("WWW-Authenticate", `Basic realm="staff"`)
		w.WriteHeader(http.StatusUnauthorized)
	})
	run := func(address string, more ...string) []string {
		return append([]string{"run", "--target", "url", "--url", address}, more...)
	}
	confirmed := []string{"--allow-writes", "--confirm-host", host(t, used.URL())}
	for name, tt := range map[string]struct {
		args     []string
		password string
		code     int
		want     string
	}{
		"nobody there":               {run("http://127.0.0.1:1"), "", verdict.ExitInconclusive, "connection refused"},
		"a page":                     {run(page), "", verdict.ExitInconclusive, "no answer of StreamPark's was seen"},
		"a redirect":                 {run(moved), "", verdict.ExitInconclusive, "it redirects to https://staging.example/: give the address that StreamPark itself answers at with --url"},
		"a proxy that asks":          {run(guarded), "", verdict.ExitInconclusive, `a proxy in front of it asks for a name and a password (Basic realm="staff")`},
		"an unknown authority":       {run(tls.URL), "", verdict.ExitInconclusive, "name the file with the certificate of its authority with --ca-file"},
		"another release":            {run(used.URL(), "--release", "2.1.5"), "", verdict.ExitInconclusive, "it answers like 2.1.4, and not like 2.1.5 of --release"},
		"a wrong password":           {run(used.URL(), confirmed...), "wr0ng", verdict.ExitInconclusive, "sign in as admin: StreamPark did not let it in"},
		"another server's database":  {run(used.URL(), append(confirmed, "--database-url", other.rows)...), "streampark", verdict.ExitInconclusive, "is not that of the server at --url"},
		"no database":                {run(used.URL(), append(confirmed, "--database-url", "sqlite:/nowhere/x")...), "streampark", verdict.ExitInconclusive, "--database-url: connect to the database"},
		"others, and nobody to ask":  {run(used.URL(), "--allow-writes"), "streampark", verdict.ExitUsage, "it has 1 user (alice), 1 API token (of alice)"},
		"others, and how to confirm": {run(used.URL(), "--allow-writes"), "streampark", verdict.ExitUsage, "--confirm-host " + host(t, used.URL())},
	} {
		t.Run(name, func(t *testing.T) {
			before, elsewhere := used.dump(t), other.dump(t)
			code, _, errs := atSite(t, map[string]string{"REGRESS_PASSWORD": tt.password}, tt.args...)
			assert.Equal(t, tt.code, code, errs)
			assert.Contains(t, errs, tt.want)
			assert.NotContains(t, errs, "wr0ng")
			assert.NoDirExists(t, "results", "nothing was begun")
			assert.Equal(t, []string{before, elsewhere}, []string{used.dump(t), other.dump(t)})
		})
	}
}

// A plan says what is left out there and why, and calls nobody where the release is
// said.
func TestAPlanAtASite(t *testing.T) {
	at := []string{"plan", "--target", "url", "--url", "https://staging.example/x", "--release", "2.1.4"}
	code, out, errs := atSite(t, nil, at...)
	require.Equal(t, 0, code, errs)
	assert.Contains(t, out, "2.1.4: StreamPark 2.1.4 at https://staging.example/x\n")
	assert.Contains(t, out, "Nobody without a token gets in at /token/list")
	assert.Contains(t, out, "it makes users, tokens or applications: --allow-writes lets it")
	assert.NotContains(t, out, "--database-url lets it")

	_, out, _ = atSite(t, nil, append(at, "--allow-writes")...)
	assert.Contains(t, out, "it looks at rows or makes some: --database-url lets it")

	_, out, _ = atSite(t, nil, append(at, "--allow-writes", "--database-url", "mysql://me:pw@h:3306/x")...)
	for _, why := range []string{"it needs another config.yaml", "it restarts the server", "it upgrades the server", "it looks at a real Flink", "it looks at the server's log",
		"it needs variables in the server's environment", "--clock wait cannot show 2h01m, only up to 5m; --clock wait --max-wait 2h1m0s waits that long"} {
		assert.Contains(t, out, why)
	}
	assert.NotContains(t, out, "--database-url lets it")

	_, out, _ = atSite(t, nil, append(at, "--allow-writes", "--database-url", "mysql://me:pw@h:3306/x", "--clock", "wait", "--max-wait", "3h")...)
	assert.NotContains(t, out, "cannot show 2h01m")
}
