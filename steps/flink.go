package steps

import (
	"streampark-regress/harness/caller"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/outcome"
	"streampark-regress/harness/release"
)

// jobs are the phrases about what a real Flink does. What they expect nobody sees
// without one.
func jobs() []Step {
	return []Step{
		{
			Pattern: `^a caller written for (this release|\d\S*) starts the application(?: at (/\S+))? from (the savepoint it was stopped with)$`,
			Example: "a caller written for this release starts the application from the savepoint it was stopped with",
			Calls:   true,
			Does:    as(release.Start, caller.WrittenFor, (*caller.Caller).StartAt),
		},
		{
			Pattern: `^the job runs and counts from nothing$`,
			Example: "the job runs and counts from nothing",
			Expects: expect(evidence.Expectation{Outcome: outcome.Started, State: evidence.StartedFresh, Job: evidence.JobRunning}),
		},
		{
			Pattern: `^the job fails for want of that savepoint$`,
			Example: "the job fails for want of that savepoint",
			Expects: expect(evidence.Expectation{Outcome: outcome.Started, State: evidence.RestoredGiven, Job: evidence.JobFailed}),
		},
		{
			Pattern: `^the job goes on counting where it was stopped$`,
			Example: "the job goes on counting where it was stopped",
			Expects: expect(evidence.Expectation{Outcome: outcome.Started, Job: evidence.JobRunning, Going: evidence.GoesOn}),
		},
		{
			Pattern: `^the job goes back to its savepoint of before$`,
			Example: "the job goes back to its savepoint of before",
			Expects: expect(evidence.Expectation{Outcome: outcome.Started, State: evidence.RestoredLatest, Going: evidence.GoesBack}),
		},
		{
			Pattern: `^the job starts without its state although it was stopped with a savepoint$`,
			Example: "the job starts without its state although it was stopped with a savepoint",
			Expects: expect(evidence.Expectation{Outcome: outcome.Started, State: evidence.StartedFresh, Going: evidence.GoesFresh}),
		},
		{
			Pattern: `^the job ends with a savepoint that StreamPark keeps$`,
			Example: "the job ends with a savepoint that StreamPark keeps",
			Expects: expect(evidence.Expectation{Outcome: outcome.Cancelled, State: evidence.StoppedSaved, Kept: evidence.KeptAsLatest}),
		},
		{
			Pattern: `^the job runs on although its cancel is answered "success"$`,
			Example: `the job runs on although its cancel is answered "success"`,
			Expects: expect(evidence.Expectation{Outcome: outcome.Cancelled, Job: evidence.JobRunning}),
		},
		{
			Pattern: `^the job is drained and ends with a savepoint$`,
			Example: "the job is drained and ends with a savepoint",
			Expects: expect(evidence.Expectation{Outcome: outcome.Cancelled, State: evidence.StoppedSaved, Job: evidence.JobFinished}),
		},
	}
}
