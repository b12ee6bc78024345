package result_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/evidence"
	"streampark-regress/harness/judge"
	"streampark-regress/harness/outcome"
	"streampark-regress/harness/release"
	"streampark-regress/harness/report/result"
	"streampark-regress/harness/verdict"
)

// aged is a scenario in which the application starts so long after its token was
// made, with a session TTL of two hours.
func aged(job, version string, age time.Duration) result.Scenario {
	call := evidence.Attempt{ID: 1, Subject: evidence.Subject{Kind: evidence.APIToken}, Outcome: outcome.Started, Application: evidence.OwnApplication,
		Effect: evidence.Effect{Name: evidence.EffectStarted}, Age: &evidence.Age{Since: evidence.SinceToken, AskedSeconds: age.Seconds()}}
	return result.Scenario{Job: job, Scenario: evidence.Scenario{Release: version, Target: "docker", Verdict: verdict.AsExpected, TTLSeconds: 7200},
		Attempts: []evidence.Attempt{call},
		Checks:   []evidence.Check{{ID: 1, Attempt: 1, Verdict: verdict.AsExpected, Expected: evidence.Expectation{Outcome: outcome.Started}}}}
}

// Each release stands to an issue as its own scenarios and servers say.
func TestStandings(t *testing.T) {
	dies := release.KnownIssue{ID: "3933", After: release.AfterSessionTTL, Symptom: release.Symptom{Subject: "api-token", Outcome: outcome.Unauthenticated, Status: 401, Cause: "expired"}}
	r := result.Result{
		Deployments: []result.Server{{Release: "2.1.4", Image: "a"}, {Release: "2.1.5", Image: "b"}, {Release: "2.1.4", Image: "a"}, {Release: "2.1.4"}, {Release: "2.1.4", Image: "c"}},
		Scenarios:   []result.Scenario{aged("early", "2.1.4", 2*time.Hour), aged("late", "2.1.5", 2*time.Hour+time.Second), aged("early too", "2.1.4", time.Hour)},
	}
	r.Scenarios[1].Target = "model"
	all := r.Standings(dies)
	require.Len(t, all, 2)
	assert.Equal(t, result.Standing{Release: "2.1.4", Target: "docker", Images: []string{"a", "c"},
		Reproduction: judge.Reproduction{Showing: judge.Undecided, Run: []string{"early", "early too"}}}, all[0])
	assert.Equal(t, result.Standing{Release: "2.1.5", Target: "model", Images: []string{"b"},
		Reproduction: judge.Reproduction{Showing: judge.NotReproduced, Run: []string{"late"}, Clean: []string{"late"}}}, all[1])
	assert.False(t, all[0].OfModel())
	assert.True(t, all[1].OfModel())
}

// A run that did not decide on one release does not say that there is no issue.
func TestReproduced(t *testing.T) {
	const yes, no, open = judge.Reproduced, judge.NotReproduced, judge.Undecided
	for _, tt := range []struct {
		showings []judge.Showing
		want     judge.Showing
	}{
		{nil, open}, {[]judge.Showing{yes}, yes}, {[]judge.Showing{no}, no}, {[]judge.Showing{open}, open},
		{[]judge.Showing{no, no}, no}, {[]judge.Showing{no, open}, open}, {[]judge.Showing{open, no}, open}, {[]judge.Showing{no, open, no}, open},
		{[]judge.Showing{open, no, yes}, yes}, {[]judge.Showing{yes, open}, yes}, {[]judge.Showing{no, yes}, yes},
	} {
		var all []result.Standing
		for _, s := range tt.showings {
			all = append(all, result.Standing{Reproduction: judge.Reproduction{Showing: s}})
		}
		assert.Equal(t, tt.want, result.Reproduced(all), "%v", tt.showings)
	}
}

// A step is masked where its known issue kept it from being checked at all.
func TestMaskedSteps(t *testing.T) {
	s := result.Scenario{Checks: []evidence.Check{{ID: 1, KnownIssue: "4322", Masked: true}, {ID: 2, KnownIssue: "4322"}, {ID: 3}, {ID: 4, KnownIssue: "3933"}}}
	for name, tt := range map[string]struct {
		step evidence.Step
		want bool
	}{
		"masked":                      {evidence.Step{KnownIssue: "4322", Checks: []int{1}}, true},
		"met":                         {evidence.Step{KnownIssue: "4322", Checks: []int{2}}, false},
		"masked, and met":             {evidence.Step{KnownIssue: "4322", Checks: []int{1, 2}}, false},
		"masked, and another was met": {evidence.Step{KnownIssue: "4322", Checks: []int{1, 4}}, true},
		"of no issue":                 {evidence.Step{Checks: []int{3}}, false},
		"of no issue, and masked":     {evidence.Step{Checks: []int{1}}, false},
	} {
		assert.Equal(t, tt.want, s.Masked(tt.step), name)
	}
}

func TestCallsAndChecksAreFoundByTheirNumbers(t *testing.T) {
	s := result.Scenario{Attempts: []evidence.Attempt{{ID: 1, Path: "/a"}, {ID: 2, Path: "/b"}}, Checks: []evidence.Check{{ID: 7, Attempt: 2}, {ID: 8, Attempt: 1}, {ID: 9, Attempt: 2}}}
	assert.Equal(t, "/b", s.Attempt(2).Path)
	assert.Zero(t, s.Attempt(3))
	first, known := s.Check(7)
	assert.True(t, known)
	assert.Equal(t, 7, first.ID)
	_, known = s.Check(6)
	assert.False(t, known)
	assert.Equal(t, []evidence.Check{{ID: 7, Attempt: 2}, {ID: 9, Attempt: 2}}, s.ChecksOf(2))
	assert.Equal(t, []evidence.Check{{ID: 8, Attempt: 1}}, s.ChecksIn(evidence.Step{Checks: []int{8, 6}}))
}

// Events that are missing are one gap, however many there are.
func TestMissingEventsAreOneGap(t *testing.T) {
	at := time.Unix(1, 0)
	r := result.Build([]evidence.Event{{Seq: 2, At: at, Run: &evidence.Run{Phase: evidence.Begun}}, {Seq: 4, At: at.Add(time.Minute), Run: &evidence.Run{Phase: evidence.Ended}}, {Seq: 9, At: at.Add(time.Hour)}})
	assert.Equal(t, []result.Gap{result.EventsMissing}, r.Gaps)
	assert.InDelta(t, 60, r.Seconds, 0, "what comes after the end took no time of the run's")
	assert.False(t, r.Partial)
}

func TestARunIsPartialWhereAPartWasNotRun(t *testing.T) {
	run := evidence.Event{Seq: 1, Run: &evidence.Run{Phase: evidence.Begun, Planned: []string{"a", "b"}}}
	ended := func(seq int, job string, v verdict.Verdict) evidence.Event {
		return evidence.Event{Seq: seq, Kind: evidence.KindScenario, Job: job, Scenario: &evidence.Scenario{Phase: evidence.Ended, Verdict: v}}
	}
	for name, tt := range map[string]struct {
		events []evidence.Event
		want   bool
	}{
		"all were run":           {[]evidence.Event{run, ended(2, "a", verdict.Unexpected), ended(3, "b", verdict.Unexpected)}, false},
		"the first was left out": {[]evidence.Event{run, ended(2, "a", verdict.NotRun), ended(3, "b", verdict.Unexpected)}, true},
		"the last was left out":  {[]evidence.Event{run, ended(2, "a", verdict.Unexpected), ended(3, "b", verdict.NotRun)}, true},
		"one never ended":        {[]evidence.Event{run, ended(2, "a", verdict.Unexpected), ended(3, "b", "")}, true},
		"one never began":        {[]evidence.Event{run, ended(2, "a", verdict.Unexpected)}, true},
	} {
		assert.Equal(t, tt.want, result.Build(tt.events).Partial, name)
	}
}

// One scenario that never ended hides nothing of those behind it.
func TestAScenarioThatNeverEndedHidesNothing(t *testing.T) {
	r := result.Build([]evidence.Event{
		{Seq: 1, Run: &evidence.Run{Phase: evidence.Begun, Planned: []string{"a", "b"}}},
		{Seq: 2, Kind: evidence.KindScenario, Job: "a", Scenario: &evidence.Scenario{Phase: evidence.Begun}},
		{Seq: 3, Kind: evidence.KindScenario, Job: "b", Scenario: &evidence.Scenario{Phase: evidence.Ended, Verdict: verdict.Unexpected}},
	})
	assert.Equal(t, verdict.Unexpected, r.Verdict)
}

// A scenario that never ended counts as inconclusive.
func TestCount(t *testing.T) {
	var r result.Result
	for _, v := range []verdict.Verdict{verdict.AsExpected, verdict.Inconclusive, "", verdict.AsExpected, verdict.AsExpected} {
		r.Scenarios = append(r.Scenarios, result.Scenario{Scenario: evidence.Scenario{Verdict: v}})
	}
	for v, want := range map[verdict.Verdict]int{verdict.AsExpected: 3, verdict.Inconclusive: 2, verdict.Unexpected: 0, verdict.NotRun: 0} {
		assert.Equal(t, want, r.Count(v), v)
	}
}
