package caller

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"streampark-regress/harness/effect"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/submission"
)

// rememberSavepoint remembers which savepoint is the application's latest, and the
// row that is marked as that.
func (c *Caller) rememberSavepoint(ctx context.Context) error {
	var err error
	if c.history.latest, _, err = c.database().LatestSavepoint(ctx, c.application.id); err != nil {
		return err
	}
	rows, err := c.database().Savepoints(ctx, c.application.id)
	if err != nil {
		return err
	}
	c.history.marked = 0
	for _, row := range rows {
		if row.Latest {
			c.history.marked = row.ID
		}
	}
	return nil
}

const (
	// submittedWithin is how long an application may take from the answer to
	// the end of its submission.
	submittedWithin = 2 * time.Minute
	// lookAgain is how often it is looked at what comes in its own time.
	lookAgain = 50 * time.Millisecond
)

// submitted reads in the server's log what it submits to Flink for a call. After
// an accepted one it waits for that, until the server has given it up.
func (c *Caller) submitted(ctx context.Context, a evidence.Attempt) (*evidence.Submission, error) {
	if c.server.silent {
		return &evidence.Submission{State: evidence.SubmissionHidden}, nil
	}
	ctx, cancel := context.WithTimeout(ctx, submittedWithin)
	defer cancel()
	watch := effect.Since(c.deployment, c.application.id, c.server.logged)
	over := watch.GivenUp
	if c.application.busy { // one that was being started before never comes to rest
		over = watch.Silent
	}
	var s evidence.Submission
	err := watch.Until(ctx, func() bool {
		s = c.submission(a, watch.Submitted)
		return s.State != evidence.NotSubmitted || !a.Outcome.Accepted() || over()
	})
	if errors.Is(err, context.DeadlineExceeded) {
		err = fmt.Errorf("%w (at most %s)", err, submittedWithin)
	}
	if err != nil {
		return nil, err
	}
	return &s, nil
}

// submission picks the caller's own submission out of all that were made.
func (c *Caller) submission(a evidence.Attempt, all []submission.Submission) evidence.Submission {
	s := evidence.Submission{State: evidence.NotSubmitted}
	for _, made := range all {
		switch {
		case made.Kind == submission.Start && made.Application == c.application.name && a.Deed == evidence.DeedStart,
			made.Kind == submission.Cancel && made.Job == c.application.job() && a.Deed == evidence.DeedCancel:
			s.State, s.Path, s.Drains = c.state(a, made), made.Savepoint, made.Drains
		case made.Kind == submission.Start:
			s.Others = append(s.Others, made.Application)
		default:
			s.Others = append(s.Others, made.Job)
		}
	}
	return s
}

// state says what a submission does with the job's state. A cancel that drains
// takes a savepoint in any case (tag FlinkClientTrait.cancelJob).
func (c *Caller) state(a evidence.Attempt, s submission.Submission) evidence.State {
	given := s.Savepoint != "" && slices.Contains(values(a.Form), s.Savepoint)
	switch cancels := s.Kind == submission.Cancel; {
	case cancels && s.Saves && given:
		return evidence.StoppedSavedGiven
	case cancels && (s.Saves || s.Drains):
		return evidence.StoppedSaved
	case cancels:
		return evidence.StoppedBare
	case s.Savepoint == "":
		return evidence.StartedFresh
	case given:
		return evidence.RestoredGiven
	case s.Savepoint == c.history.latest:
		return evidence.RestoredLatest
	}
	return evidence.RestoredOther
}

func values(form map[string]string) []string {
	var all []string
	for _, v := range form {
		all = append(all, v)
	}
	return all
}
