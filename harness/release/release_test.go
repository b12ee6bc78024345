package release_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/fixtures"
	"streampark-regress/harness/diagnosis"
	"streampark-regress/harness/release"
)

func TestBuiltInCatalogue(t *testing.T) {
	c, err := release.Parse(fixtures.Releases)
	require.NoError(t, err)
	assert.Equal(t, []string{"2.1.4", "2.1.5", "2.1.6", "2.1.7"}, c.Versions())
	assert.Equal(t, []string{"2.1.4", "2.1.5"}, c.Usual())
	for _, r := range c.Releases {
		ttl, err := r.Config.SessionTTL.Duration()
		require.NoError(t, err)
		assert.Equal(t, 2*time.Hour, ttl)
		for _, name := range r.Tokens.Checks {
			_, err := diagnosis.Parse(name)
			assert.NoError(t, err, "the catalogue's checks are causes")
		}
	}
	r, err := c.Find("2.1.4")
	require.NoError(t, err)
	_, known := r.Issue("3933")
	assert.True(t, known)
	r, err = c.Find("2.1.7")
	require.NoError(t, err)
	assert.Equal(t, release.KeyFile, r.Tokens.SealedWith)
	_, known = r.Issue("3933")
	assert.False(t, known, "what an entry says takes the place of what the one it is like says")
	_, err = c.Find("9.9.9")
	assert.ErrorContains(t, err, "2.1.4, 2.1.5, 2.1.6")
}

func TestErrorsNameLineAndColumn(t *testing.T) {
	for name, tt := range map[string]struct{ text, want string }{
		"broken YAML":   {"schema: 1\nreleases: [\n", "[2:"},
		"unknown key":   {"schema: 1\nreleases:\n  - version: 2.1.4\n    imagez: []\n", "[4:5]"},
		"wrong type":    {"schema: 1\nreleases:\n  - version: 2.1.4\n    port: many\n", "[4:11]"},
		"other schema":  {"schema: 7\n", "schema is 7"},
		"no releases":   {"schema: 1\n", "no releases"},
		"like nothing":  {"schema: 1\nreleases:\n  - version: 2.1.6\n    like: 2.1.5\n", "no earlier entry"},
		"missing field": {"schema: 1\nreleases:\n  - version: 2.1.4\n", `release "2.1.4"`},
	} {
		t.Run(name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "releases.yaml")
			require.NoError(t, os.WriteFile(file, []byte(tt.text), 0o644))
			_, err := release.Load(file)
			require.Error(t, err)
			assert.ErrorContains(t, err, tt.want)
			assert.ErrorContains(t, err, file)
		})
	}
}
