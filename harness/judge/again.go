package judge

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"streampark-regress/harness/database"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/release"
	"streampark-regress/harness/verdict"
)

// issueTag is in front of the number of a known issue that a scenario is about.
const issueTag = "@known-issue-"

// About lists the known issues a scenario is about, by its tags.
func About(tags []string) []string {
	var all []string
	for _, t := range tags {
		if id, ok := strings.CutPrefix(t, issueTag); ok {
			all = append(all, id)
		}
	}
	return all
}

// Again judges a log again, with another catalogue: it returns the events with
// every check and every scenario's verdict made new from the facts. What could
// not be carried out then cannot be judged now. The error names a release that
// the catalogue does not have.
func Again(events []evidence.Event, c *release.Catalogue) ([]evidence.Event, error) {
	c, err := withBuilds(events, c)
	if err != nil {
		return nil, fmt.Errorf("judge the run again: %w", err)
	}
	stories := map[string]*Story{}
	again := make([]evidence.Event, 0, len(events))
	for _, e := range events {
		if e.Job != "" {
			story, known := stories[e.Job]
			if !known {
				story = &Story{}
				stories[e.Job] = story
			}
			if err := story.retell(&e, c); err != nil {
				return nil, fmt.Errorf("judge %s again: %w", e.Job, err)
			}
		}
		again = append(again, e)
	}
	entitle(again, c)
	return again, nil
}

// withBuilds is the catalogue with the builds that a run tried.
func withBuilds(events []evidence.Event, c *release.Catalogue) (*release.Catalogue, error) {
	var builds []release.Build
	for _, e := range events {
		if e.Run != nil {
			for _, b := range e.Run.Builds {
				builds = append(builds, release.Build{Name: b.Name, Image: b.Image, Like: b.Like, Expect: b.Expect})
			}
		}
	}
	return c.WithBuilds(builds...)
}

// entitle gives the run the titles of the known issues that were met now and
// that it did not know.
func entitle(events []evidence.Event, c *release.Catalogue) {
	for i, e := range events {
		if e.Run == nil || e.Run.Phase != evidence.Begun {
			continue
		}
		run := *e.Run
		run.KnownIssues = maps.Clone(run.KnownIssues)
		for _, o := range events {
			if o.Check == nil || o.Check.KnownIssue == "" || run.KnownIssues[o.Check.KnownIssue] != "" {
				continue
			}
			if issue, known := c.FindIssue(o.Check.KnownIssue); known {
				if run.KnownIssues == nil {
					run.KnownIssues = map[string]string{}
				}
				run.KnownIssues[issue.ID] = issue.Title
			}
		}
		events[i].Run = &run
	}
}

// retell adds an event to its scenario's story; what was judged in it is judged
// again.
func (s *Story) retell(e *evidence.Event, c *release.Catalogue) error {
	switch e.Kind {
	case evidence.KindScenario:
		return s.retellScenario(e, c)
	case evidence.KindAttempt:
		s.Attempts = append(s.Attempts, *e.Attempt)
	case evidence.KindCheck:
		check, err := s.recheck(*e.Check, c)
		if err != nil {
			return err
		}
		e.Check = &check
		s.Checks = append(s.Checks, check)
	case evidence.KindStep:
		step := restep(*e.Step, s.Checks)
		e.Step = &step
		s.Steps = append(s.Steps, step)
	}
	return nil
}

func (s *Story) retellScenario(e *evidence.Event, c *release.Catalogue) error {
	if e.Scenario.Verdict == verdict.NotRun {
		return nil
	}
	r, err := on(e.Scenario.Database, c).Find(e.Scenario.Release)
	if err != nil {
		return err
	}
	s.Release, s.About, s.database = Of(r), About(e.Scenario.Tags), e.Scenario.Database
	if e.Scenario.Phase != evidence.Ended {
		return nil
	}
	if was := e.Scenario.Reason; was != nil && slices.Contains([]evidence.ReasonKind{evidence.Failed, evidence.Broken, evidence.Interrupted}, was.Kind) {
		s.Obstacle = was
	}
	ended, ruling := *e.Scenario, Scenario(*s)
	ended.Verdict, ended.Reason, ended.KnownIssues = ruling.Verdict, ruling.Reason, ruling.KnownIssues
	e.Scenario = &ended
	return nil
}

func (s *Story) recheck(was evidence.Check, c *release.Catalogue) (evidence.Check, error) {
	var now evidence.Check
	r, err := on(s.database, c).Find(was.Release)
	if err != nil {
		return now, err
	}
	if was.Fact != nil {
		now = Fact(FactCase{Release: Of(r), About: s.About, Found: *was.Fact, Expected: was.Expected})
	} else {
		judged := Case{Release: Of(r), About: s.About, Expected: was.Expected}
		for _, a := range s.Attempts {
			if a.ID == was.Attempt {
				judged.Attempt = a
			}
		}
		now = Call(judged)
	}
	now.ID, now.Release, now.Target, now.Attempt = was.ID, was.Release, was.Target, was.Attempt
	return now, nil
}

// on is the catalogue on the database a scenario ran on.
func on(p database.Product, c *release.Catalogue) *release.Catalogue {
	return c.On(string(p.OrUsual()))
}

// restep gives a step the status its checks say now.
func restep(step evidence.Step, checks []evidence.Check) evidence.Step {
	if step.Error != "" || step.Status == evidence.StepSkipped || len(step.Checks) == 0 {
		return step
	}
	step.Status, step.KnownIssue = StepStatus(made(step, checks)), ""
	for _, c := range made(step, checks) {
		if c.KnownIssue != "" {
			step.KnownIssue = c.KnownIssue
		}
	}
	return step
}

func made(step evidence.Step, checks []evidence.Check) []evidence.Check {
	var all []evidence.Check
	for _, id := range step.Checks {
		for _, c := range checks {
			if c.ID == id {
				all = append(all, c)
			}
		}
	}
	return all
}

// StepStatus is the status of a step that made these checks.
func StepStatus(checks []evidence.Check) evidence.StepStatus {
	status := evidence.StepPassed
	for _, c := range checks {
		switch {
		case c.Verdict != verdict.AsExpected:
			return evidence.StepFailed
		case c.KnownIssue != "":
			status = evidence.StepKnown
		}
	}
	return status
}
