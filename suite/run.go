package suite

import (
	"context"
	"fmt"
	"io/fs"
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
		running.Go(func() {
			for _, job := range server.Jobs {
				if r.Rest == Untold && ctx.Err() != nil {
					return
				}
				note(job, r.job(ctx, server, job))
			}
		})
	}
	for _, job := range p.LeftOut {
		t := &telling{runner: r, job: job, target: r.Target, obstacle: &evidence.Reason{Kind: evidence.LeftOut, Obstacle: job.LeftOut}}
		note(job, t.end())
	}
	running.Wait()
	return judge.Whole(p.IDs(), ended)
}

// job runs one scenario on its lease.
func (r *Runner) job(ctx context.Context, server Server, job Job) verdict.Verdict {
	lease, err := r.Pool.Lease(ctx, job.Spec)
	t := &telling{runner: r, job: job, server: server.Name, target: r.Target, start: time.Now()}
	if err == nil {
		t.target = lease.Target()
	}
	t.begin()
	if err == nil {
		err = r.onLease(ctx, lease, t)
	}
	switch {
	case ctx.Err() != nil:
		t.obstacle = &evidence.Reason{Kind: evidence.Interrupted, Error: context.Cause(ctx).Error()}
	case err != nil:
		t.obstacle = &evidence.Reason{Kind: evidence.Failed, Error: err.Error()}
	}
	return t.end()
}

// onLease plays the scenario on a deployment and gives the deployment back.
func (r *Runner) onLease(ctx context.Context, lease *deployment.Lease, t *telling) error {
	cursor, unread := lease.LogCursor(ctx)
	c := caller.New(lease.Deployment, r.Log, caller.Options{Job: t.job.ID, Number: t.job.Number, Catalogue: r.Catalogue.On(string(t.job.Spec.Product()))})
	world := &steps.World{Caller: c, About: judge.About(t.job.Scenario.Tags), Record: t.check}
	played := (&player{files: r.Files, book: r.book, scenario: t.job.Scenario, world: world, tell: t.step}).play(ctx)
	if unread == nil {
		if lines, err := cursor.Rest(context.WithoutCancel(ctx)); err == nil {
			t.add(evidence.Event{Kind: evidence.KindServerLog, ServerLog: logged(lines, r.Log.Redactor())})
		}
	}
	// The removal must come to its end also when the run was interrupted.
	released := lease.Release(context.WithoutCancel(ctx))
	if played != nil {
		return played
	}
	if released != nil {
		return fmt.Errorf("give the server back: %w", released)
	}
	return nil
}

// telling tells the log of one job, and remembers what the judge needs.
type telling struct {
	runner   *Runner
	job      Job
	server   string
	target   string
	start    time.Time
	obstacle *evidence.Reason
	steps    []evidence.Step
	checks   []evidence.Check
}

func (t *telling) add(e evidence.Event) {
	e.Job = t.job.ID
	t.runner.Log.Add(e)
}

func (t *telling) begin() {
	t.add(evidence.Event{Kind: evidence.KindScenario, Scenario: t.scenario(evidence.Begun)})
}

func (t *telling) step(s evidence.Step) {
	t.steps = append(t.steps, s)
	t.add(evidence.Event{Kind: evidence.KindStep, Step: &s})
}

func (t *telling) check(c evidence.Check) {
	t.checks = append(t.checks, c)
	t.add(evidence.Event{Kind: evidence.KindCheck, Check: &c})
}

// end asks the judge how the job ended, and tells it.
func (t *telling) end() verdict.Verdict {
	ruling := judge.Scenario(judge.Story{Release: judge.Of(t.job.Spec.Release), About: judge.About(t.job.Scenario.Tags),
		Steps: t.steps, Attempts: t.attempts(), Checks: t.checks, Obstacle: t.obstacle})
	ended := t.scenario(evidence.Ended)
	ended.Verdict, ended.Reason, ended.KnownIssues = ruling.Verdict, ruling.Reason, ruling.KnownIssues
	if !t.start.IsZero() {
		ended.Seconds = time.Since(t.start).Seconds()
	}
	t.add(evidence.Event{Kind: evidence.KindScenario, Scenario: ended})
	return ruling.Verdict
}

// attempts are the job's calls, as the log has them.
func (t *telling) attempts() []evidence.Attempt {
	var all []evidence.Attempt
	for _, e := range t.runner.Log.Events() {
		if e.Kind == evidence.KindAttempt && e.Job == t.job.ID {
			all = append(all, *e.Attempt)
		}
	}
	return all
}

func (t *telling) scenario(phase evidence.Phase) *evidence.Scenario {
	s := t.job.Scenario
	return &evidence.Scenario{Phase: phase, Number: t.job.Number, Feature: s.Feature, File: s.File, Line: s.Line, Name: s.Name,
		Tags: s.Tags, Release: t.job.Spec.Release.Version, Database: t.job.Spec.Database, Target: t.target, Deployment: t.server,
		Becomes: t.job.becomes(), TTLSeconds: t.job.TTL.Seconds()}
}
