package caller

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"path"
	"time"

	"streampark-regress/harness/clock"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/flink"
	"streampark-regress/harness/outcome"
	"streampark-regress/harness/streampark"
)

const (
	// flinkWithin is how long StreamPark and Flink may take to do what they were
	// told, each step of it, on a busy machine.
	flinkWithin = 3 * time.Minute
	// restsFor is how long an application has to be at rest before it counts as
	// that: StreamPark was seen to go back from a state once (docs/measured.md).
	restsFor = 2 * time.Second
	// restsWithin is how long StreamPark may take to see the end of a job: it looks
	// every five seconds, and every second after a call.
	restsWithin = time.Minute
)

// flink is the real Flink beside the server, nil where there is none.
func (c *Caller) flink() *flink.Cluster {
	cluster, err := c.deployment.Cluster()
	if err != nil {
		return nil // there is no other error than that there is none
	}
	return cluster
}

// addApplication adds the caller's application: a program where something runs it.
func (c *Caller) addApplication(ctx context.Context) error {
	if c.flink() != nil {
		return c.database().AddProgram(ctx, c.application.id, c.application.name, c.deployment.Flink().Program)
	}
	return c.database().AddApplication(ctx, c.application.id, c.application.name, c.deployment.Flink())
}

// writeSavepoints has a counter of the caller's own write two savepoints, as its
// owner would without StreamPark: the application's latest, and another to name.
func (c *Caller) writeSavepoints(ctx context.Context, cluster *flink.Cluster) (latest, given string, err error) {
	job, err := cluster.RunCounter(ctx, "")
	if err != nil {
		return "", "", err
	}
	if err := c.counts(ctx, cluster, job); err != nil {
		return "", "", err
	}
	if latest, err = cluster.TakeSavepoint(ctx, job, ""); err != nil {
		return "", "", err
	}
	if given, err = cluster.TakeSavepoint(ctx, job, ""); err != nil {
		return "", "", err
	}
	return latest, given, end(ctx, cluster, job)
}

// counts waits until a job has counted: what has counted nothing has no state
// that could be lost.
func (c *Caller) counts(ctx context.Context, cluster *flink.Cluster, job string) error {
	if _, err := cluster.AwaitRunning(ctx, job); err != nil {
		return err
	}
	return await(ctx, "the job to count", func() (bool, error) {
		count, err := cluster.AwaitCount(ctx, job)
		return count.Now > 0, err
	})
}

// end ends a job behind StreamPark's back.
func end(ctx context.Context, cluster *flink.Cluster, job string) error {
	if err := cluster.Cancel(ctx, job); err != nil {
		return err
	}
	_, err := cluster.AwaitEnd(ctx, job)
	return err
}

// runJob has the application's job really run, which a user of the web page has
// started without its state: that works on every release.
func (c *Caller) runJob(ctx context.Context, cluster *flink.Cluster) error {
	if err := c.database().ResetApplication(ctx, c.application.id); err != nil {
		return err
	}
	before, err := c.database().FlinkJob(ctx, c.application.id)
	if err != nil {
		return err
	}
	session, err := c.own(ctx)
	if err != nil {
		return err
	}
	answer, err := session.Do(ctx, streampark.StartCall(streampark.StartPaths()[0], c.application.id))
	if err != nil {
		return err
	}
	if reading := outcome.Read(answer.Answer); reading.Outcome != outcome.Started {
		return fmt.Errorf("start a job to be cancelled: it was answered %d: %s", answer.Status, reading.Message)
	}
	err = await(ctx, "StreamPark to have a job that runs", func() (bool, error) {
		job, err := c.database().FlinkJob(ctx, c.application.id)
		if err != nil {
			return false, err
		}
		c.application.running = job
		state, err := c.database().ApplicationState(ctx, c.application.id)
		return job != "" && job != before && state == stateRunning, err
	})
	if err != nil {
		return err
	}
	return c.counts(ctx, cluster, c.application.running)
}

// The states of an application whose job is being submitted or has not been seen
// to run yet, and of one whose job has (FlinkAppState of v2.1.4).
const (
	stateStarting = 3
	stateRunning  = 5
)

// rest ends the application's job and waits until StreamPark has seen that, so
// that it can be started again.
func (c *Caller) rest(ctx context.Context, cluster *flink.Cluster) error {
	job, err := c.database().FlinkJob(ctx, c.application.id)
	if err != nil {
		return err
	}
	runs := false
	if job != "" {
		known, found, err := cluster.Job(ctx, job)
		if err != nil {
			return err
		}
		runs = found && !known.State.Ended()
	}
	c.application.running = ""
	if !runs {
		return await(ctx, "the application to be at rest", c.resting(ctx))
	}
	if err := c.endBehind(ctx, cluster, job); err != nil {
		return err
	}
	if err := c.letRest(ctx); err != nil {
		return err
	}
	return c.markAgain(ctx)
}

// letRest waits until StreamPark has seen the end of a job that was ended behind
// its back, and helps it where it never will: a busy 2.1.5 with PostgreSQL was seen
// to write that the job runs after it had stopped watching it (docs/measured.md).
func (c *Caller) letRest(ctx context.Context) error {
	within, cancel := context.WithTimeout(ctx, restsWithin)
	defer cancel()
	err := await(within, "the application to be at rest", c.resting(within))
	if ctx.Err() == nil && errors.Is(err, context.DeadlineExceeded) {
		return c.database().PretendEnded(ctx, c.application.id)
	}
	return err
}

// markAgain marks the savepoint that was the latest before the call: 2.1.4 takes
// the mark away when a job ends that nobody stopped through StreamPark (tag
// v2.1.4, FlinkAppHttpWatcher), which only this harness does. A cancel that was
// accepted and failed has taken it away by itself, and it stays away.
func (c *Caller) markAgain(ctx context.Context) error {
	last := c.history.last
	if c.history.marked == 0 || last.Deed == evidence.DeedCancel && last.Outcome.Accepted() {
		return nil
	}
	return c.database().MarkSavepoint(ctx, c.application.id, c.history.marked)
}

// endBehind ends a job once StreamPark has seen it run: 2.1.5 with PostgreSQL never
// sees the end of one that it has not (docs/measured.md).
func (c *Caller) endBehind(ctx context.Context, cluster *flink.Cluster, job string) error {
	err := await(ctx, "StreamPark to see that the job runs", func() (bool, error) {
		state, err := c.database().ApplicationState(ctx, c.application.id)
		return state != stateStarting, err
	})
	if err != nil {
		return err
	}
	return end(ctx, cluster, job)
}

// resting returns a condition: that the application has been at rest for a while.
func (c *Caller) resting(ctx context.Context) func() (bool, error) {
	var since time.Time
	return func() (bool, error) {
		resting, err := c.database().Startable(ctx, c.application.id)
		if !resting {
			since = time.Time{}
		} else if since.IsZero() {
			since = time.Now()
		}
		return resting && time.Since(since) > restsFor, err
	}
}

// await waits for a condition, flinkWithin at the most.
func await(ctx context.Context, what string, is func() (bool, error)) error {
	within, cancel := context.WithTimeout(ctx, flinkWithin)
	defer cancel()
	for {
		if done, err := is(); err != nil || done {
			return err
		}
		if err := clock.Idle(within, lookAgain); err != nil {
			return fmt.Errorf("wait for %s (at most %s): %w", what, flinkWithin, err)
		}
	}
}

// real replaces the path that callers name by one that is there for a real Flink:
// of another savepoint than the latest for a start, and of a folder beside the
// usual one for a cancel.
func (c *Caller) real(deed evidence.Deed, fields Fields) Fields {
	there := map[string]string{givenPath: c.application.given, stoppedPath: c.application.stopped}
	if deed == evidence.DeedCancel && c.application.given != "" {
		there[givenPath] = path.Dir(path.Dir(c.application.given)) + "/given"
	}
	fields = maps.Clone(fields)
	for name, value := range fields {
		fields[name] = cmp.Or(there[value], value)
	}
	return fields
}
