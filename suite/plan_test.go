package suite_test

import (
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/fixtures"
	"streampark-regress/harness/clock"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/release"
	"streampark-regress/harness/settings"
	"streampark-regress/suite"
)

const (
	onAny  = "    Given StreamPark as shipped\n"
	on215  = "    Given StreamPark 2.1.5 as shipped\n"
	caller = "    And a scheduler with a new API token\n    And an application that can be started\n"
)

// small has a scenario of any release, one of 2.1.5 on a server of its own, and
// one with a restart.
func small() fstest.MapFS {
	return text("Feature: x\n  @cause\n  Scenario: any\n" + onAny + caller + starts +
		"  @cause @own-server\n  Scenario: own\n" + on215 + caller + starts +
		"  @restart\n  Scenario: again\n" + onAny + caller + "    When the server is restarted\n" + starts)
}

// planned plans files on releases.
func planned(t *testing.T, files fstest.MapFS, sel suite.Selection) (suite.Plan, error) {
	t.Helper()
	catalogue, err := release.Parse(fixtures.Releases)
	require.NoError(t, err)
	all, err := suite.Load(files)
	require.NoError(t, err)
	if sel.Clock.Kind == "" {
		sel.Clock.Kind = clock.Jump
	}
	return suite.Make(all, catalogue, sel)
}

func TestTags(t *testing.T) {
	for tags, want := range map[string]string{
		"":                                      "any again own",
		"@cause":                                "any own",
		"@cause and @own-server":                "own",
		"@own-server or @restart":               "again own",
		"not @cause":                            "again",
		"not (not @cause)":                      "any own",
		"@cause and not @own-server":            "any",
		"not (@own-server or @restart)":         "any",
		"@restart or @cause and @own-server":    "again own",
		"(@restart or @cause) and @own-server":  "own",
		"@cause and @own-server and not @cause": "",
		"@none or @none or @restart":            "again",
	} {
		p, err := planned(t, small(), suite.Selection{Tags: tags, Releases: []string{"2.1.5"}})
		if want == "" {
			assert.ErrorContains(t, err, "select no scenario; the features have @cause, @own-server, @restart", tags)
			continue
		}
		require.NoError(t, err, tags)
		var names []string
		for _, s := range p.Servers {
			for _, j := range s.Jobs {
				names = append(names, j.Scenario.Name)
			}
		}
		assert.ElementsMatch(t, strings.Fields(want), names, tags)
	}
	for tags, want := range map[string]string{
		"cause": `"cause" is not a tag`, "@a @b": `unexpected "@b"`, "(@a": "parenthesis is missing", "(@a or": "a tag is missing", "@a and": "a tag is missing",
		"not": "a tag is missing", ")": `")" is not a tag`, "@a)": `unexpected ")"`, "()": `")" is not a tag`,
	} {
		_, err := planned(t, small(), suite.Selection{Tags: tags})
		assert.ErrorContains(t, err, want, tags)
	}
}

func TestSelections(t *testing.T) {
	for name, tt := range map[string]struct {
		sel  suite.Selection
		want []string
		err  string
	}{
		"everything on two releases": {suite.Selection{Releases: []string{"2.1.4", "2.1.5"}}, []string{"2.1.4 features/issues/x.feature:3", "2.1.4 features/issues/x.feature:17",
			"2.1.5 features/issues/x.feature:3", "2.1.5 features/issues/x.feature:17", "2.1.5 features/issues/x.feature:10"}, ""},
		"one of two jobs":                {suite.Selection{Releases: []string{"2.1.4", "2.1.5"}, Jobs: []string{"2.1.5 features/issues/x.feature:3"}}, []string{"2.1.5 features/issues/x.feature:3"}, ""},
		"one of another release":         {suite.Selection{Releases: []string{"2.1.4"}, Tags: "@own-server"}, nil, `nothing to run: no scenario has to do with 2.1.4 and the tags "@own-server"`},
		"a release nobody knows":         {suite.Selection{Releases: []string{"2.1.4", "9.9"}}, nil, `unknown release "9.9"`},
		"one that the clock cannot show": {suite.Selection{Releases: []string{"2.1.4"}, Tags: "@restart", Clock: clock.Settings{Kind: clock.ShortTTL, ShortTTL: time.Minute}}, []string{"2.1.4 features/issues/x.feature:17"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			p, err := planned(t, small(), tt.sel)
			if tt.err != "" {
				require.ErrorContains(t, err, tt.err)
				return
			}
			require.NoError(t, err)
			assert.Equal(t, tt.want, p.IDs())
			assert.Equal(t, len(tt.want), p.Jobs()+len(p.LeftOut))
		})
	}
}

func TestScenariosShareServersOrHaveTheirOwn(t *testing.T) {
	p, err := planned(t, small(), suite.Selection{Releases: []string{"2.1.4", "2.1.5"}})
	require.NoError(t, err)
	var names []string
	numbers := map[int]bool{}
	for _, s := range p.Servers {
		names = append(names, s.Name)
		for _, j := range s.Jobs {
			numbers[j.Number] = true
		}
	}
	assert.Equal(t, []string{"2.1.4", "2.1.5", "2.1.5-2"}, names)
	assert.Equal(t, map[int]bool{1: true, 2: true, 3: true, 4: true, 5: true}, numbers, "every job has a number of its own")
	assert.Len(t, p.Releases(), 2)
}

func TestAPlanInWords(t *testing.T) {
	p, err := planned(t, small(), suite.Selection{Releases: []string{"2.1.5"}})
	require.NoError(t, err)
	var got strings.Builder
	p.Print(&got)
	assert.Equal(t, `3 scenarios on 2 servers: scenarios with the same release and settings share one, those tagged @own-server have their own

2.1.5: StreamPark 2.1.5 as shipped
├─ any  (features/issues/x.feature:3)
└─ again  (features/issues/x.feature:17)

2.1.5-2: StreamPark 2.1.5 as shipped, of its own
└─ own  (features/issues/x.feature:10)

servers start in this order, as many side by side as processors and memory allow: 2.1.5, 2.1.5-2
`, got.String())
}

func TestWhatIsLeftOutInWords(t *testing.T) {
	p, err := planned(t, small(), suite.Selection{Releases: []string{"2.1.4", "2.1.5"}, Clock: clock.Settings{Kind: clock.ShortTTL, ShortTTL: time.Minute}, Tags: "@restart or @cause and not @own-server"})
	require.NoError(t, err)
	require.Len(t, p.LeftOut, 2)
	var got strings.Builder
	p.Print(&got)
	_, left, found := strings.Cut(got.String(), "\nnot run\n")
	require.True(t, found)
	assert.Regexp(t, `^·  again on 2\.1\.4: .+\n·  again on 2\.1\.5: .+\n$`, left)
}

// What a clock cannot show is left out, and what it just can is not.
func TestWhatAClockCannotShow(t *testing.T) {
	aged := func(age string) fstest.MapFS {
		return text("Feature: x\n  Scenario: aged\n" + onAny + caller + "    When the scheduler starts the application " + age + " after the token was made\n    Then the application starts\n")
	}
	short := func(ttl time.Duration) clock.Settings {
		return clock.Settings{Kind: clock.ShortTTL, ShortTTL: ttl}
	}
	for name, tt := range map[string]struct {
		files fstest.MapFS
		tags  string
		clock clock.Settings
		want  *evidence.Obstacle
	}{
		"a jump":                            {aged("400 days"), "", clock.Settings{Kind: clock.Jump}, nil},
		"twice the TTL":                     {aged("4h"), "", short(time.Minute), nil},
		"more than twice the TTL":           {aged("4h1s"), "", short(time.Minute), &evidence.Obstacle{Kind: evidence.BeyondReach, Clock: "short-ttl", NeededSeconds: 14401, MostSeconds: 14400}},
		"as long as may be waited":          {aged("1m"), "", clock.Settings{Kind: clock.Wait, MaxWait: time.Minute}, nil},
		"longer than may be waited":         {aged("61s"), "", clock.Settings{Kind: clock.Wait, MaxWait: time.Minute}, &evidence.Obstacle{Kind: evidence.BeyondReach, Clock: "wait", NeededSeconds: 61, MostSeconds: 60}},
		"a restart within a small TTL":      {small(), "@restart", short(5*time.Minute - 1), &evidence.Obstacle{Kind: evidence.TooSlow, Clock: "short-ttl", NeededSeconds: 300, MostSeconds: (5*time.Minute - 1).Seconds()}},
		"a restart within a TTL":            {small(), "@restart", short(5 * time.Minute), nil},
		"a restart with a clock that jumps": {small(), "@restart", clock.Settings{Kind: clock.Jump, ShortTTL: time.Minute}, nil},
		"no restart within a small TTL":     {small(), "@cause", short(time.Minute), nil},
	} {
		t.Run(name, func(t *testing.T) {
			p, err := planned(t, tt.files, suite.Selection{Releases: []string{"2.1.4"}, Tags: tt.tags, Clock: tt.clock})
			require.NoError(t, err)
			if tt.want == nil {
				assert.Equal(t, 1, p.Jobs())
				assert.Empty(t, p.LeftOut)
				return
			}
			assert.Zero(t, p.Jobs())
			require.Len(t, p.LeftOut, 1)
			assert.Equal(t, tt.want, p.LeftOut[0].LeftOut)
		})
	}
}

// What is left out leaves the scenarios behind it in the plan.
func TestThePlanGoesOnBehindWhatIsLeftOut(t *testing.T) {
	files := text("Feature: x\n  Scenario: again\n" + onAny + caller + "    When the server is restarted\n" + starts + "  Scenario: any\n" + onAny + caller + starts)
	p, err := planned(t, files, suite.Selection{Releases: []string{"2.1.4"}, Clock: clock.Settings{Kind: clock.ShortTTL, ShortTTL: time.Minute}})
	require.NoError(t, err)
	require.Len(t, p.LeftOut, 1)
	assert.Equal(t, "again", p.LeftOut[0].Scenario.Name)
	assert.Equal(t, 1, p.Jobs())
}

// With a config.yaml of one's own a scenario's times are as much longer or shorter
// as its TTL is, but for a clock that sets the TTL itself.
func TestTimesOfAGivenTTL(t *testing.T) {
	aged := text("Feature: x\n  Scenario: aged\n" + onAny + caller + "    When the scheduler starts the application 2h01m after the token was made\n    Then the application starts\n")
	for name, tt := range map[string]struct {
		ttl   time.Duration
		clock clock.Settings
		left  int
	}{
		"a small one, which is waited for": {30 * time.Second, clock.Settings{Kind: clock.Wait, MaxWait: 10 * time.Minute}, 0},
		"a long one, which is not":         {24 * time.Hour, clock.Settings{Kind: clock.Wait, MaxWait: 3 * time.Hour}, 1},
		"a long one, made short":           {24 * time.Hour, clock.Settings{Kind: clock.ShortTTL, ShortTTL: time.Minute}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			p, err := planned(t, aged, suite.Selection{Releases: []string{"2.1.4"}, Clock: tt.clock, Given: map[string]*settings.Given{"2.1.4": {Name: "mine.yaml", TTL: tt.ttl}}})
			require.NoError(t, err)
			assert.Len(t, p.LeftOut, tt.left)
			assert.Equal(t, 1-tt.left, p.Jobs())
		})
	}
}

// The TTL that a scenario's times are meant for is the one it sets itself, the
// shipped one, or none where nobody can read it.
func TestTheTTLOfAJob(t *testing.T) {
	set := func(ttl string) string {
		return "    Given StreamPark with this in config.yaml:\n      \"\"\"\n      server:\n        session:\n          ttl: " + ttl + "\n      \"\"\"\n"
	}
	for given, want := range map[string]time.Duration{onAny: 2 * time.Hour, set("30s"): 30 * time.Second, set("2x"): 0} {
		p, err := planned(t, text("Feature: x\n  Scenario: y\n"+given+caller+starts), suite.Selection{Releases: []string{"2.1.4"}})
		require.NoError(t, err, given)
		assert.Equal(t, want, p.Servers[0].Jobs[0].TTL, given)
	}
}
