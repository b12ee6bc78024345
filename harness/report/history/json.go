package history

import (
	"fmt"
	"io"
	"time"

	"streampark-regress/harness/document"
	"streampark-regress/harness/report/result"
	"streampark-regress/harness/verdict"
)

// listed is a history as JSON; its form is schema/history.v1.json.
type listed struct {
	Schema int   `json:"schema"`
	Runs   []ran `json:"runs"`
	// Left is what lies in the folder beside them.
	Left []Left `json:"not_listed"`
}

type ran struct {
	ID       string          `json:"id"`
	Started  time.Time       `json:"started"`
	Target   string          `json:"target"`
	Models   []string        `json:"models"`
	Verdict  verdict.Verdict `json:"verdict"`
	Partial  bool            `json:"partial"`
	Seconds  float64         `json:"seconds"`
	Releases []fared         `json:"releases"`
}

// fared is how a release did in a run.
type fared struct {
	Release     string          `json:"release"`
	Database    string          `json:"database,omitempty"`
	Verdict     verdict.Verdict `json:"verdict"`
	Scenarios   int             `json:"scenarios"`
	AsExpected  int             `json:"as_expected"`
	KnownIssues []string        `json:"known_issues"`
}

// Left is something in the folder that is not listed, and why.
type Left struct {
	Path string `json:"path"`
	Why  string `json:"why"`
}

// JSON writes runs for programs, the oldest first, and what else lies in their
// folder.
func JSON(out io.Writer, runs []result.Result, strange []Left) error {
	told := listed{Schema: 1, Runs: []ran{}, Left: []Left{}}
	for _, r := range runs {
		one := ran{ID: r.Run.ID, Started: r.Started.UTC(), Target: r.Run.Target, Models: append([]string{}, r.Models()...), Verdict: r.Verdict, Partial: r.Partial, Seconds: r.Seconds, Releases: []fared{}}
		for _, of := range r.Releases() {
			one.Releases = append(one.Releases, fared{of.Version, string(of.Database), of.Verdict, of.Scenarios, of.Counts[verdict.AsExpected], append([]string{}, of.KnownIssues...)})
		}
		told.Runs = append(told.Runs, one)
	}
	told.Left = append(told.Left, strange...)
	if err := document.Write(out, told); err != nil {
		return fmt.Errorf("write the history: %w", err)
	}
	return nil
}
