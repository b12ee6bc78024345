package caller_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/caller"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/outcome"
	"streampark-regress/harness/release"
)

// What is submitted is read in the log, whatever the answer is.
func TestWhatBecomesOfAJobsState(t *testing.T) {
	start, cancel := (*caller.Caller).StartAt, (*caller.Caller).CancelAt
	for name, tt := range map[string]struct {
		release string
		call    func(*caller.Caller, context.Context, string, caller.Fields) error
		path    string
		fields  caller.Fields
		want    evidence.Submission
	}{
		"nothing is asked for":           {"2.1.4", start, "", nil, evidence.Submission{State: evidence.StartedFresh}},
		"the latest":                     {"2.1.4", start, "", caller.Fields{"savePointed": "true"}, evidence.Submission{State: evidence.RestoredLatest, Path: "file:///regress/savepoints/savepoint-200001"}},
		"a path":                         {"2.1.4", start, "", caller.Fields{"savePointed": "true", "savePoint": "file:///a"}, evidence.Submission{State: evidence.RestoredGiven, Path: "file:///a"}},
		"by a name of another release":   {"2.1.5", start, "", caller.Fields{"savePointed": "true"}, evidence.Submission{State: evidence.StartedFresh}},
		"by an alias":                    {"2.1.5", start, "", caller.Fields{"restoreFromSavepoint": "true", "savepointPath": "file:///a"}, evidence.Submission{State: evidence.RestoredGiven, Path: "file:///a"}},
		"closed":                         {"2.1.5", start, "/flink/app/start", caller.Fields{"restoreOrTriggerSavepoint": "true"}, evidence.Submission{State: evidence.NotSubmitted}},
		"a cancel":                       {"2.1.4", cancel, "", nil, evidence.Submission{State: evidence.StoppedBare}},
		"a savepoint in the usual place": {"2.1.4", cancel, "", caller.Fields{"savePointed": "true"}, evidence.Submission{State: evidence.StoppedSaved, Path: "file:///regress/savepoints"}},
		"a savepoint elsewhere":          {"2.1.5", cancel, "", caller.Fields{"triggerSavepoint": "true", "savepointPath": "file:///a"}, evidence.Submission{State: evidence.StoppedSavedGiven, Path: "file:///a"}},
		"drained, which saves":           {"2.1.5", cancel, "", caller.Fields{"drain": "true"}, evidence.Submission{State: evidence.StoppedSaved, Drains: true}},
	} {
		t.Run(name, func(t *testing.T) {
			a := serve(t, tt.release).ready(t)
			require.NoError(t, a.MakeSavepoint(t.Context()))
			require.NoError(t, tt.call(a.Caller, t.Context(), tt.path, tt.fields))
			last := a.last(t)
			require.NotNil(t, last.Submission)
			assert.Equal(t, tt.want, *last.Submission)
		})
	}
}

func TestACancelIsACancel(t *testing.T) {
	a := serve(t, "2.1.5").ready(t)
	require.NoError(t, a.CancelAt(t.Context(), "", nil))
	last := a.last(t)
	assert.Equal(t, "/openapi/app/cancel", last.Path)
	assert.Equal(t, evidence.DeedCancel, last.Deed)
	assert.Equal(t, outcome.Cancelled, last.Outcome)
	assert.Equal(t, evidence.EffectCancelled, last.Effect.Name)
	assert.Equal(t, evidence.OwnApplication, last.Application)
}

func TestWhatTheServerSubmitsInstead(t *testing.T) {
	for defect, want := range map[string]evidence.Submission{
		"submits-nothing":  {State: evidence.NotSubmitted},
		"submits-another":  {State: evidence.NotSubmitted, Others: []string{"another"}},
		"restores-unasked": {State: evidence.RestoredOther, Path: "file:///elsewhere/old"},
	} {
		t.Run(defect, func(t *testing.T) {
			a := serveWith(t, "2.1.5", defect, nil).ready(t)
			a.do(t, (*caller.Caller).Start)
			last := a.last(t)
			assert.Equal(t, outcome.Started, last.Outcome, "the answer says nothing of it")
			assert.Equal(t, want, *last.Submission)
		})
	}
}

// A start without a savepoint says so by the name that the release reads.
func TestAStartNamesItsReleasesField(t *testing.T) {
	for version, want := range map[string]string{"2.1.4": "savePointed", "2.1.5": "restoreFromSavepoint", "2.1.7": "restoreFromSavepoint"} {
		t.Run(version, func(t *testing.T) {
			a := serve(t, version).ready(t)
			a.do(t, (*caller.Caller).Start)
			assert.Equal(t, map[string]string{"id": "200001", "teamId": "100000", "allowNonRestored": "false", want: "false"}, a.last(t).Form)
		})
	}
}

func TestNamesOfFields(t *testing.T) {
	a := serve(t, "2.1.5").ready(t)
	for name, tt := range map[string]struct {
		name   func(*caller.Caller, release.Action, string, caller.Given) (caller.Fields, error)
		action release.Action
		given  caller.Given
		want   []string
	}{
		"2.1.4's":             {caller.WrittenFor, release.Start, caller.NoPath, []string{"savePointed"}},
		"2.1.4's with a path": {caller.WrittenFor, release.Cancel, caller.APath, []string{"savePointed", "savePoint"}},
		"all":                 {caller.EveryName, release.Start, caller.APath, []string{"savePointed", "savePoint", "restoreFromSavepoint", "restoreOrTriggerSavepoint", "savepointPath"}},
		"all of a cancel":     {caller.EveryName, release.Cancel, caller.NoPath, []string{"savePointed", "triggerSavepoint", "restoreOrTriggerSavepoint"}},
	} {
		t.Run(name, func(t *testing.T) {
			fields, err := tt.name(a.Caller, tt.action, "2.1.4", tt.given)
			require.NoError(t, err)
			var names []string
			for n := range fields {
				names = append(names, n)
			}
			assert.ElementsMatch(t, tt.want, names)
		})
	}
	_, err := caller.WrittenFor(a.Caller, release.Start, "9.9", caller.NoPath)
	assert.ErrorContains(t, err, `unknown release "9.9"`)
}
