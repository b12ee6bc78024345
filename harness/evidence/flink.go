package evidence

// JobStatus is what a job of Flink's is, in Flink's own words (JobStatus of
// Flink).
type JobStatus string

// The statuses.
const (
	// JobUnseen: nobody saw it.
	JobUnseen JobStatus = ""
	// NoJob: Flink got no job.
	NoJob       JobStatus = "none"
	JobRunning  JobStatus = "RUNNING"
	JobFinished JobStatus = "FINISHED"
	JobCanceled JobStatus = "CANCELED"
	JobFailed   JobStatus = "FAILED"
)

// Kept says whether StreamPark keeps a savepoint: whether a start without a path
// would restore it.
type Kept string

// What can become of a savepoint.
const (
	// KeptUnseen: nobody looked, or there was none to keep.
	KeptUnseen Kept = ""
	// KeptAsLatest: the row of the application's latest savepoint names it.
	KeptAsLatest Kept = "latest"
	// KeptNot: it does not.
	KeptNot Kept = "not"
)

// Going says how a job starts that was stopped with a savepoint before.
type Going string

// The ways.
const (
	// GoingUnseen: it was not stopped with one, or nobody saw it start.
	GoingUnseen Going = ""
	// GoesOn: from the savepoint that it was stopped with.
	GoesOn Going = "on"
	// GoesBack: from another one.
	GoesBack Going = "back"
	// GoesFresh: from none.
	GoesFresh Going = "fresh"
)

// Flink is what a real Flink did for a call, as it says itself.
type Flink struct {
	// Job is the job's ID, empty where Flink got none.
	Job    string    `json:"job,omitempty"`
	Status JobStatus `json:"status"`
	// Restored is the path of the savepoint that a started job began with, empty
	// for none, and First the count that it began with.
	Restored string `json:"restored,omitempty"`
	First    int64  `json:"first,omitempty"`
	// Stopped is the savepoint with which the application's job was stopped last
	// before this start, empty where it was not.
	Stopped string `json:"stopped,omitempty"`
	// Savepoint is the path of the one that a cancelled job wrote, empty for
	// none, and Kept whether StreamPark keeps it.
	Savepoint string `json:"savepoint,omitempty"`
	Kept      Kept   `json:"kept,omitempty"`
}

// Going is how the job goes, against how it was stopped.
func (f Flink) Going() Going {
	switch {
	case f.Stopped == "", f.Status == JobUnseen:
		return GoingUnseen
	case f.Restored == "":
		return GoesFresh
	case SamePath(f.Restored, f.Stopped):
		return GoesOn
	}
	return GoesBack
}
