package release_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/fixtures"
	"streampark-regress/harness/release"
)

func builtIn(t *testing.T) *release.Catalogue {
	t.Helper()
	c, err := release.Parse(fixtures.Releases)
	require.NoError(t, err)
	return c
}

func issuesOf(issues []release.KnownIssue) []string {
	all := []string{}
	for _, k := range issues {
		all = append(all, k.ID)
	}
	return all
}

// A build is what the release is that it is like, but for what is its own.
func TestABuildHasTheEntryOfTheReleaseItIsLike(t *testing.T) {
	c := builtIn(t)
	with, err := c.WithBuilds(release.Build{Name: "mine", Image: "my/streampark:1", Like: "2.1.5"})
	require.NoError(t, err)
	mine, err := with.Find("mine")
	require.NoError(t, err)
	like, err := c.Find("2.1.5")
	require.NoError(t, err)

	assert.Equal(t, like.API, mine.API)
	assert.Equal(t, like.Config, mine.Config)
	assert.Equal(t, []string{"my/streampark:1"}, mine.Images)
	assert.True(t, mine.IsBuild())
	assert.False(t, like.IsBuild())
	assert.Equal(t, "2.1.5", mine.Base())
	assert.Equal(t, "2.1.5", like.Base())
	assert.Equal(t, like.Jar(), mine.Jar(), "its own name is in no jar")
	assert.Equal(t, "mine (like 2.1.5)", mine.Title())
	assert.Equal(t, c.Usual(), with.Usual(), "it is run only when it is asked for")
	assert.NotContains(t, c.Versions(), "mine", "the catalogue itself stays what it was")
	assert.NotContains(t, with.Makers(release.Traits{Seal: release.SealedWithSharedKey, Subject: release.APIToken, Never: true}), "mine")
}

// Nothing unknown is assumed: what is not expected is a surprise, and what was
// fixed stays fixed.
func TestABuildHasTheIssuesThatAreExpectedOfIt(t *testing.T) {
	for name, tt := range map[string]struct {
		like                     string
		expect                   []string
		known, unexpected, fixed []string
	}{
		"none": {"2.1.5", nil, []string{}, []string{"4281", "savepoint-fields", "savepoint-fields-cancel", "4134", "cancel-without-folder"},
			[]string{"3933", "3865", "sign-in-outlives-ttl"}},
		"one": {"2.1.5", []string{"4281"}, []string{"4281"}, []string{"savepoint-fields", "savepoint-fields-cancel", "4134", "cancel-without-folder"},
			[]string{"3933", "3865", "sign-in-outlives-ttl"}},
		"the oldest": {"2.1.4", []string{"3865", "3933"}, []string{"3865", "3933"}, []string{"sign-in-outlives-ttl"}, []string{}},
		// A build of 2.1.7 without issue 4322 shows what that one has hidden.
		"hidden ones": {"2.1.7", []string{"4281"}, []string{"4281"}, []string{"4322", "savepoint-fields", "savepoint-fields-cancel", "cancel-without-folder"},
			[]string{"3933", "3865", "sign-in-outlives-ttl", "4134"}},
	} {
		t.Run(name, func(t *testing.T) {
			c, err := builtIn(t).WithBuilds(release.Build{Name: "mine", Image: "x", Like: tt.like, Expect: tt.expect})
			require.NoError(t, err)
			mine, err := c.Find("mine")
			require.NoError(t, err)
			assert.Equal(t, tt.known, issuesOf(mine.KnownIssues))
			assert.Equal(t, tt.unexpected, issuesOf(mine.UnexpectedIssues()))
			old := []string{"permissions-on-postgres", "tokens-outlive-passwords", "users-open-to-members", "empty-savepoint-path", "2488", "2634", "revoked-until-restart", "users-open-to-tokens", "log-tells-tokens"} // up to 2.1.3
			assert.Equal(t, append(old, tt.fixed...), issuesOf(mine.FixedIssues()))
		})
	}
	r, err := builtIn(t).Find("2.1.5")
	require.NoError(t, err)
	assert.Empty(t, r.UnexpectedIssues(), "of a release everything is known")
}

func TestABuildThatCannotBe(t *testing.T) {
	for want, builds := range map[string][]release.Build{
		`cannot be called ""`: {{Image: "x", Like: "2.1.5"}},
		`cannot be called "my build": write up to 40 letters`:      {{Name: "my build", Image: "x", Like: "2.1.5"}},
		`cannot be called "-x"`:                                    {{Name: "-x", Image: "x", Like: "2.1.5"}},
		"cannot be called 2.1.5: there is 2.1.5 already":           {{Name: "2.1.5", Image: "x", Like: "2.1.5"}},
		"cannot be called 2-1-5: there is 2.1.5 already":           {{Name: "2-1-5", Image: "x", Like: "2.1.5"}},
		"cannot be called Mine: there is mine already":             {{Name: "mine", Image: "x", Like: "2.1.5"}, {Name: "Mine", Image: "y", Like: "2.1.5"}},
		`the build mine is like no release: unknown release "9"`:   {{Name: "mine", Image: "x", Like: "9"}},
		`issue "3933", which 2.1.5 is not known to have: choose 4`: {{Name: "mine", Image: "x", Like: "2.1.5", Expect: []string{"3933"}}},
		"issue 4281 twice": {{Name: "mine", Image: "x", Like: "2.1.5", Expect: []string{"4281", "4281"}}},
	} {
		_, err := builtIn(t).WithBuilds(builds...)
		assert.ErrorContains(t, err, want)
	}
	c, err := builtIn(t).WithBuilds(release.Build{Name: "a", Image: "x", Like: "2.1.5"})
	require.NoError(t, err)
	_, err = c.WithBuilds(release.Build{Name: "b", Image: "x", Like: "a"})
	assert.ErrorContains(t, err, "b is like a, which is a build itself")
}

// A build has the scripts that it ships: nobody knows which version it will be.
func TestUpgradeScriptsOfABuild(t *testing.T) {
	files := []string{"script/upgrade/pgsql/2.1.5.sql", "script/upgrade/pgsql/2.1.8.sql"}
	c, err := builtIn(t).WithBuilds(release.Build{Name: "nightly", Image: "x", Like: "2.1.7"})
	require.NoError(t, err)
	nightly, err := c.Find("nightly")
	require.NoError(t, err)
	like, err := c.Find("2.1.7")
	require.NoError(t, err)
	assert.Equal(t, files[1:], nightly.UpgradeScripts("2.1.7", "postgres", slices.Values(files)))
	assert.Equal(t, files, nightly.UpgradeScripts("2.1.4", "postgres", slices.Values(files)))
	assert.Empty(t, like.UpgradeScripts("2.1.7", "postgres", slices.Values(files)))
}

func TestTheReleaseThatAVersionIsNearestTo(t *testing.T) {
	c := builtIn(t)
	for version, want := range map[string]string{"2.1.4": "2.1.4", "2.1.5-rc1": "2.1.5", "2.1.7": "2.1.7", "2.1.8-SNAPSHOT": "2.1.7", "2.2.0": "2.1.7"} {
		r, err := c.Nearest(version)
		require.NoError(t, err)
		assert.Equal(t, want, r.Version, version)
	}
	_, err := c.Nearest("1.2.3")
	assert.ErrorContains(t, err, "nothing is known of StreamPark 1.2.3 or a release before it: the catalogue has 2.0.0, 2.1.0")
}
