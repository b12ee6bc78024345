package words_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"streampark-regress/harness/evidence"
	"streampark-regress/harness/outcome"
	"streampark-regress/harness/report/words"
	"streampark-regress/harness/verdict"
)

func TestFlink(t *testing.T) {
	const a, b = "file:/s/savepoint-1f78e7-0a1b2c3d4e5f", "file:/s/savepoint-2a2a2a-0a1b2c3d4e5f"
	for want, f := range map[string]evidence.Flink{
		"Flink: restored savepoint-1f78e7-0a1b at 113":                           {Status: evidence.JobRunning, Restored: a, First: 113},
		"Flink: restored savepoint-1f78e7-0a1b at 113, where it was stopped":     {Status: evidence.JobRunning, Restored: a, First: 113, Stopped: a},
		"Flink: restored savepoint-1f78e7-0a1b at 113, not where it was stopped": {Status: evidence.JobRunning, Restored: a, First: 113, Stopped: b},
		"Flink: started fresh": {Status: evidence.JobRunning},
		"Flink: started fresh, although it was stopped with a savepoint": {Status: evidence.JobRunning, Stopped: a},
		"Flink: savepoint written":                                       {Status: evidence.JobCanceled, Savepoint: a, Kept: evidence.KeptAsLatest},
		"Flink: savepoint written, StreamPark does not keep its path":    {Status: evidence.JobCanceled, Savepoint: a, Kept: evidence.KeptNot},
		"Flink: drained, savepoint written":                              {Status: evidence.JobFinished, Savepoint: a},
		"Flink: cancelled without a savepoint":                           {Status: evidence.JobCanceled},
		"Flink: the job failed":                                          {Status: evidence.JobFailed},
		"Flink: no job":                                                  {Status: evidence.NoJob},
		"Flink: not seen":                                                {},
	} {
		assert.Equal(t, want, words.Flink(evidence.Attempt{Deed: evidence.DeedStart, Flink: &f}))
	}
	assert.Equal(t, "Flink: the job still runs", words.Flink(evidence.Attempt{Deed: evidence.DeedCancel, Flink: &evidence.Flink{Status: evidence.JobRunning}}))
	assert.Empty(t, words.Flink(evidence.Attempt{}), "there is none")
}

func TestMismatchOfFlink(t *testing.T) {
	a := started()
	a.Submission, a.Flink, a.Deed = &evidence.Submission{State: evidence.RestoredLatest, Path: "file:/a"}, &evidence.Flink{Status: evidence.JobRunning}, evidence.DeedStart
	expected := evidence.Expectation{Outcome: outcome.Started, State: evidence.RestoredLatest}
	assert.Equal(t, "API token at /p: answered started, from its latest savepoint, but Flink: started fresh",
		words.Mismatch(evidence.Check{Verdict: verdict.Unexpected, Expected: expected, Misses: []evidence.Miss{evidence.MissedFlink}}, a))
	a.Flink.Status = evidence.JobUnseen
	assert.Equal(t, "API token at /p: expected started, from its latest savepoint, but that cannot be decided: nobody saw what Flink did",
		words.Mismatch(evidence.Check{Verdict: verdict.Inconclusive, Expected: expected, Misses: []evidence.Miss{evidence.MissedEvidence}}, a))
}
