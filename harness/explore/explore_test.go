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
			assert.Equal(t, 200, found.Steps)
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

// A start or cancel that is answered as it should be and does something else is a
// difference.
func TestADefectOfEffectsIsFound(t *testing.T) {
	for defect, want := range map[string]string{
		"starts-nothing":    "the application is in state 0",
		"submits-nothing":   "submitted: nothing",
		"savepoint-unasked": "with a savepoint in no folder",
	} {
		t.Run(defect, func(t *testing.T) {
			found, err := explore.Run(t.Context(), start(t, "2.1.5", defect), start(t, "2.1.5", ""),
				explore.Options{Steps: 200, Seed: 11, Report: func(string) {}})
			require.NoError(t, err)
			require.NotEmpty(t, found.Differences)
			for _, d := range found.Differences {
				assert.LessOrEqual(t, len(d.Operations), 6, "%s", d)
				assert.Contains(t, d.Target, want)
				assert.Contains(t, d.Target, "200")
				assert.Contains(t, d.Model, "200")
			}
		})
	}
}

// As many operations are played as were asked for, also where that is no whole
// number of sequences.
func TestAsManyOperationsArePlayedAsAskedFor(t *testing.T) {
	for _, steps := range []int{1, 25, 30} {
		found, err := explore.Run(t.Context(), start(t, "2.1.4", ""), start(t, "2.1.4", ""), explore.Options{Steps: steps, Seed: 1, Report: func(string) {}})
		require.NoError(t, err)
		played := 0
		for _, n := range found.Kinds {
			played += n
		}
		assert.Equal(t, steps, found.Steps)
		assert.Equal(t, steps, played)
	}
}
