// Package ctrf writes a run in the Common Test Report Format (ctrf.io), as far
// as this program has something to say in it.
package ctrf

import (
	"fmt"
	"io"
	"strings"
	"time"

	"streampark-regress/harness/document"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/report/result"
	"streampark-regress/harness/report/words"
	"streampark-regress/harness/verdict"
)

type (
	report struct {
		Format      string  `json:"reportFormat"`
		Spec        string  `json:"specVersion"`
		GeneratedBy string  `json:"generatedBy"`
		Results     results `json:"results"`
	}
	results struct {
		Tool        tool         `json:"tool"`
		Summary     summary      `json:"summary"`
		Environment *environment `json:"environment,omitempty"`
		Tests       []test       `json:"tests"`
	}
	environment struct {
		Extra map[string]string `json:"extra"`
	}
	tool struct {
		Name string `json:"name"`
	}
	summary struct {
		Tests   int   `json:"tests"`
		Passed  int   `json:"passed"`
		Failed  int   `json:"failed"`
		Skipped int   `json:"skipped"`
		Pending int   `json:"pending"`
		Other   int   `json:"other"`
		Start   int64 `json:"start"`
		Stop    int64 `json:"stop"`
	}
	test struct {
		Name      string              `json:"name"`
		Status    string              `json:"status"`
		RawStatus string              `json:"rawStatus"`
		Duration  int64               `json:"duration"`
		Suite     []string            `json:"suite"`
		Message   string              `json:"message,omitempty"`
		Tags      []string            `json:"tags,omitempty"`
		Labels    map[string][]string `json:"labels,omitempty"`
		FilePath  string              `json:"filePath,omitempty"`
		Line      int                 `json:"line,omitempty"`
		Steps     []step              `json:"steps,omitempty"`
	}
	step struct {
		Name   string `json:"name"`
		Status string `json:"status"`
	}
)

// The statuses of tests and steps.
const (
	passed  = "passed"
	failed  = "failed"
	skipped = "skipped"
	// other neither passed nor failed: it could not be carried out.
	other = "other"
)

// Write writes ctrf.json. What could not be carried out has the status other, and
// what met a known issue is skipped: it did not pass.
func Write(out io.Writer, r result.Result) error {
	stop := r.Started.Add(time.Duration(r.Seconds * float64(time.Second)))
	all := report{Format: "CTRF", Spec: "0.1.0", GeneratedBy: "streampark-regress",
		Results: results{Tool: tool{"streampark-regress"}, Summary: summary{Start: r.Started.UnixMilli(), Stop: stop.UnixMilli()}, Tests: []test{}}}
	if made := words.Made(r); len(made) > 0 {
		all.Results.Environment = &environment{Extra: map[string]string{"made": strings.Join(made, "\n")}}
	}
	for _, s := range r.Scenarios {
		all.Results.add(testOf(s, r.Run.KnownIssues))
	}
	if broken := words.Broken(r); len(broken) > 0 {
		all.Results.add(test{Name: "the run can be carried out", Status: other, RawStatus: string(verdict.Inconclusive), Suite: []string{"the run"}, Message: strings.Join(broken, "\n")})
	}
	if partial := words.Partial(r); partial != "" {
		all.Results.add(test{Name: "the whole plan is run", Status: skipped, RawStatus: string(verdict.NotRun), Suite: []string{"the run"}, Message: "PARTIAL: " + partial})
	}
	if err := document.Write(out, all); err != nil {
		return fmt.Errorf("write ctrf.json: %w", err)
	}
	return nil
}

func (r *results) add(t test) {
	r.Tests = append(r.Tests, t)
	r.Summary.Tests++
	switch t.Status {
	case passed:
		r.Summary.Passed++
	case failed:
		r.Summary.Failed++
	case skipped:
		r.Summary.Skipped++
	default:
		r.Summary.Other++
	}
}

func testOf(s result.Scenario, titles map[string]string) test {
	t := test{Name: s.Name, Status: status(s.Mark()), RawStatus: string(s.Ended()), Duration: int64(s.Seconds * 1000), Message: words.Why(s),
		Suite: []string{"StreamPark " + s.Place(), s.Feature}, Tags: s.Tags, FilePath: s.File, Line: s.Line}
	if len(s.KnownIssues) > 0 {
		t.Labels = map[string][]string{"known-issue": s.KnownIssues}
	}
	if s.Mark() == result.Known {
		t.RawStatus, t.Message = string(result.Known), words.Known(s, titles)
	}
	for _, of := range s.Steps {
		t.Steps = append(t.Steps, step{of.Keyword + " " + of.Text, stepStatus(of.Status)})
	}
	return t
}

func status(m result.Mark) string {
	switch m {
	case result.Passed:
		return passed
	case result.Failed:
		return failed
	case result.LeftOut, result.Known:
		return skipped
	case result.Undecided:
	}
	return other
}

func stepStatus(s evidence.StepStatus) string {
	switch s {
	case evidence.StepPassed:
		return passed
	case evidence.StepFailed:
		return failed
	case evidence.StepSkipped, evidence.StepKnown:
	}
	return skipped
}
