package report

import (
	"io"
	"time"

	"streampark-regress/harness/verdict"
)

// The Common Test Report Format (ctrf.io), as far as this program has
// something to say in it.
type (
	ctrfReport struct {
		Format      string      `json:"reportFormat"`
		Spec        string      `json:"specVersion"`
		GeneratedBy string      `json:"generatedBy"`
		Results     ctrfResults `json:"results"`
	}
	ctrfResults struct {
		Tool    ctrfTool    `json:"tool"`
		Summary ctrfSummary `json:"summary"`
		Tests   []ctrfTest  `json:"tests"`
	}
	ctrfTool struct {
		Name string `json:"name"`
	}
	ctrfSummary struct {
		Tests   int   `json:"tests"`
		Passed  int   `json:"passed"`
		Failed  int   `json:"failed"`
		Skipped int   `json:"skipped"`
		Pending int   `json:"pending"`
		Other   int   `json:"other"`
		Start   int64 `json:"start"`
		Stop    int64 `json:"stop"`
	}
	ctrfTest struct {
		Name      string              `json:"name"`
		Status    string              `json:"status"`
		RawStatus string              `json:"rawStatus"`
		Duration  int64               `json:"duration"`
		Suite     []string            `json:"suite"`
		Message   string              `json:"message,omitempty"`
		Tags      []string            `json:"tags,omitempty"`
		Labels    map[string][]string `json:"labels,omitempty"`
		FilePath  string              `json:"filePath"`
		Line      int                 `json:"line"`
		Steps     []ctrfStep          `json:"steps,omitempty"`
	}
	ctrfStep struct {
		Name   string `json:"name"`
		Status string `json:"status"`
	}
)

// CTRF writes ctrf.json. What could not be carried out has the status other: it
// neither passed nor failed.
func CTRF(out io.Writer, r Result) error {
	stop := r.Started.Add(time.Duration(r.Seconds * float64(time.Second)))
	all := ctrfReport{Format: "CTRF", Spec: "0.1.0", GeneratedBy: "streampark-regress", Results: ctrfResults{Tool: ctrfTool{"streampark-regress"},
		Summary: ctrfSummary{Tests: len(r.Scenarios), Start: r.Started.UnixMilli(), Stop: stop.UnixMilli()}, Tests: []ctrfTest{}}}
	sum := &all.Results.Summary
	for _, s := range r.Scenarios {
		t := ctrfTest{Name: s.Name, RawStatus: string(s.outcome()), Duration: int64(s.Seconds * 1000), Message: s.Reason,
			Suite: []string{"StreamPark " + s.Release, s.Feature}, Tags: s.Tags, FilePath: s.File, Line: s.Line}
		if len(s.KnownIssues) > 0 {
			t.Labels = map[string][]string{"known-issue": s.KnownIssues}
		}
		switch s.outcome() {
		case verdict.AsExpected:
			t.Status = "passed"
			sum.Passed++
		case verdict.Unexpected:
			t.Status = "failed"
			sum.Failed++
		case verdict.NotRun:
			t.Status = "skipped"
			sum.Skipped++
		default:
			t.Status = "other"
			sum.Other++
		}
		for _, step := range s.Steps {
			t.Steps = append(t.Steps, ctrfStep{step.Keyword + " " + step.Text, string(step.Status)})
		}
		all.Results.Tests = append(all.Results.Tests, t)
	}
	return encode(out, "ctrf.json", all)
}
