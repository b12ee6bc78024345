// Package report writes what came of a run, from its event log alone: the
// table on the terminal, result.json, junit.xml and cucumber.json.
package report

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"sort"
	"strings"
	"time"

	"streampark-regress/harness/deployment"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/verdict"
)

// ResultSchema is the version of result.json's form, schema/result.v1.json.
const ResultSchema = 1

// Result is a run as its events tell it; it is also what result.json holds.
type Result struct {
	Schema  int             `json:"schema"`
	Verdict verdict.Verdict `json:"verdict"`
	// ExitCode is what the program exits with.
	ExitCode    int          `json:"exit_code"`
	Run         evidence.Run `json:"run"`
	Started     time.Time    `json:"started"`
	Seconds     float64      `json:"seconds"`
	Deployments []Server     `json:"deployments"`
	Scenarios   []Scenario   `json:"scenarios"`
}

// Server is a deployment of the run.
type Server struct {
	Name    string `json:"name"`
	Release string `json:"release"`
	Target  string `json:"target"`
	Detail  string `json:"detail"`
	Image   string `json:"image,omitempty"`
	// StartSeconds is the time from the start's beginning to the first answer
	// and the checked clock.
	StartSeconds float64  `json:"start_seconds,omitempty"`
	Failure      string   `json:"failure,omitempty"`
	LogTail      []string `json:"log_tail,omitempty"`
}

// Scenario is a scenario on a release with everything that belongs to it.
type Scenario struct {
	evidence.Scenario
	Job      string             `json:"job"`
	Started  time.Time          `json:"started"`
	Steps    []evidence.Step    `json:"steps"`
	Attempts []evidence.Attempt `json:"attempts,omitempty"`
	Clock    []evidence.Clock   `json:"clock,omitempty"`
	Rows     []evidence.Row     `json:"rows,omitempty"`
	Tokens   []evidence.Token   `json:"tokens,omitempty"`
	Actions  []evidence.Action  `json:"actions,omitempty"`
	Checks   []evidence.Check   `json:"checks,omitempty"`
	// Timeline tells all of that in the order in which it happened.
	Timeline []Moment `json:"timeline,omitempty"`
	// Log is what the server logged meanwhile.
	Log *evidence.ServerLog `json:"server_log,omitempty"`
}

// Build reads the events of a run into a result.
func Build(events []evidence.Event) Result {
	r := Result{Schema: ResultSchema, Deployments: []Server{}, Scenarios: []Scenario{}}
	servers, scenarios := map[string]int{}, map[string]int{}
	var broken bool
	for _, e := range events {
		switch e.Kind {
		case evidence.KindRun:
			if e.Run.Phase == evidence.Begun {
				r.Run, r.Started = *e.Run, e.At
			}
			if e.Run.Failure != "" {
				r.Run.Failure, broken = e.Run.Failure, true
			}
			r.Seconds = e.At.Sub(r.Started).Seconds()
		case evidence.KindDeployment:
			r.addServer(*e.Deployment, servers)
		default:
			r.addScenario(e, scenarios)
		}
	}
	sort.SliceStable(r.Scenarios, func(i, j int) bool { return r.Scenarios[i].Number < r.Scenarios[j].Number })
	var parts []verdict.Verdict
	for _, s := range r.Scenarios {
		parts = append(parts, s.Verdict)
		if s.Verdict == "" { // begun and never ended: the program was killed
			parts = append(parts, verdict.Inconclusive)
		}
	}
	r.Verdict = verdict.Worst(parts...)
	if broken && r.Verdict == verdict.AsExpected {
		r.Verdict = verdict.Inconclusive
	}
	r.ExitCode = r.Verdict.ExitCode()
	return r
}

func (r *Result) addServer(d evidence.Deployment, at map[string]int) {
	i, known := at[d.Name]
	if !known {
		i = len(r.Deployments)
		at[d.Name] = i
		r.Deployments = append(r.Deployments, Server{Name: d.Name, Release: d.Release, Target: d.Target, Detail: d.Detail})
	}
	s := &r.Deployments[i]
	switch {
	case d.Failure != "":
		s.Failure, s.LogTail = d.Failure, d.LogTail
	case d.Phase == evidence.Ready:
		s.StartSeconds, s.Image, s.Target = d.Seconds, d.Image, d.Target
	}
}

func (r *Result) addScenario(e evidence.Event, at map[string]int) {
	if e.Job == "" {
		return
	}
	i, known := at[e.Job]
	if !known {
		i = len(r.Scenarios)
		at[e.Job] = i
		r.Scenarios = append(r.Scenarios, Scenario{Job: e.Job, Started: e.At, Steps: []evidence.Step{}})
	}
	s := &r.Scenarios[i]
	switch e.Kind {
	case evidence.KindScenario:
		s.Scenario = *e.Scenario
	case evidence.KindStep:
		s.Steps = append(s.Steps, *e.Step)
	case evidence.KindAttempt:
		s.Attempts = append(s.Attempts, *e.Attempt)
	case evidence.KindClock:
		s.Clock = append(s.Clock, *e.Clock)
	case evidence.KindRow:
		s.Rows = append(s.Rows, *e.Row)
	case evidence.KindToken:
		s.Tokens = append(s.Tokens, *e.Token)
	case evidence.KindCheck:
		s.Checks = append(s.Checks, *e.Check)
	case evidence.KindAction:
		s.Actions = append(s.Actions, *e.Action)
	case evidence.KindServerLog:
		s.Log = e.ServerLog
	}
	if m, ok := s.moment(e); ok {
		s.Timeline = append(s.Timeline, m)
	}
}

// Models lists the releases whose answers were the built-in model's.
func (r Result) Models() []string {
	var found []string
	for _, s := range r.Scenarios {
		if strings.Contains(s.Target, deployment.Model) && !slices.Contains(found, s.Release) {
			found = append(found, s.Release)
		}
	}
	return found
}

// Count tells how many scenarios ended with a verdict.
func (r Result) Count(v verdict.Verdict) int {
	n := 0
	for _, s := range r.Scenarios {
		if s.Verdict == v || v == verdict.Inconclusive && s.Verdict == "" {
			n++
		}
	}
	return n
}

// JSON writes result.json.
func JSON(out io.Writer, r Result) error { return encode(out, "result.json", r) }

// encode writes a value as JSON for people too: indented, and with < as it is.
func encode(out io.Writer, name string, value any) error {
	enc := json.NewEncoder(out)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	if err := enc.Encode(value); err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	return nil
}
