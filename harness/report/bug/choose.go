package bug

import (
	"path"
	"slices"

	"streampark-regress/harness/evidence"
	"streampark-regress/harness/report/result"
	"streampark-regress/harness/verdict"
)

// issues is the folder of the features that are about a report.
const issues = "features/issues"

// choose divides the scenarios: those a reader has to see, which are on each
// release the one that tells the issue best, and all that went wrong, alike
// failures once; and the others.
func choose(r result.Result, issue string) (shown, others []result.Scenario) {
	wanted := map[string]bool{}
	for _, release := range r.Releases() {
		wanted[best(r, release.Place(), issue).Job] = true
	}
	for _, f := range r.Failures() {
		if f.Verdict != verdict.NotRun && !slices.ContainsFunc(f.Scenarios, func(s result.Scenario) bool { return wanted[s.Job] }) {
			wanted[f.Scenarios[0].Job] = true
		}
	}
	for _, s := range r.Scenarios {
		if wanted[s.Job] {
			shown = append(shown, s)
		} else {
			others = append(others, s)
		}
	}
	return shown, others
}

// best is the scenario of a release on a database that tells an issue best, the first of
// equals.
func best(r result.Result, place, issue string) result.Scenario {
	var found result.Scenario
	for _, s := range r.Scenarios {
		if s.Place() == place && (found.Job == "" || rank(s, issue) > rank(found, issue)) {
			found = s
		}
	}
	return found
}

// meeting is the scenario in which a release showed an issue that tells it best.
func meeting(r result.Result, of result.Standing, issue string) result.Scenario {
	var found result.Scenario
	for _, s := range r.Scenarios {
		if slices.Contains(of.Shown, s.Job) && (found.Job == "" || rank(s, issue) > rank(found, issue)) {
			found = s
		}
	}
	return found
}

// rank says how well a scenario tells an issue: one that shows it is better
// than one that is about it.
func rank(s result.Scenario, issue string) int {
	n := 0
	if _, met := symptom(s, issue); met {
		n = 2
	}
	if path.Dir(s.File) == issues {
		n++
	}
	return n
}

// symptom is the check that met an issue.
func symptom(s result.Scenario, issue string) (evidence.Check, bool) {
	i := slices.IndexFunc(s.Checks, func(c evidence.Check) bool {
		return c.Attempt != 0 && (c.Verdict == verdict.AsExpected && c.KnownIssue == issue || c.Relapse == issue)
	})
	if i < 0 {
		return evidence.Check{}, false
	}
	return s.Checks[i], true
}
