// Package result is a run as its event log tells it: what every report is
// written from. It holds facts only; package words says them in English.
package result

import (
	"fmt"
	"io"
	"slices"
	"time"

	"streampark-regress/harness/database"
	"streampark-regress/harness/deployment"
	"streampark-regress/harness/document"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/verdict"
)

// Schema is the version of result.json's form, schema/result.v2.json. Version
// 1 told facts in sentences.
const Schema = 2

// Result is a run as its events tell it; it is also what result.json holds.
type Result struct {
	Schema  int             `json:"schema"`
	Verdict verdict.Verdict `json:"verdict"`
	// ExitCode is what the program exits with.
	ExitCode int `json:"exit_code"`
	// Partial: parts of the plan were not run, and the verdict is about the
	// rest.
	Partial bool         `json:"partial"`
	Run     evidence.Run `json:"run"`
	Started time.Time    `json:"started"`
	Seconds float64      `json:"seconds"`
	// Gaps are the parts of the run that the log does not have.
	Gaps []Gap `json:"gaps,omitempty"`
	// NeverBegan are the jobs of the plan of which the log has nothing.
	NeverBegan  []string   `json:"never_began,omitempty"`
	Deployments []Server   `json:"deployments"`
	Scenarios   []Scenario `json:"scenarios"`
}

// Gap is a part of the run that its log does not have. A run with a gap is
// inconclusive at best.
type Gap string

// The gaps.
const (
	// NoBeginning: nothing says what the run was to do.
	NoBeginning Gap = "no-beginning"
	// NoEnd: the program was killed.
	NoEnd Gap = "no-end"
	// EventsMissing: the events are not numbered one after the other.
	EventsMissing Gap = "events-missing"
	// Repeated: the run or a scenario begins or ends more than once.
	Repeated Gap = "repeated"
)

// Server is a deployment of the run.
type Server struct {
	Name    string `json:"name"`
	Release string `json:"release"`
	// Database is empty where nothing is said of it.
	Database database.Product `json:"database,omitempty"`
	Target   string           `json:"target"`
	Detail   string           `json:"detail"`
	Image    string           `json:"image,omitempty"`
	// Java is the version of the server's Java.
	Java string `json:"java,omitempty"`
	// StartSeconds is the time from the start's beginning to the first answer
	// and the checked clock.
	StartSeconds float64  `json:"start_seconds,omitempty"`
	Failure      string   `json:"failure,omitempty"`
	LogTail      []string `json:"log_tail,omitempty"`
}

// Models lists the releases whose answers were the built-in model's.
func (r Result) Models() []string {
	var found []string
	for _, s := range r.Scenarios {
		model := deployment.IsModel(s.Target)
		if model && !slices.Contains(found, s.Release) {
			found = append(found, s.Release)
		}
	}
	return found
}

// Keeping is the result of a run that was kept, or not where the error says what
// was lost: nobody can look into the evidence of such a run, so it is inconclusive
// at best.
func (r Result) Keeping(lost error) Result {
	if lost == nil {
		return r
	}
	if r.Run.Failure == "" {
		r.Run.Failure = "its results could not be kept"
	}
	if r.Verdict == verdict.AsExpected {
		r.Verdict = verdict.Inconclusive
	}
	r.ExitCode = r.Verdict.ExitCode()
	return r
}

// Count tells how many scenarios ended with a verdict.
func (r Result) Count(v verdict.Verdict) int {
	n := 0
	for _, s := range r.Scenarios {
		if s.Ended() == v {
			n++
		}
	}
	return n
}

// Write writes result.json, for people too: indented, and with < as it is.
func Write(out io.Writer, r Result) error {
	if err := document.Write(out, r); err != nil {
		return fmt.Errorf("write result.json: %w", err)
	}
	return nil
}
