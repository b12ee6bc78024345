package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/evidence"
	"streampark-regress/harness/verdict"
)

// Every command that concludes prints JSON and saves it, of the form of its schema.
func TestConclusionsForPrograms(t *testing.T) {
	nowhere := map[string]string{"DOCKER_HOST": "unix:///nowhere/docker.sock"}
	for name, tt := range map[string]struct {
		env    map[string]string
		args   []string
		schema string
		code   int
	}{
		"plan":               {nil, []string{"plan", "--release", "2.1.4"}, "suite/schema/plan.v1.json", 0},
		"steps":              {nil, []string{"steps"}, "steps/listing/schema/steps.v1.json", 0},
		"plan, left out":     {nil, []string{"plan", "--release", "2.1.4", "--clock", "short-ttl", "--short-ttl", "20s"}, "suite/schema/plan.v1.json", 0},
		"plan of a build":    {nil, []string{"plan", "--image", "mine=x", "--like", "2.1.5", "--expect-known", "4281"}, "suite/schema/plan.v1.json", 0},
		"plan on a database": {nil, []string{"plan", "--database", "mysql,mariadb", "--tags", "@upgrade"}, "suite/schema/plan.v1.json", 0},
		"releases":           {nil, []string{"releases"}, "fixtures/releases.schema.json", 0},
		"upgrade":            {nil, []string{"upgrade", "--from", "2.1.4", "--to", "2.1.5", "--target", "model"}, "harness/report/journey/schema/upgrade.v1.json", 0},
		"doctor, no Docker":  {nowhere, []string{"doctor", "--database", "mysql"}, "cmd/regress/schema/doctor.v1.json", 2},
	} {
		t.Run(name, func(t *testing.T) {
			form, err := filepath.Abs(filepath.Join("../..", filepath.FromSlash(tt.schema)))
			require.NoError(t, err)
			compiler := jsonschema.NewCompiler()
			shared, err := os.Open("../../harness/report/result/schema/result.v2.json") // which that of upgrades refers to
			require.NoError(t, err)
			defer shared.Close()
			of, err := jsonschema.UnmarshalJSON(shared)
			require.NoError(t, err)
			require.NoError(t, compiler.AddResource("urn:streampark-regress:result:2", of))
			schema, err := compiler.Compile(form)
			require.NoError(t, err)
			code, out, errs := regress(t, tt.env, append(slices.Clone(tt.args), "--json", "--json-file", "saved.json")...)
			require.Equal(t, tt.code, code, errs)
			value, err := jsonschema.UnmarshalJSON(strings.NewReader(out))
			require.NoError(t, err, out)
			require.NoError(t, schema.Validate(value))
			saved, err := os.ReadFile("saved.json")
			require.NoError(t, err)
			assert.Equal(t, out, string(saved))

			code, text, errs := typed(t, append(slices.Clone(tt.args), "--json-file", "saved.json")...)
			require.Equal(t, tt.code, code, errs)
			assert.NotEqual(t, out, text, "English is printed beside the file")
			code, out, errs = typed(t, append(slices.Clone(tt.args), "--json-file", "nowhere/saved.json")...)
			assert.Equal(t, verdict.ExitUsage, code)
			assert.Contains(t, errs, "--json-file: open nowhere/")
			assert.Empty(t, out, "nothing is done before")
		})
	}
}

// The log is streamed as it is kept, and nothing else is on the standard output.
func TestEventsAreStreamed(t *testing.T) {
	code, out, errs := regress(t, nil, "run", "--target", "model", "--release", "2.1.5", "--tags", "@issue-3933", "--events", "-")
	require.Equal(t, verdict.ExitAsExpected, code, errs)
	kept, err := os.ReadFile("results/latest/events.ndjson")
	require.NoError(t, err)
	assert.Equal(t, string(kept), out)
	var last evidence.Event
	lines := strings.Split(strings.TrimSpace(out), "\n")
	require.NoError(t, json.Unmarshal([]byte(lines[len(lines)-1]), &last))
	assert.Equal(t, evidence.Ended, last.Run.Phase)
	assert.Regexp(t, `(?m)^AS EXPECTED`, errs)
	assert.Contains(t, errs, "results: results/")

	code, out, errs = regress(t, nil, "reproduce", "3933", "--target", "model", "--release", "2.1.4", "--events", "-")
	require.Equal(t, verdict.ExitAsExpected, code, errs)
	for line := range strings.Lines(out) {
		assert.True(t, json.Valid([]byte(line)), line)
	}
	assert.Contains(t, errs, "REPRODUCED")

	code, out, errs = regress(t, nil, "run", "--target", "model", "--events", "log.ndjson")
	assert.Equal(t, verdict.ExitUsage, code)
	assert.Contains(t, errs, "--events log.ndjson: give -, the standard output")
	assert.Empty(t, out)
	assert.NoDirExists(t, "results")
}

func TestVersion(t *testing.T) {
	code, out, _ := regress(t, nil, "--version")
	assert.Equal(t, verdict.ExitAsExpected, code)
	assert.Regexp(t, `^regress \S+, (commit [0-9a-f]{12}( with changes)?, )?go\d\S*\n$`, out)
}
