package judge

import (
	"math"
	"slices"
	"strings"

	"streampark-regress/harness/evidence"
	"streampark-regress/harness/release"
	"streampark-regress/harness/verdict"
)

// Fact judges something that was seen besides calls.
func Fact(c FactCase) evidence.Check {
	found := c.Found
	check := evidence.Check{Fact: &found, Expected: c.Expected, Verdict: verdict.AsExpected}
	miss, seen := missed(found, c.Expected)
	switch {
	case !seen:
		return inconclusive(check, evidence.MissedEvidence)
	case miss == "":
		return check
	}
	if k, known := c.told(); known {
		check.KnownIssue = k.ID
		return check
	}
	check.Verdict, check.Misses = verdict.Unexpected, []evidence.Miss{miss}
	return check
}

// FactCase is a fact that something was expected of.
type FactCase struct {
	// Release is what is known of the release it was seen of.
	Release Knowledge
	// About are the issues the scenario is about.
	About    []string
	Found    evidence.Fact
	Expected evidence.Expectation
}

// told is the known issue that the scenario is about and of which the log tells a
// secret, and no other; false for none.
func (c FactCase) told() (release.KnownIssue, bool) {
	i := slices.IndexFunc(c.Release.Known, func(k release.KnownIssue) bool {
		return k.Symptom.Log != "" && c.Found.Kind == evidence.SecrecyFact && slices.Contains(c.About, k.ID) &&
			!slices.ContainsFunc(c.Found.Leaks, func(s evidence.Secret) bool { return string(s) != string(k.Symptom.Log) })
	})
	if i < 0 {
		return release.KnownIssue{}, false
	}
	return c.Release.Known[i], true
}

// missed says in what a fact differs from what was expected; the second result
// is false where it was not seen, or is not of the kind that was expected.
func missed(found evidence.Fact, e evidence.Expectation) (evidence.Miss, bool) {
	miss := func(kind evidence.Miss, differs bool) (evidence.Miss, bool) {
		if differs {
			return kind, true
		}
		return "", true
	}
	switch {
	case found.Kind == evidence.RowFact && e.Row != evidence.RowUnseen && found.Row.State != evidence.RowUnseen:
		return miss(evidence.MissedRow, found.Row.State != e.Row)
	case found.Kind == evidence.LifeFact && e.Life != nil && found.Life != nil:
		return miss(evidence.MissedLife, !same(*found.Life, *e.Life, e.ToleranceSeconds))
	case found.Kind == evidence.LogFact && e.Logged != "":
		return miss(evidence.MissedLog, found.Lines == 0)
	case found.Kind == evidence.LogFact && e.NotLogged != "":
		return miss(evidence.MissedLog, found.Lines > 0)
	case found.Kind == evidence.SecondTokenFact && e.Refused != "":
		return miss(evidence.MissedRefusal, !strings.Contains(found.Refused, e.Refused))
	case found.Kind == evidence.CommandFact && e.Address != "" && found.Address != "":
		return miss(evidence.MissedAddress, found.Address != e.Address)
	case found.Kind == evidence.SecrecyFact && e.Secret:
		return miss(evidence.MissedSecrecy, len(found.Leaks) > 0)
	case found.Kind == evidence.AdmissionFact && len(found.Leaks) > 0:
		return miss(evidence.MissedSecrecy, true)
	case found.Kind == evidence.AdmissionFact && e.Admission != "" && found.Admission != "":
		return miss(evidence.MissedAdmission, found.Admission != e.Admission)
	}
	return "", false
}

func same(found, want evidence.Life, tolerance float64) bool {
	if found.Never || want.Never {
		return found.Never == want.Never
	}
	return math.Abs(found.Seconds-want.Seconds) <= tolerance
}
