package reporttest

import (
	"testing"

	"streampark-regress/harness/evidence"
	"streampark-regress/harness/outcome"
)

// OnFlink is a run beside a real Flink: a job that goes on, one that is stopped
// with a savepoint that StreamPark forgets, and one that Flink does not restore.
func OnFlink(t testing.TB) []evidence.Event {
	const path = "file:/regress/state/savepoints/savepoint-1f78e7-0a1b2c3d4e5f"
	l := Begin(t, "docker")
	l.Server("2.1.5")
	s := l.Story("2.1.5", "keeps its state", "@known-issue-4134")
	s.Step("Given", "the application has a savepoint")
	s.Call(evidence.Attempt{Deed: evidence.DeedCancel, Path: "/openapi/app/cancel", Outcome: outcome.Cancelled, Status: 200,
		Form: map[string]string{"triggerSavepoint": "true"}, Effect: evidence.Effect{Name: evidence.EffectCancelled, Before: 5, After: 8},
		Submission: &evidence.Submission{State: evidence.StoppedSaved, Path: "file:///regress/state/savepoints"},
		Flink:      &evidence.Flink{Job: "a1", Status: evidence.JobCanceled, Savepoint: path, Kept: evidence.KeptNot}})
	s.Expect(evidence.Expectation{Outcome: outcome.Cancelled, State: evidence.StoppedSaved, Kept: evidence.KeptAsLatest})
	s.Step("Then", "the job ends with a savepoint that StreamPark keeps")
	restored := evidence.Attempt{Deed: evidence.DeedStart, Form: map[string]string{"restoreFromSavepoint": "true", "savepointPath": path},
		Submission: &evidence.Submission{State: evidence.RestoredGiven, Path: path},
		Flink:      &evidence.Flink{Job: "a2", Status: evidence.JobRunning, Restored: path, First: 113, Stopped: path}}
	s.Starts(restored)
	s.Expect(evidence.Expectation{Outcome: outcome.Started, Job: evidence.JobRunning, Going: evidence.GoesOn})
	s.Step("Then", "the job goes on counting where it was stopped")
	s.End()
	s = l.Story("2.1.5", "does not keep it")
	restored.Flink = &evidence.Flink{Job: "a3", Status: evidence.JobRunning}
	s.Starts(restored)
	s.Expect(evidence.Expectation{Outcome: outcome.Started, State: evidence.RestoredGiven})
	s.Step("Then", "the job goes on from the given savepoint")
	s.End()
	return l.End()
}
