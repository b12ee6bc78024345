package words_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"streampark-regress/harness/cause"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/outcome"
	"streampark-regress/harness/report/result"
	"streampark-regress/harness/report/words"
	"streampark-regress/harness/verdict"
)

func TestExpectation(t *testing.T) {
	for want, e := range map[string]evidence.Expectation{
		"started":                            {Outcome: outcome.Started},
		"unauthenticated with cause expired": {Outcome: outcome.Unauthenticated, Cause: cause.Expired},
		"unauthenticated with any cause but unknown or expired":      {Outcome: outcome.Unauthenticated, Explained: true},
		"unauthenticated with cause expired, as in known issue 3933": {Outcome: outcome.Unauthenticated, Cause: cause.Expired, KnownIssue: "3933"},
		"unchanged":                      {Row: evidence.RowUnchanged},
		"never":                          {Life: &evidence.Life{Never: true}},
		"creation + 2h":                  {Life: &evidence.Life{Seconds: 7200}},
		`has "anonymous"`:                {Logged: "anonymous"},
		`no "anonymous"`:                 {NotLogged: "anonymous"},
		`refused: "already has a token"`: {Refused: "already has a token"},
		"it calls /a":                    {Address: "/a"},
	} {
		assert.Equal(t, want, words.Expectation(e))
	}
}

func TestVerdict(t *testing.T) {
	for want, c := range map[string]evidence.Check{
		"as expected":        {Verdict: verdict.AsExpected},
		"△ known issue 3933": {Verdict: verdict.AsExpected, KnownIssue: "3933"},
		"△ not checked because of known issue 4322": {Verdict: verdict.AsExpected, KnownIssue: "4322", Masked: true},
		"unexpected": {Verdict: verdict.Unexpected, Gone: "3933"},
	} {
		assert.Equal(t, want, words.Verdict(c))
	}
}

func TestFactsThatWereNotMet(t *testing.T) {
	for want, c := range map[string]evidence.Check{
		"row in t_access_token: expected unchanged, found gone": {Fact: &evidence.Fact{Kind: evidence.RowFact, Row: evidence.RowState{State: evidence.RowMissing}},
			Expected: evidence.Expectation{Row: evidence.RowUnchanged}},
		"expiry the token carries: expected never, found creation + 2h": {Fact: &evidence.Fact{Kind: evidence.LifeFact, Life: &evidence.Life{Seconds: 7200}},
			Expected: evidence.Expectation{Life: &evidence.Life{Never: true}}},
		`server log for that call: expected has "x", found no "x"`:                    {Fact: &evidence.Fact{Kind: evidence.LogFact}, Expected: evidence.Expectation{Logged: "x"}},
		`server log for that call: expected no "x", found has "x" in 2 lines`:         {Fact: &evidence.Fact{Kind: evidence.LogFact, Lines: 2}, Expected: evidence.Expectation{NotLogged: "x"}},
		`another token while the old row is there: expected refused: "x", found made`: {Fact: &evidence.Fact{Kind: evidence.SecondTokenFact}, Expected: evidence.Expectation{Refused: "x"}},
	} {
		c.Verdict = verdict.Unexpected
		assert.Equal(t, want, words.Mismatch(c, evidence.Attempt{}))
	}
}

func started() evidence.Attempt {
	return evidence.Attempt{Path: "/p", Subject: evidence.Subject{Kind: evidence.APIToken}, Application: evidence.OwnApplication, Outcome: outcome.Started, Status: 200,
		ServerTime: at(), Effect: evidence.Effect{Name: evidence.EffectStarted, Before: 0, After: 5}, Row: evidence.RowState{State: evidence.RowUnchanged}}
}

func rejected() evidence.Attempt {
	a := started()
	a.Outcome, a.Status, a.Cause, a.Effect = outcome.Unauthenticated, 401, cause.Cipher, evidence.Effect{Name: evidence.EffectNone, Before: 3, After: 3}
	return a
}

func TestMismatch(t *testing.T) {
	known := evidence.Expectation{Outcome: outcome.Unauthenticated, Cause: cause.Cipher, KnownIssue: "4322"}
	with := func(a evidence.Attempt, change func(*evidence.Attempt)) evidence.Attempt {
		change(&a)
		return a
	}
	for _, tt := range []struct {
		want string
		c    evidence.Check
		a    evidence.Attempt
	}{
		{"", evidence.Check{Verdict: verdict.AsExpected}, started()},
		{"API token at /p: answered started, but the application's state did not change (0)",
			evidence.Check{Verdict: verdict.Unexpected, Expected: evidence.Expectation{Outcome: outcome.Started}, Misses: []evidence.Miss{evidence.MissedEffect}},
			with(started(), func(a *evidence.Attempt) { a.Effect = evidence.Effect{Name: evidence.EffectNone} })},
		{"API token at /p: expected started, found unauthenticated with cause cipher, and the application's state changed from 3 to 5",
			evidence.Check{Verdict: verdict.Unexpected, Expected: evidence.Expectation{Outcome: outcome.Started}, Misses: []evidence.Miss{evidence.MissedOutcome, evidence.MissedCause, evidence.MissedEffect}},
			with(rejected(), func(a *evidence.Attempt) {
				a.Effect = evidence.Effect{Name: evidence.EffectStarted, Before: 3, After: 5}
			})},
		{"issue 4322 no longer reproduces on 2.1.7: API token at /p: expected unauthenticated with cause cipher, found started (200 data:true)",
			evidence.Check{Release: "2.1.7", Verdict: verdict.Unexpected, Expected: known, Gone: "4322", Misses: []evidence.Miss{evidence.MissedOutcome, evidence.MissedStatus, evidence.MissedCause, evidence.MissedEffect}}, started()},
		{"issue 4322 no longer reproduces on 2.1.7: API token at /p: answered unauthenticated with cause cipher, but the token's row is changed: token, and the status is 403",
			evidence.Check{Release: "2.1.7", Verdict: verdict.Unexpected, Expected: known, Gone: "4322", Misses: []evidence.Miss{evidence.MissedRow, evidence.MissedStatus}},
			with(rejected(), func(a *evidence.Attempt) {
				a.Status, a.Row = 403, evidence.RowState{State: evidence.RowChanged, Columns: []string{"token"}}
			})},
		{`API token at /p: answered error, but the message is "other"`,
			evidence.Check{Verdict: verdict.Unexpected, Expected: evidence.Expectation{Outcome: outcome.Failed}, Misses: []evidence.Miss{evidence.MissedMessage}},
			with(started(), func(a *evidence.Attempt) { a.Outcome, a.Message = outcome.Failed, "other" })},
		{"issue 3933, fixed in 2.1.5, is back on 2.1.5: API token after its owner signed out at /p: expected started, found unauthenticated with cause cipher; since it last worked: it was disabled, its owner signed out; suspect: row (it does not hold the token that was handed out)",
			evidence.Check{Release: "2.1.5", Verdict: verdict.Unexpected, Expected: evidence.Expectation{Outcome: outcome.Started}, Misses: []evidence.Miss{evidence.MissedOutcome}, Relapse: "3933", FixedIn: "2.1.5", Suspect: evidence.SuspectRow},
			with(rejected(), func(a *evidence.Attempt) { a.Since = since(evidence.TokenDisabled, evidence.SignedOut) })},
		{"known issue 4281 shows on mine, which was not expected to show it (--expect-known 4281 if it is): API token at /p: expected started, found unauthenticated with cause cipher",
			evidence.Check{Release: "mine", Verdict: verdict.Unexpected, Expected: evidence.Expectation{Outcome: outcome.Started}, Misses: []evidence.Miss{evidence.MissedOutcome}, Unasked: "4281"},
			rejected()},
		{"the step expects unauthenticated with cause cipher, as in known issue 4322, and the catalogue does not say so of 2.1.5: fix one of them",
			evidence.Check{Release: "2.1.5", Verdict: verdict.Inconclusive, Expected: known, Misses: []evidence.Miss{evidence.MissedIssue}}, rejected()},
		{"API token at /p: expected started, but that cannot be decided: nobody saw what became of the application",
			evidence.Check{Verdict: verdict.Inconclusive, Expected: evidence.Expectation{Outcome: outcome.Started}, Misses: []evidence.Miss{evidence.MissedEvidence}},
			with(started(), func(a *evidence.Attempt) { a.Effect = evidence.Effect{} })},
		{"API token at /p: expected unauthenticated with cause cipher, as in known issue 4322, but that cannot be decided: nobody looked at the token's row",
			evidence.Check{Verdict: verdict.Inconclusive, Expected: known, Misses: []evidence.Miss{evidence.MissedEvidence}},
			with(rejected(), func(a *evidence.Attempt) {
				a.Row, a.Submission = evidence.RowState{}, &evidence.Submission{State: evidence.NotSubmitted}
			})},
		{"API token at /p: expected started, but that cannot be decided: nobody saw what was submitted to Flink",
			evidence.Check{Verdict: verdict.Inconclusive, Expected: evidence.Expectation{Outcome: outcome.Started}, Misses: []evidence.Miss{evidence.MissedEvidence}}, started()},
		{"API token at /p: expected started, from its latest savepoint, found started (200 data:true, without state)",
			evidence.Check{Verdict: verdict.Unexpected, Expected: evidence.Expectation{Outcome: outcome.Started, State: evidence.RestoredLatest}, Misses: []evidence.Miss{evidence.MissedState}},
			with(started(), func(a *evidence.Attempt) {
				a.Form, a.Submission = map[string]string{"savePointed": "true"}, &evidence.Submission{State: evidence.StartedFresh}
			})},
		{"API token at /p: answered started, but what was submitted to Flink: without state, and also another",
			evidence.Check{Verdict: verdict.Unexpected, Expected: evidence.Expectation{Outcome: outcome.Started}, Misses: []evidence.Miss{evidence.MissedSubmission}},
			with(started(), func(a *evidence.Attempt) {
				a.Submission = &evidence.Submission{State: evidence.StartedFresh, Others: []string{"another"}}
			})},
		{"API token at /p: nothing was expected of it, so it proves nothing",
			evidence.Check{Verdict: verdict.Inconclusive, Misses: []evidence.Miss{evidence.MissedEvidence}}, started()},
		{"row in t_access_token: expected unchanged, but it was not looked at",
			evidence.Check{Verdict: verdict.Inconclusive, Fact: &evidence.Fact{Kind: evidence.RowFact}, Expected: evidence.Expectation{Row: evidence.RowUnchanged}}, evidence.Attempt{}},
	} {
		assert.Equal(t, tt.want, words.Mismatch(tt.c, tt.a))
	}
}

// A cause that was found is told with its evidence.
func TestMismatchWithAReason(t *testing.T) {
	a := rejected()
	a.Cause = cause.Expired
	c := evidence.Check{Verdict: verdict.Unexpected, Expected: evidence.Expectation{Outcome: outcome.Started}, Misses: []evidence.Miss{evidence.MissedOutcome}}
	const text = "API token at /p: expected started, found unauthenticated with cause expired"
	for want, f := range map[string]evidence.Finding{
		text:                              {Cause: cause.Expired, State: evidence.Unseen, Detail: evidence.DatabaseUnseen},
		text + " (the row's status is 0)": {Cause: cause.Expired, State: evidence.Holds, Detail: evidence.RowDisabled},
		text + " (exp passed 1m ago; exp 2026-11-22 14:00:00, server's clock 2026-11-22 14:01:00 UTC)": {Cause: cause.Expired, State: evidence.Holds, Detail: evidence.ExpiryPassed, Expiry: at(), ServerTime: at().Add(time.Minute)},
	} {
		a.Findings = []evidence.Finding{f}
		assert.Equal(t, want, words.Mismatch(c, a))
	}
}

func TestWhy(t *testing.T) {
	story := func(r *evidence.Reason) result.Scenario {
		a := started()
		a.ID = 1001
		return result.Scenario{Scenario: evidence.Scenario{Release: "2.1.4", Verdict: verdict.Inconclusive, Reason: r}, Attempts: []evidence.Attempt{a},
			Checks: []evidence.Check{{ID: 1, Attempt: 1001, Verdict: verdict.AsExpected},
				{ID: 2, Attempt: 1001, Verdict: verdict.Unexpected, Expected: evidence.Expectation{Outcome: outcome.Closed}, Misses: []evidence.Miss{evidence.MissedOutcome}}}}
	}
	for want, r := range map[string]*evidence.Reason{
		"": nil,
		"issue 3933 no longer reproduces on 2.1.4: everything went as if there were no such issue; if it is fixed, take it out of the catalogue":             {Kind: evidence.Unmet, Issues: []string{"3933"}},
		"issues 3933, 3865 no longer reproduce on 2.1.4: everything went as if there were no such issues; if they are fixed, take them out of the catalogue": {Kind: evidence.Unmet, Issues: []string{"3933", "3865"}},
		"nothing was expected of these calls, so they prove nothing: API token at /p":                                                                        {Kind: evidence.Unchecked, Attempts: []int{1001}},
		"not every step was carried out":                        {Kind: evidence.NoEvidence},
		"restart the server: no answer":                         {Kind: evidence.Failed, Error: "restart the server: no answer"},
		"interrupted before it ended":                           {Kind: evidence.Interrupted},
		"--clock short-ttl cannot show 400 days, only up to 4h": {Kind: evidence.LeftOut, Obstacle: &evidence.Obstacle{Kind: evidence.BeyondReach, Clock: "short-ttl", NeededSeconds: 400 * 86400, MostSeconds: 14400}},
		"it needs a restart, and this release keeps its own database in memory: all rows are lost then":           {Kind: evidence.LeftOut, Obstacle: &evidence.Obstacle{Kind: evidence.RowsLost}},
		"it is about replicas, replaced containers or proxies, and this database is inside the server":            {Kind: evidence.LeftOut, Obstacle: &evidence.Obstacle{Kind: evidence.InsideServer}},
		"it needs an upgrade, and upstream has no upgrade scripts for this database":                              {Kind: evidence.LeftOut, Obstacle: &evidence.Obstacle{Kind: evidence.NoUpgrade}},
		"--clock short-ttl cannot show a restart, which may take longer than the small TTL; use --short-ttl 5m0s": {Kind: evidence.LeftOut, Obstacle: &evidence.Obstacle{Kind: evidence.TooSlow, Clock: "short-ttl", NeededSeconds: 300}},
		"interrupted before it ended: a signal":                                                                   {Kind: evidence.Interrupted, Error: "a signal"},
		"API token at /p: expected closed, found started (200 data:true)":                                         {Kind: evidence.Mismatched, Check: 2},
		"an expectation was not met": {Kind: evidence.Mismatched, Check: 9},
		"brand-new: who knows":       {Kind: "brand-new", Error: "who knows"},
		"the plan left it out":       {Kind: evidence.LeftOut},
	} {
		assert.Equal(t, want, words.Why(story(r)))
	}
	nothing := story(&evidence.Reason{Kind: evidence.NoEvidence})
	nothing.Checks = nil
	assert.Equal(t, "nothing was checked, so it proves nothing", words.Why(nothing))
	assert.Equal(t, "it never ended: the program was killed", words.Why(result.Scenario{}))
}

func TestStepsThatAKnownIssueStoodInTheWayOf(t *testing.T) {
	s := result.Scenario{Checks: []evidence.Check{
		{ID: 1, Verdict: verdict.AsExpected, KnownIssue: "4322"}, {ID: 2, Verdict: verdict.AsExpected, KnownIssue: "4322", Masked: true}}}
	for want, step := range map[string]evidence.Step{
		"△ known issue 4322":                        {Status: evidence.StepKnown, KnownIssue: "4322", Checks: []int{1}},
		"△ not checked because of known issue 4322": {Status: evidence.StepKnown, KnownIssue: "4322", Checks: []int{2}},
		"":       {Status: evidence.StepPassed},
		"failed": {Status: evidence.StepFailed},
	} {
		assert.Equal(t, want, words.Step(s, step))
	}
	assert.Equal(t, "△ not checked because of known issue 4322", words.Step(s, evidence.Step{Status: evidence.StepKnown, KnownIssue: "4322"}), "also a step that made no check")
}
