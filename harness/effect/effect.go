// Package effect looks at what a start or a cancel did, whatever it was answered:
// what the server logged that it submits to Flink, and where the application's
// state went.
//
//	before, err := effect.Before(ctx, deployment, application)
//	... the call ...
//	did, err := before.After(ctx, effect.Refused)
package effect

import (
	"context"
	"time"

	"streampark-regress/harness/deployment"
	"streampark-regress/harness/serverlog"
	"streampark-regress/harness/submission"
)

// Effect is what a call did.
type Effect struct {
	// Submitted is what the server submits to Flink, in the order of its log;
	// it is empty and not nil for nothing.
	Submitted []submission.Submission
	// State is the application's state after that (FlinkAppState of v2.1.4).
	State int
}

// Answer is how the call was answered.
type Answer string

// The answers.
const (
	// Accepted says that something is done; it has to show.
	Accepted Answer = "accepted"
	// Refused is any other answer; something may have been done all the same.
	Refused Answer = "refused"
)

const (
	// restsWithin is how long a submitted application may take to come to rest.
	// One that was left in the middle stays there.
	restsWithin = 20 * time.Second
	// refusedLate is how long after another answer a submission may be logged.
	refusedLate = 3 * time.Second
)

// Moment is when a call has not been made yet.
type Moment struct {
	deployment  deployment.Deployment
	application int64
	log         serverlog.Cursor
}

// Before remembers how it stands before a call about an application.
func Before(ctx context.Context, d deployment.Deployment, application int64) (Moment, error) {
	log, err := d.LogCursor(ctx)
	return Moment{d, application, log}, err
}

// After waits for what the call does and returns it. A real server is given up
// when it has not submitted anything for a while.
func (m Moment) After(ctx context.Context, a Answer) (Effect, error) {
	w := Since(m.deployment, m.application, m.log)
	err := w.Until(ctx, func() bool { return w.over(a) })
	did := Effect{Submitted: w.Submitted}
	if err != nil {
		return did, err
	}
	did.State, err = m.deployment.Database().ApplicationState(ctx, m.application)
	return did, err
}

// over reports whether nothing more is to be expected.
func (w *Watch) over(a Answer) bool {
	quiet := time.Since(w.quiet)
	switch {
	case len(w.Submitted) > 0:
		return w.Rests() || quiet > restsWithin
	case a == Refused:
		return w.isModel() || quiet > refusedLate
	}
	return w.GivenUp() || quiet > 2*givenUpAfter
}
