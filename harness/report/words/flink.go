package words

import (
	"fmt"
	"path"

	"streampark-regress/harness/evidence"
)

// Flink says what a real Flink did for a call, such as "Flink: restored
// savepoint-1f78e7-0a1b at 113"; nothing where there is none.
func Flink(a evidence.Attempt) string {
	f := a.Flink
	if f == nil {
		return ""
	}
	return "Flink: " + join(", ", jobWords(a.Deed, *f), stopped(*f))
}

func jobWords(deed evidence.Deed, f evidence.Flink) string {
	switch {
	case f.Status == evidence.JobRunning && f.Restored != "":
		return fmt.Sprintf("restored %s at %d", savepointName(f.Restored), f.First)
	case f.Status == evidence.JobRunning && deed == evidence.DeedStart:
		return "started fresh"
	case f.Status == evidence.JobRunning:
		return "the job still runs"
	case f.Status == evidence.JobFinished && f.Savepoint != "":
		return "drained, savepoint written"
	case f.Savepoint != "":
		return "savepoint written"
	case f.Status == evidence.JobCanceled:
		return "cancelled without a savepoint"
	}
	return JobStatus(f.Status)
}

// stopped says what became of the savepoint of this stop, or of the last one.
func stopped(f evidence.Flink) string {
	if f.Kept == evidence.KeptNot {
		return Kept(f.Kept)
	}
	return Going(f.Going())
}

// savepointName is the part of a path that tells savepoints apart, those of one job
// too, as "savepoint-1f78e7-0a1b" of "file:/state/savepoint-1f78e7-0a1b2c3d4e5f".
func savepointName(at string) string {
	name := path.Base(at)
	return name[:min(len(name), len("savepoint-1f78e7-0a1b"))]
}

// JobStatus says what a job is.
func JobStatus(s evidence.JobStatus) string {
	switch s {
	case evidence.JobUnseen:
		return "not seen"
	case evidence.NoJob:
		return "no job"
	case evidence.JobRunning:
		return "the job runs"
	case evidence.JobFinished:
		return "the job is finished"
	case evidence.JobCanceled:
		return "the job is cancelled"
	case evidence.JobFailed:
		return "the job failed"
	}
	return string(s)
}

// Kept says whether StreamPark keeps a savepoint.
func Kept(k evidence.Kept) string {
	switch k {
	case evidence.KeptUnseen:
		return ""
	case evidence.KeptAsLatest:
		return "StreamPark keeps its path"
	case evidence.KeptNot:
		return "StreamPark does not keep its path"
	}
	return string(k)
}

// Going says how a job starts after it was stopped with a savepoint.
func Going(g evidence.Going) string {
	switch g {
	case evidence.GoingUnseen:
		return ""
	case evidence.GoesOn:
		return "where it was stopped"
	case evidence.GoesBack:
		return "not where it was stopped"
	case evidence.GoesFresh:
		return "although it was stopped with a savepoint"
	}
	return string(g)
}
