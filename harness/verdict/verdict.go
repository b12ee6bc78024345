// Package verdict says how a check, a scenario and a run ended.
package verdict

import (
	"errors"
	"fmt"
)

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

// Mismatch is the error of an expectation that was not met. Any other error
// means that the check could not be carried out.
type Mismatch struct{ reason string }

// Mismatchf makes a Mismatch; the text says what was expected and what was found.
func Mismatchf(format string, args ...any) error {
	return &Mismatch{fmt.Sprintf(format, args...)}
}

func (m *Mismatch) Error() string { return m.reason }

// Met is the error that ends a scenario because it met a known issue of its
// release, exactly as the catalogue describes it.
type Met struct{ Issue string }

func (m *Met) Error() string { return "known issue " + m.Issue }

// Of tells the verdict an error stands for.
func Of(err error) Verdict {
	var m *Mismatch
	var met *Met
	switch {
	case err == nil, errors.As(err, &met):
		return AsExpected
	case errors.As(err, &m):
		return Unexpected
	}
	return Inconclusive
}

// Worst is the verdict of a whole made of parts: an unexpected part outweighs
// an inconclusive one, and a whole in which nothing ran is inconclusive.
func Worst(parts ...Verdict) Verdict {
	seen := map[Verdict]bool{}
	for _, p := range parts {
		seen[p] = true
	}
	switch {
	case seen[Unexpected]:
		return Unexpected
	case seen[Inconclusive] || !seen[AsExpected]:
		return Inconclusive
	}
	return AsExpected
}

// The exit codes of the program.
const (
	ExitAsExpected   = 0
	ExitUnexpected   = 1
	ExitInconclusive = 2
	ExitUsage        = 64
)

// ExitCode is the exit code that says a verdict.
func (v Verdict) ExitCode() int {
	switch v {
	case AsExpected:
		return ExitAsExpected
	case Unexpected:
		return ExitUnexpected
	}
	return ExitInconclusive
}
