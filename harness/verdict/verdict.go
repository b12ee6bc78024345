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

// MismatchError is the error of an expectation that was not met. Any other error
// means that the check could not be carried out.
type MismatchError struct{ reason string }

// Mismatchf makes a MismatchError; the text says what was expected and what was found.
func Mismatchf(format string, args ...any) error {
	return &MismatchError{fmt.Sprintf(format, args...)}
}

func (m *MismatchError) Error() string { return m.reason }

// Met is the error that ends a scenario because it met a known issue of its
// release, exactly as the catalogue describes it.
type Met struct{ Issue string }

func (m *Met) Error() string { return "known issue " + m.Issue }

// Of tells the verdict an error stands for. A mismatch outweighs whatever it
// is joined with, and a known issue counts only alone: an error that is joined
// with it could not be judged.
func Of(err error) Verdict {
	if err == nil {
		return AsExpected
	}
	if _, ok := errors.AsType[*MismatchError](err); ok {
		return Unexpected
	}
	for e := err; e != nil; e = errors.Unwrap(e) {
		if _, ok := e.(*Met); ok { //nolint:errorlint // the loop unwraps, and stops at joined errors
			return AsExpected
		}
	}
	return Inconclusive
}

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
	ExitUsage        = 64
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
