// Package comparison says what changed between two runs.
package comparison

import (
	"fmt"
	"math"
	"slices"

	"streampark-regress/harness/evidence"
	"streampark-regress/harness/report/result"
	"streampark-regress/harness/report/words"
)

// Comparison is what differs between two runs.
type Comparison struct {
	Before, After result.Result
	// Changed are the scenarios of both that ended or were answered otherwise.
	Changed []Change
	// Gone are those of the first run alone, New those of the second.
	Gone, New []result.Scenario
	// Both counts the scenarios of both.
	Both int
	// Setting is what the runs were made on, where it differs.
	Setting []Difference
	// Slower and Faster are the scenarios whose durations differ most.
	Slower, Faster []Change
}

// Difference is one thing that was and is.
type Difference struct{ What, Before, After string }

// Change is a scenario of both runs, and in what it differs.
type Change struct {
	Before, After result.Scenario
	Differences   []Difference
}

// Same reports whether the same was found: durations and what the runs were made
// on do not count.
func (c Comparison) Same() bool { return len(c.Changed) == 0 && len(c.Gone) == 0 && len(c.New) == 0 }

// Of compares two runs. A scenario is found again by its release, its database, its
// file and its name, for lines move.
func Of(before, after result.Result) Comparison {
	c := Comparison{Before: before, After: after, Setting: setting(before, after)}
	was, is := byKey(before), byKey(after)
	for _, k := range keys(before) {
		one, two := was[k], is[k]
		if two.Name == "" {
			c.Gone = append(c.Gone, one)
			continue
		}
		c.Both++
		change := Change{one, two, differences(one, two)}
		if len(change.Differences) > 0 {
			c.Changed = append(c.Changed, change)
		}
		switch {
		case notably(one.Seconds, two.Seconds):
			c.Slower = append(c.Slower, change)
		case notably(two.Seconds, one.Seconds):
			c.Faster = append(c.Faster, change)
		}
	}
	for _, k := range keys(after) {
		if was[k].Name == "" {
			c.New = append(c.New, is[k])
		}
	}
	byDifference := func(a, b Change) int {
		return int(math.Abs(b.After.Seconds-b.Before.Seconds)*1000) - int(math.Abs(a.After.Seconds-a.Before.Seconds)*1000)
	}
	slices.SortStableFunc(c.Slower, byDifference)
	slices.SortStableFunc(c.Faster, byDifference)
	return c
}

// notably reports whether a duration grew by more than a half and by more than a
// second: less is what a busy machine makes of it.
func notably(from, to float64) bool { return to > 1.5*from && to > from+1 }

// key finds a scenario again in another run; n tells rows of one name apart.
type key struct {
	place, file, name string
	n                 int
}

func keys(r result.Result) []key {
	var all []key
	seen := map[key]int{}
	for _, s := range r.Scenarios {
		k := key{place: s.Place(), file: s.File, name: s.Name}
		seen[k]++
		k.n = seen[k]
		all = append(all, k)
	}
	return all
}

func byKey(r result.Result) map[key]result.Scenario {
	found := map[key]result.Scenario{}
	for i, k := range keys(r) {
		found[k] = r.Scenarios[i]
	}
	return found
}

// differences are those of a scenario: its verdict and the known issues it met, and
// what its checks found.
func differences(before, after result.Scenario) []Difference {
	var all []Difference
	add := func(what, was, is string) {
		if was != is {
			all = append(all, Difference{what, was, is})
		}
	}
	add("verdict", string(before.Ended()), string(after.Ended()))
	add("known issues", list(before.KnownIssues), list(after.KnownIssues))
	was, is := checks(before), checks(after)
	for i := range max(len(was), len(is)) {
		var one, two found
		if i < len(was) {
			one = was[i]
		}
		if i < len(is) {
			two = is[i]
		}
		label := two.label
		if label == "" {
			label = one.label
		}
		if one.value != two.value {
			add(label, one.String(), two.String())
		}
	}
	return all
}

// found is what a check found: value is held against another run's, and text is
// for people.
type found struct{ label, value, text string }

func (f found) String() string {
	if f.label == "" {
		return "not checked"
	}
	return f.text
}

func checks(s result.Scenario) []found {
	var all []found
	for _, c := range s.Checks {
		a := s.Attempt(c.Attempt)
		said := words.Check(c, a)
		f := found{label: said.Label, text: said.Found.Text}
		if said.Cause.Text != "" {
			f.text += ", " + said.Cause.Text
		}
		f.text += ": " + said.Verdict
		// Times, ids and messages differ between any two runs.
		f.value = fmt.Sprint(c.Verdict, c.KnownIssue, c.Masked, c.Misses)
		if c.Fact == nil {
			f.value += fmt.Sprint(a.Outcome, a.Status, a.Cause, state(a))
		}
		all = append(all, f)
	}
	return all
}

func state(a evidence.Attempt) evidence.State {
	if a.Submission == nil {
		return evidence.StateUnseen
	}
	return a.Submission.State
}
