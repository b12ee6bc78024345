package words

import (
	"fmt"

	"streampark-regress/harness/evidence"
	"streampark-regress/harness/report/result"
)

// Step says how a step of a scenario ended, where that is worth saying: "△ known
// issue 3933", "△ not checked because of known issue 4322", "failed", "skipped". It is empty
// for a step that passed.
func Step(s result.Scenario, step evidence.Step) string {
	switch {
	case s.Masked(step):
		return Mark(result.Known) + " " + NotChecked(step.KnownIssue)
	case step.Status == evidence.StepKnown:
		return Mark(result.Known) + " " + KnownIssue(step.KnownIssue)
	case step.Status == evidence.StepPassed:
		return ""
	}
	return string(step.Status)
}

// Failure says why a step failed; empty for one that did not.
func Failure(s result.Scenario, step evidence.Step) string {
	if step.Error != "" {
		return step.Error
	}
	for _, c := range s.ChecksIn(step) {
		if text := Mismatch(c, s.Attempt(c.Attempt)); text != "" {
			return text
		}
	}
	return ""
}

// Moment says one thing that happened in a scenario.
func Moment(s result.Scenario, m result.Moment) string {
	switch m.Kind {
	case evidence.KindToken:
		return Token(s.Tokens[m.Index])
	case evidence.KindClock:
		return Clock(s.Clock[m.Index])
	case evidence.KindAction:
		return Done(s.Actions[m.Index])
	case evidence.KindAttempt:
		return Attempt(s.Attempts[m.Index])
	case evidence.KindRow:
		return row(s, m.Index)
	case evidence.KindRun, evidence.KindDeployment, evidence.KindScenario, evidence.KindStep, evidence.KindServerLog, evidence.KindCheck, evidence.KindNote:
	}
	return string(m.Kind)
}

// Attempt says a call with what it came to.
func Attempt(a evidence.Attempt) string {
	text := fmt.Sprintf("%s: %s, %s", calledAt(a), a.Outcome, Summary(a))
	if a.Cause != "" {
		text += "; cause " + Cause(a).String()
	}
	return text
}

// Token says a token that was made.
func Token(t evidence.Token) string {
	return fmt.Sprintf("%s of %s made, %s", Kind(t.Kind), t.Owner, Expires(t))
}

// Expires says when a token expires, such as "never expires".
func Expires(t evidence.Token) string {
	switch {
	case t.Life.Never:
		return "never expires"
	case t.Expires.IsZero():
		return "expires at an unknown time"
	}
	return "expires " + Time(t.Expires)
}

// Clock says how time was let pass.
func Clock(c evidence.Clock) string {
	to := Length(c.Seconds) + " after " + origin(c.Since, "the token was made")
	if c.MovedSeconds > 0 {
		return fmt.Sprintf("the server's clock was moved by %s, to %s", Length(c.MovedSeconds), to)
	}
	return "waited until " + to
}

// row says a look at the token's row by what is new about it.
func row(s result.Scenario, index int) string {
	r := s.Rows[index]
	name := fmt.Sprintf("row %d of %s", r.ID, r.Table)
	if r.Missing {
		return name + " is gone"
	}
	before := ""
	for _, earlier := range s.Rows[:index] {
		if earlier.ID == r.ID {
			before = earlier.Digest
		}
	}
	switch before {
	case "":
		return name + " read, digest " + r.Digest
	case r.Digest:
		return name + " read again, unchanged"
	}
	return name + " read again, it has changed: digest " + r.Digest
}
