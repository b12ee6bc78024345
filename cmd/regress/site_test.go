package main

import (
	"bytes"
	"context"
	"encoding/pem"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/fixtures"
	"streampark-regress/harness/clock"
	"streampark-regress/harness/database"
	"streampark-regress/harness/database/dump"
	"streampark-regress/harness/deployment"
	"streampark-regress/harness/model"
	"streampark-regress/harness/release"
	"streampark-regress/harness/streampark"
	"streampark-regress/harness/verdict"
)

// staging is a server that runs already: the model of a release.
type staging struct {
	deployment.Deployment
	// rows is the address of its database.
	rows string
}

// stage starts one on which StreamPark knows a Flink.
func stage(t *testing.T, version string) staging {
	t.Helper()
	catalogue, err := release.Parse(fixtures.Releases)
	require.NoError(t, err)
	r, err := catalogue.Find(version)
	require.NoError(t, err)
	p := model.NewProvider(model.ProviderOptions{Clock: clock.Settings{Kind: clock.Jump}})
	t.Cleanup(func() { assert.NoError(t, p.Close(context.WithoutCancel(t.Context()))) })
	d, err := p.Start(t.Context(), "staging", deployment.Spec{Release: r}, func(string) {})
	require.NoError(t, err)
	require.NoError(t, d.Database().AddFlink(t.Context(), d.Flink()))
	server, err := database.NewServer("sqlite:" + d.Flink().Home)
	require.NoError(t, err)
	rows, err := server.Address("streampark")
	require.NoError(t, err)
	return staging{d, rows}
}

// used has somebody else use it.
func (s staging) used(t *testing.T) staging {
	t.Helper()
	session, err := s.Client().SignIn(t.Context(), streampark.SeededAdmin, streampark.SeededPassword)
	require.NoError(t, err)
	require.NoError(t, session.CreateUser(t.Context(), "alice", "Pw-alice", streampark.PlainUser))
	alice, found, err := session.FindUser(t.Context(), "alice")
	require.NoError(t, err)
	require.True(t, found)
	_, err = session.CreateToken(t.Context(), alice.ID, "nightly")
	require.NoError(t, err)
	require.NoError(t, s.Database().AddApplication(t.Context(), 200001, "billing", s.Flink()))
	return s
}

// dump is every row of the tables that scenarios write to. An administrator's last
// sign-in is left out, and the team it is in then: StreamPark notes both for whoever
// signs in.
func (s staging) dump(t *testing.T) string {
	t.Helper()
	all, err := dump.Rows(t.Context(), s.Database(), []string{"t_user", "t_access_token", "t_member", "t_team", "t_flink_app", "t_flink_sql",
		"t_flink_effective", "t_app_build_pipe", "t_flink_savepoint", "t_flink_env", "t_flink_cluster"}, "last_login_time", "last_team_id")
	require.NoError(t, err)
	return all
}

// behind puts a proxy in front of it, below a path.
func (s staging) behind(t *testing.T, path string, start func(http.Handler) *httptest.Server) *httptest.Server {
	t.Helper()
	to, err := url.Parse(s.URL())
	require.NoError(t, err)
	front := start(http.StripPrefix(path, httputil.NewSingleHostReverseProxy(to)))
	t.Cleanup(front.Close)
	return front
}

func host(t *testing.T, address string) string {
	t.Helper()
	at, err := url.Parse(address)
	require.NoError(t, err)
	return at.Host
}

// atSite runs the program at a server, with what its administrator types.
func atSite(t *testing.T, env map[string]string, args ...string) (code int, out, errs string) {
	t.Helper()
	for _, name := range []string{"REGRESS_PASSWORD", "REGRESS_PASSWORD_FILE", "REGRESS_URL", "REGRESS_DATABASE_URL", "REGRESS_ALLOW_WRITES", "REGRESS_CONFIRM_HOST"} {
		t.Setenv(name, "")
	}
	return regress(t, env, args...)
}

func seeded() map[string]string {
	return map[string]string{"REGRESS_PASSWORD": streampark.SeededPassword}
}

// Behind a path and TLS of its own authority everything runs that can, and nothing
// of it is left; what others have is as it was.
func TestASiteIsLeftAsItWas(t *testing.T) {
	s := stage(t, "2.1.4").used(t)
	front := s.behind(t, "/streampark", httptest.NewTLSServer)
	authorities := filepath.Join(t.TempDir(), "ca.pem")
	require.NoError(t, os.WriteFile(authorities, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: front.Certificate().Raw}), 0o600))
	before := s.dump(t)
	code, out, errs := atSite(t, seeded(), "run", "--target", "url", "--url", front.URL+"/streampark/", "--ca-file", authorities, "--allow-writes", "--database-url", s.rows, "--verbose",
		"--confirm-host", host(t, front.URL), "--tags", "@cause or @workaround or @known-issue-4281 or @known-issue-3865")
	require.Equal(t, verdict.ExitAsExpected, code, "%s\n%s", out, errs)
	assert.Equal(t, before, s.dump(t))
	assert.Contains(t, out, "PARTIAL, AS EXPECTED")
	assert.Contains(t, out, "MODEL: the answers of 2.1.4 are the built-in model's")
	assert.Regexp(t, "everything that this run makes there has a name that begins with regress-[0-9a-f]{4}-, and is removed at its end", errs)
	assert.Contains(t, out, "StreamPark 2.1.4 at "+front.URL+"/streampark\n", "the lanes say where")

	text, err := os.ReadFile("results/latest/events.ndjson")
	require.NoError(t, err)
	assert.Contains(t, string(text), "regress-", "names are told")
	r := latestResult(t)
	assert.Greater(t, r.Count(verdict.AsExpected), 8)
	assert.Equal(t, len(r.Scenarios), r.Count(verdict.AsExpected)+r.Count(verdict.NotRun))
	for _, scenario := range r.Scenarios {
		if scenario.Verdict == verdict.NotRun {
			assert.NotNil(t, scenario.Reason.Obstacle, "%s says why", scenario.Name)
			assert.Empty(t, scenario.Checks, "what is left out is never counted as passed")
			continue
		}
		assert.Equal(t, deployment.URLModel, scenario.Target)
	}
}

// Where nobody may write nobody signs in: not even that is noted.
func TestASiteThatIsOnlyRead(t *testing.T) {
	s := stage(t, "2.1.4").used(t)
	calls := 0
	front := s.behind(t, "", func(h http.Handler) *httptest.Server {
		return httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			body, _ := io.ReadAll(r.Body) // what did not arrive is not answered
			r.Body = io.NopCloser(bytes.NewReader(body))
			if r.URL.Path == "/passport/signin" && bytes.Contains(body, []byte("loginType")) { // one without is how releases are told apart
				calls++
			}
			h.ServeHTTP(w, r)
		}))
	})
	before := s.dump(t)
	code, out, errs := atSite(t, nil, "run", "--target", "url", "--url", front.URL)
	require.Equal(t, verdict.ExitAsExpected, code, "%s\n%s", out, errs)
	assert.Equal(t, before, s.dump(t))
	assert.Zero(t, calls, "nobody signed in")
	assert.Contains(t, out, "it makes users, tokens or applications: --allow-writes lets it, and all is removed again")
	assert.NotContains(t, errs, "is removed at its end")

	code, out, _ = atSite(t, nil, "run", "--target", "url", "--url", front.URL, "--tags", "@issue-3933")
	assert.Equal(t, verdict.ExitInconclusive, code, "where nothing could be concluded, nothing is as expected")
	assert.Contains(t, out, "PARTIAL, INCONCLUSIVE")
}

// Without its database, what is seen on its pages is judged, and removed there.
func TestASiteWithoutItsDatabase(t *testing.T) {
	for _, version := range []string{"2.1.4", "2.1.5"} {
		t.Run(version, func(t *testing.T) {
			s := stage(t, version)
			before := s.dump(t)
			code, out, errs := atSite(t, seeded(), "run", "--target", "url", "--url", s.URL(), "--release", version, "--allow-writes")
			require.Equal(t, verdict.ExitAsExpected, code, "%s\n%s", out, errs)
			assert.Equal(t, before, s.dump(t))
			assert.Contains(t, out, "it looks at rows or makes some: --database-url lets it")
			assert.Greater(t, latestResult(t).Count(verdict.AsExpected), 8)
		})
	}
}

// Who is interrupted removes what was made until then.
func TestAnInterruptedRunLeavesNothingAtASite(t *testing.T) {
	s := stage(t, "2.1.4").used(t)
	before := s.dump(t)
	t.Setenv("REGRESS_PASSWORD", streampark.SeededPassword)
	t.Chdir(t.TempDir())
	ctx, interrupt := context.WithTimeout(t.Context(), 2*time.Minute)
	defer interrupt()
	var o, e bytes.Buffer
	made := make(chan struct{})
	go func() {
		defer interrupt()
		for ctx.Err() == nil && s.dumps(ctx, "regress-") < 3 {
			time.Sleep(10 * time.Millisecond)
		}
		close(made)
	}()
	code := execute(ctx, streams{strings.NewReader(""), &o, &e}, []string{"run", "--target", "url", "--url", s.URL(), "--allow-writes", "--database-url", s.rows,
		"--confirm-host", host(t, s.URL())})
	<-made
	assert.Equal(t, verdict.ExitInconclusive, code, "%s\n%s", o.String(), e.String())
	assert.Equal(t, before, s.dump(t))
}

// dumps counts users with a prefix.
func (s staging) dumps(ctx context.Context, prefix string) (n int) {
	users, _ := s.Database().Users(ctx) // none yet
	for _, u := range users {
		if strings.HasPrefix(u.Name, prefix) {
			n++
		}
	}
	return n
}
