package report

import (
	"fmt"
	"io"
	"regexp"
	"strings"

	"streampark-regress/harness/evidence"
	"streampark-regress/harness/verdict"
)

// Cucumber's JSON report, as its tools read it.
type (
	cucumberFeature struct {
		URI      string            `json:"uri"`
		ID       string            `json:"id"`
		Keyword  string            `json:"keyword"`
		Name     string            `json:"name"`
		Elements []cucumberElement `json:"elements"`
	}
	cucumberElement struct {
		ID      string         `json:"id"`
		Keyword string         `json:"keyword"`
		Name    string         `json:"name"`
		Line    int            `json:"line"`
		Type    string         `json:"type"`
		Tags    []cucumberTag  `json:"tags,omitempty"`
		Steps   []cucumberStep `json:"steps"`
	}
	cucumberTag struct {
		Name string `json:"name"`
	}
	cucumberStep struct {
		Keyword string         `json:"keyword"`
		Name    string         `json:"name"`
		Line    int            `json:"line"`
		Result  cucumberResult `json:"result"`
	}
	cucumberResult struct {
		Status string `json:"status"`
		// Duration is in nanoseconds.
		Duration int64  `json:"duration"`
		Error    string `json:"error_message,omitempty"`
	}
)

// Cucumber writes cucumber.json. A scenario appears once for each release it
// ran on, with the release in its name.
func Cucumber(out io.Writer, r Result) error {
	features := []cucumberFeature{}
	at := map[string]int{}
	for _, s := range r.Scenarios {
		i, known := at[s.File]
		if !known {
			i = len(features)
			at[s.File] = i
			features = append(features, cucumberFeature{URI: s.File, ID: slug(s.Feature), Keyword: "Feature", Name: s.Feature})
		}
		features[i].Elements = append(features[i].Elements, element(s))
	}
	return encode(out, "cucumber.json", features)
}

func element(s Scenario) cucumberElement {
	e := cucumberElement{ID: slug(s.Feature) + ";" + slug(s.Release+" "+s.Name), Keyword: "Scenario", Name: fmt.Sprintf("%s [%s]", s.Name, s.Release),
		Line: s.Line, Type: "scenario", Steps: []cucumberStep{}}
	for _, t := range s.Tags {
		e.Tags = append(e.Tags, cucumberTag{t})
	}
	failed := false
	for _, step := range s.Steps {
		failed = failed || step.Status == evidence.StepFailed
		e.Steps = append(e.Steps, cucumberStep{step.Keyword + " ", step.Text, step.Line,
			cucumberResult{string(step.Status), int64(step.Seconds * 1e9), step.Reason}})
	}
	// A scenario can fail without a step of its own: no server, a call of
	// which nothing was expected. It must not look passed to Cucumber's tools.
	if s.Verdict != verdict.AsExpected && s.Verdict != verdict.NotRun && !failed {
		e.Steps = append(e.Steps, cucumberStep{"* ", "the scenario can be carried out", s.Line, cucumberResult{"failed", 0, s.Reason}})
	}
	return e
}

var notWord = regexp.MustCompile(`[^a-z0-9.]+`)

func slug(s string) string {
	return strings.Trim(notWord.ReplaceAllString(strings.ToLower(s), "-"), "-")
}
