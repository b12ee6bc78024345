package diagnosis

import (
	"fmt"
	"time"

	"streampark-regress/harness/clock"
	"streampark-regress/harness/outcome"
	"streampark-regress/harness/token"
)

// explainSignIn looks at a token of the web page. It is asked in the order in
// which the release checks: 2.1.4 for the session, later ones for the server's
// start first.
func explainSignIn(e Evidence, t token.Token) Diagnosis {
	var found []Finding
	if e.Release.API.SignInNeedsSession {
		because := "it was sent without the cookie of its web session"
		if e.Session {
			because = "its web session is gone: signed out, idle, or lost in a restart"
		}
		found = append(found, Finding{Cause: WithoutSession, Holds: e.Rejection == outcome.Sessionless, Because: because})
	}
	known := !e.Started.IsZero() && t.IssuedMillis != 0
	if known {
		found = append(found, beforeStart(e, t))
	}
	if e.Blind {
		found = append(found, unseen(UserMissing), unseen(Signature))
	} else {
		found = append(found, userMissing(e, t), signature(e, t))
	}
	found = append(found, expired(e, t))
	if e.Release.API.SignInDiesWithServer && e.StartUnknown && t.IssuedMillis != 0 {
		found = append(found, olderThanServer(e, t, found))
	}
	return conclude(found)
}

func beforeStart(e Evidence, t token.Token) Finding {
	// The server's clock is told in whole seconds.
	if t.IssuedMillis >= e.Started.Add(time.Second).UnixMilli() {
		return Finding{Cause: BeforeStart, Because: "it was made after the server's start"}
	}
	return Finding{Cause: BeforeStart, Holds: true,
		Because: fmt.Sprintf("it was made %s before the server's start", clock.Format(e.Started.Sub(time.UnixMilli(t.IssuedMillis))))}
}

// olderThanServer finds out by elimination whether a token was made before a
// start of the server that nobody saw: these releases check nothing else of a
// sign-in token (ShiroRealm of v2.1.5 and v2.1.7).
func olderThanServer(e Evidence, t token.Token, others []Finding) Finding {
	made := time.UnixMilli(t.IssuedMillis).UTC().Format(time.DateTime)
	for _, f := range others {
		switch {
		case f.Holds:
			return Finding{Cause: BeforeStart, Unseen: true, Because: "when the server was started is not known"}
		case f.Unseen:
			return Finding{Cause: BeforeStart, Unseen: true, Because: "when the server was started is not known; it is this if that was after " + made + " UTC, when the token was made"}
		}
	}
	return Finding{Cause: BeforeStart, Holds: true,
		Because: fmt.Sprintf("all else this release checks of a sign-in token is in order, so the server was started after it was made (%s UTC)", made)}
}
