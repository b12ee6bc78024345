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
	i := slices.IndexFunc(k.Known, func(issue release.KnownIssue) bool { return shows(a, issue.Symptom) })
	if i < 0 {
		return release.KnownIssue{}, false
	}
	return k.Known[i], true
}

// shows reports whether a call shows the symptom of an issue, exactly.
func shows(a evidence.Attempt, s release.Symptom) bool { return len(differences(a, s)) == 0 }

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
	add(evidence.MissedSubject, s.Sent != "" && a.Form[s.Sent] != "true")
	add(evidence.MissedOutcome, a.Outcome != s.Outcome)
	add(evidence.MissedStatus, a.Status != s.Status)
	add(evidence.MissedCause, a.Cause != s.Cause)
	all = append(all, submission(a)...)
	all = append(all, state(a, evidence.State(s.State))...)
	all = append(all, flink(a, evidence.JobUnseen)...)
	all = append(all, kept(a, evidence.Kept(s.Kept))...)
	all = append(all, decency(a)...)
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
