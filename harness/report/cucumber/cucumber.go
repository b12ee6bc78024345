// Package cucumber writes a run as Cucumber's JSON report, as its tools read
// it.
package cucumber

import (
	"fmt"
	"io"
	"strings"

	"streampark-regress/harness/document"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/report/result"
	"streampark-regress/harness/report/words"
	"streampark-regress/harness/verdict"
)

type (
	feature struct {
		URI      string    `json:"uri"`
		ID       string    `json:"id"`
		Keyword  string    `json:"keyword"`
		Name     string    `json:"name"`
		About    string    `json:"description,omitempty"`
		Elements []element `json:"elements"`
	}
	element struct {
		ID      string `json:"id"`
		Keyword string `json:"keyword"`
		Name    string `json:"name"`
		Line    int    `json:"line"`
		Type    string `json:"type"`
		Tags    []tag  `json:"tags,omitempty"`
		Steps   []step `json:"steps"`
	}
	tag struct {
		Name string `json:"name"`
	}
	step struct {
		Keyword string  `json:"keyword"`
		Name    string  `json:"name"`
		Line    int     `json:"line"`
		Result  outcome `json:"result"`
	}
	outcome struct {
		Status string `json:"status"`
		// Duration is in nanoseconds.
		Duration int64  `json:"duration"`
		Error    string `json:"error_message,omitempty"`
	}
)

// Write writes cucumber.json. A scenario appears once for each release it ran
// on, with the release in its name. A step that met a known issue is skipped, with
// the issue as its message: it did not pass.
func Write(out io.Writer, r result.Result) error {
	features := []feature{}
	at := map[string]int{}
	for _, s := range r.Scenarios {
		i, known := at[s.File]
		if !known {
			i = len(features)
			at[s.File] = i
			features = append(features, feature{URI: s.File, ID: slug(s.Feature), Keyword: "Feature", Name: s.Feature, About: strings.Join(words.Made(r), "\n")})
		}
		features[i].Elements = append(features[i].Elements, elementOf(s))
	}
	if whole := wholeRun(r); len(whole.Elements) > 0 {
		features = append(features, whole)
	}
	if err := document.Write(out, features); err != nil {
		return fmt.Errorf("write cucumber.json: %w", err)
	}
	return nil
}

func elementOf(s result.Scenario) element {
	e := element{ID: slug(s.Feature) + ";" + slug(s.Place()+" "+s.Name), Keyword: "Scenario", Name: fmt.Sprintf("%s [%s]", s.Name, s.Place()),
		Line: s.Line, Type: "scenario", Steps: []step{}}
	for _, t := range s.Tags {
		e.Tags = append(e.Tags, tag{t})
	}
	failed := false
	for _, of := range s.Steps {
		failed = failed || of.Status == evidence.StepFailed
		e.Steps = append(e.Steps, step{of.Keyword + " ", of.Text, of.Line, outcome{status(of.Status), int64(of.Seconds * 1e9), message(s, of)}})
	}
	// A scenario can fail without a step of its own: no server, a call of
	// which nothing was expected. It must not look passed to Cucumber's tools.
	if v := s.Ended(); v != verdict.AsExpected && v != verdict.NotRun && !failed {
		e.Steps = append(e.Steps, step{"* ", "the scenario can be carried out", s.Line, outcome{"failed", 0, words.Why(s)}})
	}
	return e
}

// wholeRun is a feature for what keeps the run from being whole: a file with
// nothing but passed scenarios would look like a run that went well.
func wholeRun(r result.Result) feature {
	run := feature{URI: "run", ID: "run", Keyword: "Feature", Name: "The run"}
	add := func(id, name, does string, came outcome) {
		run.Elements = append(run.Elements, element{ID: "run;" + id, Keyword: "Scenario", Name: name, Type: "scenario", Steps: []step{{"* ", does, 0, came}}})
	}
	if broken := words.Broken(r); len(broken) > 0 {
		add("the-run", "The run", "the run can be carried out", outcome{"failed", 0, strings.Join(broken, "\n")})
	}
	if partial := words.Partial(r); partial != "" {
		add("the-plan", "PARTIAL: "+partial, "the whole plan is run", outcome{string(evidence.StepSkipped), 0, ""})
	}
	return run
}

func status(s evidence.StepStatus) string {
	if s == evidence.StepKnown {
		return string(evidence.StepSkipped)
	}
	return string(s)
}

// message says why a step failed, or which known issue it met.
func message(s result.Scenario, of evidence.Step) string {
	if of.Status == evidence.StepKnown {
		return words.Step(s, of)
	}
	return words.Failure(s, of)
}

// slug is a name in small letters, digits, dots and hyphens.
func slug(name string) string {
	const kept = "abcdefghijklmnopqrstuvwxyz0123456789."
	words := strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return !strings.ContainsRune(kept, r) })
	return strings.Join(words, "-")
}
