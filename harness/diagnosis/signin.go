package diagnosis

import (
	"time"

	"streampark-regress/harness/cause"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/outcome"
	"streampark-regress/harness/token"
)

// signIn looks at a token of the web page, in the order in which the release
// does: 2.1.4 for the session, later ones for the server's start first.
func signIn(e Evidence, t token.Token) []evidence.Finding {
	var causes []cause.Cause
	if e.Release.API.SignInNeedsSession {
		causes = append(causes, cause.WithoutSession)
	}
	dated := e.Release.API.SignInDiesWithServer && t.IssuedMillis != 0
	if dated && !e.Started.IsZero() {
		causes = append(causes, cause.BeforeStart)
	}
	var found []evidence.Finding
	for _, c := range append(causes, cause.UserMissing, cause.Signature, cause.Expired) {
		found = append(found, Of(c).Check(e))
	}
	if dated && e.Started.IsZero() && e.StartUnknown {
		found = append(found, byElimination(t, found))
	}
	return found
}

func withoutSession(e Evidence, _ token.Token) evidence.Finding {
	switch {
	case e.Rejection != outcome.Sessionless:
		return excluded(cause.WithoutSession, evidence.OtherAnswer)
	case e.Session:
		return holds(cause.WithoutSession, evidence.SessionGone)
	}
	return holds(cause.WithoutSession, evidence.NoCookie)
}

func beforeStart(e Evidence, t token.Token) evidence.Finding {
	made := t.Issued()
	if e.Started.IsZero() || t.IssuedMillis == 0 {
		return unseen(cause.BeforeStart, evidence.StartUnknown)
	}
	f := excluded(cause.BeforeStart, evidence.MadeAfterStart)
	if made.Before(e.Started.Add(time.Second)) { // the server's clock is told in whole seconds
		f = holds(cause.BeforeStart, evidence.MadeBeforeStart)
	}
	f.Made, f.Started = made, e.Started
	return f
}

// byElimination finds out whether a token was made before a start of the server
// that nobody saw: these releases check nothing else of a sign-in token
// (ShiroRealm of v2.1.5 and v2.1.7).
func byElimination(t token.Token, others []evidence.Finding) evidence.Finding {
	f := holds(cause.BeforeStart, evidence.StartMustBe)
	for _, other := range others {
		if other.State != evidence.Excluded {
			f = unseen(cause.BeforeStart, evidence.StartUnknown)
		}
	}
	f.Made = t.Issued()
	return f
}
