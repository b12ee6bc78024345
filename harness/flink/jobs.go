package flink

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"streampark-regress/harness/clock"
)

// State is the state of a job as Flink names it (JobStatus).
type State string

// The states that scenarios speak of.
const (
	Running  State = "RUNNING"
	Finished State = "FINISHED"
	Canceled State = "CANCELED"
	Failed   State = "FAILED"
)

// Ended reports whether a job in the state is over for good.
func (s State) Ended() bool { return slices.Contains([]State{Finished, Canceled, Failed}, s) }

// Job is a job of the cluster.
type Job struct {
	// ID has 32 hexadecimal digits.
	ID    string
	Name  string
	State State
	// Started is when it was submitted, by Flink's clock.
	Started time.Time
	// Tasks counts its tasks, and Running those that run: a job is RUNNING
	// before its tasks are.
	Tasks, Running int
}

// Jobs lists the cluster's jobs, those that ended too, the oldest first.
func (c *Cluster) Jobs(ctx context.Context) ([]Job, error) {
	var said struct {
		Jobs []struct {
			ID    string         `json:"jid"`
			Name  string         `json:"name"`
			State State          `json:"state"`
			Start int64          `json:"start-time"`
			Tasks map[string]int `json:"tasks"`
		} `json:"jobs"`
	}
	if err := c.get(ctx, "/jobs/overview", &said); err != nil {
		return nil, fmt.Errorf("list Flink's jobs: %w", err)
	}
	var all []Job
	for _, j := range said.Jobs {
		all = append(all, Job{j.ID, j.Name, j.State, time.UnixMilli(j.Start), j.Tasks["total"], j.Tasks["running"]})
	}
	slices.SortStableFunc(all, func(a, b Job) int { return a.Started.Compare(b.Started) })
	return all, nil
}

// Job finds a job. The second result is false where there is none of the ID.
func (c *Cluster) Job(ctx context.Context, id string) (Job, bool, error) {
	if !isJob(id) {
		return Job{}, false, fmt.Errorf("%q is no ID of a Flink job", id)
	}
	all, err := c.Jobs(ctx)
	if i := slices.IndexFunc(all, func(j Job) bool { return j.ID == id }); i >= 0 {
		return all[i], true, nil
	}
	return Job{}, false, err
}

// awaitWithin bounds every wait for a job.
const awaitWithin = 2 * time.Minute

// EndedError is the end of a job that was waited for to do something else.
type EndedError struct {
	Job Job
	// Cause is the first line of what Flink says of a failure.
	Cause string
}

func (e *EndedError) Error() string {
	return strings.TrimSuffix(fmt.Sprintf("the job %s (%s) is %s: %s", e.Job.ID, e.Job.Name, e.Job.State, e.Cause), ": ")
}

// AwaitRunning waits until all tasks of a job run; two minutes at the most. The
// error of one that ended instead is an *EndedError.
func (c *Cluster) AwaitRunning(ctx context.Context, id string) (Job, error) {
	return c.await(ctx, id, "run", func(j Job) bool { return j.State == Running && j.Tasks > 0 && j.Running == j.Tasks })
}

// AwaitEnd waits until a job is over, however it ended; two minutes at the most.
func (c *Cluster) AwaitEnd(ctx context.Context, id string) (Job, error) {
	return c.await(ctx, id, "end", func(j Job) bool { return j.State.Ended() })
}

func (c *Cluster) await(ctx context.Context, id, what string, done func(Job) bool) (Job, error) {
	ctx, cancel := context.WithTimeout(ctx, awaitWithin)
	defer cancel()
	for {
		job, found, err := c.Job(ctx, id)
		switch {
		case err != nil && ctx.Err() == nil:
			return job, err
		case found && done(job):
			return job, nil
		case found && job.State.Ended():
			cause, err := c.cause(ctx, id)
			if err != nil {
				cause = err.Error()
			}
			return job, &EndedError{job, cause}
		}
		if clock.Idle(ctx, 50*time.Millisecond) != nil {
			return job, fmt.Errorf("wait for the job %s to %s (at most %s): %s: %w", id, what, awaitWithin, seen(job), ctx.Err())
		}
	}
}

// seen says how a job was seen last; one without an ID was not.
func seen(job Job) string {
	if job.ID == "" {
		return "Flink has no such job"
	}
	return fmt.Sprintf("it is %s with %d of %d tasks running", job.State, job.Running, job.Tasks)
}

// cause is what a job failed of, empty for one that did not.
func (c *Cluster) cause(ctx context.Context, id string) (string, error) {
	var said struct {
		Root string `json:"root-exception"`
	}
	err := c.get(ctx, jobPath(id)+"/exceptions", &said)
	return reason(said.Root), err
}

// Cancel cancels a job as its owner would behind StreamPark's back; the job ends
// some time later.
func (c *Cluster) Cancel(ctx context.Context, id string) error {
	if err := c.ask(ctx, http.MethodPatch, jobPath(id)+"?mode=cancel", nil, nil); err != nil {
		return fmt.Errorf("cancel the job %s: %w", id, err)
	}
	return nil
}

// isJob reports whether a text has the form of a job's ID.
func isJob(id string) bool { return regexp.MustCompile(`^[0-9a-f]{32}$`).MatchString(id) }

func jobPath(id string) string { return "/jobs/" + url.PathEscape(id) }
