package explore_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/fixtures"
	"streampark-regress/harness/clock"
	"streampark-regress/harness/deployment"
	"streampark-regress/harness/explore"
	"streampark-regress/harness/model"
	"streampark-regress/harness/release"
)

func start(t *testing.T, version, defect string) deployment.Deployment {
	t.Helper()
	catalogue, err := release.Parse(fixtures.Releases)
	require.NoError(t, err)
	r, err := catalogue.Find(version)
	require.NoError(t, err)
	p := model.NewProvider(model.ProviderOptions{Clock: clock.Settings{Kind: clock.Jump}, Defects: map[string]string{version: defect}})
	t.Cleanup(func() { assert.NoError(t, p.Close(context.Background())) })
	d, err := p.Start(t.Context(), "explored", deployment.Spec{Release: r}, func(string) {})
	require.NoError(t, err)
	return d
}

func TestTheModelDoesNotDifferFromItself(t *testing.T) {
	catalogue, err := release.Parse(fixtures.Releases)
	require.NoError(t, err)
	for _, version := range catalogue.Versions() {
		t.Run(version, func(t *testing.T) {
			found, err := explore.Run(t.Context(), start(t, version, ""), start(t, version, ""),
				explore.Options{Steps: 200, Seed: 7, Restarts: 60, Report: func(string) {}})
			require.NoError(t, err)
			assert.Empty(t, found.Differences)
			assert.GreaterOrEqual(t, found.Steps, 200)
			assert.NotZero(t, found.Kinds["restart"])
		})
	}
}

func TestADefectIsFoundAndMadeShort(t *testing.T) {
	found, err := explore.Run(t.Context(), start(t, "2.1.5", "revocation-ignored"), start(t, "2.1.5", ""),
		explore.Options{Steps: 200, Seed: 11, Report: func(string) {}})
	require.NoError(t, err)
	require.NotEmpty(t, found.Differences)
	for _, d := range found.Differences {
		assert.LessOrEqual(t, len(d.Operations), 6, "%s", d)
		assert.Contains(t, d.Model, "401")
		assert.NotContains(t, d.Target, "401")
	}
}
