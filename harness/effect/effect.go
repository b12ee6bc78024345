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
	"fmt"
	"time"

	"streampark-regress/harness/clock"
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
	// acceptedLate and refusedLate are how long after the answer, or after its
	// application came to rest, a submission may still be logged: a busy 2.1.5
	// was seen to give an application up that it had not submitted yet.
	acceptedLate = 30 * time.Second
	refusedLate  = 3 * time.Second
	// lookAgain is how often it is looked at meanwhile.
	lookAgain = 50 * time.Millisecond
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
// when it has not submitted anything for a while; the model logs a submission
// before it answers.
func (m Moment) After(ctx context.Context, a Answer) (Effect, error) {
	did := Effect{Submitted: []submission.Submission{}}
	var reader submission.Reader
	var quiet, rested time.Time // since when
	for quiet = time.Now(); ; {
		// Asked before the log is read: what was logged by then is in it.
		resting, err := m.deployment.Database().Startable(ctx, m.application)
		if err != nil {
			return did, err
		}
		switch {
		case !resting:
			rested = time.Time{}
		case rested.IsZero():
			rested = time.Now()
		}
		lines, err := m.log.Rest(ctx)
		if err != nil {
			return did, err
		}
		if more := reader.Read(lines); len(more) > 0 {
			did.Submitted, quiet = append(did.Submitted, more...), time.Now()
		}
		if m.over(a, did, quiet, rested) {
			did.State, err = m.deployment.Database().ApplicationState(ctx, m.application)
			return did, err
		}
		if err := clock.Idle(ctx, lookAgain); err != nil {
			return did, fmt.Errorf("wait for what a call about the application %d submits to Flink: %w", m.application, err)
		}
	}
}

// over reports whether nothing more is to be expected.
func (m Moment) over(a Answer, did Effect, quiet, rested time.Time) bool {
	model := deployment.IsModel(m.deployment.Target())
	switch {
	case len(did.Submitted) > 0:
		return !rested.IsZero() || time.Since(quiet) > restsWithin
	case a == Refused:
		return model || time.Since(quiet) > refusedLate
	}
	return !rested.IsZero() && (model || time.Since(rested) > acceptedLate) || time.Since(quiet) > 2*acceptedLate
}
