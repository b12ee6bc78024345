package judge_test

import (
	"testing"
	"time"

	"streampark-regress/harness/cause"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/judge"
	"streampark-regress/harness/outcome"
	"streampark-regress/harness/release"
	"streampark-regress/harness/verdict"
)

// dice reads a fuzzer's bytes as choices.
type dice struct{ bytes []byte }

func (d *dice) below(n int) int {
	if len(d.bytes) == 0 {
		return 0
	}
	b := d.bytes[0]
	d.bytes = d.bytes[1:]
	return int(b) % n
}

func pick[T any](d *dice, all ...T) T { return all[d.below(len(all))] }

func (d *dice) attempt(id int) evidence.Attempt {
	a := evidence.Attempt{ID: id, Status: pick(d, 0, 200, 401, 403, 500), Message: pick(d, "", "EL1008E"),
		Subject:     evidence.Subject{Kind: pick(d, evidence.APIToken, evidence.SignIn, evidence.Forged), Role: pick(d, evidence.Administrator, evidence.Developer), Twist: pick(d, evidence.Whole, evidence.Half)},
		Application: pick(d, evidence.OwnApplication, evidence.NoApplication),
		Outcome:     pick(d, "", outcome.Started, outcome.Cancelled, outcome.Unauthenticated, outcome.Failed, outcome.Closed, outcome.Answered),
		Cause:       pick(d, cause.None, cause.Expired, cause.Cipher, cause.Unknown, cause.Disabled),
		Effect:      evidence.Effect{Name: pick(d, evidence.EffectUnseen, evidence.EffectNone, evidence.EffectStarted, evidence.EffectCancelled)},
		Submission:  pick(d, nil, submits(evidence.StateUnseen), submits(evidence.NotSubmitted), submits(evidence.StartedFresh), submits(evidence.RestoredLatest)),
		Flink:       pick(d, nil, runs("", 0), runs("file:/a", 7), &evidence.Flink{}),
		Deed:        pick(d, evidence.DeedStart, evidence.DeedCancel),
		Form:        pick(d, nil, map[string]string{"savePointed": "true"}),
		Row:         evidence.RowState{State: pick(d, evidence.RowUnseen, evidence.RowUnchanged, evidence.RowChanged, evidence.RowMissing)},
		Try:         pick(d, 0, 1, 2)}
	if d.below(4) > 0 {
		a.ServerTime = time.Unix(1, 0)
	}
	return a
}

func (d *dice) expectation() evidence.Expectation {
	return evidence.Expectation{Outcome: pick(d, "", outcome.Started, outcome.Cancelled, outcome.Unauthenticated, outcome.Closed), State: pick(d, evidence.StateUnseen, evidence.RestoredLatest, evidence.StartedFresh),
		Job: pick(d, evidence.JobUnseen, evidence.JobFailed), Going: pick(d, evidence.GoingUnseen, evidence.GoesOn), Kept: pick(d, evidence.KeptUnseen, evidence.KeptAsLatest), Cause: pick(d, cause.None, cause.Expired, cause.Disabled, cause.Cipher),
		Explained: d.below(3) == 0, KnownIssue: pick(d, "", "3933", "4322"), Row: pick(d, evidence.RowUnseen, evidence.RowUnchanged)}
}

// FuzzNeverGreenWithoutEvidence judges scenarios made of whatever: one that is
// as expected was carried out to its end, something was seen of each call, and
// everything that was seen agrees.
func FuzzNeverGreenWithoutEvidence(f *testing.F) {
	f.Add([]byte{1, 0, 0, 0, 0, 1, 0, 1, 1, 0, 1, 0, 0, 1, 1, 0, 0, 1})
	f.Add([]byte("the same call again and again, 401 and then nothing"))
	f.Fuzz(func(t *testing.T, bytes []byte) {
		d := &dice{bytes}
		r := judge.Knowledge{Version: "9.9.9", Known: []release.KnownIssue{expiry(), members(), sealed(), outlives(), fields()}[:d.below(6)]}
		story := judge.Story{Release: r, About: []string{"3933", "4281", "4322", "outlives", "fields"}[:d.below(6)]}
		for id := range d.below(4) {
			a := d.attempt(id + 1)
			story.Attempts = append(story.Attempts, a)
			if d.below(5) == 0 {
				continue
			}
			c := judge.Call(judge.Case{Release: r, About: story.About, Attempt: a, Expected: d.expectation()})
			c.ID = len(story.Checks) + 1
			story.Checks = append(story.Checks, c)
			story.Steps = append(story.Steps, evidence.Step{Status: judge.StepStatus([]evidence.Check{c}), Checks: []int{c.ID}})
		}
		if d.below(6) == 0 {
			story.Steps = append(story.Steps, evidence.Step{Status: pick(d, evidence.StepSkipped, evidence.StepFailed, evidence.StepPassed), Error: pick(d, "", "lost")})
		}
		if d.below(6) == 0 {
			story.Obstacle = &evidence.Reason{Kind: pick(d, evidence.Failed, evidence.Broken, evidence.Interrupted, evidence.LeftOut)}
		}
		if judge.Scenario(story).Verdict == verdict.AsExpected {
			mustBeCarriedOut(t, story)
		}
	})
}

func effectOf(o outcome.Outcome) evidence.EffectName {
	switch o { //nolint:exhaustive // the other outcomes move nothing
	case outcome.Started:
		return evidence.EffectStarted
	case outcome.Cancelled:
		return evidence.EffectCancelled
	}
	return evidence.EffectNone
}

// submittedAs reports whether something was submitted exactly where the answer
// says so.
func submittedAs(a evidence.Attempt) bool {
	accepted := a.Outcome == outcome.Started || a.Outcome == outcome.Cancelled
	return a.Submission != nil && a.Submission.State != "" && accepted != (a.Submission.State == evidence.NotSubmitted)
}

// agrees reports whether a real Flink, where there is one, was seen to run what was
// submitted, and whatever else is expected of it was seen.
func agrees(a evidence.Attempt, e evidence.Expectation) bool {
	f := a.Flink
	switch {
	case f == nil:
		return e.Job == "" && e.Kept == "" && e.Going == ""
	case f.Status == "" || e.Kept != "" && f.Kept != e.Kept || e.Going != "" && f.Going() != e.Going:
		return false
	case a.Submission == nil:
	case a.Submission.State == evidence.StartedFresh && f.Status == evidence.JobRunning:
		return f.Restored == "" && f.First == 0
	case a.Submission.State == evidence.RestoredLatest && f.Status == evidence.JobRunning:
		return f.Restored != "" && f.First > 0
	}
	return e.Job == "" || f.Status == e.Job
}

func mustBeCarriedOut(t *testing.T, s judge.Story) {
	if s.Obstacle != nil || len(s.Steps) == 0 || len(s.Checks) == 0 {
		t.Fatalf("as expected without steps, without checks or with an obstacle: %+v", s)
	}
	for _, step := range s.Steps {
		if step.Error != "" || step.Status == evidence.StepSkipped || step.Status == evidence.StepFailed {
			t.Fatalf("as expected with a step that was not carried out: %+v", step)
		}
	}
	for _, c := range s.Checks {
		var a evidence.Attempt
		for _, o := range s.Attempts {
			if o.ID == c.Attempt {
				a = o
			}
		}
		seen := a.Status != 0 && a.Outcome != "" && !a.ServerTime.IsZero()
		effect := a.Application == evidence.NoApplication && (c.KnownIssue != "" || !a.Outcome.Accepted()) || a.Effect.Name == effectOf(a.Outcome) && submittedAs(a)
		met := c.KnownIssue != "" || c.Expected.Outcome == a.Outcome && (c.Expected.State == "" || a.Submission != nil && c.Expected.State == a.Submission.State)
		asked := c.Expected
		if c.KnownIssue != "" {
			asked = evidence.Expectation{}
		}
		met = met && agrees(a, asked)
		if c.Verdict != verdict.AsExpected || !seen || !effect || !met {
			t.Fatalf("as expected although the evidence is not: %+v of %+v", c, a)
		}
		if a.Outcome == outcome.Unauthenticated && a.Cause == cause.None {
			t.Fatalf("as expected with a 401 of no cause: %+v", a)
		}
	}
	for _, a := range s.Attempts {
		checked := a.Try == 1
		for _, c := range s.Checks {
			checked = checked || c.Attempt == a.ID
		}
		if !checked {
			t.Fatalf("as expected with a call nothing was expected of: %+v", a)
		}
	}
}
