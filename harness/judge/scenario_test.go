package judge_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/fixtures"
	"streampark-regress/harness/cause"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/judge"
	"streampark-regress/harness/release"
	"streampark-regress/harness/verdict"
)

func step(s evidence.StepStatus, checks ...int) evidence.Step {
	return evidence.Step{Status: s, Checks: checks}
}

func TestScenarios(t *testing.T) {
	call := func(id, try int) evidence.Attempt { return evidence.Attempt{ID: id, Try: try} }
	check := func(id, attempt int, v verdict.Verdict, issue string) evidence.Check {
		return evidence.Check{ID: id, Attempt: attempt, Verdict: v, KnownIssue: issue}
	}
	good, bad, open := check(1, 1, verdict.AsExpected, ""), check(1, 1, verdict.Unexpected, ""), check(1, 1, verdict.Inconclusive, "")
	passed, skipped := step(evidence.StepPassed, 1), step(evidence.StepSkipped)
	known := judge.Knowledge{Version: "2.1.4", Known: []release.KnownIssue{expiry()}}
	reason := func(k evidence.ReasonKind) *evidence.Reason { return &evidence.Reason{Kind: k} }
	for name, tt := range map[string]struct {
		story  judge.Story
		want   verdict.Verdict
		reason *evidence.Reason
		issues []string
	}{
		"as expected": {judge.Story{Steps: []evidence.Step{passed}, Attempts: []evidence.Attempt{call(1, 0)}, Checks: []evidence.Check{good}}, verdict.AsExpected, nil, nil},
		"a known issue met": {judge.Story{Release: known, About: []string{"3933"}, Steps: []evidence.Step{step(evidence.StepKnown, 1)}, Attempts: []evidence.Attempt{call(1, 0)},
			Checks: []evidence.Check{check(1, 1, verdict.AsExpected, "3933")}}, verdict.AsExpected, nil, []string{"3933"}},
		"an issue another release has": {judge.Story{Release: judge.Knowledge{}, About: []string{"3933"}, Steps: []evidence.Step{passed}, Attempts: []evidence.Attempt{call(1, 0)}, Checks: []evidence.Check{good}}, verdict.AsExpected, nil, nil},
		"an issue that did not show": {judge.Story{Release: known, About: []string{"3933"}, Steps: []evidence.Step{passed}, Attempts: []evidence.Attempt{call(1, 0)}, Checks: []evidence.Check{good}},
			verdict.Unexpected, &evidence.Reason{Kind: evidence.Unmet, Issues: []string{"3933"}}, nil},
		"a mismatch": {judge.Story{Steps: []evidence.Step{step(evidence.StepFailed, 1), skipped}, Checks: []evidence.Check{bad}},
			verdict.Unexpected, &evidence.Reason{Kind: evidence.Mismatched, Check: 1}, nil},
		"a mismatch before the server died": {judge.Story{Steps: []evidence.Step{step(evidence.StepFailed, 1)}, Checks: []evidence.Check{bad}, Obstacle: reason(evidence.Failed)},
			verdict.Unexpected, &evidence.Reason{Kind: evidence.Mismatched, Check: 1}, nil},
		"interrupted after a mismatch": {judge.Story{Checks: []evidence.Check{bad}, Obstacle: reason(evidence.Interrupted)}, verdict.Inconclusive, reason(evidence.Interrupted), nil},
		"interrupted":                  {judge.Story{Steps: []evidence.Step{passed}, Checks: []evidence.Check{good}, Obstacle: reason(evidence.Interrupted)}, verdict.Inconclusive, reason(evidence.Interrupted), nil},
		"left out":                     {judge.Story{Obstacle: reason(evidence.LeftOut)}, verdict.NotRun, reason(evidence.LeftOut), nil},
		"no server":                    {judge.Story{Obstacle: reason(evidence.Failed)}, verdict.Inconclusive, reason(evidence.Failed), nil},
		"all green, and the server could not be given back": {judge.Story{Steps: []evidence.Step{passed}, Checks: []evidence.Check{good}, Obstacle: reason(evidence.Failed)},
			verdict.Inconclusive, reason(evidence.Failed), nil},
		"a step that could not be carried out": {judge.Story{Steps: []evidence.Step{passed, {Status: evidence.StepFailed, Error: "no connection"}}, Checks: []evidence.Check{good}},
			verdict.Inconclusive, &evidence.Reason{Kind: evidence.Failed, Error: "no connection"}, nil},
		"a check that could not be judged": {judge.Story{Steps: []evidence.Step{step(evidence.StepFailed, 1)}, Checks: []evidence.Check{open}},
			verdict.Inconclusive, &evidence.Reason{Kind: evidence.NoEvidence, Check: 1}, nil},
		"a step not reached":                  {judge.Story{Steps: []evidence.Step{passed, skipped}, Attempts: []evidence.Attempt{call(1, 0)}, Checks: []evidence.Check{good}}, verdict.Inconclusive, reason(evidence.NoEvidence), nil},
		"a failed step without a word":        {judge.Story{Steps: []evidence.Step{passed, step(evidence.StepFailed)}, Attempts: []evidence.Attempt{call(1, 0)}, Checks: []evidence.Check{good}}, verdict.Inconclusive, reason(evidence.NoEvidence), nil},
		"an expectation nobody judged":        {judge.Story{Steps: []evidence.Step{passed, {Status: evidence.StepPassed, Expects: true}}, Attempts: []evidence.Attempt{call(1, 0)}, Checks: []evidence.Check{good}}, verdict.Inconclusive, reason(evidence.NoEvidence), nil},
		"a check that is not there":           {judge.Story{Steps: []evidence.Step{step(evidence.StepPassed, 1, 2)}, Attempts: []evidence.Attempt{call(1, 0)}, Checks: []evidence.Check{good}}, verdict.Inconclusive, reason(evidence.NoEvidence), nil},
		"no checks":                           {judge.Story{Steps: []evidence.Step{step(evidence.StepPassed)}}, verdict.Inconclusive, reason(evidence.NoEvidence), nil},
		"no steps":                            {judge.Story{Checks: []evidence.Check{good}}, verdict.Inconclusive, reason(evidence.NoEvidence), nil},
		"nothing":                             {judge.Story{}, verdict.Inconclusive, reason(evidence.NoEvidence), nil},
		"a check of a call that is not there": {judge.Story{Steps: []evidence.Step{passed}, Attempts: []evidence.Attempt{call(2, 0)}, Checks: []evidence.Check{good}}, verdict.Inconclusive, reason(evidence.NoEvidence), nil},
		"a check that no step made": {judge.Story{Steps: []evidence.Step{step(evidence.StepPassed)}, Attempts: []evidence.Attempt{call(1, 0)}, Checks: []evidence.Check{good}},
			verdict.Inconclusive, reason(evidence.NoEvidence), nil},
		"a check of nothing":    {judge.Story{Steps: []evidence.Step{passed}, Checks: []evidence.Check{check(1, 0, verdict.AsExpected, "")}}, verdict.Inconclusive, reason(evidence.NoEvidence), nil},
		"a check of no verdict": {judge.Story{Steps: []evidence.Step{passed}, Checks: []evidence.Check{good, {ID: 2}}}, verdict.Inconclusive, reason(evidence.NoEvidence), nil},
		"a call nothing was expected of": {judge.Story{Steps: []evidence.Step{passed}, Attempts: []evidence.Attempt{call(1, 0), call(2, 0)}, Checks: []evidence.Check{good}},
			verdict.Inconclusive, &evidence.Reason{Kind: evidence.Unchecked, Attempts: []int{2}}, nil},
		"a first try that a second answers": {judge.Story{Steps: []evidence.Step{passed}, Attempts: []evidence.Attempt{call(7, 1), call(1, 2)}, Checks: []evidence.Check{good}}, verdict.AsExpected, nil, nil},
		"a first try that nothing answers": {judge.Story{Steps: []evidence.Step{passed}, Attempts: []evidence.Attempt{call(1, 0), call(7, 1)}, Checks: []evidence.Check{good}},
			verdict.Inconclusive, &evidence.Reason{Kind: evidence.Unchecked, Attempts: []int{7}}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			got := judge.Scenario(tt.story)
			assert.Equal(t, tt.want, got.Verdict)
			assert.Equal(t, tt.reason, got.Reason)
			assert.Equal(t, tt.issues, got.KnownIssues)
		})
	}
}

// An issue is not missed where another stands in the way of every call it shows in.
func TestAnIssueBehindAnother(t *testing.T) {
	developer := evidence.Subject{Kind: evidence.SignIn, Role: evidence.Developer}
	behind := release.KnownIssue{ID: "users-open", Symptom: release.Symptom{Subject: release.SignIn, Role: release.Developer}}
	inFront := release.KnownIssue{ID: "permissions", Symptom: release.Symptom{Subject: release.SignIn, Role: release.Developer}}
	masked := evidence.Check{ID: 1, Attempt: 1, Verdict: verdict.AsExpected, KnownIssue: "permissions", Masked: true}
	other := evidence.Check{ID: 2, Attempt: 2, Verdict: verdict.AsExpected}
	for name, tt := range map[string]struct {
		subject evidence.Subject
		first   evidence.Check
		want    verdict.Verdict
	}{
		"in the way of every call":  {evidence.Subject{Kind: evidence.APIToken}, masked, verdict.AsExpected},
		"in the way of some":        {developer, masked, verdict.Unexpected},
		"met, and not in the way":   {evidence.Subject{Kind: evidence.APIToken}, evidence.Check{ID: 1, Attempt: 1, Verdict: verdict.AsExpected, KnownIssue: "permissions"}, verdict.Unexpected},
		"no call that could be one": {evidence.Subject{Kind: evidence.APIToken}, evidence.Check{ID: 1, Attempt: 2, Verdict: verdict.AsExpected, KnownIssue: "permissions", Masked: true}, verdict.Unexpected},
	} {
		t.Run(name, func(t *testing.T) {
			got := judge.Scenario(judge.Story{Release: judge.Knowledge{Known: []release.KnownIssue{behind, inFront}}, About: []string{"users-open", "permissions"},
				Steps:    []evidence.Step{step(evidence.StepKnown, 1), step(evidence.StepPassed, 2)},
				Attempts: []evidence.Attempt{{ID: 1, Subject: developer}, {ID: 2, Subject: tt.subject}}, Checks: []evidence.Check{tt.first, other}})
			assert.Equal(t, tt.want, got.Verdict)
		})
	}
}

func TestWholeRuns(t *testing.T) {
	type ended = map[string]verdict.Verdict
	for name, tt := range map[string]struct {
		planned []string
		ended   ended
		want    verdict.Verdict
	}{
		"all as expected":       {[]string{"a", "b"}, ended{"a": verdict.AsExpected, "b": verdict.AsExpected}, verdict.AsExpected},
		"one left out":          {[]string{"a", "b"}, ended{"a": verdict.AsExpected, "b": verdict.NotRun}, verdict.AsExpected},
		"one unexpected":        {[]string{"a", "b"}, ended{"a": verdict.Unexpected, "b": verdict.Inconclusive}, verdict.Unexpected},
		"one never ended":       {[]string{"a", "b"}, ended{"a": verdict.AsExpected}, verdict.Inconclusive},
		"one without a verdict": {[]string{"a"}, ended{"a": ""}, verdict.Inconclusive},
		"all left out":          {[]string{"a"}, ended{"a": verdict.NotRun}, verdict.Inconclusive},
		"nothing was planned":   {nil, nil, verdict.Inconclusive},
	} {
		t.Run(name, func(t *testing.T) { assert.Equal(t, tt.want, judge.Whole(tt.planned, tt.ended)) })
	}
}

// told is the log of a scenario on a release in which a call is answered 401
// because the token has expired, where the application was expected to start,
// as it was judged when the catalogue knew issue 3933 of the release.
func told(version string) []evidence.Event {
	job := version + " features/x.feature:3"
	attempt, check := rejected(cause.Expired), evidence.Check{ID: 1, Release: version, Target: "model", Attempt: 1001, Expected: starts(), Verdict: verdict.AsExpected, KnownIssue: "3933"}
	row := evidence.Fact{Kind: evidence.RowFact, Row: evidence.RowState{State: evidence.RowUnchanged}}
	fact := evidence.Check{ID: 2, Release: version, Fact: &row, Expected: evidence.Expectation{Row: evidence.RowUnchanged}, Verdict: verdict.AsExpected}
	scenario := evidence.Scenario{Phase: evidence.Begun, Release: version, Tags: []string{"@known-issue-3933"}}
	ended := scenario
	ended.Phase, ended.Verdict, ended.KnownIssues = evidence.Ended, verdict.AsExpected, []string{"3933"}
	call, known, seen := step(evidence.StepPassed), step(evidence.StepKnown, 1), step(evidence.StepPassed, 2)
	known.KnownIssue = "3933"
	return []evidence.Event{
		{Kind: evidence.KindRun, Run: &evidence.Run{Phase: evidence.Begun, KnownIssues: map[string]string{"3933": "tokens expire"}}},
		{Kind: evidence.KindScenario, Job: job, Scenario: &scenario},
		{Kind: evidence.KindAttempt, Job: job, Attempt: &attempt},
		{Kind: evidence.KindStep, Job: job, Step: &call},
		{Kind: evidence.KindCheck, Job: job, Check: &check},
		{Kind: evidence.KindStep, Job: job, Step: &known},
		{Kind: evidence.KindCheck, Job: job, Check: &fact},
		{Kind: evidence.KindStep, Job: job, Step: &seen},
		{Kind: evidence.KindScenario, Job: job, Scenario: &ended},
	}
}

func catalogue(t *testing.T) *release.Catalogue {
	c, err := release.Parse(fixtures.Releases)
	require.NoError(t, err)
	return c
}

func TestALogIsJudgedAgain(t *testing.T) {
	events := told("2.1.4")
	same, err := judge.Again(events, catalogue(t))
	require.NoError(t, err)
	assert.Equal(t, events, same, "the catalogue knows it of 2.1.4")

	relapsed, err := judge.Again(told("2.1.5"), catalogue(t))
	require.NoError(t, err)
	last := relapsed[len(relapsed)-1].Scenario
	assert.Equal(t, verdict.Unexpected, last.Verdict, "on 2.1.5 it is fixed")
	assert.Equal(t, &evidence.Reason{Kind: evidence.Mismatched, Check: 1}, last.Reason)
	assert.Equal(t, "3933", relapsed[4].Check.Relapse)
	assert.Equal(t, "2.1.5", relapsed[4].Check.FixedIn)
	assert.Equal(t, evidence.StepFailed, relapsed[5].Step.Status)
	assert.Empty(t, last.KnownIssues)
	assert.Equal(t, told("2.1.4"), events, "the log itself is left as it was")

	_, err = judge.Again(told("9.9.9"), catalogue(t))
	assert.ErrorContains(t, err, `unknown release "9.9.9"`)
}

// An issue that the catalogue of the run did not know has the title of today's.
func TestAnIssueThatIsKnownTodayHasATitle(t *testing.T) {
	events := told("2.1.4")
	events[0].Run.KnownIssues = nil
	again, err := judge.Again(events, catalogue(t))
	require.NoError(t, err)
	assert.Equal(t, map[string]string{"3933": "an API token gets 401 once the session TTL has passed since it was made"}, again[0].Run.KnownIssues)
	assert.Nil(t, events[0].Run.KnownIssues, "the log itself is left as it was")

	after, err := judge.Again(append([]evidence.Event{{Kind: evidence.KindClock}}, events...), catalogue(t))
	require.NoError(t, err)
	assert.Equal(t, again[0], after[1], "wherever in the log the run begins")
}

// Judged again is only what was judged: a step that failed by itself, or that
// was never reached, stays so.
func TestStepsThatWereNotJudgedStayAsTheyWere(t *testing.T) {
	for name, step := range map[string]evidence.Step{
		"failed after a check":  {Status: evidence.StepFailed, Error: "no connection", Checks: []int{1}},
		"failed before one":     {Status: evidence.StepFailed, Error: "no connection"},
		"never reached":         {Status: evidence.StepSkipped, Checks: []int{1}},
		"failed without a word": {Status: evidence.StepFailed},
	} {
		events := told("2.1.4")
		events[5].Step = &step
		again, err := judge.Again(events, catalogue(t))
		require.NoError(t, err)
		assert.Equal(t, &step, again[5].Step, name)
	}
}

func TestWhatCouldNotBeCarriedOutStaysSo(t *testing.T) {
	for _, kind := range []evidence.ReasonKind{evidence.Failed, evidence.Interrupted} {
		events := told("2.1.4")
		events[len(events)-1].Scenario.Verdict = verdict.Inconclusive
		events[len(events)-1].Scenario.Reason = &evidence.Reason{Kind: kind, Error: "the engine went away"}
		again, err := judge.Again(events, catalogue(t))
		require.NoError(t, err)
		assert.Equal(t, events, again, kind)
	}
}

// A build that a run tried is not in any catalogue: the log says what it is.
func TestABuildIsJudgedAgain(t *testing.T) {
	build := evidence.Build{Name: "mine", Image: "x", Like: "2.1.4", Expect: []string{"3933"}}
	events := told("mine")
	events[0].Run.Builds = []evidence.Build{build}
	again, err := judge.Again(events, catalogue(t))
	require.NoError(t, err)
	assert.Equal(t, events, again, "its issue was expected")

	build.Expect = nil
	events[0].Run.Builds = []evidence.Build{build}
	again, err = judge.Again(events, catalogue(t))
	require.NoError(t, err)
	assert.Equal(t, verdict.Unexpected, again[len(again)-1].Scenario.Verdict)
	assert.Equal(t, "3933", again[4].Check.Unasked)
	assert.Empty(t, again[4].Check.Relapse, "it was never fixed there")

	build.Like = "9.9.9"
	events[0].Run.Builds = []evidence.Build{build}
	_, err = judge.Again(events, catalogue(t))
	assert.ErrorContains(t, err, `judge the run again: the build mine is like no release: unknown release "9.9.9"`)
}
