package words

import (
	"maps"
	"slices"
	"strings"

	"streampark-regress/harness/evidence"
)

// State says what becomes of a job's state.
func State(s evidence.State) string {
	switch s {
	case evidence.StateUnseen:
		return "nobody saw what was submitted"
	case evidence.SubmissionHidden:
		return "the server's log, which tells what is submitted, is out of reach"
	case evidence.NotSubmitted:
		return "nothing submitted"
	case evidence.StartedFresh:
		return "without state"
	case evidence.RestoredLatest:
		return "from its latest savepoint"
	case evidence.RestoredGiven:
		return "from the given savepoint"
	case evidence.RestoredOther:
		return "from a savepoint that nobody named"
	case evidence.StoppedBare:
		return "no savepoint"
	case evidence.StoppedSaved:
		return "savepoint in the usual folder"
	case evidence.StoppedSavedGiven:
		return "savepoint in the given folder"
	}
	return string(s)
}

// Submission says what the server submitted to Flink for a call.
func Submission(s *evidence.Submission) string {
	if s == nil {
		return State(evidence.StateUnseen)
	}
	text := State(s.State)
	if s.Path != "" && s.State == evidence.RestoredOther {
		text += " (" + s.Path + ")"
	}
	if s.Drains {
		text += ", drained"
	}
	if len(s.Others) > 0 {
		text += ", and also " + strings.Join(s.Others, ", ")
	}
	return text
}

// stateOf is what a report says of a call's state beside its status: nothing of a
// start that asked for no state and got none.
func stateOf(a evidence.Attempt) string {
	if a.Submission == nil || a.Submission.State == evidence.NotSubmitted || a.Submission.State == evidence.SubmissionHidden || a.Submission.State == evidence.StartedFresh && asked(a) == "" {
		return ""
	}
	return Submission(a.Submission)
}

// asked are the fields with which a call asks for something about a job's state,
// as curl sends them.
func asked(a evidence.Attempt) string {
	var all []string
	for _, name := range slices.Sorted(maps.Keys(a.Form)) {
		if a.Form[name] != "" && a.Form[name] != "false" && !slices.Contains([]string{"id", "teamId", "allowNonRestored", "Authorization"}, name) {
			all = append(all, name+"="+a.Form[name])
		}
	}
	return strings.Join(all, "&")
}
