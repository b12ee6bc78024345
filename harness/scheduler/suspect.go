package scheduler

import (
	"net/http"
	"strings"

	"streampark-regress/harness/diagnosis"
	"streampark-regress/harness/outcome"
)

// Suspect names what the last call's surprise looks like, among the causes the
// report on upstream 3933 suspects and the ways a fix goes wrong. It is a hint
// for people, drawn from what happened since the token last worked; the
// verdict does not depend on it.
func (s *Scheduler) Suspect(want outcome.Outcome) string {
	did := func(words ...string) bool {
		for _, h := range s.happenings {
			for _, w := range words {
				if strings.Contains(h, w) {
					return true
				}
			}
		}
		return false
	}
	a := s.last
	if want == outcome.Unauthenticated {
		switch {
		case a.outcome.Authenticated() && did("disabled", "deleted", "locked", "set to 0"):
			return "revocation (the row or the user is not looked at)"
		case a.outcome.Authenticated() && did("had passed"):
			return "no expiry (the token should have ended by now)"
		case a.outcome.Authenticated():
			return "forgery (what is not the token was accepted)"
		case a.Status == http.StatusOK:
			return "status (a rejection that does not say 401)"
		}
	}
	if a.outcome != outcome.Unauthenticated {
		return ""
	}
	unexplained := a.cause == diagnosis.Unknown && a.rejection == outcome.Decoded
	switch {
	case a.cause == diagnosis.Expired:
		return "expiry (the token carries an end of its own)"
	case a.cause == diagnosis.Unknown && a.rejection != outcome.Decoded:
		return "answer (a 401 that does not come from the check of the token)"
	case unexplained && did("signed out"):
		return "session (the end of a web session takes the API token with it)"
	case unexplained && did("had passed"):
		return "token cache (token and row are good, and the server forgot the token)"
	case unexplained && did("restarted"):
		return "restart (token and row are good, and the server lost the token)"
	case a.cause == diagnosis.Replaced:
		return "row (it does not hold the token that was handed out)"
	}
	return ""
}
