package suite

import (
	"context"
	"fmt"
	"time"

	"streampark-regress/harness/caller"
	"streampark-regress/harness/deployment"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/report/words"
	"streampark-regress/harness/verdict"
)

// together are the jobs of a server that share a restart: each is played up to it, then
// the server is restarted once, and each is played to its end, one at a time all along.
// There are none where fewer than two can.
func (s Server) together() []Job {
	var all []Job
	for _, j := range s.Jobs {
		if j.sharesRestart() {
			all = append(all, j)
		}
	}
	if len(all) < 2 {
		return nil
	}
	return all
}

// sharesRestart reports whether others may be played between the two halves of a job,
// and it between theirs. It has a user, a token and an application of its own like any
// other; besides, it restarts its server once and as it is, moves no clock, looks at no
// log, which has the others' lines too, and has no Flink that would lose its jobs.
func (j Job) sharesRestart() bool {
	shared := 0
	for _, step := range j.Scenario.Steps {
		n := step.Needs
		if n.Elapsed > 0 || step.NeedsLog() || n.Restart && !n.Shared {
			return false
		}
		if n.Shared {
			shared++
		}
	}
	return shared == 1 && j.Spec.Front == deployment.Direct && !j.Spec.Flink.Real()
}

// convoy is what jobs that share a restart have in common. Only the one whose turn it
// is touches it.
type convoy struct {
	jobs      []Job
	restarted bool
}

// member is a job of a convoy.
type member struct {
	convoy *convoy
	// arrived is closed when the job has come to the restart, turn when it may go on,
	// and ended when it has come to its end, which may be before the restart.
	arrived, turn, ended chan struct{}
}

// convoy plays jobs that share a restart: each up to it, and then each to its end.
func (r *Runner) convoy(ctx context.Context, server Server, jobs []Job, note func(Job, verdict.Verdict)) {
	c := &convoy{jobs: jobs}
	var waiting []*member
	for _, job := range jobs {
		if r.Rest == Untold && ctx.Err() != nil {
			break
		}
		m := &member{c, make(chan struct{}), make(chan struct{}), make(chan struct{})}
		go func() {
			defer close(m.ended)
			note(job, r.job(ctx, server, job, m))
		}()
		select {
		case <-m.arrived:
			waiting = append(waiting, m)
		case <-m.ended: // it leaves the others to it
		}
	}
	for _, m := range waiting {
		close(m.turn)
		<-m.ended
	}
}

// halves plays a job of a convoy on a lease: it knows how to wait for the others.
type halves struct {
	*member
	lease *deployment.Lease
	tell  *telling
	// log reads what the server has logged for the job.
	log *logging
}

// restart waits until the others have come as far, and has the server restarted unless
// one of them has done it. A restart that failed is tried again by the next.
func (h halves) restart(ctx context.Context) error {
	h.log.keep(ctx)
	begun := time.Now()
	h.lease.Pause()
	close(h.arrived)
	<-h.turn
	err := h.lease.Resume(ctx)
	h.tell.waited(time.Since(begun))
	h.log.begin(ctx, h.lease.Deployment)
	if err != nil {
		return fmt.Errorf("wait for those that share the restart: %w", err)
	}
	if h.convoy.restarted {
		return nil
	}
	h.tell.add(evidence.Event{Kind: evidence.KindNote, Note: fmt.Sprintf("%s: one restart for %s", h.tell.server, words.Count(len(h.convoy.jobs), "scenario"))})
	if err := h.lease.Restart(ctx); err != nil {
		return err
	}
	h.convoy.restarted = true
	return nil
}

// options are those of a job's caller.
func (r *Runner) options(job Job, restart func(context.Context) error) caller.Options {
	return caller.Options{Job: job.ID, Number: job.Number, Catalogue: r.Catalogue.On(string(job.Spec.Product())), Restart: restart}
}
