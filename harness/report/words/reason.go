package words

import (
	"fmt"
	"strings"

	"streampark-regress/harness/evidence"
	"streampark-regress/harness/report/result"
)

// Why says why a scenario did not end as expected; empty for one that did.
func Why(s result.Scenario) string {
	switch {
	case s.Verdict == "":
		return "it never ended: the program was killed"
	case s.Reason == nil:
		return ""
	}
	return reason(s, *s.Reason)
}

func reason(s result.Scenario, r evidence.Reason) string {
	switch r.Kind {
	case evidence.Mismatched:
		return checkOf(s, r, "an expectation was not met")
	case evidence.NoEvidence:
		return checkOf(s, r, noEvidence(s))
	case evidence.Unmet:
		return unmet(s, r)
	case evidence.KnownMet:
		return KnownIssue(strings.Join(r.Issues, ", ")) + " showed exactly, and --known-issues fail makes that a failure"
	case evidence.Unchecked:
		return "nothing was expected of these calls, so they prove nothing: " + calls(s, r.Attempts)
	case evidence.Failed:
		return r.Error
	case evidence.Broken:
		return "its server broke down: " + r.Error
	case evidence.Interrupted:
		return join(": ", "interrupted before it ended", r.Error)
	case evidence.LeftOut:
		if r.Obstacle != nil {
			return Obstacle(*r.Obstacle)
		}
		return "the plan left it out"
	}
	return join(": ", string(r.Kind), r.Error)
}

// checkOf says the check that a reason is about.
func checkOf(s result.Scenario, r evidence.Reason, without string) string {
	c, known := s.Check(r.Check)
	if !known {
		return without
	}
	return Mismatch(c, s.Attempt(c.Attempt))
}

func noEvidence(s result.Scenario) string {
	if len(s.Checks) == 0 {
		return "nothing was checked, so it proves nothing"
	}
	return "not every step was carried out"
}

func unmet(s result.Scenario, r evidence.Reason) string {
	if len(r.Issues) == 1 {
		return fmt.Sprintf("issue %s no longer reproduces on %s: everything went as if there were no such issue; if it is fixed, take it out of the catalogue", r.Issues[0], s.Place())
	}
	return fmt.Sprintf("issues %s no longer reproduce on %s: everything went as if there were no such issues; if they are fixed, take them out of the catalogue",
		strings.Join(r.Issues, ", "), s.Place())
}

func calls(s result.Scenario, ids []int) string {
	var all []string
	for _, id := range ids {
		all = append(all, calledAt(s.Attempt(id)))
	}
	return strings.Join(all, "; ")
}
