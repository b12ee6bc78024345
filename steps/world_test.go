package steps_test

import (
	"context"
	"errors"
	"io"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/fixtures"
	"streampark-regress/harness/caller"
	"streampark-regress/harness/cause"
	"streampark-regress/harness/clock"
	"streampark-regress/harness/deployment"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/model"
	"streampark-regress/harness/outcome"
	"streampark-regress/harness/release"
	"streampark-regress/harness/settings"
	"streampark-regress/harness/verdict"
	"streampark-regress/steps"
)

// play is a world on a model, and the checks it recorded.
type play struct {
	*steps.World
	recorded []evidence.Check
}

// begin makes a world on the model of a release, for a scenario that is about
// some issues; config is a config.yaml, empty for the shipped one.
func begin(t *testing.T, version, config string, about ...string) *play {
	t.Helper()
	catalogue, err := release.Parse(fixtures.Releases)
	require.NoError(t, err)
	found, err := catalogue.Find(version)
	require.NoError(t, err)
	spec := deployment.Spec{Release: found}
	if config != "" {
		spec.Given, err = settings.Read("config.yaml", []byte(config), found)
		require.NoError(t, err)
	}
	provider := model.NewProvider(model.ProviderOptions{Clock: clock.Settings{Kind: clock.Jump}})
	t.Cleanup(func() { assert.NoError(t, provider.Close(context.WithoutCancel(t.Context()))) })
	d, err := provider.Start(t.Context(), "world", spec, func(string) {})
	require.NoError(t, err)
	log := evidence.NewLog(io.Discard, &evidence.Redactor{})
	p := &play{World: &steps.World{About: about, Caller: caller.New(d, log, caller.Options{Job: "a job", Number: 1, Catalogue: catalogue})}}
	p.Record = func(c evidence.Check) { p.recorded = append(p.recorded, c) }
	return p
}

// take binds a text and carries it out.
func (p *play) take(t *testing.T, text string) error {
	t.Helper()
	bound, err := steps.Bind(text, "")
	require.NoError(t, err)
	return p.Take(t.Context(), bound.Step, bound.Words)
}

// given carries steps out that must succeed.
func (p *play) given(t *testing.T, texts ...string) {
	t.Helper()
	for _, text := range texts {
		require.NoError(t, p.take(t, text), text)
	}
}

// last is the check that was recorded last; the world knows the same.
func (p *play) last(t *testing.T) evidence.Check {
	t.Helper()
	require.NotEmpty(t, p.recorded)
	assert.Equal(t, p.recorded, p.Checks())
	return p.recorded[len(p.recorded)-1]
}

func TestNothingIsExpectedOfNoCall(t *testing.T) {
	p := begin(t, "2.1.5", "")
	p.given(t, "a scheduler with a new API token", "an application that can be started")
	for _, text := range []string{"the application starts", "the call is not authenticated", "the endpoint is closed to API tokens"} {
		err := p.take(t, text)
		assert.ErrorContains(t, err, "nothing has been called yet", text)
		assert.NotErrorIs(t, err, steps.ErrNotMet)
	}
	assert.Empty(t, p.recorded)
}

func TestAnExpectationThatIsMet(t *testing.T) {
	p := begin(t, "2.1.5", "")
	p.given(t, "a scheduler with a new API token", "an application that can be started", "the scheduler starts the application", "the application starts")
	attempt, _ := p.Caller.Last()
	assert.Equal(t, evidence.Check{ID: 1, Release: "2.1.5", Target: "model", Attempt: attempt.ID,
		Expected: evidence.Expectation{Outcome: outcome.Started}, Verdict: verdict.AsExpected}, p.last(t))
	p.given(t, "the application starts")
	assert.Equal(t, 2, p.last(t).ID)
}

// A known issue is an expected failure of one step: what comes after it is
// carried out.
func TestAKnownIssueDoesNotEndAScenario(t *testing.T) {
	p := begin(t, "2.1.4", "", "3933")
	p.given(t, "a scheduler with a new API token", "an application that can be started",
		"the scheduler starts the application 2h01m after the token was made", "the application starts")
	met := p.last(t)
	assert.Equal(t, verdict.AsExpected, met.Verdict)
	assert.Equal(t, "3933", met.KnownIssue)
	assert.False(t, met.Masked, "it is the issue itself")
	p.given(t, "the call fails as in known issue 3933: 401, because the token has expired", "the token's row has not changed since it was made")
	assert.Len(t, p.recorded, 3)
	for _, c := range p.recorded {
		assert.Equal(t, verdict.AsExpected, c.Verdict)
	}
}

// A scenario that is about no issue is surprised by the same.
func TestAnIssueThatAScenarioIsNotAboutEndsIt(t *testing.T) {
	p := begin(t, "2.1.4", "")
	p.given(t, "a scheduler with a new API token", "an application that can be started", "the scheduler starts the application 2h01m after the token was made")
	require.ErrorIs(t, p.take(t, "the application starts"), steps.ErrNotMet)
	c := p.last(t)
	assert.Equal(t, verdict.Unexpected, c.Verdict)
	assert.Equal(t, []evidence.Miss{evidence.MissedOutcome, evidence.MissedCause}, c.Misses)
	assert.Empty(t, c.KnownIssue)
	assert.Equal(t, evidence.SuspectExpiry, c.Suspect)
}

// What cannot be seen because of a known issue is named, and no reason to stop.
func TestWhatAKnownIssueHidesDoesNotEndAScenario(t *testing.T) {
	p := begin(t, "2.1.7", "", "4322")
	p.given(t, "a scheduler with a new API token", "an application that can be started", "the token is disabled on the token page",
		"the scheduler starts the application", "the call is answered 401, because the token is disabled")
	c := p.last(t)
	assert.Equal(t, verdict.AsExpected, c.Verdict)
	assert.Equal(t, "4322", c.KnownIssue)
	assert.True(t, c.Masked)
	p.given(t, "the token says that it never expires")
	assert.Empty(t, p.last(t).KnownIssue)
}

func TestAnExpectationThatIsNotMetEndsTheScenario(t *testing.T) {
	p := begin(t, "2.1.5", "")
	p.given(t, "a scheduler with a new API token", "an application that can be started", "the scheduler starts the application")
	for text, want := range map[string]evidence.Check{
		"the call is answered 401, because the token has expired": {Verdict: verdict.Unexpected, Misses: []evidence.Miss{evidence.MissedOutcome, evidence.MissedCause}, Suspect: evidence.SuspectForgery},
		"the endpoint is closed to API tokens":                    {Verdict: verdict.Unexpected, Misses: []evidence.Miss{evidence.MissedOutcome}},
		// The catalogue has no such issue: nothing can be said.
		"the call fails as in known issue 1: 401, because the token has expired": {Verdict: verdict.Inconclusive, Misses: []evidence.Miss{evidence.MissedIssue}},
		"the token says that it expires 2h after it was made":                    {Verdict: verdict.Unexpected, Misses: []evidence.Miss{evidence.MissedLife}},
	} {
		require.ErrorIs(t, p.take(t, text), steps.ErrNotMet, text)
		c := p.last(t)
		assert.Equal(t, want, evidence.Check{Verdict: c.Verdict, Misses: c.Misses, Suspect: c.Suspect}, text)
	}
}

func TestFactsAreSeenAndJudged(t *testing.T) {
	p := begin(t, "2.1.4", "")
	p.given(t, "a scheduler with a new API token", "an application that can be started")
	p.given(t, "the token's row has not changed since it was made", "the token says that it expires 2h after it was made",
		"the scheduler calls /flink/app/start with its owner's sign-in token and no cookie",
		"the call is answered 401, because a sign-in token needs its web session", `the server has logged "This subject is anonymous" for that call`)
	c := p.last(t)
	assert.Equal(t, &evidence.Fact{Kind: evidence.LogFact, Lines: 1}, c.Fact)
	assert.Zero(t, c.Attempt)
	assert.Equal(t, "2.1.4", c.Release)

	require.ErrorIs(t, p.take(t, "the token says that it never expires"), steps.ErrNotMet)
	require.ErrorIs(t, p.take(t, `the server has not logged "This subject is anonymous" for that call`), steps.ErrNotMet)
	assert.Equal(t, []evidence.Miss{evidence.MissedLog}, p.last(t).Misses)
	p.given(t, "somebody sets the row's status to 0 in the database")
	require.ErrorIs(t, p.take(t, "the token's row has not changed since it was made"), steps.ErrNotMet)
	assert.Equal(t, &evidence.Fact{Kind: evidence.RowFact, Row: evidence.RowState{State: evidence.RowChanged, Columns: []string{"status"}}}, p.last(t).Fact)
	require.ErrorIs(t, p.take(t, "another token is refused while the old row is there"), steps.ErrNotMet)
	assert.Equal(t, []evidence.Miss{evidence.MissedRefusal}, p.last(t).Misses)
}

// A life is what the server's own session TTL makes of it.
func TestALifeIsHeldAgainstTheServersTTL(t *testing.T) {
	p := begin(t, "2.1.4", "server:\n  session:\n    ttl: 24h\n")
	p.given(t, "a scheduler with a new API token", "the token says that it expires 2h after it was made")
	c := p.last(t)
	assert.Equal(t, &evidence.Life{Seconds: 24 * 3600}, c.Expected.Life)
	// The tolerance grows with what the call that made the token took.
	assert.InDelta(t, clock.Lag.Seconds(), c.Expected.ToleranceSeconds, 0.9)
	require.ErrorIs(t, p.take(t, "the token says that it expires 3h after it was made"), steps.ErrNotMet)
}

// Every page of the catalogue is called and checked, until one is not as the
// catalogue says.
func TestPages(t *testing.T) {
	p := begin(t, "2.1.5", "")
	p.given(t, "a scheduler with a new API token", "the token opens no other page than the catalogue says")
	pages := p.Caller.Release().API.OtherPages
	require.Len(t, p.recorded, len(pages)+1, "and the one for cancelling, last")
	for i, page := range pages {
		want := map[bool]outcome.Outcome{true: outcome.Answered, false: outcome.Closed}[page.Open]
		assert.Equal(t, want, p.recorded[i].Expected.Outcome, page.Path)
		assert.Equal(t, verdict.AsExpected, p.recorded[i].Verdict)
	}
	assert.Equal(t, outcome.Failed, p.last(t).Expected.Outcome, "there is nothing to cancel")
	require.ErrorIs(t, p.take(t, "the token opens no page at all"), steps.ErrNotMet)
	assert.Len(t, p.recorded, len(pages)+2, "nothing is called after the first that is not met")
	p.given(t, "the token is deleted on the token page")
	require.ErrorIs(t, p.take(t, "the token opens no other page than the catalogue says"), steps.ErrNotMet)
	assert.Len(t, p.recorded, len(pages)+3, "nothing is called after the first that is not met")
	assert.Equal(t, cause.None, p.last(t).Expected.Cause)
	p.given(t, "the token opens no page at all")
	assert.Len(t, p.recorded, 2*len(pages)+4)
	assert.Equal(t, evidence.Expectation{Outcome: outcome.Unauthenticated, Explained: true}, p.last(t).Expected)
}

// What cannot be carried out is an error of its own, and nothing is judged.
func TestAStepThatCannotBeCarriedOut(t *testing.T) {
	p := begin(t, "2.1.5", "")
	err := p.take(t, "the scheduler starts the application with that sign-in and its cookie")
	require.ErrorContains(t, err, "nobody has signed in yet")
	assert.NotErrorIs(t, err, steps.ErrNotMet)
	broken := errors.New("no luck")
	for name, s := range map[string]steps.Step{
		"what it does":    {Does: func(context.Context, *steps.World, steps.Words) error { return broken }, Expects: nothing},
		"what it expects": {Expects: func(steps.Words) (evidence.Expectation, error) { return evidence.Expectation{}, broken }},
		"what it sees": {Expects: nothing, Sees: func(context.Context, *steps.World, steps.Words) (evidence.Fact, error) {
			return evidence.Fact{}, broken
		}},
	} {
		assert.ErrorIs(t, p.Take(t.Context(), s, steps.Words{}), broken, name)
	}
	assert.Empty(t, p.recorded)
}

func nothing(steps.Words) (evidence.Expectation, error) { return evidence.Expectation{}, nil }
