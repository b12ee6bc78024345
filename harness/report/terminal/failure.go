package terminal

import (
	"fmt"
	"strings"

	"streampark-regress/harness/evidence"
	"streampark-regress/harness/report/result"
	"streampark-regress/harness/report/words"
	"streampark-regress/harness/verdict"
)

// failure says of scenarios that failed for one cause what they have in common,
// which they are, what happened in one of them and how to run that and all of them
// again. Of what was
// not run it says how many.
func failure(r result.Result, f result.Failure) []line {
	lines := []line{text(0, ""), heading(f)}
	s := f.Example()
	if f.Cause == result.Stopped {
		return lines
	}
	if f.Verdict == verdict.NotRun {
		return append(lines, texts(2, words.Why(s))...)
	}
	if len(f.Scenarios) > 1 {
		lines = append(lines, paragraph(f)...)
		for _, of := range f.Scenarios {
			lines = append(lines, text(4, scenario(of)))
		}
		lines = append(lines, text(2, "for example, "+scenario(s)))
	} else {
		lines = append(lines, text(2, scenario(s)))
	}
	for _, step := range s.Steps {
		if step.Status == evidence.StepFailed {
			lines = append(lines, text(2, "at: "+step.Keyword+" "+step.Text))
		}
	}
	lines = append(lines, texts(2, words.Why(s))...)
	again := text(2, "again: "+r.AgainWith(s))
	again.whole = true
	lines = append(lines, again)
	if len(f.Scenarios) > 1 {
		all := text(2, fmt.Sprintf("again, all %d: %s", len(f.Scenarios), r.AgainWith(f.Scenarios...)))
		all.whole = true
		lines = append(lines, all)
	}
	return lines
}

// heading is the cause of a failure, and how many scenarios it has.
func heading(f result.Failure) line {
	said := " on " + f.Place + ": "
	if title := words.Title(f); title != "" {
		said += title + ": "
	}
	return line{spans: []span{loud(f.Verdict), {text: said + words.Count(len(f.Scenarios), "scenario")}}}
}

// paragraph is what the scenarios of a failure have in common.
func paragraph(f result.Failure) []line {
	const broadest = 10
	var lines []line
	for _, l := range words.Paragraph(f) {
		lines = append(lines, text(2, l.Name+":"+strings.Repeat(" ", max(broadest-len(l.Name), 1))+l.Text))
	}
	return lines
}

func scenario(s result.Scenario) string {
	return fmt.Sprintf("%s  (%s:%d)", s.Name, s.File, s.Line)
}
