// Package track says what a bisection found: in a line for each step, as a text, as a
// report to paste into an issue, and as JSON.
package track

import (
	"fmt"
	"io"
	"strings"

	"streampark-regress/harness/bisection"
	"streampark-regress/harness/document"
	"streampark-regress/harness/report/words"
)

// Begin says what is bisected.
func Begin(t *bisection.Track) string {
	came := "came"
	if t.Find == bisection.Fix {
		came = "went"
	}
	line := fmt.Sprintf("bisecting where issue %s %s: %s", t.Issue, came, words.Count(len(t.Candidates), strings.TrimSuffix(string(t.Over), "s")))
	if done := len(t.Steps); done > 0 {
		line += fmt.Sprintf("; %s made before", words.Count(done, "step"))
	}
	return line + "; the ends come first"
}

// Line says what was seen in a step.
func Line(t *bisection.Track, s bisection.Step, left int, made bisection.Made) string {
	line := fmt.Sprintf("%s: %s: %s", t.Candidates[s.Candidate].Title(), s.Answer, s.Why)
	if made == bisection.Before {
		line += " (before)"
	}
	if left > 0 {
		line += fmt.Sprintf("; about %s left", words.Count(left, "step"))
	}
	return line
}

// Write writes what was found for people; its first line is the answer.
func Write(out io.Writer, t *bisection.Track) error {
	var b strings.Builder
	fmt.Fprintln(&b, Headline(t))
	for _, i := range t.Conclusion.Unknown {
		fmt.Fprintf(&b, "  it may be %s, too, which is unknown: %s\n", t.Candidates[i].Title(), why(t, i))
	}
	for _, s := range t.Steps {
		fmt.Fprintf(&b, "  %-7s  %s: %s\n", s.Answer, t.Candidates[s.Candidate].Title(), s.Why)
	}
	if _, err := io.WriteString(out, b.String()); err != nil {
		return fmt.Errorf("write what the bisection found: %w", err)
	}
	return nil
}

// Headline is the answer in one line.
func Headline(t *bisection.Track) string {
	c := t.Conclusion
	before, after := t.Candidates[c.Before], t.Candidates[c.After]
	what, was := "FIRST BAD", "good"
	if t.Find == bisection.Fix {
		what, was = "FIRST GOOD", "bad"
	}
	of := one(t.Over)
	if c.Exact {
		return fmt.Sprintf("%s %s: %s (%s is %s): issue %s", what, of, after.Title(), before.Short(), was, t.Issue)
	}
	return fmt.Sprintf("%s %s: one of %d, behind %s, which is %s, up to %s: issue %s", what, of, c.After-c.Before, before.Short(), was, after.Short(), t.Issue)
}

// one is one of the candidates.
func one(over bisection.Over) string { return strings.TrimSuffix(string(over), "s") }

func why(t *bisection.Track, candidate int) string {
	s, _ := t.Of(candidate)
	return s.Why
}

// JSON writes a track for programs, in the form of schema/bisection.v1.json of
// package bisection.
func JSON(out io.Writer, t *bisection.Track) error {
	if err := document.Write(out, t); err != nil {
		return fmt.Errorf("write what the bisection found: %w", err)
	}
	return nil
}
