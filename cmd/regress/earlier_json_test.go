package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/verdict"
)

// What is concluded from earlier runs is told to programs in the form of its schema.
func TestEarlierRunsForPrograms(t *testing.T) {
	forms := map[string]string{}
	for command, file := range map[string]string{"history": "../../harness/report/history/schema/history.v1.json", "compare": "../../harness/report/comparison/schema/comparison.v1.json"} {
		form, err := filepath.Abs(filepath.FromSlash(file))
		require.NoError(t, err)
		forms[command] = form
	}
	code, _, errs := regress(t, nil, "run", "--target", "model", "--model-defect", "2.1.4=no-expiry", "--tags", aboutExpiry)
	require.Equal(t, verdict.ExitUnexpected, code, errs)
	first := latestID(t)
	code, _, errs = typed(t, "run", "--target", "model", "--tags", "@issue-3933", "--database", "h2")
	require.Equal(t, verdict.ExitAsExpected, code, errs)
	second := latestID(t)
	require.NoError(t, os.MkdirAll("results/mine", 0o755))
	code, _, errs = typed(t, "run", "--target", "model", "--tags", aboutExpiry)
	require.Equal(t, verdict.ExitAsExpected, code, errs)

	for name, tt := range map[string]struct {
		args []string
		code int
		want []string
	}{
		"all runs":                {[]string{"history"}, 0, []string{`"id": "` + first + `"`, `"database": "h2"`, `"path": "results/mine"`, `"known_issues": [` + "\n" + `            "3933"`}},
		"the last run":            {[]string{"history", "--last", "1"}, 0, []string{`"verdict": "as expected"`}},
		"what changed":            {[]string{"compare", first, "latest"}, 1, []string{`"same": false`, `"what": "verdict",` + "\n" + `          "before": "unexpected"`}},
		"what is in one of them":  {[]string{"compare", first, second}, 1, []string{`"scenarios_in_both": 0`, `"only_before": [` + "\n    {", `"only_after": [` + "\n    {"}},
		"the same, the other way": {[]string{"compare", "latest", first}, 1, []string{`"before": "as expected"`}},
	} {
		t.Run(name, func(t *testing.T) {
			schema, err := jsonschema.NewCompiler().Compile(forms[tt.args[0]])
			require.NoError(t, err)
			code, out, errs := typed(t, append(tt.args, "--json", "--json-file", "saved.json")...)
			require.Equal(t, tt.code, code, errs)
			value, err := jsonschema.UnmarshalJSON(strings.NewReader(out))
			require.NoError(t, err, out)
			require.NoError(t, schema.Validate(value))
			for _, want := range tt.want {
				assert.Contains(t, out, want)
			}
			saved, err := os.ReadFile("saved.json")
			require.NoError(t, err)
			assert.Equal(t, out, string(saved))
			code, out, errs = typed(t, append(tt.args, "--json-file", "nowhere/saved.json")...)
			assert.Equal(t, verdict.ExitUsage, code)
			assert.Contains(t, errs, "--json-file: open nowhere/")
			assert.Empty(t, out)
		})
	}
}
