package report_test

import (
	"bytes"
	"encoding/json"
	"os/exec"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/evidence"
	"streampark-regress/harness/report"
	"streampark-regress/harness/requirement"
	"streampark-regress/harness/verdict"
)

func TestResultKeepsToItsSchema(t *testing.T) {
	schema, err := jsonschema.NewCompiler().Compile("schema/result.v1.json")
	require.NoError(t, err)
	written := func(all []evidence.Event) map[string]any {
		var b bytes.Buffer
		require.NoError(t, report.JSON(&b, report.Build(all)))
		var read map[string]any
		require.NoError(t, json.Unmarshal(b.Bytes(), &read))
		return read
	}
	assert.NoError(t, schema.Validate(written(events())))
	assert.NoError(t, schema.Validate(written(nil)), "a run in which nothing happened")
	for name, spoil := range map[string]func(map[string]any){
		"a field nobody declared":    func(r map[string]any) { r["extra"] = 1 },
		"another version":            func(r map[string]any) { r["schema"] = 2 },
		"a verdict nobody knows":     func(r map[string]any) { r["verdict"] = "fine" },
		"green with nothing run":     func(r map[string]any) { r["verdict"], r["exit_code"], r["scenarios"] = "as expected", 0, []any{} },
		"unexpected that exits 0":    func(r map[string]any) { r["exit_code"] = 0 },
		"a call without its outcome": func(r map[string]any) { delete(first(r, "scenarios", "attempts"), "outcome") },
	} {
		r := written(events())
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

func TestJUnitKeepsToTheCommonSchema(t *testing.T) {
	if _, err := exec.LookPath("xmllint"); err != nil {
		requirement.Missing(t, "xmllint", "install Debian's package libxml2-utils")
	}
	valid := func(text string) error {
		lint := exec.CommandContext(t.Context(), "xmllint", "--noout", "--schema", "testdata/junit.xsd", "-")
		lint.Stdin = strings.NewReader(text)
		return lint.Run()
	}
	for name, all := range map[string][]evidence.Event{"every verdict": events(), "nothing": nil} {
		var b bytes.Buffer
		require.NoError(t, report.JUnit(&b, report.Build(all)))
		assert.NoError(t, valid(b.String()), name)
		if all != nil {
			assert.Error(t, valid(strings.Replace(b.String(), `tests="6"`, `tests="many"`, 1)), "a file that is wrong is noticed")
		}
	}
}

func TestAnnotationsPointAtTheScenario(t *testing.T) {
	var b bytes.Buffer
	require.NoError(t, report.Annotations(&b, report.Build(events())))
	assert.Equal(t, `::error file=features/a.feature,line=20,title=unexpected on StreamPark 2.1.4%3A surprises::expected <started> & found "error"
::error file=features/a.feature,line=30,title=inconclusive on StreamPark 2.1.4%3A has no server::the server exited with code 1
::notice file=features/a.feature,line=50,title=not run on StreamPark 2.1.4%3A is beyond the clock::--clock short-ttl cannot show 25h
::error file=features/a.feature,line=60,title=inconclusive on StreamPark 2.1.4%3A never ended::it never ended: the program was killed
`, b.String())

	b.Reset()
	require.NoError(t, report.Annotations(&b, report.Build([]evidence.Event{
		{Kind: evidence.KindScenario, Job: "j", Scenario: &evidence.Scenario{Phase: evidence.Ended, File: "a,b", Verdict: verdict.Unexpected, Target: "model", Release: "2.1.4", Reason: "100%\nof it"}}})))
	assert.Contains(t, b.String(), "file=a%2Cb,")
	assert.Contains(t, b.String(), "::100%25%0Aof it\n", "a line of its own would be a command of its own")
	assert.Contains(t, b.String(), "::notice title=MODEL::MODEL: the answers of 2.1.4")
}

func TestCTRFCountsAddUp(t *testing.T) {
	var b bytes.Buffer
	require.NoError(t, report.CTRF(&b, report.Build(events())))
	var read struct {
		Results struct {
			Summary map[string]int64
			Tests   []struct{ Name, Status string }
		}
	}
	require.NoError(t, json.Unmarshal(b.Bytes(), &read))
	s := read.Results.Summary
	assert.Equal(t, []int64{6, 1, 1, 1, 0, 3}, []int64{s["tests"], s["passed"], s["failed"], s["skipped"], s["pending"], s["other"]})
	assert.Equal(t, "other", read.Results.Tests[2].Status, "what could not be carried out did not pass")
}
