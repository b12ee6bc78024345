package judge_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"streampark-regress/harness/evidence"
	"streampark-regress/harness/judge"
	"streampark-regress/harness/outcome"
	"streampark-regress/harness/release"
	"streampark-regress/harness/verdict"
)

// runs is a job that runs, restored from a path unless that is empty.
func runs(path string, first int64) *evidence.Flink {
	return &evidence.Flink{Job: "a", Status: evidence.JobRunning, Restored: path, First: first}
}

// starting is a start that was submitted, and what Flink did.
func starting(s evidence.State, path string, f *evidence.Flink) evidence.Attempt {
	return started(func(a *evidence.Attempt) {
		a.Deed, a.Flink, a.Submission = evidence.DeedStart, f, &evidence.Submission{State: s, Path: path}
	})
}

// stopping is a cancel that was submitted, and what Flink did.
func stopping(s evidence.Submission, status evidence.JobStatus, savepoint string, kept evidence.Kept) evidence.Attempt {
	return cancelled(func(a *evidence.Attempt) {
		a.Deed, a.Submission = evidence.DeedCancel, &s
		a.Flink = &evidence.Flink{Job: "a", Status: status, Savepoint: savepoint, Kept: kept}
	})
}

// forgets is issue 4134.
func forgets() release.KnownIssue {
	return release.KnownIssue{ID: "4134", FixedIn: "2.1.6", Symptom: release.Symptom{Subject: "api-token", Outcome: outcome.Cancelled, Status: 200,
		Kept: release.KeptNot, Effect: "cancelled"}}
}

func TestFlinkAgreesWithWhatIsSubmitted(t *testing.T) {
	const (
		latest, given = evidence.RestoredLatest, evidence.RestoredGiven
		byFlink       = evidence.MissedFlink
		unseen        = evidence.MissedEvidence
	)
	expect := func(s evidence.State) evidence.Expectation {
		return evidence.Expectation{Outcome: outcome.Started, State: s}
	}
	ends := func(s evidence.State) evidence.Expectation {
		return evidence.Expectation{Outcome: outcome.Cancelled, State: s}
	}
	with := func(e evidence.Expectation, change func(*evidence.Expectation)) evidence.Expectation {
		change(&e)
		return e
	}
	fails := func(e *evidence.Expectation) { e.Job = evidence.JobFailed }
	runsOn := func(e *evidence.Expectation) { e.Job = evidence.JobRunning }
	keeps := func(e *evidence.Expectation) { e.Kept = evidence.KeptAsLatest }
	goes := func(g evidence.Going) func(*evidence.Expectation) {
		return func(e *evidence.Expectation) { e.Going = g }
	}
	stopped := func(path, restored string) *evidence.Flink {
		f := runs(restored, 7)
		f.Stopped = path
		return f
	}
	saved, bare := evidence.Submission{State: evidence.StoppedSaved, Path: "file:///s"}, evidence.Submission{State: evidence.StoppedBare}
	drained := evidence.Submission{State: evidence.StoppedSaved, Path: "file:///s", Drains: true}
	elsewhere := evidence.Submission{State: evidence.StoppedSavedGiven, Path: "file:///e"}
	failed := &evidence.Flink{Job: "a", Status: evidence.JobFailed}
	for name, tt := range map[string]struct {
		attempt  evidence.Attempt
		expected evidence.Expectation
		want     what
	}{
		"restored":                {starting(latest, "file:///a", runs("file:/a", 7)), expect(latest), green()},
		"restored, at nothing":    {starting(latest, "file:/a", runs("file:/a", 0)), expect(latest), red("", byFlink)},
		"restored from elsewhere": {starting(given, "file:/a", runs("file:/b", 7)), expect(given), red("", byFlink)},
		"not restored":            {starting(given, "file:/a", runs("", 0)), expect(given), red("", byFlink)},
		"fresh":                   {starting(evidence.StartedFresh, "", runs("", 0)), expect(evidence.StartedFresh), green()},
		"fresh, but restored":     {starting(evidence.StartedFresh, "", runs("file:/a", 7)), expect(evidence.StartedFresh), red("", byFlink)},
		"fresh, but counting on":  {starting(evidence.StartedFresh, "", runs("", 7)), expect(evidence.StartedFresh), red("", byFlink)},
		"nobody saw Flink":        {starting(latest, "file:/a", &evidence.Flink{}), expect(latest), unsure(unseen)},
		"no Flink is there":       {starting(latest, "file:/a", nil), expect(latest), green()},
		"no job came of it":       {starting(latest, "file:/a", &evidence.Flink{Status: evidence.NoJob}), expect(latest), red("", byFlink)},
		"the job fails":           {starting(given, "file:/a", failed), expect(given), red("", byFlink)},
		"it fails as it should":   {starting(given, "file:/a", failed), with(expect(given), fails), green()},
		"it fails, but restored":  {starting(given, "file:/a", &evidence.Flink{Job: "a", Status: evidence.JobFailed, Restored: "file:/a"}), with(expect(given), fails), red("", byFlink)},
		"it should fail":          {starting(given, "file:/a", runs("file:/a", 7)), with(expect(given), fails), red("", byFlink)},
		"it should fail, unseen":  {starting(given, "file:/a", nil), with(expect(given), fails), unsure(unseen)},

		"it runs, but of what":    {starting("", "", runs("", 0)), expect(""), unsure(unseen)},
		"it runs of nothing seen": {started(func(a *evidence.Attempt) { a.Flink, a.Submission = runs("", 0), nil }), expect(""), unsure(unseen)},

		"goes on":                   {starting(latest, "file:/a", stopped("file:///a", "file:/a")), with(expect(latest), goes(evidence.GoesOn)), green()},
		"goes back":                 {starting(latest, "file:/a", stopped("file:/b", "file:/a")), with(expect(latest), goes(evidence.GoesBack)), green()},
		"goes back, and should not": {starting(latest, "file:/a", stopped("file:/b", "file:/a")), with(expect(latest), goes(evidence.GoesOn)), red("", evidence.MissedGoing)},
		"was never stopped":         {starting(latest, "file:/a", runs("file:/a", 7)), with(expect(latest), goes(evidence.GoesOn)), unsure(unseen)},

		"a savepoint":             {stopping(saved, evidence.JobCanceled, "file:/s/savepoint-1", ""), ends(saved.State), green()},
		"none":                    {stopping(saved, evidence.JobCanceled, "", ""), ends(saved.State), red("", byFlink)},
		"in another folder":       {stopping(elsewhere, evidence.JobCanceled, "file:/s/savepoint-1", ""), ends(elsewhere.State), red("", byFlink)},
		"in a like-named folder":  {stopping(elsewhere, evidence.JobCanceled, "file:/else/savepoint-1", ""), ends(elsewhere.State), red("", byFlink)},
		"in the given folder":     {stopping(elsewhere, evidence.JobCanceled, "file:/e/savepoint-1", ""), ends(elsewhere.State), green()},
		"drained":                 {stopping(drained, evidence.JobFinished, "file:/s/savepoint-1", ""), ends(drained.State), green()},
		"not drained":             {stopping(drained, evidence.JobCanceled, "file:/s/savepoint-1", ""), ends(drained.State), red("", byFlink)},
		"without one":             {stopping(bare, evidence.JobCanceled, "", ""), ends(bare.State), green()},
		"with one nobody wanted":  {stopping(bare, evidence.JobCanceled, "file:/s/savepoint-1", ""), ends(bare.State), red("", byFlink)},
		"it goes on running":      {stopping(saved, evidence.JobRunning, "", ""), ends(saved.State), red("", byFlink)},
		"it goes on, as it must":  {stopping(saved, evidence.JobRunning, "", ""), with(ends(saved.State), runsOn), green()},
		"it goes on, and saves":   {stopping(saved, evidence.JobRunning, "file:/s/savepoint-1", ""), with(ends(saved.State), runsOn), red("", byFlink)},
		"kept":                    {stopping(saved, evidence.JobCanceled, "file:/s/a", evidence.KeptAsLatest), with(ends(saved.State), keeps), green()},
		"nobody looked for a row": {stopping(saved, evidence.JobCanceled, "file:/s/a", ""), with(ends(saved.State), keeps), unsure(unseen)},
		"not kept":                {stopping(saved, evidence.JobCanceled, "file:/s/a", evidence.KeptNot), with(ends(saved.State), keeps), red("", evidence.MissedKept)},
	} {
		t.Run(name, func(t *testing.T) {
			check := judge.Call(judge.Case{Release: judge.Knowledge{Version: "9.9.9"}, Attempt: tt.attempt, Expected: tt.expected})
			assert.Equal(t, tt.want, what{check.Verdict, check.KnownIssue, check.Masked, check.Misses, check.Gone, check.Relapse, check.Suspect})
		})
	}
}

// What is refused must not come to Flink.
func TestFlinkIsLeftAloneByWhatIsRefused(t *testing.T) {
	for name, tt := range map[string]struct {
		deed   evidence.Deed
		status evidence.JobStatus
		want   verdict.Verdict
	}{
		"a start":                  {evidence.DeedStart, evidence.NoJob, verdict.AsExpected},
		"a start that runs":        {evidence.DeedStart, evidence.JobRunning, verdict.Unexpected},
		"a cancel":                 {evidence.DeedCancel, evidence.JobRunning, verdict.AsExpected},
		"a cancel that ends a job": {evidence.DeedCancel, evidence.JobCanceled, verdict.Unexpected},
	} {
		t.Run(name, func(t *testing.T) {
			a := rejected("disabled", func(a *evidence.Attempt) { a.Deed, a.Flink = tt.deed, &evidence.Flink{Status: tt.status} })
			assert.Equal(t, tt.want, judge.Call(judge.Case{Attempt: a, Expected: disabled()}).Verdict)
		})
	}
}

// A savepoint that StreamPark forgets is issue 4134 where the release has it, and
// a relapse where it was fixed.
func TestForgottenSavepoint(t *testing.T) {
	saved := evidence.Submission{State: evidence.StoppedSaved}
	expected := evidence.Expectation{Outcome: outcome.Cancelled, State: evidence.StoppedSaved, Kept: evidence.KeptAsLatest}
	forgotten := stopping(saved, evidence.JobCanceled, "file:/s/a", evidence.KeptNot)
	issue := []release.KnownIssue{forgets()}
	check := judge.Call(judge.Case{Release: judge.Knowledge{Known: issue}, About: []string{"4134"}, Attempt: forgotten, Expected: expected})
	met := what{verdict: check.Verdict, issue: check.KnownIssue, masked: check.Masked}
	assert.Equal(t, known("4134"), met)
	check = judge.Call(judge.Case{Release: judge.Knowledge{Fixed: issue}, About: []string{"4134"}, Attempt: forgotten, Expected: expected})
	assert.Equal(t, verdict.Unexpected, check.Verdict)
	assert.Equal(t, "4134", check.Relapse)

	trial := func(a evidence.Attempt, k judge.Knowledge) []judge.Trial {
		c := judge.Call(judge.Case{Release: k, About: []string{"4134"}, Attempt: a, Expected: expected})
		return []judge.Trial{{Job: "job", Verdict: c.Verdict, Attempts: []evidence.Attempt{a}, Checks: []evidence.Check{c}}}
	}
	kept := stopping(saved, evidence.JobCanceled, "file:/s/a", evidence.KeptAsLatest)
	bare := stopping(evidence.Submission{State: evidence.StoppedBare}, evidence.JobCanceled, "", "")
	assert.Equal(t, judge.Reproduced, judge.Reproduce(forgets(), trial(forgotten, judge.Knowledge{Known: issue})).Showing)
	assert.Equal(t, judge.NotReproduced, judge.Reproduce(forgets(), trial(kept, judge.Knowledge{})).Showing)
	assert.Equal(t, judge.Undecided, judge.Reproduce(forgets(), trial(bare, judge.Knowledge{})).Showing)
}
