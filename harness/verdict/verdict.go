// Package verdict says how a check, a scenario and a run ended.
package verdict

// Verdict is how a scenario ended on a release.
type Verdict string

const (
	// AsExpected: it was carried out and every expectation was met.
	AsExpected Verdict = "as expected"
	// Unexpected: it was carried out and the release behaved differently.
	Unexpected Verdict = "unexpected"
	// Inconclusive: it could not be carried out. Never a pass.
	Inconclusive Verdict = "inconclusive"
	// NotRun: it was left out by the plan, which says why.
	NotRun Verdict = "not run"
)

// Worst is the verdict of a whole made of parts: an unexpected part outweighs
// an inconclusive one, and a whole in which nothing ran is inconclusive. A part
// without a verdict is inconclusive too.
func Worst(parts ...Verdict) Verdict {
	worst := NotRun
	for _, p := range parts {
		switch p {
		case Unexpected:
			return Unexpected
		case AsExpected:
			if worst == NotRun {
				worst = AsExpected
			}
		case NotRun:
		case Inconclusive:
			worst = Inconclusive
		default: // no verdict at all
			worst = Inconclusive
		}
	}
	if worst == NotRun {
		return Inconclusive
	}
	return worst
}

// The exit codes of the program.
const (
	ExitAsExpected   = 0
	ExitUnexpected   = 1
	ExitInconclusive = 2
	// ExitExpiring is regress diagnose --warn-before: the token is accepted, and ends
	// within that time.
	ExitExpiring = 3
	ExitUsage    = 64
)

// ExitCode is the exit code that says a verdict.
func (v Verdict) ExitCode() int {
	switch v {
	case AsExpected:
		return ExitAsExpected
	case Unexpected:
		return ExitUnexpected
	case Inconclusive, NotRun:
	}
	return ExitInconclusive
}
