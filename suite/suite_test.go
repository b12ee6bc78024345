package suite_test

import (
	"flag"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/features"
	"streampark-regress/fixtures"
	"streampark-regress/harness/clock"
	"streampark-regress/harness/release"
	"streampark-regress/suite"
)

var update = flag.Bool("update", false, "write the golden files again")

func plan(t *testing.T, sel suite.Selection) (suite.Plan, error) {
	t.Helper()
	return planner(t)(sel)
}

// planner plans the features; they take long to load.
func planner(t *testing.T) func(suite.Selection) (suite.Plan, error) {
	t.Helper()
	catalogue, err := release.Parse(fixtures.Releases)
	require.NoError(t, err)
	all, err := suite.Load(features.Files)
	require.NoError(t, err)
	return func(sel suite.Selection) (suite.Plan, error) {
		if sel.Clock.Kind == "" {
			sel.Clock.Kind = clock.Jump
		}
		return suite.Make(all, catalogue, sel)
	}
}

func TestPlanOfIssue3933(t *testing.T) {
	for name, sel := range map[string]suite.Selection{
		"jump":      {Tags: "@issue-3933"},
		"short-ttl": {Tags: "@issue-3933", Clock: clock.Settings{Kind: clock.ShortTTL, ShortTTL: 20 * time.Second}},
	} {
		t.Run(name, func(t *testing.T) {
			p, err := plan(t, sel)
			require.NoError(t, err)
			var got strings.Builder
			p.Print(&got)
			golden := "testdata/3933-" + name + ".golden"
			if *update {
				require.NoError(t, os.WriteFile(golden, []byte(got.String()), 0o644))
			}
			want, err := os.ReadFile(golden)
			require.NoError(t, err)
			assert.Equal(t, string(want), got.String())
		})
	}
}

func TestSelectionThatCannotBe(t *testing.T) {
	plan := planner(t)
	for name, tt := range map[string]struct {
		sel  suite.Selection
		want string
	}{
		"unknown release":      {suite.Selection{Releases: []string{"9.9"}}, `unknown release "9.9"`},
		"tags of nothing":      {suite.Selection{Tags: "@no-such-tag"}, "select no scenario; the features have @"},
		"tags that are none":   {suite.Selection{Tags: "issue-3933"}, `"issue-3933" is not a tag`},
		"open parenthesis":     {suite.Selection{Tags: "(@a or @b"}, "parenthesis is missing"},
		"a word too many":      {suite.Selection{Tags: "@a @b"}, `unexpected "@b"`},
		"nothing after and":    {suite.Selection{Tags: "@a and"}, "a tag is missing"},
		"no such scenario":     {suite.Selection{Scenarios: []string{"features/none.feature:1"}}, "there is no feature features/none.feature"},
		"nothing on a release": {suite.Selection{Releases: []string{"2.1.5"}, Scenarios: []string{"features/issues/3933_api_token_expires.feature:13"}}, "nothing to run"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := plan(tt.sel)
			assert.ErrorContains(t, err, tt.want)
		})
	}
}

func TestAPlanKnowsTheReleasesOfItsUpgrades(t *testing.T) {
	p, err := plan(t, suite.Selection{Tags: "@upgrade", Releases: []string{"2.1.4"}})
	require.NoError(t, err)
	var versions []string
	for _, r := range p.Releases() {
		versions = append(versions, r.Version)
	}
	assert.Equal(t, []string{"2.1.4", "2.1.5"}, versions)
	assert.Len(t, p.IDs(), p.Jobs())
}

func TestTagsSelect(t *testing.T) {
	plan := planner(t)
	all, err := plan(suite.Selection{Tags: "@issue-3933 and not (@nothing or @never)"})
	require.NoError(t, err)
	none, err := plan(suite.Selection{Tags: "@nothing or @issue-3933"})
	require.NoError(t, err)
	assert.Equal(t, all.Jobs(), none.Jobs())
	assert.NotZero(t, all.Jobs())
}
