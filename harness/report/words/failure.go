package words

import (
	"fmt"
	"slices"
	"strings"

	"streampark-regress/harness/evidence"
	"streampark-regress/harness/report/result"
	"streampark-regress/harness/verdict"
)

// Title says the cause of a failure in a few words, such as "issue 3933 is back";
// empty where nothing is known of it.
func Title(f result.Failure) string {
	switch f.Cause {
	case result.IssueBack:
		return fmt.Sprintf("issue %s is back", f.Issue)
	case result.IssueGone:
		if strings.Contains(f.Issue, ", ") {
			return fmt.Sprintf("issues %s no longer reproduce", f.Issue)
		}
		return fmt.Sprintf("issue %s no longer reproduces", f.Issue)
	case result.IssueUnasked:
		return fmt.Sprintf("%s shows, which was not expected", KnownIssue(f.Issue))
	case result.IssueMet:
		return KnownIssue(f.Issue)
	case result.Stopped:
		return "interrupted"
	case result.Omitted:
		return "left out"
	case result.Different:
		if suspect := Suspect(f.Suspect); suspect != "" {
			return suspect
		}
		return strings.Join(each(f, differs), " or ")
	case result.Unproven:
	}
	text, _, _ := strings.Cut(Why(f.Scenarios[0]), "\n")
	return text
}

// differs says in what a check differs from what was expected of it.
func differs(c evidence.Check, a evidence.Attempt) string {
	if c.Fact != nil {
		return Mismatch(c, a)
	}
	return fmt.Sprintf("expected %s, found %s", expectedOf(c, a), foundIn(c, a))
}

func expectedOf(c evidence.Check, _ evidence.Attempt) string {
	if c.Fact != nil {
		return FactLabel(*c.Fact) + ": " + Expectation(c.Expected)
	}
	e := c.Expected
	e.KnownIssue = "" // the title says it
	return Expectation(e)
}

// foundIn is what was found, without what differs from call to call.
func foundIn(c evidence.Check, a evidence.Attempt) string {
	if c.Fact != nil {
		return FactLabel(*c.Fact) + ": " + Fact(*c.Fact, c.Expected)
	}
	text := answer(a.Outcome, a.Cause)
	if a.Cause == "" {
		text += fmt.Sprintf(" (%s)", Summary(a))
	}
	if a.Outcome == c.Expected.Outcome && a.Cause == c.Expected.Cause {
		var rest []string
		for _, m := range c.Misses {
			rest = append(rest, miss(m, a))
		}
		text = join(", but ", text, join(", and ", rest...))
	}
	return text
}

// each says something of the telling check of every scenario, each text once.
func each(f result.Failure, say func(evidence.Check, evidence.Attempt) string) []string {
	var all []string
	for _, s := range f.Scenarios {
		c, found := s.Telling()
		if !found {
			continue
		}
		if text := say(c, s.Attempt(c.Attempt)); text != "" && !slices.Contains(all, text) {
			all = append(all, text)
		}
	}
	return all
}

// Line is a line of a paragraph: what it is about, and what it says.
type Line struct{ Name, Text string }

// Paragraph says what the scenarios of a failure have in common: what was expected
// and found, since when, and what it looks like. It is empty where nothing was
// called or looked at.
func Paragraph(f result.Failure) []Line {
	var lines []Line
	add := func(name, text string) {
		if text != "" {
			lines = append(lines, Line{name, text})
		}
	}
	expected, found := each(f, expectedOf), each(f, foundIn)
	if f.Cause == result.IssueGone && len(expected) == 0 {
		expected, found = []string{KnownIssue(f.Issue)}, []string{"every call went as if there were no such issue"}
	}
	add("expected", strings.Join(expected, "; or "))
	add("found", strings.Join(found, "; or "))
	add("since", since(f))
	add("suspect", Suspect(f.Suspect))
	switch f.Cause {
	case result.IssueBack:
		if f.FixedIn != "" {
			add("fixed", "in "+f.FixedIn+", by the catalogue")
		}
	case result.IssueGone:
		add("to do", "if it is fixed, take it out of the catalogue")
	case result.IssueUnasked:
		add("to do", "if it is expected, add --expect-known "+f.Issue)
	case result.IssueMet:
		add("counts as", "unexpected, because of --known-issues fail")
	case result.Different, result.Unproven, result.Stopped, result.Omitted:
	}
	return lines
}

// since says from which age on a failure shows, or what was done before.
func since(f result.Failure) string {
	if f.Since == nil {
		return strings.Join(each(f, func(_ evidence.Check, a evidence.Attempt) string { return lastDone(a) }), "; or ")
	}
	text := Age(*f.Since)
	if f.Until != nil {
		text += fmt.Sprintf(" (%s it was let in)", Age(*f.Until))
	}
	return text
}

// Causes says in a line what went wrong on which release and whether the run was
// interrupted, empty where neither was.
func Causes(r result.Result) string {
	const most = 3
	var all []string
	stopped := ""
	for _, f := range r.Failures() {
		switch {
		case f.Verdict == verdict.Unexpected && Title(f) != "":
			all = append(all, f.Place+": "+Title(f))
		case f.Cause == result.Stopped:
			stopped = Title(f)
		}
	}
	if n := len(all); n > most {
		all = append(all[:most], fmt.Sprintf("and %d more", n-most))
	}
	if stopped != "" {
		all = append(all, stopped)
	}
	return strings.Join(all, "; ")
}

// Known says which known issues a scenario met, with what they are; empty for
// none.
func Known(s result.Scenario, titles map[string]string) string {
	var all []string
	for _, id := range s.KnownIssues {
		all = append(all, join(": ", KnownIssue(id), titles[id]))
	}
	if len(all) == 0 {
		return ""
	}
	return Mark(result.Known) + " " + strings.Join(all, "; ")
}
