package suite_test

import (
	"context"
	"io"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/clock"
	"streampark-regress/harness/deployment"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/model"
	"streampark-regress/harness/report/result"
	"streampark-regress/harness/verdict"
	"streampark-regress/suite"
)

// file is where the feature of a test stands.
const file = "features/causes/x.feature"

// theatre plays features that a test writes.
type theatre struct {
	provider  deployment.Provider
	selection suite.Selection
	verdict   verdict.Verdict
}

func onTheModel() *theatre {
	return &theatre{provider: model.NewProvider(model.ProviderOptions{Clock: clock.Settings{Kind: clock.Jump}})}
}

// play plays a feature and returns what its log tells.
func (th *theatre) play(ctx context.Context, t *testing.T, lines ...string) result.Result {
	t.Helper()
	files := fstest.MapFS{strings.TrimPrefix(file, "features/"): {Data: []byte(strings.Join(lines, "\n"))}}
	all, err := suite.Load(files)
	require.NoError(t, err)
	if th.selection.Clock.Kind == "" {
		th.selection.Clock.Kind = clock.Jump
	}
	plan, err := suite.Make(all, readCatalogue(t), th.selection)
	require.NoError(t, err)
	log := evidence.NewLog(io.Discard, &evidence.Redactor{})
	log.Add(evidence.Event{Kind: evidence.KindRun, Run: &evidence.Run{Phase: evidence.Begun, Format: evidence.LogFormat, Planned: plan.IDs()}})
	pool := deployment.NewPool(th.provider, deployment.Limits{MemoryMB: 8000}, deployment.RemoveUnused, quiet{})
	t.Cleanup(func() { assert.NoError(t, th.provider.Close(context.WithoutCancel(ctx))) })
	th.verdict = (&suite.Runner{Pool: pool, Log: log, Files: files, Catalogue: readCatalogue(t), Target: th.provider.Target()}).Run(ctx, plan)
	log.Add(evidence.Event{Kind: evidence.KindRun, Run: &evidence.Run{Phase: evidence.Ended}})
	require.NoError(t, log.Err())
	r := result.Build(log.Events())
	assert.Equal(t, th.verdict, r.Verdict, "the log tells the same as the run")
	return r
}

// one plays a feature with one scenario.
func (th *theatre) one(ctx context.Context, t *testing.T, lines ...string) result.Scenario {
	t.Helper()
	r := th.play(ctx, t, lines...)
	require.Len(t, r.Scenarios, 1)
	return r.Scenarios[0]
}

// statuses are those of a scenario's steps, in order.
func statuses(s result.Scenario) []evidence.StepStatus {
	var all []evidence.StepStatus
	for _, step := range s.Steps {
		all = append(all, step.Status)
	}
	return all
}

// repeated are so many of a status.
func repeated(n int, s evidence.StepStatus) []evidence.StepStatus {
	var all []evidence.StepStatus
	for range n {
		all = append(all, s)
	}
	return all
}

func TestAKnownIssueInTheMiddleDoesNotEndTheScenario(t *testing.T) {
	s := onTheModel().one(t.Context(), t, "Feature: x", "@known-issue-3933", "Scenario: y",
		"Given StreamPark 2.1.4 as shipped", "And a scheduler with a new API token", "And an application that can be started",
		"When the scheduler starts the application 2h01m after the token was made",
		"Then the application starts",
		"And the token's row has not changed since it was made",
		"When the scheduler deletes its token, makes another and uses it",
		"And the scheduler starts the application",
		"Then the application starts")
	assert.Equal(t, verdict.AsExpected, s.Verdict)
	assert.Nil(t, s.Reason)
	assert.Equal(t, []string{"3933"}, s.KnownIssues)
	want := append(repeated(4, evidence.StepPassed), evidence.StepKnown)
	assert.Equal(t, append(want, repeated(4, evidence.StepPassed)...), statuses(s))
	assert.Equal(t, "3933", s.Steps[4].KnownIssue)
	assert.Equal(t, []int{1}, s.Steps[4].Checks)
	assert.Equal(t, []int{2}, s.Steps[5].Checks)
	assert.Equal(t, []int{3}, s.Steps[8].Checks)
	assert.Len(t, s.Attempts, 2)
	assert.Empty(t, s.Steps[4].Error)
}

func TestAMismatchSkipsTheRest(t *testing.T) {
	th := onTheModel()
	s := th.one(t.Context(), t, "Feature: x", "Scenario: y",
		"Given StreamPark 2.1.5 as shipped", "And a scheduler with a new API token", "And an application that can be started",
		"When the scheduler starts the application",
		"Then the endpoint is closed to API tokens",
		"When the token is deleted on the token page",
		"And the scheduler starts the application",
		"Then the call is answered 401, because the token was deleted")
	assert.Equal(t, verdict.Unexpected, s.Verdict)
	assert.Equal(t, &evidence.Reason{Kind: evidence.Mismatched, Check: 1}, s.Reason)
	want := append(repeated(4, evidence.StepPassed), evidence.StepFailed)
	assert.Equal(t, append(want, repeated(3, evidence.StepSkipped)...), statuses(s))
	assert.Empty(t, s.Steps[4].Error, "the check says why")
	assert.Equal(t, []int{1}, s.Steps[4].Checks)
	assert.Equal(t, "the call is answered 401, because the token was deleted", s.Steps[7].Text)
	assert.Equal(t, "Then", s.Steps[7].Keyword)
	assert.Equal(t, 10, s.Steps[7].Line)
	assert.Len(t, s.Attempts, 1)
	assert.Empty(t, s.Actions, "what is skipped is not done")
}

func TestAStepThatFails(t *testing.T) {
	given := []string{"Feature: x", "Scenario: y", "Given StreamPark 2.1.5 as shipped", "And a scheduler with a new API token"}
	for name, tt := range map[string]struct {
		step string
		want string
	}{
		"an error": {"When 2h01m have passed since the scheduler signed in", "nobody has signed in yet"},
		"a panic":  {"When the server is restarted", "no luck at all"},
	} {
		t.Run(name, func(t *testing.T) {
			th := onTheModel()
			th.provider = troubled{th.provider, func() { panic("no luck at all") }}
			s := th.one(t.Context(), t, append(given, tt.step, "When the scheduler starts the application", "Then the application starts")...)
			assert.Equal(t, verdict.Inconclusive, s.Verdict)
			require.NotNil(t, s.Reason)
			assert.Equal(t, evidence.Failed, s.Reason.Kind)
			assert.Contains(t, s.Reason.Error, tt.want)
			assert.Equal(t, []evidence.StepStatus{evidence.StepPassed, evidence.StepPassed, evidence.StepFailed, evidence.StepSkipped, evidence.StepSkipped}, statuses(s))
			assert.Contains(t, s.Steps[2].Error, tt.want)
			assert.Empty(t, s.Checks)
		})
	}
}

// A run that is interrupted says so of the scenario it was in and of those it
// never came to.
func TestAnInterruptedRun(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	th := onTheModel()
	th.provider = troubled{th.provider, cancel}
	r := th.play(ctx, t, "Feature: x", "Background:", "Given StreamPark 2.1.5 as shipped", "And a scheduler with a new API token", "And an application that can be started",
		"Scenario: ended before", "When the scheduler starts the application", "Then the application starts",
		"Scenario: in the middle", "When the scheduler starts the application", "Then the application starts", "When the server is restarted",
		"And the scheduler starts the application", "Then the application starts",
		"Scenario: never begun", "When the scheduler starts the application", "Then the application starts")
	require.Len(t, r.Scenarios, 3)
	assert.Equal(t, verdict.Inconclusive, r.Verdict)
	assert.Equal(t, verdict.AsExpected, r.Scenarios[0].Verdict)
	for _, s := range r.Scenarios[1:] {
		assert.Equal(t, verdict.Inconclusive, s.Verdict, s.Name)
		assert.Equal(t, &evidence.Reason{Kind: evidence.Interrupted, Error: "context canceled"}, s.Reason)
	}
	assert.Equal(t, evidence.StepPassed, statuses(r.Scenarios[1])[4])
	assert.Equal(t, evidence.StepSkipped, statuses(r.Scenarios[1])[7])
}

// What the scenario did is not enough: an issue it is about has to show. (What
// expects nothing is found before anything starts.)
func TestAScenarioThatProvesNothing(t *testing.T) {
	given := []string{"Feature: x", "@known-issue-3933", "Scenario: y", "Given StreamPark 2.1.4 as shipped", "And a scheduler with a new API token",
		"And an application that can be started", "When the scheduler starts the application"}
	s := onTheModel().one(t.Context(), t, append(given, "Then the application starts")...)
	assert.Equal(t, verdict.Unexpected, s.Verdict)
	assert.Equal(t, &evidence.Reason{Kind: evidence.Unmet, Issues: []string{"3933"}}, s.Reason)
}

// A server that cannot be removed may be in the way of the next.
func TestAServerThatCannotBeGivenBack(t *testing.T) {
	th := onTheModel()
	th.provider = clinging{th.provider}
	s := th.one(t.Context(), t, "Feature: x", "Scenario: y", "Given StreamPark 2.1.5 as shipped", "And a scheduler with a new API token",
		"Then the token says that it never expires")
	assert.Equal(t, verdict.Inconclusive, s.Verdict)
	assert.Equal(t, &evidence.Reason{Kind: evidence.Failed, Error: "give the server back: remove 2.1.5: it does not end"}, s.Reason)
}

// A server that does not start is not a verdict on its scenarios.
func TestAServerThatDoesNotStart(t *testing.T) {
	th := onTheModel()
	th.provider = dead{th.provider}
	s := th.one(t.Context(), t, "Feature: x", "Scenario: y", "Given StreamPark 2.1.5 as shipped", "When the scheduler starts the application", "Then the application starts")
	assert.Equal(t, verdict.Inconclusive, s.Verdict)
	assert.Equal(t, evidence.Failed, s.Reason.Kind)
	assert.Contains(t, s.Reason.Error, "start StreamPark 2.1.5 as shipped: exited with code 1")
	assert.Empty(t, s.Checks)
}

// What an interruption leaves is told job by job, unless nobody asks.
func TestJobsThatAnInterruptionLeaves(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for rest, want := range map[suite.Rest]int{suite.Told: 2, suite.Untold: 0} {
		files := fstest.MapFS{strings.TrimPrefix(file, "features/"): {Data: []byte("Feature: x\n  Scenario: a\n    Given StreamPark as shipped\n    And a scheduler with a new API token\n    Then the token's row has not changed since it was made\n")}}
		all, err := suite.Load(files)
		require.NoError(t, err)
		plan, err := suite.Make(all, readCatalogue(t), suite.Selection{Releases: []string{"2.1.4"}, Clock: clock.Settings{Kind: clock.Jump}})
		require.NoError(t, err)
		p := model.NewProvider(model.ProviderOptions{Clock: clock.Settings{Kind: clock.Jump}})
		log := evidence.NewLog(io.Discard, &evidence.Redactor{})
		pool := deployment.NewPool(p, deployment.Limits{MemoryMB: 8000}, deployment.RemoveUnused, quiet{})
		got := (&suite.Runner{Pool: pool, Log: log, Files: files, Catalogue: readCatalogue(t), Target: p.Target(), Rest: rest}).Run(ctx, plan)
		assert.NotEqual(t, verdict.AsExpected, got)
		told := 0
		for _, e := range log.Events() {
			if e.Kind == evidence.KindScenario {
				told++
			}
		}
		assert.Equal(t, want, told, "%q", rest)
		pool.Close(t.Context())
		assert.NoError(t, p.Close(t.Context()))
	}
}
