// Package terminal writes a run as text: the table of its checks, how long a
// token works, what went wrong, and the verdict as the last line.
package terminal

import (
	"fmt"
	"io"
	"strings"

	"streampark-regress/harness/report/result"
	"streampark-regress/harness/report/words"
	"streampark-regress/harness/verdict"
)

// Table writes table.txt: every check, for a screen of any width.
func Table(out io.Writer, r result.Result) error { return write(out, r, Screen{}, every) }

// Write writes the telling checks and all else for a screen; where checks do
// not fit, each gets lines of its own.
func Write(out io.Writer, r result.Result, s Screen) error { return write(out, r, s, telling) }

// Details is Write without its last line, the Headline.
func Details(out io.Writer, r result.Result, s Screen) error { return details(out, r, s, telling) }

// Brief is Details without the table of checks and how long a token works.
func Brief(out io.Writer, r result.Result, s Screen) error { return details(out, r, s, nil) }

func write(out io.Writer, r result.Result, s Screen, shown choice) error {
	if err := details(out, r, s, shown); err != nil {
		return err
	}
	return Headline(out, r, s)
}

func details(out io.Writer, r result.Result, s Screen, shown choice) error {
	var lines []line
	lines = append(lines, model(r)...)
	lines = append(lines, builds(r)...)
	if shown == nil && len(lines) > 0 {
		lines = lines[:len(lines)-1] // what comes next begins with a blank line of its own
	}
	if shown != nil {
		lines = append(lines, table(rows(r, shown), s.Columns)...)
		lines = append(lines, laneLines(r, s.Columns)...)
	}
	lines = append(lines, metIssues(r)...)
	for _, f := range r.Failures() {
		lines = append(lines, failure(r, f)...)
	}
	for _, broken := range words.Broken(r) {
		lines = append(lines, text(0, ""))
		lines = append(lines, texts(0, broken)...)
	}
	lines = append(lines, text(0, ""))
	if _, err := io.WriteString(out, s.show(lines)); err != nil {
		return fmt.Errorf("write the table: %w", err)
	}
	return nil
}

func model(r result.Result) []line {
	models := r.Models()
	if len(models) == 0 {
		return nil
	}
	lines := []line{text(0, words.Model(models))}
	if r.Run.Why != "" {
		lines = append(lines, text(0, "Why the model: "+r.Run.Why))
	}
	return append(lines, text(0, ""))
}

// builds says what the builds of somebody's own are, by what the run was made, and
// which Java the servers had.
func builds(r result.Result) []line {
	var lines []line
	for _, b := range r.Run.Builds {
		lines = append(lines, text(0, words.Build(b)))
	}
	for _, made := range words.Made(r) {
		lines = append(lines, text(0, made))
	}
	if java := words.Java(r); java != "" {
		lines = append(lines, text(0, java))
	}
	if len(lines) == 0 {
		return nil
	}
	return append(lines, text(0, ""))
}

// metIssues says which known issues were met: green is not the same as free of
// bugs.
func metIssues(r result.Result) []line {
	var lines []line
	for _, release := range r.Releases() {
		for _, issue := range words.Issues(release, r.Run.KnownIssues) {
			lines = append(lines, line{indent: 2, spans: []span{{words.Mark(result.Known), violet}, {text: " StreamPark " + release.Place() + ", " + issue}}})
		}
	}
	if len(lines) == 0 {
		return nil
	}
	return append([]line{text(0, ""), text(0, "Known issues that were met")}, lines...)
}

// Headline writes the verdict alone, as the last line of a summary has it.
func Headline(out io.Writer, r result.Result, s Screen) error {
	if _, err := io.WriteString(out, s.show([]line{summary(r)})); err != nil {
		return fmt.Errorf("write the verdict: %w", err)
	}
	return nil
}

// loud is a verdict at the beginning of a line.
func loud(v verdict.Verdict) span { return span{strings.ToUpper(string(v)), shade(v)} }

func summary(r result.Result) line {
	parts := []string{words.Count(len(r.Scenarios), "scenario"), fmt.Sprintf("%d as expected", r.Count(verdict.AsExpected)) + words.WithIssue(r.Marked(result.Known))}
	for _, v := range []verdict.Verdict{verdict.Unexpected, verdict.Inconclusive, verdict.NotRun} {
		if n := r.Count(v); n > 0 || v == verdict.Unexpected {
			parts = append(parts, fmt.Sprintf("%d %s", n, v))
		}
	}
	if n := len(r.NeverBegan); n > 0 {
		parts = append(parts, fmt.Sprintf("%d never began", n))
	}
	parts = append(parts, fmt.Sprintf("in %.1f s", r.Seconds))
	return line{spans: []span{{words.Headline(r), shade(r.Verdict)}, {text: ": " + strings.Join(parts, ", ") + ready(r)}}}
}

// ready says how long the servers took to start.
func ready(r result.Result) string {
	var slowest float64
	n := 0
	for _, d := range r.Deployments {
		if d.StartSeconds > 0 {
			slowest = max(slowest, d.StartSeconds)
			n++
		}
	}
	switch n {
	case 0:
		return ""
	case 1:
		return fmt.Sprintf(" (the server was ready after %.1f s)", slowest)
	}
	return fmt.Sprintf(" (%d servers side by side, all ready after %.1f s)", n, slowest)
}
