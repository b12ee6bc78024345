package suite_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/features"
	"streampark-regress/harness/clock"
	"streampark-regress/suite"
)

// feature is a feature file with the steps of one scenario, from line 3 on.
func feature(steps string) fstest.MapFS { return text("Feature: x\n  Scenario: y\n" + steps) }

func text(content string) fstest.MapFS {
	return fstest.MapFS{"issues/x.feature": {Data: []byte(content)}}
}

const (
	given  = "    Given StreamPark as shipped\n    And a scheduler with a new API token\n    And an application that can be started\n" // lines 3 to 5
	starts = "    When the scheduler starts the application\n    Then the application starts\n"                                        // lines 6 and 7
)

func TestFeaturesAreAllRead(t *testing.T) {
	all, err := suite.Load(features.Files)
	require.NoError(t, err)
	assert.NotEmpty(t, all)
	all, err = suite.Load(feature(given + starts))
	require.NoError(t, err)
	assert.Len(t, all, 1)
}

// What would prove less than it says is found before anything starts, with file
// and line.
func TestFeaturesThatCannotBeRun(t *testing.T) {
	for name, tt := range map[string]struct {
		files fstest.MapFS
		want  []string
	}{
		"undefined step": {feature("    Given a pony\n"), []string{`features/issues/x.feature:3: no step is defined for "a pony"; the nearest is "`}},
		"table":          {feature("    Given a scheduler with a new API token\n      | a |\n"), []string{"features/issues/x.feature:3: a table below a step"}},
		"broken settings": {feature("    Given StreamPark 2.1.4 with this in config.yaml:\n      \"\"\"\n      a: [\n      \"\"\"\n"),
			[]string{"features/issues/x.feature:3: read the settings below the step: [1:4]"}},
		"empty block":    {feature("    Given StreamPark 2.1.4 as shipped\n      \"\"\"\n      \"\"\"\n"), []string{"features/issues/x.feature:3: the text block below it is empty"}},
		"broken Gherkin": {feature("    Given StreamPark 2.1.4 as shipped\n    Perhaps a pony\n"), []string{"features/issues/x.feature:4:5: expected: "}},
		"unknown cause":  {feature(given + "    When the scheduler starts the application\n    Then the call is answered 401, because of the moon\n"), []string{"features/issues/x.feature:7: "}},

		"no files":                {fstest.MapFS{}, []string{"there are no scenarios"}},
		"an empty file":           {text(""), []string{"features/issues/x.feature:1: there is no feature in it"}},
		"a file of comments":      {text("# later\n"), []string{"features/issues/x.feature:1: there is no feature in it"}},
		"a feature alone":         {text("\nFeature: x\n"), []string{"features/issues/x.feature:2: the feature has no scenario"}},
		"a background alone":      {text("Feature: x\n  Background:\n    Given StreamPark as shipped\n"), []string{"features/issues/x.feature:1: the feature has no scenario"}},
		"a rule alone":            {text("Feature: x\n  Rule: y\n"), []string{"features/issues/x.feature:2: the rule has no scenario"}},
		"a scenario without any":  {text("Feature: x\n  Scenario: y\n"), []string{`features/issues/x.feature:2: the scenario "y" expects nothing`}},
		"an outline without rows": {text("Feature: x\n  Scenario Outline: y\n" + given + starts), []string{"features/issues/x.feature:2: the outline has no rows"}},
		"examples without rows": {text("Feature: x\n  Scenario Outline: y\n" + given + starts + "    Examples:\n      | a |\n"),
			[]string{"features/issues/x.feature:8: the examples have no rows"}},
		"a second table without rows": {text("Feature: x\n  Scenario Outline: y\n" + given + starts + "    Examples:\n      | a |\n      | 1 |\n    Examples:\n      | a |\n"),
			[]string{"features/issues/x.feature:11: the examples have no rows"}},

		"a file at the top":      {fstest.MapFS{"x.feature": {Data: []byte("Feature: x\n")}}, []string{"features/x.feature:1: nobody reads this file"}},
		"a file with a slip":     {fstest.MapFS{"issues/x.features": {}}, []string{"features/issues/x.features:1: nobody reads this file"}},
		"a folder in a folder":   {fstest.MapFS{"issues/more/x.feature": {Data: []byte("Feature: x\n")}}, []string{"features/issues/more: nobody reads a folder this deep"}},
		"a folder without files": {fstest.MapFS{"issues": {Mode: 0o755 | 1<<31}}, []string{"features/issues: there is no feature in this folder"}},

		"a line nobody reads": {text("Feature: x\n  Scenario: " + strings.Repeat("y", 70000) + "\n" + given + starts), []string{"features/issues/x.feature:2: the line has 70013 bytes, and no more than 4096 are read"}},
		"no time at all":      {feature(given + "    Then the application starts 0 times in a row\n"), []string{`features/issues/x.feature:6: no step is defined for "the application starts 0 times in a row"`}},
		"too many times":      {feature(given + "    Then the application starts 1000 times in a row\n"), []string{`features/issues/x.feature:6: no step is defined for`}},

		"no expectation":            {feature(given), []string{`features/issues/x.feature:2: the scenario "y" expects nothing`}},
		"no expectation of a call":  {feature(given + starts + "    When the scheduler starts the application\n"), []string{`features/issues/x.feature:8: nothing is expected of "the scheduler starts the application"`}},
		"a call before another":     {feature(given + "    When the scheduler starts the application\n" + starts), []string{"features/issues/x.feature:6: nothing is expected of"}},
		"an expectation of no call": {feature(given + "    Then the application starts\n"), []string{`features/issues/x.feature:6: "the application starts" expects something of a call, and nothing was called`}},
		"an old answer": {feature(given + starts + "    When the token is disabled on the token page\n    Then the application starts\n"),
			[]string{`features/issues/x.feature:9: "the application starts" looks at the answer to "the scheduler starts the application" (line 6) again`,
				`although "the token is disabled on the token page" (line 8) came after it`}},
		"an old answer after time":      {feature(given + starts + "    When 2h01m have passed since the token was made\n    Then the application starts\n"), []string{"features/issues/x.feature:9: "}},
		"an old answer after a restart": {feature(given + starts + "    When the server is restarted\n    Then the call is not authenticated\n"), []string{"features/issues/x.feature:9: "}},
		"an old answer after a look that stirs": {feature(given + starts + "    And another token is refused while the old row is there\n    And the application starts\n"),
			[]string{"features/issues/x.feature:9: "}},
		"an old answer after others called": {feature(given + "    And a second scheduler with a token and an application of its own\n" + starts +
			"    And the second scheduler can still start its application\n    And the application starts\n"), []string{"features/issues/x.feature:10: "}},
		"the log of an old call": {feature(given + starts + "    When the token is disabled on the token page\n    Then the server has not logged \"x\" for that call\n"),
			[]string{"features/issues/x.feature:9: "}},
		"two slips": {feature(given + "    Then the application starts\n    When the scheduler starts the application\n"), []string{"features/issues/x.feature:6: ", "features/issues/x.feature:7: "}},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := suite.Load(tt.files)
			for _, want := range tt.want {
				assert.ErrorContains(t, err, want)
			}
		})
	}
}

// What the catalogue does not know is found in every scenario, also in those
// that are not selected.
func TestFeaturesTheCatalogueDoesNotKnow(t *testing.T) {
	tagged := func(tags string) fstest.MapFS {
		return text("Feature: x\n  " + tags + "\n  Scenario: y\n" + given + starts)
	}
	for name, tt := range map[string]struct {
		files fstest.MapFS
		want  string
	}{
		"no StreamPark":      {feature("    Given a scheduler with a new API token\n" + starts), "features/issues/x.feature:2: the scenario does not say which StreamPark it needs"},
		"two StreamParks":    {feature("    Given StreamPark 2.1.4 as shipped\n    And StreamPark 2.1.4 as shipped\n" + starts), "features/issues/x.feature:4: a scenario has one StreamPark, and this asks for a second"},
		"another StreamPark": {feature("    Given StreamPark 9.9 as shipped\n    And a scheduler with a new API token\n" + starts), `features/issues/x.feature:3: unknown release "9.9"`},
		"another upgrade":    {feature(given + "    When the server is upgraded to 9.9\n" + starts), `features/issues/x.feature:6: unknown release "9.9"`},
		"an upgrade of another release": {feature("    Given StreamPark 2.1.7 as shipped\n    When the server is upgraded to 9.9\n" + starts),
			`features/issues/x.feature:4: unknown release "9.9"`},
		"another issue's tag":     {tagged("@issue-1"), "features/issues/x.feature:3: the tag @issue-1 is about an issue the catalogue does not have: it has permissions-on-postgres, tokens-outlive-passwords"},
		"another known issue":     {tagged("@known-issue-1"), "features/issues/x.feature:3: the tag @known-issue-1 is about an issue"},
		"a tag with a slip":       {tagged("@known-isue-3933"), "features/issues/x.feature:3: unknown tag @known-isue-3933: write one of @cause, "},
		"a tag without a number":  {tagged("@issue-"), "features/issues/x.feature:3: the tag @issue- is about"},
		"another issue in a step": {feature(given + fails("1")), `features/issues/x.feature:7: "the call fails as in known issue 1`},
		"an issue of another release": {feature("    Given StreamPark 2.1.5 as shipped\n" + fails("3933")),
			`features/issues/x.feature:5: "the call fails as in known issue 3933: 401, because the token has expired": the catalogue has no issue 3933 of 2.1.5`},
		"an issue that an upgrade ended": {feature("    Given StreamPark 2.1.4 as shipped\n    When the server is upgraded to 2.1.5\n" + fails("3933")), "the catalogue has no issue 3933 of 2.1.5"},
		"an issue of another cause":      {feature("    Given StreamPark 2.1.4 as shipped\n" + fails("3865")), "issue 3865 of 2.1.4 shows as unauthenticated duplicate-rows"},
	} {
		t.Run(name, func(t *testing.T) {
			all, err := suite.Load(tt.files)
			require.NoError(t, err)
			_, err = suite.Make(all, readCatalogue(t), suite.Selection{Clock: clock.Settings{Kind: clock.Jump}})
			assert.ErrorContains(t, err, tt.want)
		})
	}
}

// fails are two steps: a call, and that it fails as in a known issue.
func fails(issue string) string {
	return "    When the scheduler starts the application\n    Then the call fails as in known issue " + issue + ": 401, because the token has expired\n"
}

// The longest line there may be is read, and a step may name an issue as the
// catalogue has it.
func TestWhatIsRead(t *testing.T) {
	for name, files := range map[string]fstest.MapFS{
		"a long line":     text("Feature: x\n  #" + strings.Repeat("y", 4096-len("  #\n")) + "\n  Scenario: y\n" + given + starts),
		"an issue's name": feature("    Given StreamPark 2.1.4 as shipped\n" + fails("3933")),
	} {
		t.Run(name, func(t *testing.T) {
			p, err := planned(t, files, suite.Selection{Releases: []string{"2.1.4"}})
			require.NoError(t, err)
			assert.Equal(t, 1, p.Jobs())
		})
	}
}

// A scenario that no defect breaks says why it is there, and each row of an outline
// with it.
func TestWhyAScenarioIsThere(t *testing.T) {
	all, err := suite.Load(fstest.MapFS{"causes/x.feature": {Data: []byte(`
Feature: x
  Background:
    Given StreamPark as shipped
    And a scheduler with a new API token
  Scenario: one
    Some words. No defect: it is the model's
    own clock.

    More words.
    Then the token's row has not changed since it was made
  Scenario: two
    Then the token's row has not changed since it was made
`)}})
	require.NoError(t, err)
	assert.Equal(t, "it is the model's own clock.", all[0].NoDefect)
	assert.Empty(t, all[1].NoDefect)
}
