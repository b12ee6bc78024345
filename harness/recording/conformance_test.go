package recording_test

import (
	"context"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/fixtures"
	"streampark-regress/harness/clock"
	"streampark-regress/harness/model"
	"streampark-regress/harness/recording"
	"streampark-regress/harness/release"
)

// TestConformance replays every recording of the real releases against the
// model: every exchange must be answered as the release did.
func TestConformance(t *testing.T) {
	files, err := filepath.Glob("../../fixtures/recordings/*.json")
	require.NoError(t, err)
	builtIn, err := fixtures.Recordings.ReadDir("recordings")
	require.NoError(t, err)
	require.Len(t, files, len(builtIn))
	require.NotEmpty(t, files)
	catalogue, err := release.Parse(fixtures.Releases)
	require.NoError(t, err)
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".json"), func(t *testing.T) {
			t.Parallel() // most of it is waiting for submissions to end
			want, err := recording.Read(file)
			require.NoError(t, err)
			script, err := recording.Of(want)
			require.NoError(t, err)
			p := model.NewProvider(model.ProviderOptions{Clock: clock.Settings{Kind: clock.Jump}})
			t.Cleanup(func() { assert.NoError(t, p.Close(context.Background())) })
			got, err := recording.Record(t.Context(), p, catalogue, script, "conformance", func(string) {})
			require.NoError(t, err)
			c := recording.Compare(want, got)
			for _, d := range c.Differences {
				t.Errorf("%s", d)
			}
			for _, s := range c.Scores {
				t.Logf("%s: %d of %d", s.Flow, s.Same, s.Total)
			}
			for _, s := range c.Skipped {
				t.Logf("not compared: %s", s)
			}
		})
	}
}
