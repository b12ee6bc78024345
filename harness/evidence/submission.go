package evidence

// State says what a start or a cancel did with the state of a job, by what the
// server submitted to Flink.
type State string

// The states.
const (
	// StateUnseen: nobody looked.
	StateUnseen State = ""
	// SubmissionHidden: the server's log is out of reach, so nobody can see it. What
	// became of the application is all there is to judge.
	SubmissionHidden State = "hidden"
	// NotSubmitted: nothing was submitted.
	NotSubmitted State = "not-submitted"
	// StartedFresh: the job starts without any state.
	StartedFresh State = "fresh"
	// RestoredLatest: it goes on from the application's latest savepoint.
	RestoredLatest State = "restored-latest"
	// RestoredGiven: it goes on from the path that the call gave.
	RestoredGiven State = "restored-given"
	// RestoredOther: it goes on from a path that nobody named.
	RestoredOther State = "restored-other"
	// StoppedBare: the job is cancelled without a savepoint.
	StoppedBare State = "no-savepoint"
	// StoppedSaved: a savepoint is written to the folder of Flink's settings.
	StoppedSaved State = "savepoint"
	// StoppedSavedGiven: a savepoint is written to the folder that the call gave.
	StoppedSavedGiven State = "savepoint-given"
)

// Keeps reports whether a job's state outlives the call.
func (s State) Keeps() bool {
	switch s {
	case RestoredLatest, RestoredGiven, StoppedSaved, StoppedSavedGiven:
		return true
	case StateUnseen, SubmissionHidden, NotSubmitted, StartedFresh, RestoredOther, StoppedBare:
	}
	return false
}

// Submission is what the server logged that it submits to Flink for a call.
type Submission struct {
	State State `json:"state"`
	// Path is the savepoint a start restores, or the folder a cancel writes to.
	Path string `json:"path,omitempty"`
	// Drains: a cancel lets the job finish first.
	Drains bool `json:"drains,omitempty"`
	// Others are names of other applications that were submitted as well.
	Others []string `json:"others,omitempty"`
}
