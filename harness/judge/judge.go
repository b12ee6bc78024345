// Package judge decides, and nobody else does: a call held against what a
// scenario expects and what is known of the release that answered becomes a
// check, and the checks, steps and calls of a scenario become its verdict.
//
// It is pure: it sees the facts of the event log and the catalogue, and asks
// nobody. So a log can be judged again, with another catalogue:
//
//	events, err = judge.Again(events, catalogue)
//
// Nothing is green without evidence: what was not seen is inconclusive.
package judge

import (
	"slices"

	"streampark-regress/harness/cause"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/outcome"
	"streampark-regress/harness/release"
	"streampark-regress/harness/verdict"
)

// Knowledge is what is known of a release's issues: those it has, and those of
// earlier releases that it must not show any more.
type Knowledge struct {
	Version string
	Known   []release.KnownIssue
	Fixed   []release.KnownIssue
	// Unasked are those of the release a build is like that it was not expected
	// to show.
	Unasked []release.KnownIssue
}

// Of is what the catalogue knows of a release.
func Of(r release.Release) Knowledge {
	return Knowledge{r.Version, r.KnownIssues, r.FixedIssues(), r.UnexpectedIssues()}
}

// issue is what is known of an issue; nothing, where the release has not got it.
func (k Knowledge) issue(id string) release.KnownIssue {
	for _, issue := range k.Known {
		if issue.ID == id {
			return issue
		}
	}
	return release.KnownIssue{}
}

// Case is a call that something was expected of.
type Case struct {
	// Release is what is known of the release that answered.
	Release Knowledge
	// About are the issues the scenario is about.
	About    []string
	Attempt  evidence.Attempt
	Expected evidence.Expectation
}

// Call judges a call.
func Call(c Case) evidence.Check {
	check := evidence.Check{Release: c.Release.Version, Attempt: c.Attempt.ID, Expected: c.Expected}
	switch {
	case !seen(c.Attempt), c.Expected.Outcome == "":
		return inconclusive(check, evidence.MissedEvidence)
	case c.Attempt.Cause == cause.DatabaseLost && c.Expected.Cause != cause.DatabaseLost:
		return inconclusive(check, evidence.MissedDatabase)
	case c.Expected.KnownIssue != "":
		return c.named(check)
	}
	check.Misses = misses(c.Attempt, c.Expected)
	switch {
	case len(check.Misses) == 0:
		check.Verdict = verdict.AsExpected
		return check
	case undecided(check.Misses):
		return inconclusive(check, check.Misses...)
	}
	for _, k := range c.Release.Known {
		if s, shown := symptom(c.Attempt, k); shown && slices.Contains(c.About, k.ID) {
			check.Verdict, check.KnownIssue, check.Misses = verdict.AsExpected, k.ID, nil
			check.Masked = !hides(s, c.Expected)
			return check
		}
	}
	return c.surprise(check)
}

// named judges a call whose step says which known issue it shows: the
// catalogue must agree with the step, and the call with both.
func (c Case) named(check evidence.Check) evidence.Check {
	issue := c.Release.issue(c.Expected.KnownIssue)
	if issue.Symptom.Outcome != c.Expected.Outcome || issue.Symptom.Cause != c.Expected.Cause {
		return inconclusive(check, evidence.MissedIssue)
	}
	check.Misses = differences(c.Attempt, issue.Symptom)
	switch {
	case len(check.Misses) == 0:
		check.Verdict, check.KnownIssue = verdict.AsExpected, issue.ID
		return check
	case undecided(check.Misses):
		return inconclusive(check, check.Misses...)
	}
	check.Gone = issue.ID
	return c.surprise(check)
}

// surprise is the check of a call that is not what it should be.
func (c Case) surprise(check evidence.Check) evidence.Check {
	check.Verdict = verdict.Unexpected
	if check.Gone == "" {
		for _, k := range c.Release.Fixed {
			if shows(c.Attempt, k) {
				check.Relapse, check.FixedIn = k.ID, k.FixedIn
				break
			}
		}
		for _, k := range c.Release.Unasked {
			if shows(c.Attempt, k) {
				check.Unasked = k.ID
				break
			}
		}
	}
	check.Suspect = suspect(c.Attempt, c.Expected)
	return check
}

// hides reports whether the expectation is one that the known issue is known
// to disappoint: that the caller gets in, or that it does not, or that an error
// does nothing. Where the scenario is after something else, the issue only
// stands in the way.
func hides(s release.Symptom, e evidence.Expectation) bool {
	switch {
	case s.Kept != "":
		return e.Kept == evidence.KeptAsLatest
	case s.State != "":
		return e.State.Keeps()
	}
	switch e.Outcome { //nolint:exhaustive // what else is expected is that the caller gets in
	case outcome.Unauthenticated:
		return s.Outcome != outcome.Unauthenticated
	case outcome.Failed:
		return s.Outcome == outcome.Failed
	case outcome.Forbidden, outcome.Refused:
		return s.Outcome.Accepted() || len(s.Tells) > 0
	}
	return e.Outcome.Accepted() || e.Outcome == outcome.Answered
}

// seen reports whether there is an answer to judge at all.
func seen(a evidence.Attempt) bool {
	if a.Status == 0 || a.Outcome == "" || a.ServerTime.IsZero() {
		return false
	}
	return a.Outcome != outcome.Unauthenticated || a.Cause != cause.None
}

// misses lists in what a call differs from what is expected of it.
func misses(a evidence.Attempt, e evidence.Expectation) []evidence.Miss {
	var all []evidence.Miss
	if a.Outcome != e.Outcome {
		all = append(all, evidence.MissedOutcome)
	}
	switch {
	case e.Explained:
		if a.Outcome == outcome.Unauthenticated && (a.Cause == cause.Unknown || a.Cause == cause.Expired) {
			all = append(all, evidence.MissedCause)
		}
	case a.Cause != e.Cause:
		all = append(all, evidence.MissedCause)
	}
	if a.Outcome == e.Outcome && a.Outcome.Accepted() && a.Application == evidence.NoApplication { // that one starts is more than an answer
		all = append(all, evidence.MissedEvidence)
	}
	all = append(all, effect(a)...)
	all = append(all, submission(a)...)
	all = append(all, state(a, e.State)...)
	all = append(all, flink(a, e.Job)...)
	all = append(all, kept(a, e.Kept)...)
	all = append(all, going(a, e.Going)...)
	return slices.Compact(append(all, decency(a)...))
}

// decency lists what no call may do, whatever is expected of it: start what
// belongs to others, or tell a secret.
func decency(a evidence.Attempt) []evidence.Miss {
	var all []evidence.Miss
	if len(a.Effect.Others) > 0 {
		all = append(all, evidence.MissedOthers)
	}
	if len(a.Leaks) > 0 {
		all = append(all, evidence.MissedSecrecy)
	}
	return all
}

// undecided reports whether all that differs was not seen.
func undecided(misses []evidence.Miss) bool {
	return !slices.ContainsFunc(misses, func(m evidence.Miss) bool { return m != evidence.MissedEvidence })
}

func inconclusive(c evidence.Check, misses ...evidence.Miss) evidence.Check {
	c.Verdict, c.Misses = verdict.Inconclusive, misses
	return c
}
