// Package replayed says what became of an issue between the report of a reproduction
// and the same reproduction carried out again.
package replayed

import (
	"fmt"
	"io"
	"strings"

	"streampark-regress/harness/judge"
	"streampark-regress/harness/release"
	"streampark-regress/harness/report/comparison"
	"streampark-regress/harness/report/result"
	"streampark-regress/harness/report/words"
)

// Answer is what became of an issue.
type Answer string

// The answers.
const (
	// Fixed: it showed, and it does not any more.
	Fixed Answer = "FIXED"
	// StillThere: it showed, and it shows in the same way.
	StillThere Answer = "STILL THERE"
	// StillNot: it did not show, and does not.
	StillNot Answer = "STILL NOT THERE"
	// Different: neither the one nor the other.
	Different Answer = "DIFFERENT"
	// Open: nothing could be decided this time.
	Open Answer = "NOT DECIDED"
)

// Replay is a reproduction that was carried out twice.
type Replay struct {
	Answer Answer
	Issue  release.KnownIssue
	// Was and Is say how the releases stand to the issue.
	Was, Is       []result.Standing
	before, after result.Result
	// Changed are the scenarios of both in which something else was seen.
	Changed []comparison.Change
}

// Of compares what a report saw with what is seen now.
func Of(issue release.KnownIssue, before, after result.Result) Replay {
	r := Replay{Issue: issue, Was: before.Standings(issue), Is: after.Standings(issue), before: before, after: after}
	r.Changed = comparison.Of(before, after).Changed
	r.Answer = r.answer()
	return r
}

func (r Replay) answer() Answer {
	was, is := result.Reproduced(r.Was), result.Reproduced(r.Is)
	switch {
	case is == judge.Undecided && r.other():
		return Different
	case is == judge.Undecided:
		return Open
	case was != is && was != judge.Reproduced:
		return Different
	case was == is && len(r.Changed) > 0:
		return Different
	case was == judge.Reproduced && is == judge.Reproduced:
		return StillThere
	case was == judge.Reproduced:
		return Fixed
	}
	return StillNot
}

// other reports whether calls in which the issue would show came to something else
// now.
func (r Replay) other() bool {
	for _, s := range r.Is {
		if len(s.Other) > 0 {
			return true
		}
	}
	return false
}

// Write writes it for people, with the answer as the last line.
func Write(out io.Writer, r Replay) error {
	var b strings.Builder
	for _, s := range r.Was {
		fmt.Fprintf(&b, "then: %s\n", words.Standing(r.before, s, r.Issue.ID))
	}
	for _, s := range r.Is {
		fmt.Fprintf(&b, "now:  %s\n", words.Standing(r.after, s, r.Issue.ID))
	}
	for _, c := range r.Changed {
		fmt.Fprintf(&b, "\n%s: %s  (%s:%d)\n", c.After.Place(), c.After.Name, c.After.File, c.After.Line)
		for _, d := range c.Differences {
			fmt.Fprintf(&b, "  %s: %s -> %s\n", d.What, dash(d.Before), dash(d.After))
		}
	}
	fmt.Fprintf(&b, "\n%s: issue %s%s\n", r.Answer, r.Issue.ID, r.besides())
	if _, err := io.WriteString(out, b.String()); err != nil {
		return fmt.Errorf("write what came of the replay: %w", err)
	}
	return nil
}

// besides says how much differs from the report.
func (r Replay) besides() string {
	if len(r.Changed) == 0 {
		return ""
	}
	return fmt.Sprintf(", and %s went differently than in the report", words.Count(len(r.Changed), "scenario"))
}

func dash(text string) string {
	if text == "" {
		return "-"
	}
	return text
}
