package suite

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"sync"
	"time"

	"streampark-regress/harness/caller"
	"streampark-regress/harness/deployment"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/judge"
	"streampark-regress/harness/release"
	"streampark-regress/harness/verdict"
	"streampark-regress/steps"
)

// Runner carries out a plan.
type Runner struct {
	Pool *deployment.Pool
	Log  *evidence.Log
	// Files are the features the plan was made of.
	Files fs.FS
	// Catalogue is where upgrades find other releases.
	Catalogue *release.Catalogue
	// Target is the provider's, for scenarios whose deployment never came up.
	Target string
	// Rest is what becomes of the jobs that an interruption leaves.
	Rest Rest

	book steps.Phrasebook
}

// Rest is what becomes of jobs that were not begun when a run is interrupted.
type Rest string

// What becomes of them.
const (
	// Told: the log says of each that it was interrupted.
	Told Rest = ""
	// Untold: nothing is said of them, for who asks only what was noticed before.
	Untold Rest = "untold"
)

// Run starts every server of the plan and runs the jobs of each one after the
// other, on all servers at once. How each job ended is in the log; the result
// is the verdict of the whole.
func (r *Runner) Run(ctx context.Context, p Plan) verdict.Verdict {
	r.book = steps.NewPhrasebook()
	var mu sync.Mutex
	ended := map[string]verdict.Verdict{}
	note := func(job Job, v verdict.Verdict) {
		mu.Lock()
		defer mu.Unlock()
		ended[job.ID] = v
	}
	var running sync.WaitGroup
	for _, server := range p.Order() {
		r.Pool.Start(ctx, server.Name, server.Spec, len(server.Jobs))
		running.Go(func() { r.server(ctx, server, note) })
	}
	for _, job := range p.LeftOut {
		t := &telling{runner: r, job: job, target: r.Target, obstacle: &evidence.Reason{Kind: evidence.LeftOut, Obstacle: job.LeftOut}}
		note(job, t.end())
	}
	running.Wait()
	return judge.Whole(p.IDs(), ended)
}

// server runs the jobs of a server, those that share a restart together.
func (r *Runner) server(ctx context.Context, server Server, note func(Job, verdict.Verdict)) {
	together := server.together()
	for _, job := range server.Jobs {
		if r.Rest == Untold && ctx.Err() != nil {
			return
		}
		shares := slices.ContainsFunc(together, func(j Job) bool { return j.ID == job.ID })
		switch {
		case !shares:
			note(job, r.job(ctx, server, job, nil))
		case job.ID == together[0].ID:
			r.convoy(ctx, server, together, note)
		}
	}
}

// faultsAreKnown is how long after a step that failed it is known whether the
// container of its server was killed; the engine tells it within milliseconds.
const faultsAreKnown = time.Second

// job runs one scenario on its lease, as a member of a convoy unless that is nil.
func (r *Runner) job(ctx context.Context, server Server, job Job, m *member) verdict.Verdict {
	lease, err := r.Pool.Lease(ctx, job.Spec)
	t := &telling{runner: r, job: job, server: server.Name, target: r.Target, start: time.Now()}
	if err == nil {
		t.target = lease.Target()
	}
	t.begin()
	if err == nil {
		err = r.onLease(ctx, lease, t, m)
	}
	switch {
	case broke(err) != nil:
		t.obstacle = &evidence.Reason{Kind: evidence.Broken, Error: broke(err).Error()}
	case ctx.Err() != nil:
		t.obstacle = &evidence.Reason{Kind: evidence.Interrupted, Error: context.Cause(ctx).Error()}
	case err != nil:
		t.obstacle = &evidence.Reason{Kind: evidence.Failed, Error: err.Error()}
	}
	return t.end()
}

// onLease plays the scenario on a deployment and gives the deployment back.
func (r *Runner) onLease(ctx context.Context, lease *deployment.Lease, t *telling, m *member) error {
	log := &logging{}
	log.begin(ctx, lease.Deployment)
	var restart func(context.Context) error
	if m != nil {
		restart = halves{m, lease, t, log}.restart
	}
	c := caller.New(lease.Deployment, r.Log, r.options(t.job, restart))
	world := &steps.World{Caller: c, About: judge.About(t.job.Scenario.Tags), Record: t.check}
	well, cancel := lease.Health().Within(ctx)
	defer cancel()
	played := (&player{files: r.Files, book: r.book, scenario: t.job.Scenario, world: world, tell: t.step}).play(well)
	lease.Health().Settle(ctx, t.patience())
	log.keep(context.WithoutCancel(ctx))
	if !log.lost {
		t.add(evidence.Event{Kind: evidence.KindServerLog, ServerLog: logged(log.lines, r.Log.Redactor())})
	}
	// The removal must come to its end also when the run was interrupted.
	released := lease.Release(context.WithoutCancel(ctx))
	if f := lease.Health().Since(t.start); f != nil {
		return f
	}
	if played != nil {
		return played
	}
	if released != nil {
		return fmt.Errorf("give the server back: %w", released)
	}
	return nil
}

// patience is how long to wait for news of a fault before the deployment is asked
// for a sign of life, without which nothing is concluded from what was seen of it.
func (t *telling) patience() time.Duration {
	if slices.ContainsFunc(t.steps, func(s evidence.Step) bool { return s.Status == evidence.StepFailed }) {
		return faultsAreKnown
	}
	return 0
}

// broke is the fault of a deployment that an error is about, nil for none.
func broke(err error) *deployment.FaultError {
	f, _ := errors.AsType[*deployment.FaultError](err)
	return f
}
