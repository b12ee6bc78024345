package comparison

import (
	"fmt"
	"io"
	"time"

	"streampark-regress/harness/document"
	"streampark-regress/harness/report/result"
	"streampark-regress/harness/verdict"
)

// compared is a comparison as JSON; its form is schema/comparison.v1.json.
type compared struct {
	Schema  int          `json:"schema"`
	Same    bool         `json:"same"`
	Before  ran          `json:"before"`
	After   ran          `json:"after"`
	Both    int          `json:"scenarios_in_both"`
	Setting []difference `json:"setting"`
	Changed []changed    `json:"changed"`
	Gone    []scenario   `json:"only_before"`
	New     []scenario   `json:"only_after"`
	Slower  []lasted     `json:"slower"`
	Faster  []lasted     `json:"faster"`
}

// ran is a run that was compared.
type ran struct {
	ID      string          `json:"id"`
	Started time.Time       `json:"started"`
	Target  string          `json:"target"`
	Models  []string        `json:"models"`
	Verdict verdict.Verdict `json:"verdict"`
	Partial bool            `json:"partial"`
	// Scenarios counts all, and AsExpected those that were.
	Scenarios  int     `json:"scenarios"`
	AsExpected int     `json:"as_expected"`
	Seconds    float64 `json:"seconds"`
	// Ready is when the last server was.
	Ready float64 `json:"last_server_ready_seconds"`
}

type difference struct {
	What   string `json:"what"`
	Before string `json:"before"`
	After  string `json:"after"`
}

type scenario struct {
	Release  string `json:"release"`
	Database string `json:"database,omitempty"`
	Name     string `json:"name"`
	File     string `json:"file"`
	Line     int    `json:"line"`
}

type changed struct {
	scenario
	Differences []difference `json:"differences"`
}

type lasted struct {
	scenario
	Before float64 `json:"before_seconds"`
	After  float64 `json:"after_seconds"`
}

// JSON writes a comparison for programs.
func JSON(out io.Writer, c Comparison) error {
	told := compared{Schema: 1, Same: c.Same(), Before: runOf(c.Before), After: runOf(c.After), Both: c.Both, Setting: differencesOf(c.Setting),
		Changed: []changed{}, Gone: scenariosOf(c.Gone), New: scenariosOf(c.New), Slower: lastedOf(c.Slower), Faster: lastedOf(c.Faster)}
	for _, change := range c.Changed {
		told.Changed = append(told.Changed, changed{scenarioOf(change.After), differencesOf(change.Differences)})
	}
	if err := document.Write(out, told); err != nil {
		return fmt.Errorf("write the comparison: %w", err)
	}
	return nil
}

func runOf(r result.Result) ran {
	return ran{ID: r.Run.ID, Started: r.Started.UTC(), Target: r.Run.Target, Models: append([]string{}, r.Models()...), Verdict: r.Verdict, Partial: r.Partial,
		Scenarios: len(r.Scenarios), AsExpected: r.Count(verdict.AsExpected), Seconds: r.Seconds, Ready: ready(r)}
}

func differencesOf(all []Difference) []difference {
	told := []difference{}
	for _, d := range all {
		told = append(told, difference(d))
	}
	return told
}

func scenarioOf(s result.Scenario) scenario {
	return scenario{s.Release, string(s.Database), s.Name, s.File, s.Line}
}

func scenariosOf(all []result.Scenario) []scenario {
	told := []scenario{}
	for _, s := range all {
		told = append(told, scenarioOf(s))
	}
	return told
}

func lastedOf(all []Change) []lasted {
	told := []lasted{}
	for _, c := range all {
		told = append(told, lasted{scenarioOf(c.After), c.Before.Seconds, c.After.Seconds})
	}
	return told
}
