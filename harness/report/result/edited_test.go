package result_test

import (
	"errors"
	"testing"

	"streampark-regress/harness/evidence"
	"streampark-regress/harness/report/reporttest"
	"streampark-regress/harness/report/result"
	"streampark-regress/harness/verdict"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Who removes the plan from a log, or tells a beginning or an end twice, makes it
// no greener than it was.
func TestALogThatWasEdited(t *testing.T) {
	green := reporttest.Green(t)
	require.Equal(t, verdict.AsExpected, result.Build(green).Verdict)
	again := func(at func(evidence.Event) bool) []evidence.Event {
		var all []evidence.Event
		for _, e := range green {
			all = append(all, e)
			if at(e) {
				all = append(all, e)
			}
		}
		for i := range all {
			all[i].Seq = i + 1
		}
		return all
	}
	ended := func(e evidence.Event) bool { return e.Scenario != nil && e.Scenario.Phase == evidence.Ended }
	begun := func(e evidence.Event) bool { return e.Scenario != nil && e.Scenario.Phase == evidence.Begun }
	for name, tt := range map[string]struct {
		events []evidence.Event
		gap    result.Gap
	}{
		"nothing was planned":     {planning(green), result.NoBeginning},
		"another job was planned": {planning(green, "2.1.4 features/causes/a.feature:10"), result.NoBeginning},
		"the run begins twice":    {again(func(e evidence.Event) bool { return e.Run != nil && e.Run.Phase == evidence.Begun }), result.Repeated},
		"a scenario ends twice":   {again(ended), result.Repeated},
		"a scenario begins twice": {again(begun), result.Repeated},
	} {
		r := result.Build(tt.events)
		assert.Contains(t, r.Gaps, tt.gap, name)
		assert.Equal(t, verdict.Inconclusive, r.Verdict, name)
	}
}

// Evidence that was lost makes a run inconclusive, and hides nothing unexpected.
func TestResultsThatCouldNotBeKept(t *testing.T) {
	full := errors.New("no space left on device")
	green, red := result.Build(reporttest.Green(t)), result.Build(reporttest.Everything(t))
	assert.Equal(t, green, green.Keeping(nil))
	assert.Equal(t, verdict.Inconclusive, green.Keeping(full).Verdict)
	assert.Equal(t, verdict.ExitInconclusive, green.Keeping(full).ExitCode)
	assert.Equal(t, verdict.Unexpected, red.Keeping(full).Verdict)
	assert.Equal(t, "its results could not be kept", green.Keeping(full).Run.Failure)
}
