package judge

import (
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/outcome"
)

// effect holds what became of the application against the outcome: who is told
// that it starts has to see it start, and nobody else has.
func effect(a evidence.Attempt) []evidence.Miss {
	want := evidence.EffectNone
	switch a.Outcome { //nolint:exhaustive // the other outcomes move nothing
	case outcome.Started:
		want = evidence.EffectStarted
	case outcome.Cancelled:
		want = evidence.EffectCancelled
	}
	switch {
	case a.Application == evidence.NoApplication, a.Effect.Name == want:
		return nil
	case a.Effect.Name == evidence.EffectUnseen:
		return []evidence.Miss{evidence.MissedEvidence}
	}
	return []evidence.Miss{evidence.MissedEffect}
}

// submission holds what was submitted to Flink against the outcome: who is told
// that the application starts, or is cancelled, has to see just that submitted,
// and nobody else anything. A server whose log is out of reach shows by the state
// of the application alone what it did.
func submission(a evidence.Attempt) []evidence.Miss {
	accepted := a.Outcome.Accepted()
	switch s := a.Submission; {
	case a.Application == evidence.NoApplication:
		return nil
	case s == nil || s.State == evidence.StateUnseen:
		return []evidence.Miss{evidence.MissedEvidence}
	case s.State == evidence.SubmissionHidden: // the application's state says whether it was started
		return nil
	case accepted == (s.State == evidence.NotSubmitted), len(s.Others) > 0:
		return []evidence.Miss{evidence.MissedSubmission}
	}
	return nil
}

// state holds what became of the job's state against what should; nothing is
// asked of it where that is empty.
func state(a evidence.Attempt, want evidence.State) []evidence.Miss {
	switch {
	case want == evidence.StateUnseen:
		return nil
	case a.Submission == nil, a.Submission.State == evidence.StateUnseen, a.Submission.State == evidence.SubmissionHidden:
		return []evidence.Miss{evidence.MissedEvidence}
	case a.Submission.State != want:
		return []evidence.Miss{evidence.MissedState}
	}
	return nil
}
