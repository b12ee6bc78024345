package journey_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"streampark-regress/harness/evidence"
	"streampark-regress/harness/outcome"
	"streampark-regress/harness/release"
	"streampark-regress/harness/report/reporttest"
	"streampark-regress/harness/upgrade"
)

// stateful is a call that says what became of the job's state.
func stateful(look upgrade.Look, version, path string, o outcome.Outcome, state evidence.State) upgrade.Step {
	return upgrade.Step{Look: look, Release: version, Attempt: &evidence.Attempt{Path: path, Status: 200, Outcome: o, Submission: &evidence.Submission{State: state}}}
}

// onAndBack is a way on which the state is lost, and there and back everything
// else that can be.
func onAndBack() upgrade.Found {
	const cancel, reopened = "/flink/app/cancel", "/openapi/app/cancel"
	effects := stateful(upgrade.NewAddress, "2.1.5", openapi, outcome.Started, evidence.StartedFresh)
	effects.Attempt.Effect = evidence.Effect{Name: evidence.EffectNone, After: 3}
	others := stateful(upgrade.DeveloperAfter, "2.1.5", openapi, outcome.Started, evidence.StartedFresh)
	others.Attempt.Effect = evidence.Effect{Name: evidence.EffectStarted, Others: []int64{7}}
	rowed := func(l upgrade.Look, state evidence.RowName) upgrade.Step {
		return upgrade.Step{Look: l, Release: "2.1.5", Fact: &evidence.Fact{Kind: evidence.RowFact, Row: evidence.RowState{State: state}}}
	}
	advice := func(k upgrade.AdviceKind, looks ...upgrade.Look) upgrade.Advice {
		return upgrade.Advice{Kind: k, From: "2.1.4", To: "2.1.5", Looks: looks}
	}
	rename := advice(upgrade.RenameFields, upgrade.RestoreBefore, upgrade.RestoreOldNames, upgrade.SaveNewNames, upgrade.Back)
	rename.OldPath, rename.NewPath, rename.OldPathIgnores = flink, openapi, true
	rename.Renamed = []upgrade.Renamed{
		{Action: release.Start, Means: release.Restore, Old: "savePointed", New: "restoreFromSavepoint"},
		{Action: release.Start, Means: release.RestorePath, Old: "savePoint", New: "savepointPath"},
		{Action: release.Cancel, Means: release.Trigger, Old: "savePointed", New: "triggerSavepoint"}}
	rename.NotStored = &upgrade.NotStored{Issue: "4134", Database: "postgres", Field: "savepointPath"}
	return upgrade.Found{Target: "docker", Path: []string{"2.1.4", "2.1.5"},
		Steps: []upgrade.Step{
			stateful(upgrade.RestoreBefore, "2.1.4", flink, outcome.Started, evidence.RestoredLatest), stateful(upgrade.SaveBefore, "2.1.4", cancel, outcome.Cancelled, evidence.StoppedSaved),
			failed(upgrade.DisabledBefore, "2.1.4", flink, outcome.Failed, ""), rowed(upgrade.DeveloperRow, evidence.RowMissing), rowed(upgrade.DisabledRow, evidence.RowUnseen),
			started(upgrade.DisabledAfter, "2.1.5", openapi), stateful(upgrade.RestoreOldNames, "2.1.5", openapi, outcome.Started, evidence.StartedFresh), stateful(upgrade.SaveOldNames, "2.1.5", reopened, outcome.Cancelled, evidence.StoppedBare),
			stateful(upgrade.RestoreNewNames, "2.1.5", openapi, outcome.Refused, evidence.NotSubmitted), stateful(upgrade.SaveNewNames, "2.1.5", reopened, outcome.Cancelled, evidence.StoppedSaved),
			effects, others,
		},
		Advice: []upgrade.Advice{rename, advice(upgrade.RenewAfterReturn), advice(upgrade.DoNotReturn), advice("brand-new")},
		Changes: []upgrade.Change{
			{Kind: upgrade.StateLost, Before: upgrade.RestoreBefore, After: upgrade.RestoreOldNames, WasState: evidence.RestoredLatest, IsState: evidence.StartedFresh, Advice: []upgrade.AdviceKind{upgrade.RenameFields}},
			{Kind: upgrade.StateLost, Before: upgrade.SaveBefore, After: upgrade.SaveOldNames, WasState: evidence.StoppedSaved, IsState: evidence.StoppedBare},
			{Kind: upgrade.OutcomeChanged, Before: upgrade.RestoreBefore, After: upgrade.RestoreNewNames, Was: outcome.Started, Is: outcome.Refused},
			{Kind: upgrade.OutcomeChanged, Before: upgrade.DisabledBefore, After: upgrade.DisabledAfter, Was: outcome.Failed, Is: outcome.Started},
			{Kind: upgrade.RowChanged, After: upgrade.DeveloperRow}, {Kind: upgrade.RowChanged, After: upgrade.DisabledRow},
			{Kind: upgrade.EffectDiffers, After: upgrade.NewAddress}, {Kind: upgrade.EffectDiffers, After: upgrade.DeveloperAfter}, {Kind: "brand-new"},
		}}
}

func TestStateThatIsLostIsWritten(t *testing.T) {
	reporttest.Text(t, "lost.txt", text(t, onAndBack(), upgrade.Arrived))
}

// A look that nobody took is not quoted, and what nothing can be sent for is not
// told to be sent.
func TestAdviceOnRenamedFields(t *testing.T) {
	const both = "The names of both releases at once work on both"
	start := upgrade.Renamed{Action: release.Start, Means: release.Restore, Old: "old", New: "new"}
	const send = "   change:   send new instead of old with a start. " + both
	for name, tt := range map[string]struct {
		advice upgrade.Advice
		want   string
	}{
		"the same address":         {upgrade.Advice{OldPath: flink, NewPath: flink, OldPathIgnores: true}, send},
		"an address that reads it": {upgrade.Advice{OldPath: flink, NewPath: openapi}, send},
		"another address": {upgrade.Advice{OldPath: flink, NewPath: openapi, OldPathIgnores: true},
			send + ". A white list that opens /flink/app/start again does not help: the old names are not read there either"},
		"not stored anywhere": {upgrade.Advice{NotStored: &upgrade.NotStored{Issue: "1", Field: "path"}},
			send + ". 2.1.5 stores no savepoint (known issue 1): send path with its path with every start there"},
		"not stored on another": {upgrade.Advice{NotStored: &upgrade.NotStored{Issue: "1", Database: "mysql", Field: "path"}},
			send + ". 2.1.5 on MySQL stores no savepoint (known issue 1): send path with its path with every start there"},
	} {
		tt.advice.Kind, tt.advice.From, tt.advice.To, tt.advice.Renamed = upgrade.RenameFields, "2.1.4", "2.1.5", []upgrade.Renamed{start}
		f := upgrade.Found{Target: "docker", Path: []string{"2.1.4", "2.1.5"}, Advice: []upgrade.Advice{tt.advice}}
		assert.Contains(t, text(t, f, upgrade.Arrived), tt.want+"\n", name)
	}
}

// Without advice, a change is not called harmless.
func TestAChangeWithoutAdviceIsNoNothing(t *testing.T) {
	f := onAndBack()
	f.Advice = nil
	got := text(t, f, upgrade.Arrived)
	assert.NotContains(t, got, "Nothing breaks")
	assert.NotContains(t, got, "in this order")
	assert.Contains(t, got, "UNEXPECTED")
	f = there()
	assert.NotContains(t, text(t, f, upgrade.Arrived), "UNEXPECTED")
}

// What the catalogue declares for callers is named once, in its own words, and not as
// something that was measured.
func TestDeclaredChangesAreNamed(t *testing.T) {
	f := upgrade.Found{Target: "docker", Path: []string{"2.1.5", "2.1.6", "2.1.7"}, Declared: []upgrade.Declared{{In: "2.1.6", Because: "addresses moved"}, {In: "2.1.7", Because: "no API token works"}}}
	const want = "Changes for callers by the catalogue, not measured here (regress compare-releases 2.1.5 2.1.7 names them):\n- 2.1.6: addresses moved\n- 2.1.7: no API token works\n"
	got := text(t, f, upgrade.Arrived)
	assert.Contains(t, got, "Every call that was made came to the same before and after.\n"+want)
	assert.NotContains(t, got, "Nothing breaks")
	assert.NotContains(t, text(t, f, upgrade.Broken), "catalogue")
	f.Advice = there().Advice
	got = text(t, f, upgrade.Arrived)
	assert.Contains(t, got, want)
	assert.NotContains(t, got, "Every call that was made")
}
