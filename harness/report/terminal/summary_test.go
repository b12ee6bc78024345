package terminal_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/evidence"
	"streampark-regress/harness/outcome"
	"streampark-regress/harness/report/result"
	"streampark-regress/harness/report/terminal"
	"streampark-regress/harness/verdict"
)

func ended(all ...verdict.Verdict) []result.Scenario {
	var scenarios []result.Scenario
	for _, v := range all {
		scenarios = append(scenarios, result.Scenario{Scenario: evidence.Scenario{Release: "2.1.4", Verdict: v}})
	}
	return scenarios
}

// The verdict is told with all that makes it up.
func TestHeadline(t *testing.T) {
	servers := func(seconds ...float64) []result.Server {
		var all []result.Server
		for _, s := range seconds {
			all = append(all, result.Server{StartSeconds: s})
		}
		return all
	}
	for want, r := range map[string]result.Result{
		"AS EXPECTED: 1 scenario, 1 as expected, 0 unexpected, in 1.5 s": {Verdict: verdict.AsExpected, Scenarios: ended(verdict.AsExpected)},
		"PARTIAL, UNEXPECTED: 4 scenarios, 1 as expected, 1 unexpected, 1 inconclusive, 1 not run, 2 never began, in 1.5 s": {Verdict: verdict.Unexpected, Partial: true, NeverBegan: []string{"a", "b"},
			Scenarios: ended(verdict.AsExpected, verdict.Unexpected, verdict.Inconclusive, verdict.NotRun)},
		"INCONCLUSIVE: 0 scenarios, 0 as expected, 0 unexpected, 1 never began, in 1.5 s":                                 {Verdict: verdict.Inconclusive, NeverBegan: []string{"a"}},
		"AS EXPECTED: 0 scenarios, 0 as expected, 0 unexpected, in 1.5 s (the server was ready after 2.0 s)":              {Verdict: verdict.AsExpected, Deployments: servers(0, 2)},
		"AS EXPECTED: 0 scenarios, 0 as expected, 0 unexpected, in 1.5 s (2 servers side by side, all ready after 3.0 s)": {Verdict: verdict.AsExpected, Deployments: servers(3, 0, 2)},
		"AS EXPECTED: 0 scenarios, 0 as expected, 0 unexpected, in 1.5 s (3 servers side by side, all ready after 4.5 s)": {Verdict: verdict.AsExpected, Deployments: servers(3, 4.5, 2)},
	} {
		r.Seconds = 1.5
		var got strings.Builder
		require.NoError(t, terminal.Headline(&got, r, terminal.Screen{}))
		assert.Equal(t, want+"\n", got.String())
		assert.True(t, strings.HasSuffix(of(t, r, terminal.Screen{}), "\n\n"+want+"\n"))
	}
}

func TestTheModelSaysWhy(t *testing.T) {
	r := result.Result{Scenarios: []result.Scenario{{Scenario: evidence.Scenario{Release: "2.1.4", Target: "model", Verdict: verdict.AsExpected}}}}
	const answers = "MODEL: the answers of 2.1.4 are the built-in model's, not StreamPark's. They check the harness and the scenarios.\n"
	assert.True(t, strings.HasPrefix(of(t, r, terminal.Screen{}), answers+"\nRELEASE"))
	r.Run.Why = "there is no Docker"
	assert.True(t, strings.HasPrefix(of(t, r, terminal.Screen{}), answers+"Why the model: there is no Docker\n\nRELEASE"))
}

// A summary shows what tells something; the table of all checks shows the rest.
func TestTellingChecks(t *testing.T) {
	call := func(id int, o outcome.Outcome, age *evidence.Age) evidence.Attempt {
		return evidence.Attempt{ID: id, Subject: evidence.Subject{Kind: evidence.APIToken}, Path: "/" + string(rune('a'+id)), Outcome: o, Status: 200, Age: age}
	}
	green := func(attempt int) evidence.Check { return evidence.Check{Attempt: attempt, Verdict: verdict.AsExpected} }
	attempts := []evidence.Attempt{call(1, outcome.Started, nil), call(2, outcome.Started, nil), call(3, outcome.Unauthenticated, nil), call(4, outcome.Started, &evidence.Age{AskedSeconds: 60, Seconds: 60}), call(5, outcome.Started, nil)}
	fact := evidence.Check{Verdict: verdict.AsExpected, Fact: &evidence.Fact{Kind: evidence.RowFact}}
	for name, tt := range map[string]struct {
		checks []evidence.Check
		want   string
	}{
		"the last call alone":          {[]evidence.Check{green(1), green(2)}, "c"},
		"all checks of the last call":  {[]evidence.Check{green(2), green(1), green(2)}, "cc"},
		"a rejection":                  {[]evidence.Check{green(3), green(5)}, "df"},
		"a token that aged":            {[]evidence.Check{green(4), green(5)}, "ef"},
		"what went wrong":              {[]evidence.Check{{Attempt: 1, Verdict: verdict.Unexpected}, green(2)}, "bc"},
		"a known issue":                {[]evidence.Check{{Attempt: 1, Verdict: verdict.AsExpected, KnownIssue: "3933"}, green(2)}, "bc"},
		"not a row that is as it was":  {[]evidence.Check{fact, green(1)}, "b"},
		"nothing where there are rows": {[]evidence.Check{fact}, ""},
	} {
		s := result.Scenario{Scenario: evidence.Scenario{Verdict: verdict.AsExpected}, Attempts: attempts, Checks: tt.checks}
		got := of(t, result.Result{Scenarios: []result.Scenario{s}}, terminal.Screen{})
		shown := ""
		for line := range strings.Lines(got) {
			if _, at, is := strings.Cut(line, ", /"); is {
				shown += at[:1]
			}
		}
		assert.Equal(t, tt.want, shown, name)
		assert.NotContains(t, got, "row in", name)
		var all strings.Builder
		require.NoError(t, terminal.Table(&all, result.Result{Scenarios: []result.Scenario{s}}))
		assert.Equal(t, len(tt.checks)+2+1, strings.Count(all.String(), "\n"), name)
	}
}
