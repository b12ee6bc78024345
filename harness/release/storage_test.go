package release_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/fixtures"
	"streampark-regress/harness/release"
)

func TestACatalogueOnOneDatabase(t *testing.T) {
	c := parse(t, small(t, "  - version: 1.1.0\n", "  - version: 1.0.1\n    like: 1.0.0\n    databases: {mysql: {first_token_id: 7}}\n    known_issues: []\n\n  - version: 1.1.0\n"))
	assert.Equal(t, c.Versions(), c.On("mysql").Versions())
	assert.EqualValues(t, 7, find(t, c.On("mysql"), "1.0.1").Databases["mysql"].FirstTokenID)
	assert.EqualValues(t, 100, find(t, c.On("mysql"), "1.1.0").Databases["mysql"].FirstTokenID)
	assert.Empty(t, c.On("oracle").Versions())
}

// Issue 4134 is met on PostgreSQL alone, and what is fixed is not back elsewhere.
func TestIssuesOfOneDatabase(t *testing.T) {
	c := parse(t, string(fixtures.Releases))
	for database, has := range map[string]bool{"postgres": true, "mysql": false, "mariadb": false} {
		on := c.On(database)
		require.Equal(t, c.Versions(), on.Versions(), database)
		_, known := find(t, on, "2.1.5").Issue("4134")
		assert.Equal(t, has, known, database)
		assert.Equal(t, has, slices.Contains(ids(find(t, on, "2.1.7").FixedIssues()), "4134"), database)
	}
	_, known := find(t, c, "2.1.5").Issue("4134")
	assert.True(t, known, "the catalogue itself is as it was")
}

// Permissions cannot be read from PostgreSQL up to 2.1.1 (measured on 2.1.0 and 2.1.2).
func TestWherePermissionsCannotBeRead(t *testing.T) {
	c := parse(t, string(fixtures.Releases))
	for _, r := range c.Releases {
		for name, storage := range r.Databases {
			unread := name == "postgres" && release.Compare(r.Version, "2.1.2") < 0
			assert.Equal(t, unread, storage.PermissionError != "", "%s on %s", r.Version, name)
			on := find(t, c.On(name), r.Version)
			_, known := on.Issue("permissions-on-postgres")
			assert.Equal(t, unread, known, "%s on %s", r.Version, name)
			back := slices.Contains(ids(on.FixedIssues()), "permissions-on-postgres")
			assert.Equal(t, name == "postgres" && !unread, back, "%s on %s", r.Version, name)
		}
	}
}

// What upstream's seeds and sequences are (measured).
func TestWhatDiffersByDatabase(t *testing.T) {
	c := parse(t, string(fixtures.Releases))
	for _, r := range c.Releases {
		assert.EqualValues(t, 10000, r.Databases["postgres"].FirstTokenID)
		for _, name := range []string{"mysql", "mariadb"} {
			assert.EqualValues(t, 100000, r.Databases[name].FirstTokenID)
			assert.Equal(t, "streampark", r.Databases[name].ScriptsUse)
			assert.Equal(t, "lib", r.Databases[name].DriverFolder)
			assert.False(t, r.Databases[name].HasConsole())
		}
		if h2, runs := r.Databases["h2"]; runs {
			assert.EqualValues(t, 1, h2.FirstTokenID)
			assert.True(t, h2.HasConsole())
			assert.Equal(t, r.Version == "2.1.4", h2.LostInRestart, "from 2.1.5 on it is a file")
			assert.Equal(t, r.Version == "2.1.4", h2.Console.SignedIn)
		}
		for name, storage := range r.Databases {
			assert.Equal(t, release.Compare(r.Version, "2.1.5") < 0, storage.TeamUnset, "%s on %s", r.Version, name)
		}
	}
}

// H2 is tried on the releases from 2.1.4 on.
func TestReleasesOnH2(t *testing.T) {
	assert.Equal(t, []string{"2.1.4", "2.1.5", "2.1.6", "2.1.7"}, parse(t, string(fixtures.Releases)).On("h2").Versions())
}
