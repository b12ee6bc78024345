package suite

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sort"
	"strings"
	"sync"
	"time"

	"github.com/cucumber/godog"

	"streampark-regress/harness/deployment"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/release"
	"streampark-regress/harness/scheduler"
	"streampark-regress/harness/verdict"
	"streampark-regress/steps"
)

// Runner carries out a plan.
type Runner struct {
	Pool *deployment.Pool
	Log  *evidence.Log
	// Catalogue is where upgrades find other releases.
	Catalogue *release.Catalogue
	// Target is the provider's, for scenarios whose deployment never came up.
	Target string
	// Finished, if set, is told how each job ended.
	Finished func(Job, verdict.Verdict, error)
}

// Run starts every server of the plan and runs the jobs of each one after the
// other, on all servers at once. How each job ended is in the log; the result
// is the verdict of the whole.
func (r *Runner) Run(ctx context.Context, p Plan) verdict.Verdict {
	var mu sync.Mutex
	var verdicts []verdict.Verdict
	var running sync.WaitGroup
	for _, server := range p.Servers {
		r.Pool.Start(ctx, server.Name, server.Spec, len(server.Jobs))
		running.Go(func() {
			for _, job := range server.Jobs {
				v := r.job(ctx, server, job)
				mu.Lock()
				verdicts = append(verdicts, v)
				mu.Unlock()
			}
		})
	}
	for _, job := range p.LeftOut {
		r.Log.Add(evidence.Event{Kind: evidence.KindScenario, Job: job.ID,
			Scenario: r.describe(job, r.Target, "", evidence.Ended, verdict.NotRun, job.LeftOut)})
	}
	running.Wait()
	return verdict.Worst(verdicts...)
}

// job runs one scenario on its lease.
func (r *Runner) job(ctx context.Context, server Server, job Job) verdict.Verdict {
	lease, err := r.Pool.Lease(ctx, job.Spec)
	target := r.Target
	if err == nil {
		target = lease.Target()
	}
	begun := r.describe(job, target, server.Name, evidence.Begun, "", "")
	r.Log.Add(evidence.Event{Kind: evidence.KindScenario, Job: job.ID, Scenario: begun})
	start := time.Now()
	world := &steps.World{}
	if err == nil {
		log, unread := lease.LogCursor(ctx)
		world.Scheduler = prepare(r.Catalogue, scheduler.New(lease.Deployment, r.Log, job.ID, job.Number), job.Scenario)
		err = r.play(ctx, job, world)
		var lines []string
		if unread == nil { // else nobody knows which lines are the scenario's
			lines, unread = log.Rest(context.WithoutCancel(ctx))
		}
		if unread == nil {
			r.Log.Add(evidence.Event{Kind: evidence.KindServerLog, Job: job.ID, ServerLog: logged(lines)})
		}
		// The removal must come to its end also when the run was interrupted.
		if released := lease.Release(context.WithoutCancel(ctx)); err == nil && released != nil {
			err = released
		}
	}
	if ctx.Err() != nil {
		err = fmt.Errorf("interrupted: %w", ctx.Err())
	}
	v := verdict.Of(err)
	reason := ""
	if err != nil {
		reason = err.Error()
	}
	ended := r.describe(job, target, server.Name, evidence.Ended, v, reason)
	ended.Seconds = time.Since(start).Seconds()
	if world.Scheduler != nil {
		ended.KnownIssues = world.Scheduler.KnownIssues()
	}
	r.Log.Add(evidence.Event{Kind: evidence.KindScenario, Job: job.ID, Scenario: ended})
	if r.Finished != nil {
		r.Finished(job, v, err)
	}
	return v
}

// prepare tells a scheduler what its scenario is about.
func prepare(c *release.Catalogue, s *scheduler.Scheduler, scenario Scenario) *scheduler.Scheduler {
	s.UseCatalogue(c)
	for _, tag := range scenario.Tags {
		if id, ok := strings.CutPrefix(tag, "@known-issue-"); ok {
			s.MayMeet(id)
		}
	}
	for _, step := range scenario.Steps {
		if steps.ReadsLog(step.Text) {
			s.WatchLog()
		}
	}
	return s
}

func (r *Runner) describe(j Job, target, server string, phase evidence.Phase, v verdict.Verdict, reason string) *evidence.Scenario {
	return &evidence.Scenario{Phase: phase, Number: j.Number, Feature: j.Scenario.Feature, File: j.Scenario.File, Line: j.Scenario.Line, Name: j.Scenario.Name,
		Tags: j.Scenario.Tags, Release: j.Spec.Release.Version, Target: target, Deployment: server, Verdict: v, Reason: reason}
}

// play runs a scenario with godog and returns its first failure: a
// *verdict.MismatchError for an expectation that was not met, any other error for
// something that could not be carried out.
func (r *Runner) play(ctx context.Context, job Job, world *steps.World) error {
	var failure error
	var next int
	var begun time.Time
	suite := godog.TestSuite{
		Name: job.ID,
		ScenarioInitializer: func(sc *godog.ScenarioContext) {
			for _, s := range steps.Vocabulary() {
				sc.Step(s.Pattern, s.Bind(world))
			}
			sc.StepContext().Before(func(ctx context.Context, _ *godog.Step) (context.Context, error) {
				begun = time.Now()
				return ctx, nil
			})
			sc.StepContext().After(func(ctx context.Context, _ *godog.Step, status godog.StepResultStatus, err error) (context.Context, error) {
				step := job.Scenario.Steps[next]
				next++
				var met *verdict.Met
				event := &evidence.Step{Keyword: step.Keyword, Text: step.Text, Line: step.Line, Status: stepStatus(status), Seconds: time.Since(begun).Seconds()}
				if errors.As(err, &met) {
					event.Status, event.Reason = evidence.StepPassed, err.Error()
					failure = err
				} else if err != nil && failure == nil {
					failure = err
					event.Reason = err.Error()
				}
				r.Log.Add(evidence.Event{Kind: evidence.KindStep, Job: job.ID, Step: event})
				return ctx, nil
			})
		},
		Options: &godog.Options{
			Format: "progress", Output: io.Discard, NoColors: true, Strict: true, DefaultContext: ctx,
			FeatureContents: []godog.Feature{{Name: job.Scenario.File, Contents: []byte(job.Scenario.alone())}},
		},
	}
	code := suite.Run()
	for ; next < len(job.Scenario.Steps); next++ {
		step := job.Scenario.Steps[next]
		r.Log.Add(evidence.Event{Kind: evidence.KindStep, Job: job.ID,
			Step: &evidence.Step{Keyword: step.Keyword, Text: step.Text, Line: step.Line, Status: evidence.StepSkipped}})
	}
	switch {
	case failure != nil:
		return failure
	case code != 0:
		return fmt.Errorf("godog ended with %d and no failed step", code)
	}
	if unmet := world.Scheduler.Unmet(); len(unmet) > 0 {
		return verdict.Mismatchf("issue %s no longer reproduces on %s: everything went as if there were no such issue; if it is fixed, take it out of the catalogue",
			strings.Join(unmet, ", "), job.Spec.Release.Version)
	}
	if calls := world.Scheduler.Unchecked(); len(calls) > 0 {
		return errors.New("nothing was expected of these calls, so they prove nothing: " + strings.Join(calls, "; "))
	}
	return nil
}

func stepStatus(s godog.StepResultStatus) evidence.StepStatus {
	switch s {
	case godog.StepPassed:
		return evidence.StepPassed
	case godog.StepSkipped:
		return evidence.StepSkipped
	}
	return evidence.StepFailed
}

// alone is the scenario as a feature of its own, its background written out:
// godog can run that on its own, and an outline's row too.
func (s Scenario) alone() string {
	var b strings.Builder
	fmt.Fprintf(&b, "Feature: %s\n\n  Scenario: %s\n", s.Feature, s.Name)
	for _, step := range s.Steps {
		fmt.Fprintf(&b, "    * %s\n", step.Text)
		if step.DocString != "" {
			b.WriteString("      \"\"\"\n")
			for _, line := range strings.Split(step.DocString, "\n") {
				fmt.Fprintf(&b, "      %s\n", line)
			}
			b.WriteString("      \"\"\"\n")
		}
	}
	return b.String()
}

func sorted(set map[string]bool) []string {
	var all []string
	for s := range set {
		all = append(all, s)
	}
	sort.Strings(all)
	return all
}
