package caller

import (
	"context"
	"errors"
	"time"

	"streampark-regress/harness/clock"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/flink"
)

// keptLate is how long after a job's end StreamPark may store the row of its
// savepoint: it looks at a job every few seconds.
const keptLate = 10 * time.Second

// observe sees what Flink did for a call.
func (c *Caller) observe(ctx context.Context, cluster *flink.Cluster, a evidence.Attempt) (*evidence.Flink, error) {
	if a.Deed == evidence.DeedCancel {
		return c.observeCancel(ctx, cluster, a)
	}
	seen := &evidence.Flink{Status: evidence.NoJob, Stopped: c.application.stopped}
	submitted := a.Submission.State != evidence.NotSubmitted
	rests := c.resting(ctx)
	err := await(ctx, "StreamPark to name the job it has started", func() (bool, error) {
		job, err := c.database().FlinkJob(ctx, c.application.id)
		if err != nil {
			return false, err
		}
		if job != c.history.job {
			seen.Job = job
		}
		resting, err := rests()
		return seen.Job != "" || resting || !submitted, err
	})
	if err != nil || seen.Job == "" {
		return seen, err
	}
	job, err := cluster.AwaitRunning(ctx, seen.Job)
	if ended := (*flink.EndedError)(nil); errors.As(err, &ended) {
		seen.Status = evidence.JobStatus(ended.Job.State)
		return seen, nil
	}
	if err != nil {
		return seen, err
	}
	if seen.Restored, _, err = cluster.Restored(ctx, seen.Job); err != nil {
		return seen, err
	}
	count, err := cluster.AwaitCount(ctx, seen.Job)
	seen.First, seen.Status = count.First, evidence.JobStatus(job.State)
	return seen, err
}

// observeCancel sees how a job ended, or that it has not when StreamPark has done
// with it, and what became of its savepoint.
func (c *Caller) observeCancel(ctx context.Context, cluster *flink.Cluster, a evidence.Attempt) (*evidence.Flink, error) {
	seen := &evidence.Flink{Job: c.application.running}
	var last flink.Job
	rests := c.resting(ctx)
	err := await(ctx, "the cancelled job to end", func() (bool, error) {
		resting, err := rests()
		if err != nil {
			return false, err
		}
		last, _, err = cluster.Job(ctx, seen.Job)
		return last.State.Ended() || resting || a.Submission.State == evidence.NotSubmitted, err
	})
	if err != nil {
		return seen, err
	}
	seen.Status = evidence.JobStatus(last.State)
	written, err := cluster.Savepoints(ctx, seen.Job)
	if err != nil || len(written) == 0 {
		return seen, err
	}
	seen.Savepoint = written[len(written)-1].Path
	c.application.stopped = seen.Savepoint
	seen.Kept, err = c.keeps(ctx, seen.Savepoint)
	return seen, err
}

// keeps sees whether StreamPark keeps a savepoint as the application's latest.
func (c *Caller) keeps(ctx context.Context, savepoint string) (evidence.Kept, error) {
	if err := c.database().AwaitStartable(ctx, c.application.id); err != nil {
		return evidence.KeptUnseen, err
	}
	until := time.Now().Add(keptLate)
	for {
		latest, _, err := c.database().LatestSavepoint(ctx, c.application.id)
		switch {
		case err != nil:
			return evidence.KeptUnseen, err
		case evidence.SamePath(latest, savepoint):
			return evidence.KeptAsLatest, nil
		case time.Now().After(until):
			return evidence.KeptNot, nil
		}
		if err := clock.Idle(ctx, lookAgain); err != nil {
			return evidence.KeptUnseen, err
		}
	}
}
