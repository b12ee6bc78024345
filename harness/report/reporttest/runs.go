package reporttest

import (
	"testing"
	"time"

	"streampark-regress/harness/cause"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/outcome"
)

const twoHours = 7200

func started() evidence.Expectation { return evidence.Expectation{Outcome: outcome.Started} }

func rejected(c cause.Cause) evidence.Expectation {
	return evidence.Expectation{Outcome: outcome.Unauthenticated, Cause: c}
}

// Green is a run in which everything went as expected: a known issue was met,
// and another stood in the way of a check.
func Green(t testing.TB) []evidence.Event { return green(t, "docker").End() }

// Model is Green on the model.
func Model(t testing.TB) []evidence.Event { return green(t, "model").End() }

func green(t testing.TB, target string) *Log {
	l := Begin(t, target)
	l.Server("2.1.4")
	l.Server("2.1.7")
	meetsKnownIssue(l)
	masked(l)
	facts(l)
	return l
}

// Everything is a run in which scenarios ended in every way there is.
func Everything(t testing.TB) []evidence.Event {
	l := green(t, "docker")
	l.Server("2.1.5")
	relapse(l)
	gone(l)
	unmet(l)
	noEffect(l)
	changedRow(l)
	unchecked(l)
	undecided(l)
	breaksOff(l)
	twists(l)
	upgrade(l)
	leftOut(l, "is beyond the clock")
	leftOut(l, "is beyond the clock too")
	l.BrokenServer("2.1.6", "the server exited with code 1", "2026-11-22 12:00:00 | ERROR <main> & co")
	for _, name := range []string{"has no server", "has no server either"} {
		s := l.Story("2.1.6", name)
		s.Skips("Given", "a scheduler with a new API token")
		s.EndBecause(&evidence.Reason{Kind: evidence.Failed, Error: "StreamPark 2.1.6 did not start: the server exited with code 1\n  see the log"})
	}
	s := l.Story("2.1.5", "is interrupted")
	s.Step("Given", "a scheduler with a new API token")
	s.EndBecause(&evidence.Reason{Kind: evidence.Interrupted, Error: "context canceled"})
	return l.End()
}

// Partial is a run in which all that was run went as expected, and the plan left
// a scenario out.
func Partial(t testing.TB) []evidence.Event {
	l := green(t, "docker")
	leftOut(l, "is beyond the clock")
	return l.End()
}

// Killed is a run whose program was killed in the middle of a scenario, before
// another began.
func Killed(t testing.TB) []evidence.Event {
	l := Begin(t, "docker")
	l.Server("2.1.4")
	meetsKnownIssue(l)
	s := l.Story("2.1.4", "never ended")
	s.Step("Given", "a scheduler with a new API token")
	l.Plan("2.1.5 features/causes/a.feature:20")
	return l.Killed()
}

func meetsKnownIssue(l *Log) {
	s := l.Story("2.1.4", "meets a known issue", "@known-issue-3933")
	s.Token(twoHours)
	s.Row("0123456789ab")
	s.Step("Given", "a scheduler with a new API token")
	s.Starts(evidence.Attempt{})
	s.Expect(started())
	s.Step("Then", "the application starts")
	s.Do(evidence.Action{Kind: evidence.ServerRestarted, ServerTime: Made().Add(30 * time.Second), TokenMade: Made()})
	s.Starts(evidence.Attempt{Since: []evidence.Action{{Kind: evidence.ServerRestarted}}})
	s.Expect(started())
	s.Step("Then", "the application starts")
	passed := s.Pass(7260)
	s.Row("0123456789ab")
	a := After(7260, passed)
	s.Rejected(a, Expired(a), evidence.Finding{Cause: cause.Signature, State: evidence.Excluded, Detail: evidence.SignatureFits, Secret: "salt"})
	s.Expect(evidence.Expectation{Outcome: outcome.Unauthenticated, Cause: cause.Expired, KnownIssue: "3933"})
	s.Step("Then", "the call fails as in known issue 3933: 401, because the token has expired")
	s.Logs(3, "2026-11-22 12:00:00 | ERROR <main> & co", "```")
	s.End()
}

func masked(l *Log) {
	s := l.Story("2.1.7", "cannot see past an issue", "@known-issue-4322")
	s.Token(0)
	s.Do(evidence.Action{Kind: evidence.TokenDisabled})
	s.Step("When", "the token is disabled on the token page")
	s.Rejected(evidence.Attempt{Since: []evidence.Action{{Kind: evidence.TokenDisabled}}}, evidence.Finding{Cause: cause.Cipher, Detail: evidence.SealNeverSame, Release: "2.1.7"})
	s.Expect(rejected(cause.Disabled))
	s.Step("Then", "the call is answered 401, because the token is disabled")
	s.End()
}

func facts(l *Log) {
	s := l.Story("2.1.4", "looks at more than calls")
	s.Token(twoHours)
	s.ExpectFact(evidence.Fact{Kind: evidence.RowFact, Row: evidence.RowState{State: evidence.RowUnchanged}}, evidence.Expectation{Row: evidence.RowUnchanged})
	s.Step("Then", "the token's row has not changed since it was made")
	s.ExpectFact(evidence.Fact{Kind: evidence.LifeFact, Life: &evidence.Life{Seconds: twoHours}}, evidence.Expectation{Life: &evidence.Life{Seconds: twoHours}, ToleranceSeconds: 2})
	s.Step("And", "the token says that it expires 2h after it was made")
	s.ExpectFact(evidence.Fact{Kind: evidence.LogFact, Lines: 1}, evidence.Expectation{Logged: "This subject is anonymous"})
	s.Step("And", `the server has logged "This subject is anonymous" for that call`)
	s.ExpectFact(evidence.Fact{Kind: evidence.LogFact}, evidence.Expectation{NotLogged: "This subject is anonymous"})
	s.Step("And", `the server has not logged "This subject is anonymous" for that call`)
	s.ExpectFact(evidence.Fact{Kind: evidence.SecondTokenFact, Refused: "user already has a token"}, evidence.Expectation{Refused: "already has a token"})
	s.Step("And", "another token is refused while the old row is there")
	s.End()
}

func leftOut(l *Log, name string) {
	s := l.Story("2.1.4", name)
	s.EndBecause(&evidence.Reason{Kind: evidence.LeftOut, Obstacle: &evidence.Obstacle{Kind: evidence.BeyondReach, Clock: "short-ttl", NeededSeconds: 25 * 3600, MostSeconds: 4 * 3600}})
}
