package result_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/cause"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/outcome"
	"streampark-regress/harness/report/reporttest"
	"streampark-regress/harness/report/result"
	"streampark-regress/harness/verdict"
)

// One cause is one failure, whatever each scenario was about, and it says since
// when.
func TestOneCauseIsOneFailure(t *testing.T) {
	r := result.Build(reporttest.Relapses(t))
	all := r.Failures()
	require.Len(t, all, 2)
	back := all[0]
	assert.Equal(t, result.IssueBack, back.Cause)
	assert.Equal(t, "3933", back.Issue)
	assert.Equal(t, "2.1.5", back.FixedIn)
	assert.Equal(t, evidence.SuspectExpiry, back.Suspect)
	var names []string
	for _, s := range back.Scenarios {
		names = append(names, s.Name)
	}
	assert.Equal(t, []string{"dies after 25h", "dies after 2h01m", "carries an expiry"}, names, "an expiry that a token carries looks like the issue")
	assert.Equal(t, "dies after 25h", back.Example().Name)
	assert.Equal(t, "dies after 2h01m", result.Failure{Scenarios: []result.Scenario{back.Scenarios[2], back.Scenarios[1]}}.Example().Name, "an example names the issue")
	require.NotNil(t, back.Since)
	assert.InDelta(t, 7260, back.Since.AskedSeconds, 0)
	require.NotNil(t, back.Until)
	assert.InDelta(t, 7140, back.Until.AskedSeconds, 0)
	assert.Equal(t, result.Different, all[1].Cause)
	assert.Equal(t, "finds the row changed", all[1].Scenarios[0].Name)
}

// Of failures without an issue those are one that look alike.
func TestWhatLooksAlikeIsOneFailure(t *testing.T) {
	call := func(id int, o outcome.Outcome, c cause.Cause) evidence.Attempt {
		return evidence.Attempt{ID: id, Status: 500, Outcome: o, Cause: c}
	}
	of := func(release string, a evidence.Attempt, c evidence.Check) result.Scenario {
		c.ID, c.Attempt, c.Verdict = 1, a.ID, verdict.Unexpected
		return result.Scenario{Job: fmt.Sprint(release, a.ID), Attempts: []evidence.Attempt{a}, Checks: []evidence.Check{c},
			Scenario: evidence.Scenario{Release: release, Verdict: verdict.Unexpected, Reason: &evidence.Reason{Kind: evidence.Mismatched, Check: 1}}}
	}
	starts := evidence.Check{Expected: evidence.Expectation{Outcome: outcome.Started}}
	revoked := evidence.Check{Suspect: evidence.SuspectRevocation, Expected: evidence.Expectation{Outcome: outcome.Unauthenticated}}
	for name, tt := range map[string]struct {
		a, b result.Scenario
		want int
	}{
		"the same difference": {of("2.1.4", call(1, outcome.Failed, ""), starts), of("2.1.4", call(2, outcome.Failed, ""), starts), 1},
		"another answer":      {of("2.1.4", call(1, outcome.Failed, ""), starts), of("2.1.4", call(2, outcome.Closed, ""), starts), 2},
		"another cause":       {of("2.1.4", call(1, outcome.Unauthenticated, cause.Unknown), starts), of("2.1.4", call(2, outcome.Unauthenticated, cause.Signature), starts), 2},
		"after an upgrade":    {of("2.1.4", call(1, outcome.Failed, ""), evidence.Check{Release: "2.1.5", Expected: starts.Expected}), of("2.1.5", call(2, outcome.Failed, ""), starts), 1},
		"another release":     {of("2.1.4", call(1, outcome.Failed, ""), starts), of("2.1.5", call(2, outcome.Failed, ""), starts), 2},
		"the same suspect":    {of("2.1.4", call(1, outcome.Started, ""), revoked), of("2.1.4", call(2, outcome.Closed, ""), revoked), 1},
	} {
		assert.Len(t, result.Result{Scenarios: []result.Scenario{tt.a, tt.b}}.Failures(), tt.want, name)
	}
}

// A run may be asked to fail by known issues: then no report takes them for
// anything else, nor does the exit code.
func TestKnownIssuesMayFail(t *testing.T) {
	events := reporttest.Green(t)
	r := result.Build(events)
	assert.Equal(t, verdict.AsExpected, r.Verdict)
	assert.Equal(t, 2, r.Marked(result.Known))
	assert.Equal(t, 1, r.Marked(result.Passed))
	assert.Equal(t, result.Known, r.Scenarios[0].Marked)

	run := *events[0].Run
	run.KnownAs = evidence.KnownFails
	events[0].Run = &run
	r = result.Build(events)
	assert.Equal(t, verdict.Unexpected, r.Verdict)
	assert.Equal(t, verdict.ExitUnexpected, r.ExitCode)
	assert.Equal(t, 2, r.Marked(result.Failed))
	assert.Equal(t, 1, r.Count(verdict.AsExpected), "what met none is as it was")
	require.Len(t, r.Failures(), 2)
	assert.Equal(t, result.IssueMet, r.Failures()[0].Cause)
	assert.Equal(t, "3933", r.Failures()[0].Issue)
}
