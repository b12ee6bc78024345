// Package submission reads in a server's log what StreamPark was about to submit
// to Flink. StreamPark 2.1.4 to 2.1.7 logs it in a block of lines before it
// submits, whether or not there is a Flink (measured: docs/measured.md, "Starts
// and cancels without a Flink"):
//
//	--------------------------------------- flink job start ---------------------------------------
//	    appName          : regress-1
//	    savePoint        : file:///regress/savepoints/savepoint-1
//	-------------------------------------------------------------------------------------------
package submission

import "strings"

// Kind is what was to be submitted.
type Kind string

// The kinds.
const (
	Start  Kind = "start"
	Cancel Kind = "cancel"
)

// Submission is one block of the log.
type Submission struct {
	Kind Kind `json:"kind"`
	// Application is the name of the application that is started; a cancel
	// does not tell it.
	Application string `json:"application,omitempty"`
	// Job is Flink's ID of the job that is cancelled; a start has none yet.
	Job string `json:"job,omitempty"`
	// Savepoint is the path a start restores from, or the folder a cancel
	// writes to; empty for none.
	Savepoint string `json:"savepoint,omitempty"`
	// Saves: a cancel asks for a savepoint. Drains: it lets the job finish.
	Saves  bool `json:"saves,omitempty"`
	Drains bool `json:"drains,omitempty"`
	// Leaves: a start may leave state that no part of the job takes.
	Leaves bool `json:"leaves,omitempty"`
}

// The lines that begin a block, and how the line begins that ends it.
const (
	startBlock  = " flink job start "
	cancelBlock = " flink job cancel "
	rule        = "-----"
)

// leaves is what stands among a start's properties if it may leave state (measured
// on 2.1.4 and 2.1.5; there is nothing in its place otherwise).
const leaves = "execution.savepoint.ignore-unclaimed-state -> true"

// Reader finds submissions in the lines of a log. A block may be spread over
// several reads.
type Reader struct {
	open *Submission
}

// Read returns the submissions whose blocks end in the lines.
func (r *Reader) Read(lines []string) []Submission {
	var found []Submission
	for _, line := range lines {
		switch {
		case strings.Contains(line, startBlock):
			r.open = &Submission{Kind: Start}
		case strings.Contains(line, cancelBlock):
			r.open = &Submission{Kind: Cancel}
		case r.open == nil:
		case strings.HasPrefix(line, rule):
			found = append(found, *r.open)
			r.open = nil
		default:
			r.open.read(line)
		}
	}
	return found
}

func (s *Submission) read(line string) {
	key, value, _ := strings.Cut(line, ":")
	key, value = strings.TrimSpace(key), strings.TrimSpace(value)
	if value == "null" {
		value = ""
	}
	switch key {
	case "appName":
		s.Application = value
	case "jobId":
		s.Job = value
	case "savePoint", "savePointPath":
		s.Savepoint = value
	case "properties":
		s.Leaves = strings.Contains(value, leaves)
	case "withSavePoint":
		s.Saves = value == "true"
	case "withDrain":
		s.Drains = value == "true"
	}
}
