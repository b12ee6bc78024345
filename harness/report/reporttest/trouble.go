package reporttest

import (
	"testing"

	"streampark-regress/harness/cause"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/outcome"
)

func relapse(l *Log) {
	s := l.Story("2.1.5", "sees an issue again", "@known-issue-3933")
	s.Token(twoHours)
	passed := s.Pass(7260)
	restarted := s.Do(evidence.Action{Kind: evidence.ServerRestarted, TokenMade: Made()})
	a := After(7260, passed, restarted)
	s.Rejected(a, Expired(a))
	s.Step("When", "the scheduler calls /openapi/app/start 2h01m after the token was made")
	s.Expect(started())
	s.Step("Then", "the application starts")
	s.Skips("And", "the token says that it never expires")
	s.Logs(0)
	s.End()
}

func gone(l *Log) {
	s := l.Story("2.1.4", "misses an issue", "@known-issue-3933")
	s.Token(0)
	s.Starts(After(7260, s.Pass(7260)))
	s.Expect(evidence.Expectation{Outcome: outcome.Unauthenticated, Cause: cause.Expired, KnownIssue: "3933"})
	s.Step("Then", "the call fails as in known issue 3933: 401, because the token has expired")
	s.End()
}

func unmet(l *Log) {
	s := l.Story("2.1.4", "is about issues it never meets", "@known-issue-3933", "@known-issue-3865")
	s.Starts(evidence.Attempt{})
	s.Expect(started())
	s.Step("Then", "the application starts")
	s.End()
}

func noEffect(l *Log) {
	s := l.Story("2.1.4", "is told of a start that never comes")
	s.Starts(evidence.Attempt{Effect: evidence.Effect{Name: evidence.EffectNone}})
	s.Expect(started())
	s.Step("Then", "the application starts")
	s.End()
}

func changedRow(l *Log) {
	s := l.Story("2.1.4", "finds the row changed")
	s.Row("0123456789ab")
	s.Row("ba9876543210")
	s.Row("")
	s.ExpectFact(evidence.Fact{Kind: evidence.RowFact, Row: evidence.RowState{State: evidence.RowChanged, Columns: []string{"token", "status"}}}, evidence.Expectation{Row: evidence.RowUnchanged})
	s.Step("Then", "the token's row has not changed since it was made")
	s.End()
}

func unchecked(l *Log) {
	s := l.Story("2.1.4", "expects nothing of a call")
	s.Starts(evidence.Attempt{})
	s.Expect(started())
	s.Step("Then", "the application starts")
	s.Call(evidence.Attempt{Outcome: outcome.Failed, Status: 502})
	s.Step("When", "the scheduler starts the application")
	s.End()
}

func undecided(l *Log) {
	s := l.Story("2.1.4", "gets no answer")
	s.Call(evidence.Attempt{Outcome: outcome.Failed})
	s.Expect(started())
	s.Step("Then", "the application starts")
	s.End()
}

func breaksOff(l *Log) {
	s := l.Story("2.1.4", "breaks off")
	s.Fails("When", "the server is restarted", "restart the server: no answer within 5m")
	s.Skips("Then", "the application starts")
	s.End()
}

// twists has calls of every kind of caller.
func twists(l *Log) {
	s := l.Story("2.1.4", "calls in every way")
	for _, twist := range evidence.Twists() {
		s.callTwisted(twist)
		s.Expect(rejected(cause.Malformed))
	}
	signIn := evidence.Subject{Kind: evidence.SignIn, Role: evidence.Administrator, Cookie: true}
	s.Starts(evidence.Attempt{Subject: signIn, Age: &evidence.Age{Since: evidence.SinceSignIn, AskedSeconds: 7260, Seconds: 24},
		Since: []evidence.Action{{Kind: evidence.Idled, IdleSeconds: 6}}})
	s.Expect(started())
	s.Call(evidence.Attempt{Subject: evidence.Subject{Kind: evidence.APIToken, Role: evidence.Developer}, Application: evidence.ForeignApplication,
		Outcome: outcome.Forbidden, Status: 500, Message: "Permission denied | <no>, this job not created by the current user\nat x.y"})
	s.Expect(evidence.Expectation{Outcome: outcome.Forbidden})
	s.Step("Then", "everybody is treated alike")
	s.End()
}

func (s *Story) callTwisted(twist evidence.Twist) {
	a := evidence.Attempt{Subject: evidence.Subject{Kind: evidence.APIToken, Role: evidence.Administrator, Twist: twist}}
	if twist == evidence.InQuery {
		a.Path = "/flink/app/start?Authorization=69qMW7re...[00000000]"
	}
	s.Rejected(a, evidence.Finding{Cause: cause.Malformed, Detail: evidence.NotAToken, Text: "not base64"})
}

func upgrade(l *Log) {
	s := l.Story("2.1.4", "is upgraded", "@upgrade")
	s.Starts(evidence.Attempt{})
	s.Expect(started())
	up := s.Do(evidence.Action{Kind: evidence.ServerUpgraded, From: "2.1.4", To: "2.1.5", TokenMade: Made(), ServerTime: Made()})
	s.Rejected(evidence.Attempt{Since: []evidence.Action{up}}, evidence.Finding{Cause: cause.Signature, Detail: evidence.SignatureOther, Secret: "password"})
	s.Expect(rejected(cause.Signature))
	s.Step("Then", "the call is answered 401, because the token is signed with a secret that has changed")
	s.Do(evidence.Action{Kind: evidence.ServerUpgraded, From: "2.1.5", To: "2.1.4", Back: true})
	s.End()
}

// Relapses is a run in which issue 3933 is back in several ways, and one scenario
// fails for another reason.
func Relapses(t testing.TB) []evidence.Event {
	l := Begin(t, "model")
	l.Server("2.1.5")
	dies := func(name string, seconds float64) {
		s := l.Story("2.1.5", name)
		s.Token(twoHours)
		s.Starts(After(7140, s.Pass(7140)))
		s.Expect(started())
		s.Step("Then", "the application starts")
		a := After(seconds, s.Pass(seconds))
		s.Rejected(a, Expired(a))
		s.Expect(started())
		s.Step("Then", "the application starts")
		s.End()
	}
	dies("dies after 25h", 90000)
	dies("dies after 2h01m", 7260)
	s := l.Story("2.1.5", "carries an expiry")
	s.Token(twoHours)
	s.ExpectFact(evidence.Fact{Kind: evidence.LifeFact, Life: &evidence.Life{Seconds: twoHours}}, evidence.Expectation{Life: &evidence.Life{Never: true}})
	s.Step("Then", "the token says that it never expires")
	s.End()
	s = l.Story("2.1.5", "finds the row changed")
	s.ExpectFact(evidence.Fact{Kind: evidence.RowFact, Row: evidence.RowState{State: evidence.RowMissing}}, evidence.Expectation{Row: evidence.RowUnchanged})
	s.Step("Then", "the token's row has not changed since it was made")
	s.End()
	return l.End()
}
