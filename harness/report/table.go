package report

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"unicode/utf8"

	"streampark-regress/harness/evidence"
	"streampark-regress/harness/outcome"
	"streampark-regress/harness/verdict"
)

// Table writes every check of a run as a table, the lanes and what went wrong
// below it, and the verdict as the last line.
func Table(out io.Writer, r Result) error { return write(out, r, Terminal{}, true) }

// Summary writes the telling checks and the lanes for a terminal; where checks
// do not fit, each gets lines of its own.
func Summary(out io.Writer, r Result, t Terminal) error { return write(out, r, t, false) }

func write(out io.Writer, r Result, t Terminal, all bool) error {
	var b strings.Builder
	if models := r.Models(); len(models) > 0 {
		b.WriteString(modelBanner(models) + "\n")
		if r.Run.Why != "" {
			fmt.Fprintf(&b, "Why the model: %s\n", r.Run.Why)
		}
		b.WriteByte('\n')
	}
	checks := table(r, all)
	if t.Columns > 0 && widest(checks) > t.Columns {
		checks = stacked(r, all)
	}
	b.WriteString(checks)
	text := t.paintVerdicts(wrap(b.String(), t.Columns)) + laneText(r, t)
	b.Reset()
	metIssues(&b, r)
	failures(&b, r)
	summary(&b, r)
	text += t.paintVerdicts(wrap(b.String(), t.Columns))
	if _, err := io.WriteString(out, text); err != nil {
		return fmt.Errorf("write the table: %w", err)
	}
	return nil
}

func table(r Result, all bool) string {
	var b strings.Builder
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "RELEASE\tTARGET\tCHECK\tOUTCOME\tCAUSE\tVERDICT")
	for _, s := range r.Scenarios {
		for _, c := range s.telling(all) {
			fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\n", c.Release, c.Target, c.Label, brief(c.Outcome), brief(c.Cause), say(c))
		}
	}
	_ = w.Flush() // a strings.Builder takes everything
	return b.String()
}

// stacked is the table for narrow terminals.
func stacked(r Result, all bool) string {
	var b strings.Builder
	for _, s := range r.Scenarios {
		for _, c := range s.telling(all) {
			found := brief(c.Outcome)
			if c.Cause != "-" {
				found += ", " + brief(c.Cause)
			}
			fmt.Fprintf(&b, "%s %s  %s\n    %s\n    %s\n", c.Release, c.Target, c.Label, found, say(c))
		}
	}
	return b.String()
}

// telling leaves out the checks that only prepare another: that a fresh token
// works before something is done to it, that a row is as it was.
func (s Scenario) telling(all bool) []evidence.Check {
	if all {
		return s.Checks
	}
	var kept []evidence.Check
	last := 0
	for _, c := range s.Checks {
		last = max(last, c.Attempt)
	}
	for _, c := range s.Checks {
		aged := strings.Contains(c.Label, "after it was made")
		rejected := strings.HasPrefix(c.Outcome, string(outcome.Unauthenticated))
		if c.Verdict != verdict.AsExpected || c.KnownIssue != "" || aged || rejected || c.Attempt != 0 && c.Attempt == last {
			kept = append(kept, c)
		}
	}
	return kept
}

func widest(text string) int {
	most := 0
	for _, line := range strings.Split(text, "\n") {
		most = max(most, utf8.RuneCountInString(line))
	}
	return most
}

// wrap breaks lines between words; what follows keeps the line's indent.
func wrap(text string, columns int) string {
	if columns <= 0 {
		return text
	}
	var b strings.Builder
	for _, line := range strings.SplitAfter(text, "\n") {
		if strings.HasPrefix(line, "  again: ") {
			b.WriteString(line) // it is meant to be copied
			continue
		}
		indent := strings.Repeat(" ", len(line)-len(strings.TrimLeft(line, " ")))
		for utf8.RuneCountInString(strings.TrimRight(line, "\n")) > columns {
			cut := strings.LastIndex(string([]rune(line)[:columns+1]), " ")
			if cut <= len(indent) {
				break // one word that is wider than the terminal
			}
			b.WriteString(strings.TrimRight(line[:cut], " ") + "\n")
			line = indent + "  " + strings.TrimLeft(line[cut:], " ")
		}
		b.WriteString(line)
	}
	return b.String()
}

// brief leaves out what stands in parentheses, and the end of what is too long
// for a cell: the log and result.json have it.
func brief(cell string) string {
	const widest = 80
	short, _, _ := strings.Cut(cell, " (")
	if utf8.RuneCountInString(short) > widest {
		short = string([]rune(short)[:widest-1]) + "…"
	}
	return short
}

func say(c evidence.Check) string {
	if c.KnownIssue != "" && c.Verdict == verdict.AsExpected {
		return fmt.Sprintf("%s (known issue %s)", c.Verdict, c.KnownIssue)
	}
	return string(c.Verdict)
}

// metIssues says which known issues were met: green is not the same as free of
// bugs.
func metIssues(b *strings.Builder, r Result) {
	var lines []string
	for _, l := range r.releaseLines() {
		for _, issue := range l.Issues {
			lines = append(lines, "  "+l.Name+", "+issue)
		}
	}
	if len(lines) > 0 {
		fmt.Fprintf(b, "\nKnown issues that were met\n%s\n", strings.Join(lines, "\n"))
	}
}

// failures says for each scenario that did not end as expected what happened
// and how to run just it again. Scenarios that share a reason, such as a server
// that did not start, are told together.
func failures(b *strings.Builder, r Result) {
	told := map[string]bool{}
	for i, s := range r.Scenarios {
		if s.Verdict == verdict.AsExpected || told[s.failure()] {
			continue
		}
		told[s.failure()] = true
		b.WriteByte('\n')
		for _, other := range r.Scenarios[i:] {
			if other.failure() == s.failure() {
				fmt.Fprintf(b, "%s on %s: %s  (%s:%d)\n", strings.ToUpper(string(other.outcome())), other.Release, other.Name, other.File, other.Line)
			}
		}
		for _, step := range s.Steps {
			if step.Status == evidence.StepFailed {
				fmt.Fprintf(b, "  at: %s %s\n", step.Keyword, step.Text)
			}
		}
		fmt.Fprintf(b, "  %s\n", s.why())
		if s.Verdict != verdict.NotRun {
			fmt.Fprintf(b, "  again: %s --release %s --scenario %s:%d\n", r.Run.Command, s.Release, s.File, s.Line)
		}
	}
	if r.Run.Failure != "" {
		fmt.Fprintf(b, "\n%s\n", r.Run.Failure)
	}
}

// outcome is the scenario's verdict; one that never ended has none of its own.
func (s Scenario) outcome() verdict.Verdict {
	if s.Verdict == "" {
		return verdict.Inconclusive
	}
	return s.Verdict
}

// why is the scenario's reason for not being as expected.
func (s Scenario) why() string {
	if s.Verdict == "" {
		return "it never ended: the program was killed"
	}
	return s.Reason
}

// failure identifies what went wrong.
func (s Scenario) failure() string {
	return s.Release + "\x00" + string(s.outcome()) + "\x00" + s.Reason
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

func summary(b *strings.Builder, r Result) {
	parts := []string{fmt.Sprintf("%d as expected", r.Count(verdict.AsExpected))}
	for _, v := range []verdict.Verdict{verdict.Unexpected, verdict.Inconclusive, verdict.NotRun} {
		if n := r.Count(v); n > 0 || v == verdict.Unexpected {
			parts = append(parts, fmt.Sprintf("%d %s", n, v))
		}
	}
	fmt.Fprintf(b, "\n%s: %s, %s, in %.1f s", strings.ToUpper(string(r.Verdict)), count(len(r.Scenarios), "scenario"), strings.Join(parts, ", "), r.Seconds)
	var slowest float64
	ready := 0
	for _, d := range r.Deployments {
		if d.StartSeconds > 0 {
			slowest = max(slowest, d.StartSeconds)
			ready++
		}
	}
	switch {
	case ready == 1:
		fmt.Fprintf(b, " (the server was ready after %.1f s)", slowest)
	case ready > 1:
		fmt.Fprintf(b, " (%d servers side by side, all ready after %.1f s)", ready, slowest)
	}
	b.WriteByte('\n')
}
