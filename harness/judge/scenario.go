package judge

import (
	"slices"

	"streampark-regress/harness/database"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/release"
	"streampark-regress/harness/verdict"
)

// Story is what the log holds of one scenario on a release.
type Story struct {
	// Release is the release the scenario began on, and About are the issues
	// it is about.
	Release Knowledge
	About   []string
	// Steps are all steps of the scenario, also those that were not reached.
	Steps    []evidence.Step
	Attempts []evidence.Attempt
	Checks   []evidence.Check
	// Obstacle is what stood in the way besides the steps: the plan left it
	// out, the server did not start, the run was interrupted. Nil for nothing.
	Obstacle *evidence.Reason

	// database is the one it ran on, for a story that is told again.
	database database.Product
}

// Ruling is how a scenario ended.
type Ruling struct {
	Verdict verdict.Verdict
	// Reason is nil for a scenario that went as expected.
	Reason *evidence.Reason
	// KnownIssues are those whose symptom was met.
	KnownIssues []string
}

// Scenario judges a scenario. It is as expected only if every step was carried
// out, something was expected of every call, every expectation was met, and
// every known issue it is about showed.
func Scenario(s Story) Ruling {
	r := Ruling{KnownIssues: met(s.Checks)}
	r.Verdict, r.Reason = s.rule(r.KnownIssues)
	return r
}

func (s Story) rule(met []string) (verdict.Verdict, *evidence.Reason) {
	if s.Obstacle != nil {
		switch s.Obstacle.Kind {
		case evidence.LeftOut:
			return verdict.NotRun, s.Obstacle
		case evidence.Interrupted, evidence.Broken:
			return verdict.Inconclusive, s.Obstacle
		case evidence.Failed, evidence.Mismatched, evidence.Unmet, evidence.KnownMet, evidence.Unchecked, evidence.NoEvidence:
			// What was seen before it counts.
		}
	}
	if c, found := first(s.Checks, verdict.Unexpected); found {
		return verdict.Unexpected, &evidence.Reason{Kind: evidence.Mismatched, Check: c.ID}
	}
	if s.Obstacle != nil {
		return verdict.Inconclusive, s.Obstacle
	}
	for _, step := range s.Steps {
		if step.Error != "" {
			return verdict.Inconclusive, &evidence.Reason{Kind: evidence.Failed, Error: step.Error}
		}
	}
	if c, found := first(s.Checks, verdict.Inconclusive); found {
		return verdict.Inconclusive, &evidence.Reason{Kind: evidence.NoEvidence, Check: c.ID}
	}
	if !s.Proven() {
		return verdict.Inconclusive, &evidence.Reason{Kind: evidence.NoEvidence}
	}
	if unmet := s.unmet(met); len(unmet) > 0 {
		return verdict.Unexpected, &evidence.Reason{Kind: evidence.Unmet, Issues: unmet}
	}
	if unchecked := s.unchecked(); len(unchecked) > 0 {
		return verdict.Inconclusive, &evidence.Reason{Kind: evidence.Unchecked, Attempts: unchecked}
	}
	return verdict.AsExpected, nil
}

func first(all []evidence.Check, v verdict.Verdict) (evidence.Check, bool) {
	i := slices.IndexFunc(all, func(c evidence.Check) bool { return c.Verdict == v })
	if i < 0 {
		return evidence.Check{}, false
	}
	return all[i], true
}

// Proven reports whether what the log holds of a scenario shows that it went as
// expected: every step was carried out, what it expected was judged, every check
// was made by a step and of a call that is there, and is as expected.
func (s Story) Proven() bool {
	for _, step := range s.Steps {
		made := made(step, s.Checks)
		if step.Status != evidence.StepPassed && step.Status != evidence.StepKnown || len(made) < len(step.Checks) || step.Expects && len(made) == 0 {
			return false
		}
	}
	return len(s.Checks) > 0 && !slices.ContainsFunc(s.Checks, func(c evidence.Check) bool { return !s.grounded(c) })
}

// grounded reports whether a check is as expected, and the log holds what it was
// made by and of.
func (s Story) grounded(c evidence.Check) bool {
	byStep := slices.ContainsFunc(s.Steps, func(step evidence.Step) bool { return slices.Contains(step.Checks, c.ID) })
	called := slices.ContainsFunc(s.Attempts, func(a evidence.Attempt) bool { return a.ID == c.Attempt })
	return c.Verdict == verdict.AsExpected && byStep && (called || c.Attempt == 0 && c.Fact != nil)
}

// met lists the known issues that showed, in order and each once.
func met(checks []evidence.Check) []string {
	var all []string
	for _, c := range checks {
		if c.Verdict == verdict.AsExpected && c.KnownIssue != "" && !slices.Contains(all, c.KnownIssue) {
			all = append(all, c.KnownIssue)
		}
	}
	return all
}

// unmet lists the known issues of the release that the scenario is about and
// that did not show, though nothing stood in their way.
func (s Story) unmet(met []string) []string {
	var all []string
	for _, k := range s.Release.Known {
		if slices.Contains(s.About, k.ID) && !slices.Contains(met, k.ID) && !s.hidden(k) {
			all = append(all, k.ID)
		}
	}
	return all
}

// hidden reports whether every call in which an issue would show was answered with
// another that stood in its way, and there was one.
func (s Story) hidden(k release.KnownIssue) bool {
	hidden := false
	for _, c := range s.Checks {
		i := slices.IndexFunc(s.Attempts, func(a evidence.Attempt) bool { return a.ID == c.Attempt })
		if i < 0 || !wouldShow(k, s.Attempts[i], 0) {
			continue
		}
		if !c.Masked {
			return false
		}
		hidden = true
	}
	return hidden
}

// unchecked lists the calls of which nothing was expected: they prove nothing.
// The first try of a client that helps itself is answered by the second.
func (s Story) unchecked() []int {
	var all []int
	for i, a := range s.Attempts {
		answered := a.Try == 1 && slices.ContainsFunc(s.Attempts[i+1:], func(o evidence.Attempt) bool { return o.Try == 2 })
		checked := slices.ContainsFunc(s.Checks, func(c evidence.Check) bool { return c.Attempt == a.ID })
		if !answered && !checked {
			all = append(all, a.ID)
		}
	}
	return all
}

// Whole is the verdict of a run: of the jobs that were planned, by how each
// ended. One that did not end makes the run inconclusive at best.
func Whole(planned []string, ended map[string]verdict.Verdict) verdict.Verdict {
	var parts []verdict.Verdict
	for _, v := range ended {
		parts = append(parts, v)
	}
	for _, job := range planned {
		if _, known := ended[job]; !known {
			parts = append(parts, verdict.Inconclusive)
		}
	}
	return verdict.Worst(parts...)
}
