package upgrade_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/deployment"
	"streampark-regress/harness/outcome"
	"streampark-regress/harness/release"
	"streampark-regress/harness/streampark"
	"streampark-regress/harness/upgrade"
)

// broken makes deployments that are upgraded by a script, and may fail then.
type broken struct {
	deployment.Provider
	upgrade func(context.Context, deployment.Deployment, release.Release) error
}

func (p broken) Start(ctx context.Context, name string, spec deployment.Spec, report deployment.Report) (deployment.Deployment, error) {
	d, err := p.Provider.Start(ctx, name, spec, report)
	return failing{d, p.upgrade}, err
}

type failing struct {
	deployment.Deployment
	upgrade func(context.Context, deployment.Deployment, release.Release) error
}

func (f failing) Upgrade(ctx context.Context, to release.Release, _ deployment.Report) ([]string, error) {
	return []string{to.Version + ".sql"}, f.upgrade(ctx, f.Deployment, to)
}

// absent starts nothing.
type absent struct{ deployment.Provider }

func (absent) Start(context.Context, string, deployment.Spec, deployment.Report) (deployment.Deployment, error) {
	return nil, errors.New("no room")
}

// What ended before its end says what it saw, and advises nothing.
func TestNothingIsAdvisedAfterAnError(t *testing.T) {
	t.Parallel()
	noLuck := errors.New("no luck")
	for name, tt := range map[string]struct {
		path   []string
		change func(*upgrade.Journey)
		want   string
		steps  int
	}{
		"an unknown beginning": {[]string{"9.9", "2.1.5"}, nil, `unknown release "9.9"`, 0},
		"no server":            {[]string{"2.1.4", "2.1.5"}, func(j *upgrade.Journey) { j.Provider = absent{} }, "no room", 0},
		"an unknown end":       {[]string{"2.1.4", "9.9"}, nil, `unknown release "9.9"`, 6},
		"a script that fails": {[]string{"2.1.4", "2.1.5"}, func(j *upgrade.Journey) {
			j.Provider = broken{j.Provider, func(context.Context, deployment.Deployment, release.Release) error { return noLuck }}
		}, "no luck", 6},
		"a server that is gone afterwards": {[]string{"2.1.4", "2.1.5"}, func(j *upgrade.Journey) {
			j.Provider = broken{j.Provider, func(ctx context.Context, d deployment.Deployment, to release.Release) error {
				_, err := d.Upgrade(ctx, to, func(string) {})
				return errors.Join(err, d.Close(ctx))
			}}
		}, "connection refused", 6},
		"a way back that fails": {[]string{"2.1.4", "2.1.5"}, func(j *upgrade.Journey) {
			j.Return = upgrade.GoBack
			j.Provider = broken{j.Provider, func(ctx context.Context, d deployment.Deployment, to release.Release) error {
				if to.Version == "2.1.4" {
					return noLuck
				}
				_, err := d.Upgrade(ctx, to, func(string) {})
				return err
			}}
		}, "going back to 2.1.4: no luck", 21},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			j := journey(t, tt.path...)
			if tt.change != nil {
				tt.change(&j)
			}
			found, err := j.Take(t.Context())
			require.ErrorContains(t, err, tt.want)
			assert.Empty(t, found.Advice)
			assert.Len(t, found.Steps, tt.steps)
		})
	}
}

// answering makes deployments whose start address answers something else once
// they were upgraded.
type answering struct {
	deployment.Provider
	t      *testing.T
	answer string
}

func (p answering) Start(ctx context.Context, name string, spec deployment.Spec, report deployment.Report) (deployment.Deployment, error) {
	d, err := p.Provider.Start(ctx, name, spec, report)
	return replaced{d, p.t, p.answer}, err
}

type replaced struct {
	deployment.Deployment
	t      *testing.T
	answer string
}

func (r replaced) Client() *streampark.Client { return streampark.New(r.URL()) }

func (r replaced) URL() string {
	server, err := url.Parse(r.Deployment.URL())
	require.NoError(r.t, err)
	proxy := httputil.NewSingleHostReverseProxy(server)
	listener := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		if q.URL.Path != openapi {
			proxy.ServeHTTP(w, q)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusInternalServerError)
		fmt.Fprint(w, r.answer)
	}))
	r.t.Cleanup(listener.Close)
	return listener.URL
}

// A surprise on the new release is a known issue only if it shows exactly its
// symptom.
func TestASurpriseIsNoKnownIssue(t *testing.T) {
	t.Parallel()
	j := journey(t, "2.1.4", "2.1.5")
	j.Provider = answering{j.Provider, t, `{"code":"500","message":"internal server error: java.lang.NullPointerException"}`}
	found, err := j.Take(t.Context())
	require.NoError(t, err)
	last, _ := found.Step(upgrade.NewAddress)
	require.Equal(t, outcome.Failed, last.Attempt.Outcome)
	require.Equal(t, upgrade.DoNotUpgrade, found.Advice[0].Kind)
	assert.Empty(t, found.Advice[0].Issue, "4281 is about developers and has another message")
	assert.Empty(t, found.Advice[0].Title)
}

// What is found can be handed on: it holds no token.
func TestWhatIsFoundHoldsNoSecret(t *testing.T) {
	t.Parallel()
	found, err := journey(t, "2.1.4", "2.1.5").Take(t.Context())
	require.NoError(t, err)
	text, err := json.Marshal(found)
	require.NoError(t, err)
	assert.Regexp(t, `69qMW7re\.\.\.\[`, string(text))
	assert.NotRegexp(t, `69qMW7re[A-Za-z0-9+/]`, string(text))
}
