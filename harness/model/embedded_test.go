package model_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/fixtures"
	"streampark-regress/harness/clock"
	"streampark-regress/harness/deployment"
	"streampark-regress/harness/deployment/deploymenttest"
	"streampark-regress/harness/model"
	"streampark-regress/harness/release"
)

func builtIn(t *testing.T, version string) release.Release {
	t.Helper()
	catalogue, err := release.Parse(fixtures.Releases)
	require.NoError(t, err)
	r, err := catalogue.Find(version)
	require.NoError(t, err)
	return r
}

func provider(t *testing.T) *model.Provider {
	t.Helper()
	p := model.NewProvider(model.ProviderOptions{Clock: clock.Settings{Kind: clock.Jump}})
	t.Cleanup(func() { assert.NoError(t, p.Close(context.Background())) })
	return p
}

func TestEmbeddedModelKeepsItsLog(t *testing.T) {
	deploymenttest.KeepsItsLog(t, provider(t), builtIn(t, "2.1.4"), builtIn(t, "2.1.5"))
}

func TestEmbeddedModelIsNoReleaseItDoesNotKnow(t *testing.T) {
	d, err := provider(t).Start(t.Context(), "old", deployment.Spec{Release: builtIn(t, "2.1.4")}, func(string) {})
	require.NoError(t, err)
	deploymenttest.CannotUpgrade(t, d, release.Release{Version: "9.9.9"})
}

// A key file belongs to the releases that seal with it.
func TestEmbeddedModelHasAKeyFileWhereItsReleaseHas(t *testing.T) {
	d, err := provider(t).Start(t.Context(), "keys", deployment.Spec{Release: builtIn(t, "2.1.4")}, func(string) {})
	require.NoError(t, err)
	for _, step := range []struct {
		to  string
		has assert.ValueAssertionFunc
	}{{"2.1.4", assert.Nil}, {"2.1.7", assert.NotNil}, {"2.1.4", assert.Nil}} {
		if d.Release().Version != step.to {
			_, err := d.Upgrade(t.Context(), builtIn(t, step.to), func(string) {})
			require.NoError(t, err)
		}
		key, err := d.Key(t.Context())
		require.NoError(t, err)
		step.has(t, key, step.to)
	}
	assert.Empty(t, d.Image(), "the embedded model has no image")
}
