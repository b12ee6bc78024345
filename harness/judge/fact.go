package judge

import (
	"math"
	"strings"

	"streampark-regress/harness/evidence"
	"streampark-regress/harness/verdict"
)

// Fact judges something that was seen besides calls.
func Fact(found evidence.Fact, expected evidence.Expectation) evidence.Check {
	check := evidence.Check{Fact: &found, Expected: expected, Verdict: verdict.AsExpected}
	miss, seen := missed(found, expected)
	switch {
	case !seen:
		return inconclusive(check, evidence.MissedEvidence)
	case miss != "":
		check.Verdict, check.Misses = verdict.Unexpected, []evidence.Miss{miss}
	}
	return check
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
