package html

import (
	"fmt"
	"slices"
	"strings"

	"streampark-regress/harness/report/result"
	"streampark-regress/harness/report/words"
)

// section is a group of scenarios under a heading of its own.
type section struct {
	Title string
	Mark  result.Mark
	// Common is what its scenarios have in common.
	Common    []words.Line
	Scenarios []shown
}

// shown is a scenario on the page, Open where it is unfolded.
type shown struct {
	result.Scenario
	Open bool
}

// chapter is a feature with its scenarios, by release.
type chapter struct {
	Feature string
	Places  []section
}

// Count is how many scenarios it has.
func (c chapter) Count() int {
	n := 0
	for _, s := range c.Places {
		n += len(s.Scenarios)
	}
	return n
}

// failures are the sections of what went wrong, each cause once; of each the scenario
// that shows it best is unfolded. What was not run is in sections of its own.
func failures(r result.Result) (wrong, left []section) {
	for _, f := range r.Failures() {
		s := section{Title: f.Place + ": " + words.Title(f), Mark: f.Scenarios[0].Mark(), Common: words.Paragraph(f)}
		ran := f.Cause != result.Omitted && f.Cause != result.Stopped
		for _, of := range f.Scenarios {
			s.Scenarios = append(s.Scenarios, shown{of, ran && of.Job == f.Example().Job})
		}
		if ran {
			wrong = append(wrong, s)
		} else {
			left = append(left, s)
		}
	}
	return wrong, left
}

// known are the sections of the known issues that were met, by release and issue. A
// scenario that met several is in that of the first.
func known(r result.Result) []section {
	var all []section
	for _, s := range r.Scenarios {
		if s.Mark() != result.Known {
			continue
		}
		title := s.Place() + ": " + words.KnownIssue(s.KnownIssues[0])
		if what := r.Run.KnownIssues[s.KnownIssues[0]]; what != "" {
			title += ": " + what
		}
		all = into(all, title, s)
	}
	return all
}

// passed are the other scenarios, by feature and release.
func passed(r result.Result) []chapter {
	var all []chapter
	for _, s := range r.Scenarios {
		if s.Mark() != result.Passed {
			continue
		}
		i := slices.IndexFunc(all, func(c chapter) bool { return c.Feature == s.Feature })
		if i < 0 {
			i = len(all)
			all = append(all, chapter{Feature: s.Feature})
		}
		all[i].Places = into(all[i].Places, s.Place(), s)
	}
	return all
}

// into adds a scenario to the section with a title.
func into(all []section, title string, s result.Scenario) []section {
	i := slices.IndexFunc(all, func(o section) bool { return o.Title == title })
	if i < 0 {
		i = len(all)
		all = append(all, section{Title: title, Mark: s.Mark()})
	}
	all[i].Scenarios = append(all[i].Scenarios, shown{s, false})
	return all
}

// anchor is the ID of a scenario on the page: it is the same in every run, so that a
// link to it can be kept.
func anchor(s result.Scenario) string {
	const kept = "abcdefghijklmnopqrstuvwxyz0123456789."
	file := strings.TrimSuffix(strings.TrimPrefix(s.File, "features/"), ".feature")
	parts := strings.FieldsFunc(strings.ToLower(fmt.Sprintf("%s %s %d", s.Place(), file, s.Line)), func(r rune) bool { return !strings.ContainsRune(kept, r) })
	return "in-" + strings.Join(parts, "-")
}

// haystack is what a scenario is found by.
func haystack(s result.Scenario) string {
	return strings.ToLower(strings.Join(append([]string{s.Place(), s.Name, s.Feature, fmt.Sprintf("%s:%d", s.File, s.Line), words.Why(s), strings.Join(s.KnownIssues, " ")}, s.Tags...), " "))
}
