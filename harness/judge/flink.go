package judge

import (
	"cmp"

	"streampark-regress/harness/evidence"
)

// flink holds what a real Flink did against what the server submitted to it: the
// log says what StreamPark meant to do, and Flink whether it came to that. Where
// no Flink is there, nothing is asked. The status is what the job is to be, empty
// for what it is usually after such a submission.
func flink(a evidence.Attempt, status evidence.JobStatus) []evidence.Miss {
	f, s := a.Flink, a.Submission
	switch {
	case f == nil && status == evidence.JobUnseen:
		return nil
	case f == nil, f.Status == evidence.JobUnseen:
		return []evidence.Miss{evidence.MissedEvidence}
	case s == nil || s.State == evidence.StateUnseen:
		return nil // which is missed already
	case !does(*f, *s, a.Deed, status):
		return []evidence.Miss{evidence.MissedFlink}
	}
	return nil
}

// does reports whether Flink did what was submitted to it.
func does(f evidence.Flink, s evidence.Submission, deed evidence.Deed, status evidence.JobStatus) bool {
	usual := usually(s, deed)
	if f.Status != cmp.Or(status, usual) {
		return false
	}
	if f.Status != usual || s.State == evidence.NotSubmitted {
		return f.Restored == "" && f.Savepoint == "" // it did not come to that
	}
	switch s.State {
	case evidence.StartedFresh:
		return f.Restored == "" && f.First == 0
	case evidence.RestoredLatest, evidence.RestoredGiven, evidence.RestoredOther:
		return evidence.SamePath(f.Restored, s.Path) && f.First > 0
	case evidence.StoppedBare:
		return f.Savepoint == ""
	case evidence.StoppedSaved, evidence.StoppedSavedGiven:
		return f.Savepoint != "" && (s.Path == "" || evidence.PathWithin(f.Savepoint, s.Path))
	case evidence.StateUnseen, evidence.SubmissionHidden, evidence.NotSubmitted:
	}
	return false
}

// usually is what a job is after a submission where nothing goes wrong. One that
// is cancelled with nothing submitted goes on running.
func usually(s evidence.Submission, deed evidence.Deed) evidence.JobStatus {
	switch s.State {
	case evidence.StartedFresh, evidence.RestoredLatest, evidence.RestoredGiven, evidence.RestoredOther:
		return evidence.JobRunning
	case evidence.StoppedBare, evidence.StoppedSaved, evidence.StoppedSavedGiven:
		if s.Drains {
			return evidence.JobFinished
		}
		return evidence.JobCanceled
	case evidence.StateUnseen, evidence.SubmissionHidden, evidence.NotSubmitted:
	}
	if deed == evidence.DeedCancel {
		return evidence.JobRunning
	}
	return evidence.NoJob
}

// kept holds whether StreamPark keeps a savepoint against whether it should.
func kept(a evidence.Attempt, want evidence.Kept) []evidence.Miss {
	switch {
	case want == evidence.KeptUnseen:
		return nil
	case a.Flink == nil || a.Flink.Kept == evidence.KeptUnseen:
		return []evidence.Miss{evidence.MissedEvidence}
	case a.Flink.Kept != want:
		return []evidence.Miss{evidence.MissedKept}
	}
	return nil
}

// going holds how a job starts after its stop against how it should.
func going(a evidence.Attempt, want evidence.Going) []evidence.Miss {
	switch {
	case want == evidence.GoingUnseen:
		return nil
	case a.Flink == nil || a.Flink.Going() == evidence.GoingUnseen:
		return []evidence.Miss{evidence.MissedEvidence}
	case a.Flink.Going() != want:
		return []evidence.Miss{evidence.MissedGoing}
	}
	return nil
}
