package judge

import (
	"slices"
	"strings"

	"streampark-regress/harness/evidence"
	"streampark-regress/harness/release"
)

// Shown is the known issue of a release whose symptom a call shows, exactly; the
// second result is false for none.
func Shown(a evidence.Attempt, k Knowledge) (release.KnownIssue, bool) {
	i := slices.IndexFunc(k.Known, func(issue release.KnownIssue) bool { return shows(a, issue) })
	if i < 0 {
		return release.KnownIssue{}, false
	}
	return k.Known[i], true
}

// shows reports whether a call shows a symptom of an issue, exactly, and whether
// what makes it one was done before it.
func shows(a evidence.Attempt, k release.KnownIssue) bool {
	_, shown := symptom(a, k)
	return shown && provoked(a, k.After)
}

// provoked reports whether what has to have happened to a token or its owner
// before an issue shows was done since the caller was last let in. A call that goes
// well is no symptom of anything without it.
func provoked(a evidence.Attempt, after release.Condition) bool {
	switch after { //nolint:exhaustive // the others show in the call itself
	case release.AfterRevocation:
		return did(a, revocations()...)
	case release.AfterNewPassword:
		return did(a, evidence.PasswordChanged, evidence.PasswordReset)
	}
	return true
}

// symptom is that of an issue's symptoms which a call shows, exactly.
func symptom(a evidence.Attempt, k release.KnownIssue) (release.Symptom, bool) {
	for _, s := range k.Symptoms() {
		if s.Log == "" && len(differences(a, s)) == 0 {
			return s, true
		}
	}
	return release.Symptom{}, false
}

// tells reports whether an answer gives away some secrets, and no others.
func tells(a evidence.Attempt, secrets []release.Told) bool {
	for _, told := range a.Leaks {
		if !slices.Contains(secrets, release.Told(told)) {
			return false
		}
	}
	return len(a.Leaks) == len(secrets)
}

// differences lists in what a call differs from a symptom.
func differences(a evidence.Attempt, s release.Symptom) []evidence.Miss {
	var all []evidence.Miss
	add := func(miss evidence.Miss, differs bool) {
		if differs {
			all = append(all, miss)
		}
	}
	add(evidence.MissedSubject, s.Subject != "" && (string(a.Subject.Kind) != string(s.Subject) || a.Subject.Twist != evidence.Whole))
	add(evidence.MissedSubject, s.Role != "" && string(a.Subject.Role) != string(s.Role))
	add(evidence.MissedSubject, s.Application != "" && string(a.Application) != string(s.Application))
	add(evidence.MissedSubject, s.Sent != "" && a.Form[s.Sent] != "true")
	if s.Empty != "" {
		value, sent := a.Form[s.Empty]
		add(evidence.MissedSubject, !sent || value != "")
	}
	add(evidence.MissedOutcome, a.Outcome != s.Outcome)
	add(evidence.MissedStatus, a.Status != s.Status)
	add(evidence.MissedCause, a.Cause != s.Cause)
	all = append(all, submission(a)...)
	all = append(all, state(a, evidence.State(s.State))...)
	all = append(all, flink(a, evidence.JobUnseen)...)
	all = append(all, kept(a, evidence.Kept(s.Kept))...)
	add(evidence.MissedOthers, len(a.Effect.Others) > 0)
	add(evidence.MissedSecrecy, !tells(a, s.Tells))
	add(evidence.MissedMessage, s.Message != "" && !strings.Contains(a.Message, s.Message))
	if s.Row != "" {
		add(evidence.MissedEvidence, a.Row.State == evidence.RowUnseen)
		add(evidence.MissedRow, a.Row.State != evidence.RowUnseen && string(a.Row.State) != string(s.Row))
	}
	if a.Application != evidence.NoApplication {
		add(evidence.MissedEvidence, a.Effect.Name == evidence.EffectUnseen)
		add(evidence.MissedEffect, a.Effect.Name != evidence.EffectUnseen && string(a.Effect.Name) != string(s.Effect))
	}
	return all
}
