package steps

import (
	"context"
	"errors"
	"time"

	"streampark-regress/harness/caller"
	"streampark-regress/harness/clock"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/judge"
	"streampark-regress/harness/verdict"
)

// ErrNotMet ends a scenario at an expectation that was not met, or could not be
// judged; the check in the log says which and why.
var ErrNotMet = errors.New("the expectation was not met")

// errNoCall is the error of an expectation before any call was made.
var errNoCall = errors.New("nothing has been called yet, so there is no answer to check")

// World is what the steps of one scenario share.
type World struct {
	Caller *caller.Caller
	// About are the known issues the scenario is about.
	About []string
	// Record adds a check to the log.
	Record func(evidence.Check)

	// second is another scheduler of the scenario, nil as long as there is none.
	second *caller.Caller
	checks []evidence.Check
}

// Take carries a step out: it acts, and what it expects is judged.
func (w *World) Take(ctx context.Context, s Step, words Words) error {
	if s.Does != nil {
		if err := s.Does(ctx, w, words); err != nil {
			return err
		}
	}
	if s.Expects == nil {
		return nil
	}
	expected, err := s.Expects(words)
	if err != nil {
		return err
	}
	if s.Sees == nil {
		return w.Expect(expected)
	}
	fact, err := s.Sees(ctx, w, words)
	if err != nil {
		return err
	}
	return w.note(judge.Fact(judge.FactCase{Release: judge.Of(w.Caller.Release()), About: w.About, Found: fact, Expected: w.scaled(expected)}))
}

// Expect holds the last call against an expectation.
func (w *World) Expect(expected evidence.Expectation) error { return w.expectOf(w.Caller, expected) }

// expectOf holds the last call of a caller against an expectation.
func (w *World) expectOf(c *caller.Caller, expected evidence.Expectation) error {
	attempt, made := c.Last()
	if !made {
		return errNoCall
	}
	return w.note(judge.Call(judge.Case{Release: judge.Of(w.Caller.Release()), About: w.About, Attempt: attempt, Expected: expected}))
}

// scaled turns a token's life as the scenario says it into what it is on this
// server, whose session TTL may stand for the shipped one.
func (w *World) scaled(e evidence.Expectation) evidence.Expectation {
	if e.Life == nil || e.Life.Never {
		return e
	}
	said := time.Duration(e.Life.Seconds * float64(time.Second))
	e.Life = &evidence.Life{Seconds: w.Caller.TTL(said).Seconds()}
	e.ToleranceSeconds = (clock.Lag + w.Caller.TokenTook()).Seconds()
	return e
}

// note records a check. The error is ErrNotMet unless it is as expected, which
// a known issue that was met exactly is too.
func (w *World) note(c evidence.Check) error {
	c.ID, c.Release, c.Target = len(w.checks)+1, w.Caller.Release().Version, w.Caller.Target()
	w.checks = append(w.checks, c)
	w.Record(c)
	if c.Verdict != verdict.AsExpected {
		return ErrNotMet
	}
	return nil
}

// Checks are the checks that were made so far.
func (w *World) Checks() []evidence.Check { return w.checks }
