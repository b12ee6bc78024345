package terminal

import (
	"strings"
	"unicode/utf8"

	"streampark-regress/harness/evidence"
	"streampark-regress/harness/outcome"
	"streampark-regress/harness/report/result"
	"streampark-regress/harness/report/words"
	"streampark-regress/harness/verdict"
)

// row is a check as the cells of a table, each with its colour.
type row struct{ release, target, label, found, cause, verdict span }

func (r row) cells() []span { return []span{r.release, r.target, r.label, r.found, r.cause, r.verdict} }

// choice says which checks of a scenario a table shows.
type choice func(result.Scenario) []evidence.Check

// every shows all checks.
func every(s result.Scenario) []evidence.Check { return s.Checks }

// telling leaves out the checks that only prepare another: that a fresh token
// works before something is done to it, that a row is as it was.
func telling(s result.Scenario) []evidence.Check {
	last := 0
	for _, c := range s.Checks {
		last = max(last, c.Attempt)
	}
	var kept []evidence.Check
	for _, c := range s.Checks {
		a := s.Attempt(c.Attempt)
		remarkable := c.Verdict != verdict.AsExpected || c.KnownIssue != ""
		if remarkable || a.Age != nil || a.Outcome == outcome.Unauthenticated || c.Attempt != 0 && c.Attempt == last {
			kept = append(kept, c)
		}
	}
	return kept
}

func rows(r result.Result, shown choice) []row {
	var all []row
	for _, s := range r.Scenarios {
		for _, c := range shown(s) {
			said := words.Check(c, s.Attempt(c.Attempt))
			made := row{span{text: s.On(c.Release)}, span{text: c.Target}, span{text: said.Label}, span{text: found(c, s.Attempt(c.Attempt))}, span{text: short(said.Cause.Text)},
				span{said.Verdict, tint(result.MarkOf(c.Verdict, c.KnownIssue))}}
			if made.cause.text == "" {
				made.cause.text = "-"
			}
			all = append(all, made)
		}
	}
	return all
}

// found is what was found without its aside, but with what a real Flink did: that
// is what the rest is held against.
func found(c evidence.Check, a evidence.Attempt) string {
	text := short(words.Check(c, a).Found.Text)
	if did := words.Flink(a); c.Fact == nil && did != "" {
		text += " (" + did + ")"
	}
	return text
}

// table lays rows out in columns, or below each other where they do not fit.
func table(all []row, columns int) []line {
	heading := row{span{text: "RELEASE"}, span{text: "TARGET"}, span{text: "CHECK"}, span{text: "OUTCOME"}, span{text: "CAUSE"}, span{text: "VERDICT"}}
	lines := laidOut(append([]row{heading}, all...))
	if columns > 0 && widest(lines) > columns {
		return stacked(all)
	}
	return lines
}

func laidOut(all []row) []line {
	const gap = 2
	widths := make([]int, len(row{}.cells()))
	for _, r := range all {
		for i, c := range r.cells() {
			widths[i] = max(widths[i], utf8.RuneCountInString(c.text)+gap)
		}
	}
	var lines []line
	for _, r := range all {
		l := line{whole: true}
		for i, c := range r.cells() {
			l.spans = append(l.spans, c, span{text: strings.Repeat(" ", widths[i]-utf8.RuneCountInString(c.text))})
		}
		lines = append(lines, l)
	}
	return lines
}

func widest(lines []line) int {
	most := 0
	for _, l := range lines {
		most = max(most, len(l.wrap(0)[0]))
	}
	return most
}

// stacked is the table for narrow screens.
func stacked(all []row) []line {
	var lines []line
	for _, r := range all {
		found := r.found.text
		if r.cause.text != "-" {
			found += ", " + r.cause.text
		}
		lines = append(lines, text(0, r.release.text+" "+r.target.text+"  "+r.label.text), text(4, found), line{indent: 4, spans: []span{r.verdict}})
	}
	return lines
}
