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

// givenUpAfter is how long after its application came to rest a submission
// may still be logged: a busy 2.1.5 was seen to give an application up that it had
// not submitted yet.
const givenUpAfter = 30 * time.Second

// Watch follows what a server logs that it submits to Flink, and whether an
// application rests. Make one with Since.
type Watch struct {
	// Submitted is what was submitted so far, in the order of the log; it is
	// empty and not nil for nothing.
	Submitted []submission.Submission

	deployment  deployment.Deployment
	application int64
	log         serverlog.Cursor
	reader      submission.Reader
	// since when nothing was submitted, and the application rests (zero if it
	// does not).
	quiet, rested time.Time
}

// Since watches an application and all that is logged behind a place of the log.
func Since(d deployment.Deployment, application int64, log serverlog.Cursor) *Watch {
	return &Watch{Submitted: []submission.Submission{}, deployment: d, application: application, log: log}
}

// Until looks again and again until it is over, which it asks after each look.
func (w *Watch) Until(ctx context.Context, over func() bool) error {
	var pace clock.Pace
	for w.quiet = time.Now(); ; {
		if err := w.look(ctx); err != nil {
			return err
		}
		if over() {
			return nil
		}
		w.deployment.Database().TellWaiting(w.application)
		if err := pace.Idle(ctx); err != nil {
			return fmt.Errorf("wait for what a call about the application %d submits to Flink: %w", w.application, err)
		}
	}
}

func (w *Watch) look(ctx context.Context) error {
	// Asked before the log is read: what was logged by then is in it.
	resting, err := w.deployment.Database().Startable(ctx, w.application)
	if err != nil {
		return err
	}
	switch {
	case !resting:
		w.rested = time.Time{}
	case w.rested.IsZero():
		w.rested = time.Now()
	}
	lines, err := w.log.Rest(ctx)
	if err != nil {
		return err
	}
	if more := w.reader.Read(lines); len(more) > 0 {
		w.Submitted, w.quiet = append(w.Submitted, more...), time.Now()
	}
	return nil
}

// Rests reports whether the application rests: StreamPark would start it.
func (w *Watch) Rests() bool { return !w.rested.IsZero() }

// GivenUp reports whether an accepted call will submit nothing more: its
// application has been at rest for half a minute. The model logs a submission
// before it answers; in a container that is no help, for a busy engine has been seen
// to have the line a moment later.
func (w *Watch) GivenUp() bool {
	return w.Rests() && (w.deployment.Target() == deployment.Model || time.Since(w.rested) > givenUpAfter)
}

// Silent reports whether nothing more will be submitted for an application that never
// comes to rest: nothing was for half a minute.
func (w *Watch) Silent() bool {
	return w.isModel() || time.Since(w.quiet) > givenUpAfter
}

func (w *Watch) isModel() bool { return deployment.IsModel(w.deployment.Target()) }
