package reporttest

import (
	"time"

	"streampark-regress/harness/cause"
	"streampark-regress/harness/database"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/judge"
	"streampark-regress/harness/outcome"
	"streampark-regress/harness/release"
)

// Story is a scenario in the making.
type Story struct {
	log      *Log
	job      string
	release  release.Release
	scenario evidence.Scenario
	story    judge.Story
	// step are the checks since the last step.
	step []evidence.Check
}

func (s *Story) add(e evidence.Event) {
	e.Job = s.job
	s.log.Add(e)
}

// Token adds an API token that lives so many seconds, zero for ever.
func (s *Story) Token(seconds float64) {
	t := evidence.Token{Kind: evidence.APIToken, Owner: "caller", Made: Made(), Life: evidence.Life{Never: seconds == 0, Seconds: seconds}, Claims: `{"userName":"caller"}`}
	if seconds > 0 {
		t.Expires = Made().Add(time.Duration(seconds) * time.Second)
	}
	s.add(evidence.Event{Kind: evidence.KindToken, Token: &t})
}

// Row adds a look at the token's row.
func (s *Story) Row(digest string) {
	s.add(evidence.Event{Kind: evidence.KindRow, Row: &evidence.Row{Table: "t_access_token", ID: 3, Digest: digest, Missing: digest == "",
		Snapshot: database.Snapshot{Columns: []string{"id", "status"}, Values: []string{"3", "1"}}}})
}

// Pass adds time that was let pass since the token was made.
func (s *Story) Pass(seconds float64) evidence.Action {
	age := evidence.Age{Since: evidence.SinceToken, AskedSeconds: seconds, Seconds: seconds + 0.4}
	s.add(evidence.Event{Kind: evidence.KindClock, Clock: &evidence.Clock{Age: age, Kind: "jump", MovedSeconds: seconds - 60, TookSeconds: 0.3}})
	return evidence.Action{Kind: evidence.TimePassed, Age: &age}
}

// Do adds something that was done.
func (s *Story) Do(a evidence.Action) evidence.Action {
	s.add(evidence.Event{Kind: evidence.KindAction, Action: &a})
	return a
}

// Logs adds what the server logged meanwhile.
func (s *Story) Logs(leftOut int, lines ...string) {
	s.add(evidence.Event{Kind: evidence.KindServerLog, ServerLog: &evidence.ServerLog{Lines: lines, LeftOut: leftOut}})
}

// Call adds a call; what the test leaves open is that of a call with a whole
// API token of an administrator for an application of its own.
func (s *Story) Call(a evidence.Attempt) evidence.Attempt {
	a.ID = s.scenario.Number*1000 + len(s.story.Attempts) + 1
	if a.Subject.Kind == "" {
		a.Subject.Kind, a.Subject.Role = evidence.APIToken, evidence.Administrator
	}
	if a.Application == "" {
		a.Application = evidence.OwnApplication
	}
	if a.Path == "" {
		a.Path = s.release.API.Start
	}
	if a.Form == nil {
		a.Form = map[string]string{"id": "7"}
	}
	a.Method, a.Release, a.Generation = "POST", s.release.Version, 1
	if a.Subject.Kind == evidence.APIToken && a.Subject.Twist == evidence.Whole {
		a.Authorization, a.TokenMade = "69qMW7re...[00000000]", Made()
	}
	if a.ServerTime.IsZero() {
		a.ServerTime = Made().Add(2 * time.Second)
	}
	if a.Effect.Name == evidence.EffectUnseen {
		a.Effect.Name = evidence.EffectNone
	}
	if a.Submission == nil {
		a.Submission = &evidence.Submission{State: evidence.NotSubmitted}
	}
	if a.Row.State == "" {
		a.Row.State = evidence.RowUnchanged
	}
	a.Seconds = 0.01
	s.story.Attempts = append(s.story.Attempts, a)
	s.add(evidence.Event{Kind: evidence.KindAttempt, Attempt: &a})
	return a
}

// Starts adds a call that starts the application.
func (s *Story) Starts(a evidence.Attempt) evidence.Attempt {
	a.Outcome, a.Status, a.ContentType, a.Body = outcome.Started, 200, "application/json", `{"data":true}`
	if a.Effect.Name == evidence.EffectUnseen {
		a.Effect = evidence.Effect{Name: evidence.EffectStarted, Before: 0, After: 5}
	}
	if a.Submission == nil && a.Effect.Name == evidence.EffectStarted {
		a.Submission = &evidence.Submission{State: evidence.StartedFresh}
	}
	return s.Call(a)
}

// Rejected adds a call that is answered 401 for a cause.
func (s *Story) Rejected(a evidence.Attempt, f evidence.Finding, others ...evidence.Finding) evidence.Attempt {
	a.Outcome, a.Status, a.Rejection, a.SetCookie = outcome.Unauthenticated, 401, outcome.Decoded, []string{"rememberMe", "rememberMe"}
	a.Cause = f.Cause
	if f.State == "" {
		f.State = evidence.Holds
	}
	a.Findings = append(others, f)
	return s.Call(a)
}

// After is an attempt at an age.
func After(seconds float64, since ...evidence.Action) evidence.Attempt {
	a := evidence.Attempt{Age: &evidence.Age{Since: evidence.SinceToken, AskedSeconds: seconds, Seconds: seconds + 0.4}, Since: since}
	a.ServerTime = Made().Add(time.Duration(seconds) * time.Second)
	return a
}

// Expired is the finding of an attempt with a token that lived two hours.
func Expired(a evidence.Attempt) evidence.Finding {
	return evidence.Finding{Cause: cause.Expired, Detail: evidence.ExpiryPassed, Expiry: Made().Add(2 * time.Hour), ServerTime: a.ServerTime}
}

// Expect judges the last call.
func (s *Story) Expect(e evidence.Expectation) evidence.Check {
	last := s.story.Attempts[len(s.story.Attempts)-1]
	return s.check(judge.Call(judge.Case{Release: judge.Of(s.release), About: s.story.About, Attempt: last, Expected: e}))
}

// ExpectFact judges something seen besides calls.
func (s *Story) ExpectFact(f evidence.Fact, e evidence.Expectation) evidence.Check {
	return s.check(judge.Fact(judge.FactCase{Release: judge.Of(s.release), About: s.story.About, Found: f, Expected: e}))
}

func (s *Story) check(c evidence.Check) evidence.Check {
	c.ID, c.Release, c.Target = len(s.story.Checks)+1, s.release.Version, s.log.target
	s.story.Checks, s.step = append(s.story.Checks, c), append(s.step, c)
	s.add(evidence.Event{Kind: evidence.KindCheck, Check: &c})
	return c
}

// Step ends a step: it made the checks since the last.
func (s *Story) Step(keyword, text string) {
	step := evidence.Step{Status: judge.StepStatus(s.step), Seconds: 0.25}
	for _, c := range s.step {
		step.Checks = append(step.Checks, c.ID)
		if c.KnownIssue != "" {
			step.KnownIssue = c.KnownIssue
		}
	}
	s.ended(keyword, text, step)
}

// Fails ends a step that could not be carried out.
func (s *Story) Fails(keyword, text, failure string) {
	s.ended(keyword, text, evidence.Step{Status: evidence.StepFailed, Error: failure})
}

// Skips ends a step that was not reached.
func (s *Story) Skips(keyword, text string) {
	s.ended(keyword, text, evidence.Step{Status: evidence.StepSkipped})
}

func (s *Story) ended(keyword, text string, step evidence.Step) {
	step.Keyword, step.Text, step.Line = keyword, text, s.scenario.Line+len(s.story.Steps)+1
	s.story.Steps, s.step = append(s.story.Steps, step), nil
	s.add(evidence.Event{Kind: evidence.KindStep, Step: &step})
}

// End ends the scenario, judged.
func (s *Story) End() { s.EndBecause(nil) }

// EndBecause ends a scenario in whose way something stood.
func (s *Story) EndBecause(obstacle *evidence.Reason) {
	s.story.Obstacle = obstacle
	ruling := judge.Scenario(s.story)
	ended := s.scenario
	ended.Phase, ended.Verdict, ended.Reason, ended.KnownIssues, ended.Seconds = evidence.Ended, ruling.Verdict, ruling.Reason, ruling.KnownIssues, 1.5
	s.add(evidence.Event{Kind: evidence.KindScenario, Scenario: &ended})
}
