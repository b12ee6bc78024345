package words_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"streampark-regress/harness/evidence"
	"streampark-regress/harness/outcome"
	"streampark-regress/harness/report/words"
	"streampark-regress/harness/verdict"
)

func TestSubmission(t *testing.T) {
	for want, s := range map[string]*evidence.Submission{
		"nobody saw what was submitted":                   nil,
		"nothing submitted":                               {State: evidence.NotSubmitted},
		"from a savepoint that nobody named":              {State: evidence.RestoredOther},
		"from a savepoint that nobody named (file:/a)":    {State: evidence.RestoredOther, Path: "file:/a"},
		"from its latest savepoint":                       {State: evidence.RestoredLatest, Path: "file:/a"},
		"savepoint in the usual folder, drained":          {State: evidence.StoppedSaved, Drains: true},
		"no savepoint, and also another, and yet another": {State: evidence.StoppedBare, Others: []string{"another", "and yet another"}},
	} {
		assert.Equal(t, want, words.Submission(s))
	}
}

// What became of the job's state is told of a cancel, and of a start that asked
// for a state or got one.
func TestStateBesideTheStatus(t *testing.T) {
	asking := map[string]string{"savePointed": "true"}
	for name, tt := range map[string]struct {
		call evidence.Attempt
		want words.Phrase
	}{
		"a start nobody looked at":          {evidence.Attempt{Outcome: outcome.Started, Form: asking}, words.Phrase{Text: "200 data:true"}},
		"a start that was never submitted":  {evidence.Attempt{Outcome: outcome.Started, Form: asking, Submission: &evidence.Submission{State: evidence.NotSubmitted}}, words.Phrase{Text: "200 data:true"}},
		"a start that asked for no state":   {evidence.Attempt{Outcome: outcome.Started, Submission: &evidence.Submission{State: evidence.StartedFresh}}, words.Phrase{Text: "200 data:true"}},
		"a start that asked for its state":  {evidence.Attempt{Outcome: outcome.Started, Form: asking, Submission: &evidence.Submission{State: evidence.StartedFresh}}, words.Phrase{Text: "200 data:true, without state"}},
		"a start that got a state":          {evidence.Attempt{Outcome: outcome.Started, Submission: &evidence.Submission{State: evidence.RestoredLatest}}, words.Phrase{Text: "200 data:true, from its latest savepoint"}},
		"a cancel":                          {evidence.Attempt{Outcome: outcome.Cancelled, Submission: &evidence.Submission{State: evidence.StoppedBare}}, words.Phrase{Text: "200, no savepoint"}},
		"a cancel that Flink was asked for": {evidence.Attempt{Outcome: outcome.Cancelled, Flink: &evidence.Flink{Status: evidence.JobCanceled}}, words.Phrase{Text: "200", Aside: "Flink: cancelled without a savepoint"}},
		"a start that Flink was asked for":  {evidence.Attempt{Outcome: outcome.Started, Flink: &evidence.Flink{Status: evidence.JobFailed}}, words.Phrase{Text: "200 data:true", Aside: "Flink: the job failed"}},
	} {
		tt.call.Status = 200
		assert.Equal(t, tt.want, words.Summary(tt.call), name)
	}
}

// An address is told with what was asked for there, and without what every call
// sends.
func TestWhatACallAskedFor(t *testing.T) {
	a := started()
	a.Form = map[string]string{"id": "1", "teamId": "2", "allowNonRestored": "true", "Authorization": "x", "savePointed": "true", "drain": "false", "savePoint": "", "description": "nightly"}
	assert.Equal(t, "API token, /p description=nightly&savePointed=true", words.CallAt(a))
}

func TestExpectationOfAJob(t *testing.T) {
	for want, e := range map[string]evidence.Expectation{
		"started, without state":                                     {State: evidence.StartedFresh},
		"started, the job runs":                                      {Job: evidence.JobRunning},
		"started, from its latest savepoint, the job runs":           {State: evidence.RestoredLatest, Job: evidence.JobRunning},
		"started, StreamPark keeps its path":                         {Kept: evidence.KeptAsLatest},
		"started, not where it was stopped":                          {Going: evidence.GoesBack},
		"started, without state, as in known issue 4134":             {State: evidence.StartedFresh, KnownIssue: "4134"},
		"started, StreamPark keeps its path, as in known issue 4134": {Kept: evidence.KeptAsLatest, KnownIssue: "4134"},
	} {
		e.Outcome = outcome.Started
		assert.Equal(t, want, words.Expectation(e))
	}
}

// Where the answer is the one expected, the savepoint and the job are told with
// what Flink says of them.
func TestMissesOfAJob(t *testing.T) {
	a := started()
	a.Deed, a.Submission = evidence.DeedStart, &evidence.Submission{State: evidence.StartedFresh}
	a.Flink = &evidence.Flink{Status: evidence.JobRunning}
	for miss, want := range map[evidence.Miss]string{
		evidence.MissedFlink:      "Flink: started fresh",
		evidence.MissedKept:       "Flink: started fresh",
		evidence.MissedGoing:      "Flink: started fresh",
		evidence.MissedSubmission: "what was submitted to Flink: without state",
	} {
		c := evidence.Check{Verdict: verdict.Unexpected, Expected: evidence.Expectation{Outcome: outcome.Started}, Misses: []evidence.Miss{miss}}
		assert.Equal(t, "API token at /p: answered started, but "+want, words.Mismatch(c, a), miss)
	}
}
