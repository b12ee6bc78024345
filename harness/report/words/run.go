package words

import (
	"fmt"
	"slices"
	"strings"

	"streampark-regress/harness/evidence"
	"streampark-regress/harness/report/result"
	"streampark-regress/harness/verdict"
)

// Release is how a release fared in a sentence.
func Release(r result.Release) string {
	parts := []string{fmt.Sprintf("%d of %d scenarios as expected", r.Counts[verdict.AsExpected], r.Scenarios) + WithIssue(r.Known)}
	for _, v := range []verdict.Verdict{verdict.Unexpected, verdict.Inconclusive, verdict.NotRun} {
		if r.Counts[v] > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", r.Counts[v], v))
		}
	}
	return strings.Join(parts, ", ") + "."
}

// WithIssue says behind a number of scenarios how many of them met a known issue.
func WithIssue(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprintf(" (%s %d with a known issue)", Mark(result.Known), n)
}

// Issues says which known issues a release showed, each with what it is and
// what could not be checked because of it: a release that is as expected is not
// one without bugs.
func Issues(r result.Release, titles map[string]string) []string {
	var all []string
	for _, id := range r.KnownIssues {
		text := join(": ", KnownIssue(id), titles[id])
		if n := r.Masked[id]; n > 0 {
			text += "; because of it " + Count(n, "check") + " could not be made"
		}
		all = append(all, text)
	}
	return all
}

// Build says what a build of somebody's own is, what was expected of it and what
// was not played on it.
func Build(b evidence.Build) string {
	expected := "no known issue"
	if len(b.Expect) > 0 {
		expected = "known issue " + strings.Join(b.Expect, ", ")
	}
	text := fmt.Sprintf("%s is a build like %s (%s), expected to show %s", b.Name, b.Like, b.Image, expected)
	if b.NamedOnly > 0 {
		text += fmt.Sprintf("; not played on it, because they are written for %s by its name: %s", b.Like, Count(b.NamedOnly, "scenario"))
	}
	return text
}

// Java says which Java the servers of each release ran on; empty where they had
// none.
func Java(r result.Result) string {
	var all []string
	for _, d := range r.Deployments {
		text := d.Release + " on " + d.Java
		if d.Java != "" && !slices.Contains(all, text) {
			all = append(all, text)
		}
	}
	if len(all) == 0 {
		return ""
	}
	return "Java: " + strings.Join(all, ", ")
}

// Model says that the answers of these releases are the model's.
func Model(releases []string) string {
	return fmt.Sprintf("MODEL: the answers of %s are the built-in model's, not StreamPark's. They check the harness and the scenarios.", strings.Join(releases, " and "))
}

// Broken says what keeps the run as a whole from being carried out, each in a
// sentence: what failed, what its log does not have, and the jobs that never
// began.
func Broken(r result.Result) []string {
	var all []string
	if r.Run.Failure != "" {
		all = append(all, r.Run.Failure)
	}
	for _, gap := range r.Gaps {
		all = append(all, Gap(gap))
	}
	if r.Run.Shard != nil && len(r.Run.Planned) == 0 {
		all = append(all, Shard(r.Run.Shard, 0))
	}
	if n := len(r.NeverBegan); n > 0 {
		const most = 3
		some, more := r.NeverBegan[:min(n, most)], ""
		if n > most {
			more = fmt.Sprintf(", and %d more", n-most)
		}
		all = append(all, fmt.Sprintf("%s of the plan never began: %s%s", Count(n, "scenario"), strings.Join(some, ", "), more))
	}
	return all
}

// Headline is the verdict of a run and what it comes from, with PARTIAL before it
// where parts of the plan were not run, and MODEL where the answers are the
// built-in model's: "UNEXPECTED on the MODEL, 2.1.5: issue 3933 is back".
func Headline(r result.Result) string {
	said := strings.ToUpper(string(r.Verdict))
	if len(r.Models()) > 0 {
		said += " on the MODEL"
	}
	return join(", ", partial(r), shard(r), said, Causes(r))
}

func shard(r result.Result) string {
	if r.Run.Shard == nil {
		return ""
	}
	return "SHARD " + r.Run.Shard.String()
}

// Shard says which part of a plan a run is, empty for a whole one.
func Shard(s *evidence.Shard, planned int) string {
	switch {
	case s == nil:
		return ""
	case planned == 0:
		return fmt.Sprintf("shard %s has no work, for there are more shards than servers: alone it shows nothing; `regress report --merge` takes it as expected", s)
	}
	return fmt.Sprintf("shard %s has %d of %s of the plan: `regress report --merge` joins all shards into one verdict", s, planned, Count(len(s.Whole), "scenario"))
}

func partial(r result.Result) string {
	if r.Partial {
		return "PARTIAL"
	}
	return ""
}

// Partial says which part of the plan was not run, empty for none.
func Partial(r result.Result) string {
	if !r.Partial {
		return ""
	}
	left, never := r.Count(verdict.NotRun), len(r.NeverBegan)
	unended := 0
	for _, s := range r.Scenarios {
		if s.Verdict == "" {
			unended++
		}
	}
	var parts []string
	for _, part := range []struct {
		n   int
		how string
	}{{left, "left out"}, {never, "never began"}, {unended, "never ended"}} {
		if part.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", part.n, part.how))
		}
	}
	return fmt.Sprintf("%d of %s of the plan were not run (%s); the verdict is about the rest.", left+never+unended,
		Count(len(r.Scenarios)+never, "scenario"), strings.Join(parts, ", "))
}

// Gap says what a run's log does not have.
func Gap(g result.Gap) string {
	switch g {
	case result.NoBeginning:
		return "the event log does not say how the run began, so nobody knows what was to be done"
	case result.NoEnd:
		return "the run never ended: the program was killed"
	case result.EventsMissing:
		return "events are missing in the middle of the event log: it is not as it was written"
	case result.Repeated:
		return "the run or one of its scenarios begins or ends more than once in the event log: it is not as it was written"
	}
	return string(g)
}

// Mark is the sign of a mark.
func Mark(m result.Mark) string {
	switch m {
	case result.Passed:
		return "✓"
	case result.Known:
		return "△"
	case result.Failed:
		return "✗"
	case result.LeftOut:
		return "–"
	case result.Undecided:
	}
	return "?"
}
