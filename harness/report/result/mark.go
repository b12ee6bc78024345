package result

import (
	"slices"

	"streampark-regress/harness/verdict"
)

// Mark is how something is shown: its verdict, with what met a known issue apart
// from what passed. A release that is as expected is not one without bugs.
type Mark string

// The marks.
const (
	// Passed went as it should.
	Passed Mark = "passed"
	// Known met a known issue, exactly, or could not see past one.
	Known Mark = "known-issue"
	// Failed behaved differently than expected.
	Failed Mark = "unexpected"
	// Undecided could not be carried out.
	Undecided Mark = "inconclusive"
	// LeftOut was not run.
	LeftOut Mark = "not-run"
)

// MarkOf is the mark of a verdict beside the known issues that were met.
func MarkOf(v verdict.Verdict, issues ...string) Mark {
	met := slices.ContainsFunc(issues, func(id string) bool { return id != "" })
	switch {
	case v == verdict.AsExpected && met:
		return Known
	case v == verdict.AsExpected:
		return Passed
	case v == verdict.Unexpected:
		return Failed
	case v == verdict.NotRun:
		return LeftOut
	}
	return Undecided
}

// Mark is how the scenario is shown.
func (s Scenario) Mark() Mark { return MarkOf(s.Ended(), s.KnownIssues...) }

// Mark is how the release is shown.
func (r Release) Mark() Mark { return MarkOf(r.Verdict, r.KnownIssues...) }

// Marked counts the scenarios with a mark.
func (r Result) Marked(m Mark) int {
	n := 0
	for _, s := range r.Scenarios {
		if s.Mark() == m {
			n++
		}
	}
	return n
}
