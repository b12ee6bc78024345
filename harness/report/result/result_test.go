package result_test

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/evidence"
	"streampark-regress/harness/report/reporttest"
	"streampark-regress/harness/report/result"
	"streampark-regress/harness/verdict"
)

func TestResult(t *testing.T) {
	reporttest.Golden(t, "green.json", reporttest.Green(t), result.Write)
	reporttest.Golden(t, "killed.json", reporttest.Killed(t), result.Write)
}

func written(t *testing.T, events []evidence.Event) map[string]any {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, result.Write(&b, result.Build(events)))
	var read map[string]any
	require.NoError(t, json.Unmarshal(b.Bytes(), &read))
	return read
}

func TestResultKeepsToItsSchema(t *testing.T) {
	schema, err := jsonschema.NewCompiler().Compile("schema/result.v2.json")
	require.NoError(t, err)
	for name, events := range map[string][]evidence.Event{
		"green": reporttest.Green(t), "everything": reporttest.Everything(t), "killed": reporttest.Killed(t), "model": reporttest.Model(t), "on Flink": reporttest.OnFlink(t), "nothing": nil,
	} {
		assert.NoError(t, schema.Validate(written(t, events)), name)
	}
	for name, spoil := range map[string]func(map[string]any){
		"a field nobody declared":         func(r map[string]any) { r["extra"] = 1 },
		"another version":                 func(r map[string]any) { r["schema"] = 1 },
		"a verdict nobody knows":          func(r map[string]any) { r["verdict"] = "fine" },
		"green with nothing run":          func(r map[string]any) { r["scenarios"] = []any{} },
		"green with a gap":                func(r map[string]any) { r["gaps"] = []any{"no-end"} },
		"green that exits 1":              func(r map[string]any) { r["exit_code"] = 1 },
		"a call without its outcome":      func(r map[string]any) { delete(first(r, "scenarios", "attempts"), "outcome") },
		"a call with an outcome in words": func(r map[string]any) { first(r, "scenarios", "attempts")["outcome"] = "started 200" },
		"a check with a label":            func(r map[string]any) { first(r, "scenarios", "checks")["label"] = "API token" },
		"a moment in words":               func(r map[string]any) { first(r, "scenarios", "timeline")["text"] = "it was made" },
	} {
		r := written(t, reporttest.Green(t))
		spoil(r)
		assert.Error(t, schema.Validate(r), name)
	}
}

// first follows lists to the first element of the last.
func first(r map[string]any, lists ...string) map[string]any {
	for _, name := range lists {
		r = r[name].([]any)[0].(map[string]any)
	}
	return r
}

func TestVerdicts(t *testing.T) {
	green := reporttest.Green(t)
	for name, tt := range map[string]struct {
		events []evidence.Event
		want   verdict.Verdict
	}{
		"everything was as expected":    {green, verdict.AsExpected},
		"nothing":                       {nil, verdict.Inconclusive},
		"no end":                        {green[:len(green)-1], verdict.Inconclusive},
		"no beginning":                  {green[1:], verdict.Inconclusive},
		"a scenario that never ended":   {without(green, evidence.KindScenario, 5), verdict.Inconclusive},
		"one that was not planned":      {planning(without(green, evidence.KindScenario, 5)), verdict.Inconclusive},
		"a job that never began":        {planning(green, "2.1.5 features/a.feature:10"), verdict.Inconclusive},
		"a run that failed at last":     {failing(green), verdict.Inconclusive},
		"something unexpected":          {reporttest.Everything(t), verdict.Unexpected},
		"killed":                        {reporttest.Killed(t), verdict.Inconclusive},
		"nothing but a plan":            {append(planning(green[:1], "a job"), green[len(green)-1]), verdict.Inconclusive},
		"scenarios that were not in it": {planning(green), verdict.Inconclusive},
		"a part that was left out":      {reporttest.Partial(t), verdict.AsExpected},
		"an event that is missing":      {without(green, evidence.KindToken, 0), verdict.Inconclusive},
		"a check that is missing":       {numbered(without(green, evidence.KindCheck, 0)), verdict.Inconclusive},
		"a check that was not green":    {numbered(green, spoilt), verdict.Inconclusive},
		"steps that are missing":        {numbered(withoutAny(green, evidence.KindStep)), verdict.Inconclusive},
	} {
		r := result.Build(tt.events)
		assert.Equal(t, tt.want, r.Verdict, name)
		assert.Equal(t, tt.want.ExitCode(), r.ExitCode, name)
	}
}

// without leaves out the n-th event of a kind.
func without(events []evidence.Event, kind evidence.Kind, n int) []evidence.Event {
	var kept []evidence.Event
	for _, e := range events {
		if e.Kind == kind {
			if n--; n < 0 {
				continue
			}
		}
		kept = append(kept, e)
	}
	return kept
}

// withoutAny leaves out all events of a kind.
func withoutAny(events []evidence.Event, kind evidence.Kind) []evidence.Event {
	return slices.DeleteFunc(slices.Clone(events), func(e evidence.Event) bool { return e.Kind == kind })
}

// numbered numbers events as if they were all, and changes each.
func numbered(events []evidence.Event, changes ...func(evidence.Event) evidence.Event) []evidence.Event {
	var all []evidence.Event
	for i, e := range events {
		e.Seq = i + 1
		for _, change := range changes {
			e = change(e)
		}
		all = append(all, e)
	}
	return all
}

// spoilt makes every check inconclusive, and leaves the verdicts as they are.
func spoilt(e evidence.Event) evidence.Event {
	if e.Check != nil {
		check := *e.Check
		check.Verdict = verdict.Inconclusive
		e.Check = &check
	}
	return e
}

// planning has exactly these jobs planned besides those that are there.
func planning(events []evidence.Event, jobs ...string) []evidence.Event {
	run := *events[0].Run
	run.Planned = jobs
	return append([]evidence.Event{{Seq: 1, Kind: evidence.KindRun, At: events[0].At, Run: &run}}, events[1:]...)
}

func failing(events []evidence.Event) []evidence.Event {
	last := events[len(events)-1]
	last.Run = &evidence.Run{Phase: evidence.Ended, Failure: "containers were left"}
	return append(append([]evidence.Event(nil), events[:len(events)-1]...), last)
}

func TestWhatTheLogDoesNotHave(t *testing.T) {
	r := result.Build(reporttest.Killed(t))
	assert.Equal(t, []result.Gap{result.NoEnd}, r.Gaps)
	assert.Equal(t, []string{"2.1.5 features/causes/a.feature:20"}, r.NeverBegan)
	assert.Equal(t, verdict.Inconclusive, r.Scenarios[1].Ended())
	assert.Positive(t, r.Seconds, "a run that was killed took time all the same")
	assert.Equal(t, []result.Gap{result.NoBeginning, result.NoEnd}, result.Build(nil).Gaps)
	assert.Empty(t, result.Build(reporttest.Everything(t)).Gaps)

	failed := result.Build([]evidence.Event{{Kind: evidence.KindRun, Run: &evidence.Run{Phase: evidence.Ended, ID: "r2", Failure: "no Docker"}}})
	assert.Equal(t, "r2", failed.Run.ID)
	assert.Equal(t, "no Docker", failed.Run.Failure)
}

func TestFailuresThatShareAReasonAreOneGroup(t *testing.T) {
	var groups [][]string
	for _, group := range result.Build(reporttest.Everything(t)).Failures() {
		var names []string
		for _, s := range group.Scenarios {
			names = append(names, s.Name)
		}
		groups = append(groups, names)
	}
	assert.Equal(t, [][]string{
		{"sees an issue again"}, {"misses an issue"}, {"is about issues it never meets"}, {"is told of a start that never comes"}, {"finds the row changed"},
		{"expects nothing of a call"}, {"gets no answer"}, {"breaks off"}, {"is beyond the clock", "is beyond the clock too"},
		{"has no server", "has no server either"}, {"is interrupted"},
	}, groups)
}

func TestReleases(t *testing.T) {
	all := result.Build(reporttest.Green(t)).Releases()
	require.Len(t, all, 2)
	assert.Equal(t, result.Release{Version: "2.1.4", Verdict: verdict.AsExpected, Scenarios: 2, Known: 1, Counts: map[verdict.Verdict]int{verdict.AsExpected: 2},
		KnownIssues: []string{"3933"}, Masked: map[string]int{}}, all[0])
	assert.Equal(t, map[string]int{"4322": 1}, all[1].Masked)
}

func TestModels(t *testing.T) {
	assert.Equal(t, []string{"2.1.4", "2.1.7"}, result.Build(reporttest.Model(t)).Models())
	assert.Empty(t, result.Build(reporttest.Green(t)).Models())
	l := reporttest.Begin(t, "docker-model")
	l.Story("2.1.5", "runs on the model in a container").End()
	assert.Equal(t, []string{"2.1.5"}, result.Build(l.End()).Models())
}

func TestAnEarlierLogIsReadAgain(t *testing.T) {
	var log bytes.Buffer
	l := evidence.NewLog(&log, &evidence.Redactor{})
	for _, e := range reporttest.Everything(t) {
		l.Add(e)
	}
	require.NoError(t, l.Err())
	read, err := result.Read(&log)
	require.NoError(t, err)
	assert.Equal(t, result.Build(l.Events()), result.Build(read))
}

func TestLogsOfAnotherFormatAreRefused(t *testing.T) {
	const note = `{"kind":"note","note":"Docker answers"}` + "\n"
	for name, tt := range map[string]struct{ log, want string }{
		"an earlier format": {note + `{"kind":"run","run":{"phase":"begun","id":"r"}}` + "\n" + `{"kind":"attempt","attempt":{"findings":["no expired"]}}`,
			"the event log has format 1 (written by an earlier version of regress) and this program reads format 2; run it again"},
		"a later format":  {note + `{"kind":"run","run":{"phase":"begun","format":3}}`, "the event log has format 3 (written by a later version of regress) and this program reads format 2; read it with that version"},
		"no log at all":   {"{\n", "line 1"},
		"a broken second": {`{"kind":"run","run":{"phase":"begun","format":2}}` + "\n{\n", "line 2"},
	} {
		_, err := result.Read(strings.NewReader(tt.log))
		assert.ErrorContains(t, err, tt.want, name)
	}
}

func TestResultJSONHoldsTheWholeResult(t *testing.T) {
	want := result.Build(reporttest.Everything(t))
	var b bytes.Buffer
	require.NoError(t, result.Write(&b, want))
	var read result.Result
	require.NoError(t, json.Unmarshal(b.Bytes(), &read))
	assert.Equal(t, want, read)
}
