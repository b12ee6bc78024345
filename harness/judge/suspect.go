package judge

import (
	"net/http"
	"slices"

	"streampark-regress/harness/cause"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/outcome"
)

// suspect names what a surprise looks like, from what was done since the caller
// was last let in.
func suspect(a evidence.Attempt, e evidence.Expectation) evidence.Suspect {
	switch {
	case slices.Contains(effect(a), evidence.MissedEffect):
		return evidence.SuspectEffect
	case a.Outcome == e.Outcome && slices.Contains(state(a, e.State), evidence.MissedState):
		return evidence.SuspectState
	case a.Outcome.Authenticated() && e.Cause == cause.OtherReplica: // what one replica knows, all know by now
		return evidence.NoSuspect
	case e.Outcome == outcome.Unauthenticated && a.Outcome != outcome.Unauthenticated:
		return letIn(a)
	case a.Outcome == outcome.Unauthenticated:
		return shutOut(a)
	}
	return evidence.NoSuspect
}

// letIn suspects why somebody got in who should not have.
func letIn(a evidence.Attempt) evidence.Suspect {
	switch {
	case a.Outcome.Authenticated() && did(a, revocations()...):
		return evidence.SuspectRevocation
	case a.Outcome.Authenticated() && did(a, evidence.TimePassed):
		return evidence.SuspectNoExpiry
	case a.Outcome.Authenticated():
		return evidence.SuspectForgery
	case a.Status == http.StatusOK:
		return evidence.SuspectStatus
	}
	return evidence.NoSuspect
}

// revocations are what is done to a token or its owner so that it gets nowhere.
func revocations() []evidence.ActionKind {
	return []evidence.ActionKind{evidence.TokenDisabled, evidence.TokenDeleted, evidence.OwnerLocked, evidence.RowStatusSet}
}

// shutOut suspects why somebody did not get in, or not for the reason expected.
func shutOut(a evidence.Attempt) evidence.Suspect {
	unexplained := a.Cause == cause.Unknown
	switch {
	case a.Cause == cause.Expired:
		return evidence.SuspectExpiry
	case unexplained && a.Rejection != outcome.Decoded, a.Cause == cause.Proxy: // where none stands, or for another reason
		return evidence.SuspectAnswer
	case unexplained && did(a, evidence.SignedOut):
		return evidence.SuspectSession
	case unexplained && did(a, evidence.TimePassed):
		return evidence.SuspectCache
	case unexplained && did(a, evidence.ServerRestarted, evidence.ServerUpgraded, evidence.ServerRecreated, evidence.ReplicaRestarted):
		return evidence.SuspectRestart
	case a.Cause == cause.Replaced:
		return evidence.SuspectRow
	}
	return evidence.NoSuspect
}

func did(a evidence.Attempt, kinds ...evidence.ActionKind) bool {
	return slices.ContainsFunc(a.Since, func(s evidence.Action) bool { return slices.Contains(kinds, s.Kind) })
}
