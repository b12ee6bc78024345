package result

import (
	"slices"
	"time"

	"streampark-regress/harness/evidence"
	"streampark-regress/harness/judge"
	"streampark-regress/harness/verdict"
)

// Scenario is a scenario on a release with everything that belongs to it.
type Scenario struct {
	evidence.Scenario
	// Marked is its Mark, for readers of result.json.
	Marked   Mark               `json:"mark,omitempty"`
	Job      string             `json:"job"`
	Started  time.Time          `json:"started"`
	Steps    []evidence.Step    `json:"steps"`
	Attempts []evidence.Attempt `json:"attempts,omitempty"`
	Clock    []evidence.Clock   `json:"clock,omitempty"`
	Rows     []evidence.Row     `json:"rows,omitempty"`
	Tokens   []evidence.Token   `json:"tokens,omitempty"`
	Actions  []evidence.Action  `json:"actions,omitempty"`
	Checks   []evidence.Check   `json:"checks,omitempty"`
	// Timeline tells in which order all of that happened.
	Timeline []Moment `json:"timeline,omitempty"`
	// Log is what the server logged meanwhile.
	Log *evidence.ServerLog `json:"server_log,omitempty"`
}

// Moment is one thing that happened in a scenario: an attempt, a move of the
// clock, a look at a row, a token or an action.
type Moment struct {
	Kind evidence.Kind `json:"kind"`
	// At is the server's clock, zero where it was not asked.
	At time.Time `json:"at,omitzero"`
	// Index is its place in the scenario's list of that kind.
	Index int `json:"index"`
}

func (s *Scenario) add(e evidence.Event) {
	switch e.Kind {
	case evidence.KindScenario:
		s.Scenario = *e.Scenario
	case evidence.KindStep:
		s.Steps = append(s.Steps, *e.Step)
	case evidence.KindCheck:
		s.Checks = append(s.Checks, *e.Check)
	case evidence.KindServerLog:
		s.Log = e.ServerLog
	case evidence.KindAttempt:
		s.happened(e.Kind, len(s.Attempts), e.Attempt.ServerTime)
		s.Attempts = append(s.Attempts, *e.Attempt)
	case evidence.KindClock:
		s.happened(e.Kind, len(s.Clock), time.Time{})
		s.Clock = append(s.Clock, *e.Clock)
	case evidence.KindRow:
		s.happened(e.Kind, len(s.Rows), time.Time{})
		s.Rows = append(s.Rows, *e.Row)
	case evidence.KindToken:
		s.happened(e.Kind, len(s.Tokens), e.Token.Made)
		s.Tokens = append(s.Tokens, *e.Token)
	case evidence.KindAction:
		s.happened(e.Kind, len(s.Actions), e.Action.ServerTime)
		s.Actions = append(s.Actions, *e.Action)
	case evidence.KindRun, evidence.KindDeployment, evidence.KindNote:
		// no part of a scenario's story
	}
}

func (s *Scenario) happened(kind evidence.Kind, index int, at time.Time) {
	s.Timeline = append(s.Timeline, Moment{Kind: kind, At: at, Index: index})
}

// treat makes a scenario that met a known issue unexpected where the run was asked
// to fail by that.
func (s *Scenario) treat(as evidence.KnownAs) {
	if as == evidence.KnownFails && s.Mark() == Known {
		s.Verdict, s.Reason = verdict.Unexpected, &evidence.Reason{Kind: evidence.KnownMet, Issues: s.KnownIssues}
	}
}

// prove takes a verdict back that the log does not bear out: what it has of the
// steps and checks does not show that everything went as expected.
func (s *Scenario) prove() {
	story := judge.Story{Steps: s.Steps, Attempts: s.Attempts, Checks: s.Checks}
	if s.Verdict == verdict.AsExpected && !story.Proven() {
		s.Verdict, s.Reason = verdict.Inconclusive, &evidence.Reason{Kind: evidence.NoEvidence}
	}
}

// Ended is the scenario's verdict; one that never ended is inconclusive.
func (s Scenario) Ended() verdict.Verdict {
	if s.Verdict == "" {
		return verdict.Inconclusive
	}
	return s.Verdict
}

// Attempt is the call with an ID; the zero attempt for none.
func (s Scenario) Attempt(id int) evidence.Attempt {
	for _, a := range s.Attempts {
		if a.ID == id {
			return a
		}
	}
	return evidence.Attempt{}
}

// Check is the check with an ID; the second result is false for none.
func (s Scenario) Check(id int) (evidence.Check, bool) {
	i := slices.IndexFunc(s.Checks, func(c evidence.Check) bool { return c.ID == id })
	if i < 0 {
		return evidence.Check{}, false
	}
	return s.Checks[i], true
}

// ChecksOf lists the checks that are about a call.
func (s Scenario) ChecksOf(attempt int) []evidence.Check {
	return s.checks(func(c evidence.Check) bool { return c.Attempt == attempt })
}

// ChecksIn lists the checks that a step made.
func (s Scenario) ChecksIn(step evidence.Step) []evidence.Check {
	return s.checks(func(c evidence.Check) bool { return slices.Contains(step.Checks, c.ID) })
}

func (s Scenario) checks(wanted func(evidence.Check) bool) []evidence.Check {
	var found []evidence.Check
	for _, c := range s.Checks {
		if wanted(c) {
			found = append(found, c)
		}
	}
	return found
}

// Masked reports whether a step could not check what it was to check, because
// its known issue stood in the way.
func (s Scenario) Masked(step evidence.Step) bool {
	met := slices.ContainsFunc(s.ChecksIn(step), func(c evidence.Check) bool { return c.KnownIssue == step.KnownIssue && !c.Masked })
	return step.KnownIssue != "" && !met
}
