package front_test

import (
	"context"
	"errors"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/fixtures"
	"streampark-regress/harness/clock"
	"streampark-regress/harness/deployment"
	"streampark-regress/harness/front"
	"streampark-regress/harness/model"
	"streampark-regress/harness/outcome"
	"streampark-regress/harness/release"
	"streampark-regress/harness/streampark"
)

func find(t *testing.T, version string) release.Release {
	t.Helper()
	catalogue, err := release.Parse(fixtures.Releases)
	require.NoError(t, err)
	r, err := catalogue.Find(version)
	require.NoError(t, err)
	return r
}

// start starts the model of a release behind something.
func start(t *testing.T, version string, kind deployment.FrontKind) deployment.Deployment {
	t.Helper()
	p := front.Of(model.NewProvider(model.ProviderOptions{Clock: clock.Settings{Kind: clock.Jump}}))
	t.Cleanup(func() { assert.NoError(t, p.Close(context.Background())) })
	d, err := p.Start(t.Context(), "x", deployment.Spec{Release: find(t, version), Front: kind}, func(string) {})
	require.NoError(t, err)
	return d
}

// check asks a page with a sign-in, whoever answers.
func check(t *testing.T, d deployment.Deployment, with streampark.Credentials) streampark.Answer {
	t.Helper()
	a, err := streampark.New(d.URL()).Do(t.Context(), streampark.CheckTokenCall(100000).As(with))
	require.NoError(t, err)
	return a
}

func signIn(t *testing.T, d deployment.Deployment) streampark.Credentials {
	t.Helper()
	s, err := streampark.New(d.URL()).SignIn(t.Context(), streampark.SeededAdmin, streampark.SeededPassword)
	require.NoError(t, err)
	return s.Credentials()
}

func TestReplicasTakeTurns(t *testing.T) {
	for version, want := range map[string][]int{
		"2.1.4": {401, 200, 401, 200}, // the web session is the first's
		"2.1.5": {200, 200, 200, 200},
		"2.1.7": {401, 200, 401, 200}, // and so is the key file
	} {
		t.Run(version, func(t *testing.T) {
			d := start(t, version, deployment.RoundRobin)
			with := signIn(t, d)
			var seen, by []int
			for range want {
				a := check(t, d, with)
				seen, by = append(seen, a.Status), append(by, a.Replica)
			}
			assert.Equal(t, want, seen)
			assert.Equal(t, []int{2, 1, 2, 1}, by)
			d.(deployment.Fronted).Rewind()
			assert.Equal(t, 1, check(t, d, with).Replica)
		})
	}
}

// What is done to replicas is done to each of them, and can be done to one.
func TestReplicasAreOneDeployment(t *testing.T) {
	d := start(t, "2.1.5", deployment.RoundRobin)
	behind := deployment.Behind(d)
	require.Len(t, behind, 2)
	assert.NotEqual(t, behind[0].URL(), behind[1].URL())
	before, err := streampark.New(behind[1].URL()).ServerTime(t.Context())
	require.NoError(t, err)
	_, err = d.Clock().Pass(t.Context(), before, 100*time.Hour)
	require.NoError(t, err)
	for _, s := range behind {
		now, err := streampark.New(s.URL()).ServerTime(t.Context())
		require.NoError(t, err)
		assert.WithinDuration(t, before.Add(100*time.Hour), now, time.Minute, "time has passed for "+s.Name())
	}

	at, err := d.LogCursor(t.Context())
	require.NoError(t, err)
	with := signIn(t, d)
	require.NoError(t, behind[1].Restart(t.Context()))
	assert.Equal(t, 2, d.Generation())
	lines, err := at.Next(t.Context())
	require.NoError(t, err)
	assert.Len(t, lines, 1, "what the second logs is in the log of both")
	assert.Equal(t, []int{401, 200}, []int{check(t, d, with).Status, check(t, d, with).Status}, "the sign-in is older than the second's start")

	require.NoError(t, d.Restart(t.Context()))
	assert.Equal(t, 4, d.Generation())
	lines, err = at.Rest(t.Context())
	require.NoError(t, err)
	assert.Len(t, lines, 2)
	assert.Equal(t, []int{401, 401}, []int{check(t, d, with).Status, check(t, d, with).Status})
	_, err = d.Upgrade(t.Context(), find(t, "2.1.6"), func(string) {})
	assert.ErrorIs(t, err, errors.ErrUnsupported)
}

func TestKeyFilesAreLostWithTheirContainers(t *testing.T) {
	d := start(t, "2.1.7", deployment.RoundRobin)
	keys := func() []string {
		var all []string
		for _, s := range deployment.Behind(d) {
			key, err := s.Key(t.Context())
			require.NoError(t, err)
			all = append(all, key.String())
		}
		return all
	}
	first := keys()
	assert.NotEqual(t, first[0], first[1], "each has its own")
	require.NoError(t, d.Restart(t.Context()))
	assert.Equal(t, first, keys(), "a restart keeps them")
	require.NoError(t, d.Recreate(t.Context()))
	for i, key := range keys() {
		assert.NotEqual(t, first[i], key)
	}
}

func TestProxies(t *testing.T) {
	own := streampark.ProxySignIn()
	for name, tt := range map[string]struct {
		kind      deployment.FrontKind
		with      func(streampark.Credentials) streampark.Credentials
		status    int
		rejection outcome.Rejection
		challenge string
	}{
		"nothing in front":          {deployment.Direct, whole, http.StatusOK, outcome.NoRejection, ""},
		"Authorization is dropped":  {deployment.DroppingProxy, whole, http.StatusUnauthorized, outcome.Undecoded, ""},
		"Authorization is replaced": {deployment.ReplacingProxy, whole, http.StatusUnauthorized, outcome.Undecoded, ""},
		"the proxy asks":            {deployment.AskingProxy, whole, http.StatusUnauthorized, outcome.Unfamiliar, `Basic realm="gateway"`},
		"the proxy is answered": {deployment.AskingProxy, func(streampark.Credentials) streampark.Credentials { return own },
			http.StatusUnauthorized, outcome.Undecoded, ""},
	} {
		t.Run(name, func(t *testing.T) {
			d := start(t, "2.1.5", tt.kind)
			a := check(t, d, tt.with(signIn(t, deployment.Behind(d)[0])))
			assert.Equal(t, tt.status, a.Status)
			assert.Equal(t, tt.challenge, a.Challenge)
			assert.Equal(t, tt.rejection, outcome.Read(a.Answer).Rejection)
			assert.Zero(t, a.Replica, "one server has no number")
			assert.Equal(t, tt.kind != deployment.Direct, a.Tells("model-of-a-proxy"), "what comes through it says so")
		})
	}
}

func whole(with streampark.Credentials) streampark.Credentials { return with }

// alone is a provider of deployments that cannot have replicas.
type alone struct{ deployment.Provider }

type single struct{ deployment.Deployment }

func (a alone) Start(ctx context.Context, name string, spec deployment.Spec, report deployment.Report) (deployment.Deployment, error) {
	d, err := a.Provider.Start(ctx, name, spec, report)
	return single{d}, err
}

func TestWhatCannotHaveReplicas(t *testing.T) {
	of := model.NewProvider(model.ProviderOptions{Clock: clock.Settings{Kind: clock.Jump}})
	p := front.Of(alone{of})
	t.Cleanup(func() { assert.NoError(t, p.Close(context.Background())) })
	_, err := p.Start(t.Context(), "x", deployment.Spec{Release: find(t, "2.1.5"), Front: deployment.RoundRobin}, func(string) {})
	require.ErrorIs(t, err, errors.ErrUnsupported)
	assert.Equal(t, 2*of.MemoryMB(deployment.Spec{}), p.MemoryMB(deployment.Spec{Front: deployment.RoundRobin}))
	assert.Equal(t, of.MemoryMB(deployment.Spec{}), p.MemoryMB(deployment.Spec{Front: deployment.DroppingProxy}))
}
