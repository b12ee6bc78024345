package suite

import (
	"time"

	"streampark-regress/harness/evidence"
	"streampark-regress/harness/judge"
	"streampark-regress/harness/verdict"
)

// telling tells the log of one job, and remembers what the judge needs.
type telling struct {
	runner *Runner
	job    Job
	server string
	target string
	start  time.Time
	// others is how long it has waited for others, in all and in the present step.
	others, inStep time.Duration
	obstacle       *evidence.Reason
	steps          []evidence.Step
	checks         []evidence.Check
}

func (t *telling) add(e evidence.Event) {
	e.Job = t.job.ID
	t.runner.Log.Add(e)
}

func (t *telling) begin() {
	t.add(evidence.Event{Kind: evidence.KindScenario, Scenario: t.scenario(evidence.Begun)})
}

// waited notes that the job has waited for others: that is no time of its own.
func (t *telling) waited(d time.Duration) {
	t.others += d
	t.inStep += d
}

func (t *telling) step(s evidence.Step) {
	s.Seconds = max(s.Seconds-t.inStep.Seconds(), 0)
	t.inStep = 0
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
		ended.Seconds = (time.Since(t.start) - t.others).Seconds()
	}
	t.add(evidence.Event{Kind: evidence.KindScenario, Scenario: ended})
	return ruling.Verdict
}

// attempts are the job's calls, as the log has them.
func (t *telling) attempts() []evidence.Attempt {
	var all []evidence.Attempt
	for _, e := range t.runner.Log.Of(t.job.ID) {
		if e.Kind == evidence.KindAttempt {
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
