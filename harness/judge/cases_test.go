package judge_test

import (
	"time"

	"streampark-regress/harness/cause"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/outcome"
	"streampark-regress/harness/release"
	"streampark-regress/harness/verdict"
)

// expiry is issue 3933 as the catalogue describes it, members issue 4281, and
// sealed issue 4322.
func expiry() release.KnownIssue {
	return release.KnownIssue{ID: "3933", FixedIn: "2.1.5", Symptom: release.Symptom{Subject: "api-token", Outcome: outcome.Unauthenticated,
		Status: 401, Cause: cause.Expired, Row: "unchanged", Effect: "none"}}
}

func members() release.KnownIssue {
	return release.KnownIssue{ID: "4281", Symptom: release.Symptom{Subject: "api-token", Role: "developer", Outcome: outcome.Failed,
		Status: 500, Message: "EL1008E", Row: "unchanged", Effect: "none"}}
}

func sealed() release.KnownIssue {
	return release.KnownIssue{ID: "4322", Symptom: release.Symptom{Subject: "api-token", Outcome: outcome.Unauthenticated,
		Status: 401, Cause: cause.Cipher, Row: "unchanged", Effect: "none"}}
}

func outlives() release.KnownIssue {
	return release.KnownIssue{ID: "outlives", Symptom: release.Symptom{Subject: "sign-in", Outcome: outcome.Started, Status: 200, Effect: "started"}}
}

// fields is the issue of renamed fields, of starts.
func fields() release.KnownIssue {
	return release.KnownIssue{ID: "fields", Symptom: release.Symptom{Subject: "api-token", Sent: "savePointed", Outcome: outcome.Started, Status: 200,
		State: "fresh", Effect: "started"}}
}

// asking is a start that asks for its state by an old name, and what becomes of
// it.
func asking(s evidence.State) evidence.Attempt {
	return started(func(a *evidence.Attempt) { a.Form, a.Submission = map[string]string{"savePointed": "true"}, submits(s) })
}

// cancelled is a call that cancels the application's job.
func cancelled(change ...func(*evidence.Attempt)) evidence.Attempt {
	return started(append([]func(*evidence.Attempt){func(a *evidence.Attempt) {
		a.Outcome, a.Effect.Name, a.Submission = outcome.Cancelled, evidence.EffectCancelled, submits(evidence.StoppedSaved)
	}}, change...)...)
}

// restores expects that the job goes on from its latest savepoint, saves that it
// ends with one.
func restores() evidence.Expectation {
	return evidence.Expectation{Outcome: outcome.Started, State: evidence.RestoredLatest}
}

func saves() evidence.Expectation {
	return evidence.Expectation{Outcome: outcome.Cancelled, State: evidence.StoppedSaved}
}

// started is a call that starts the application; change makes another of it.
func started(change ...func(*evidence.Attempt)) evidence.Attempt {
	a := evidence.Attempt{ID: 1001, Subject: evidence.Subject{Kind: evidence.APIToken, Role: evidence.Administrator}, Application: evidence.OwnApplication,
		Status: 200, Outcome: outcome.Started, ServerTime: time.Unix(1, 0), Effect: evidence.Effect{Name: evidence.EffectStarted, After: 3},
		Submission: &evidence.Submission{State: evidence.StartedFresh}}
	for _, c := range change {
		c(&a)
	}
	return a
}

// rejected is a call that is answered 401.
func rejected(why cause.Cause, change ...func(*evidence.Attempt)) evidence.Attempt {
	return started(append([]func(*evidence.Attempt){func(a *evidence.Attempt) {
		a.Status, a.Outcome, a.Rejection, a.Cause = 401, outcome.Unauthenticated, outcome.Decoded, why
		a.Effect, a.Row = evidence.Effect{Name: evidence.EffectNone}, evidence.RowState{State: evidence.RowUnchanged}
		a.Submission = submits(evidence.NotSubmitted)
	}}, change...)...)
}

// submits is what was submitted to Flink.
func submits(s evidence.State) *evidence.Submission { return &evidence.Submission{State: s} }

func failing(change ...func(*evidence.Attempt)) evidence.Attempt {
	return rejected(cause.None, append([]func(*evidence.Attempt){func(a *evidence.Attempt) {
		a.Status, a.Outcome, a.Rejection, a.Message, a.Subject.Role = 500, outcome.Failed, outcome.NoRejection, "SpelEvaluationException: EL1008E: Property", evidence.Developer
	}}, change...)...)
}

func after(kinds ...evidence.ActionKind) func(*evidence.Attempt) {
	return func(a *evidence.Attempt) {
		for _, k := range kinds {
			a.Since = append(a.Since, evidence.Action{Kind: k})
		}
	}
}

// starts expects that the application starts, closed that the page is not open
// to API tokens, explained a 401 with any cause that can be named.
func starts() evidence.Expectation { return evidence.Expectation{Outcome: outcome.Started} }
func closed() evidence.Expectation { return evidence.Expectation{Outcome: outcome.Closed} }
func explained() evidence.Expectation {
	return evidence.Expectation{Outcome: outcome.Unauthenticated, Explained: true}
}

// expired expects the 401 of an expired token, disabled that of a disabled one,
// and namedExpired what issue 3933 shows.
func expired() evidence.Expectation {
	return evidence.Expectation{Outcome: outcome.Unauthenticated, Cause: cause.Expired}
}

func disabled() evidence.Expectation {
	return evidence.Expectation{Outcome: outcome.Unauthenticated, Cause: cause.Disabled}
}

func namedExpired() evidence.Expectation {
	return evidence.Expectation{Outcome: outcome.Unauthenticated, Cause: cause.Expired, KnownIssue: "3933"}
}

// what is what a check came to.
type what struct {
	verdict verdict.Verdict
	issue   string
	masked  bool
	misses  []evidence.Miss
	gone    string
	relapse string
	suspect evidence.Suspect
}

func green() what          { return what{verdict: verdict.AsExpected} }
func known(id string) what { return what{verdict: verdict.AsExpected, issue: id} }
func masked(id string) what {
	return what{verdict: verdict.AsExpected, issue: id, masked: true}
}

func red(s evidence.Suspect, misses ...evidence.Miss) what {
	return what{verdict: verdict.Unexpected, misses: misses, suspect: s}
}

func unsure(misses ...evidence.Miss) what {
	return what{verdict: verdict.Inconclusive, misses: misses}
}
