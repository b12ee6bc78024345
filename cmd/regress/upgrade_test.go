package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestUpgradeAnswersWithItsExitCode(t *testing.T) {
	for name, tt := range map[string]struct {
		args []string
		code int
		want []string
	}{
		"advice for everything": {[]string{"--from", "2.1.4", "--to", "2.1.5"}, 0, []string{"MODEL: ", "\n2. breaks:   WITHOUT A WORD, the state of the job", "restoreFromSavepoint instead of savePointed", "A white list that opens /flink/app/start again does not help", "\n4. breaks:   every caller of /flink/app/start\n   change:   call /openapi/app/start instead"}},
		"and back":              {[]string{"--from", "2.1.4", "--to", "2.1.5", "--rollback"}, 0, []string{"call /openapi/app/start instead", "after going back to 2.1.4, every API token made on 2.1.5"}},
		"no advice": {[]string{"--from", "2.1.4", "--to", "2.1.5", "--model-defect", "2.1.4=upgrade-deletes"}, 1,
			[]string{"\nUNEXPECTED: this became different, and nobody has advice for it", "\n- its row in t_access_token: gone\n"}},
		"a release that is broken before": {[]string{"--from", "2.1.4", "--to", "2.1.5", "--model-defect", "2.1.4=starts-nothing"}, 2, []string{"nothing can be said about what it breaks"}},
		"down":                            {[]string{"--from", "2.1.5", "--to", "2.1.4"}, 64, nil},
		"to itself":                       {[]string{"--from", "2.1.5", "--to", "2.1.5"}, 64, nil},
		"to where it has been":            {[]string{"--from", "2.1.4", "--via", "2.1.5", "--to", "2.1.5"}, 64, nil},
		"out of order":                    {[]string{"--from", "2.1.4", "--via", "2.1.6,2.1.5", "--to", "2.1.7"}, 64, nil},
		"through the start":               {[]string{"--from", "2.1.4", "--via", "2.1.4", "--to", "2.1.5"}, 64, nil},
		"beyond the end":                  {[]string{"--from", "2.1.4", "--via", "2.1.7", "--to", "2.1.5"}, 64, nil},
		"an unknown release":              {[]string{"--from", "2.1.4", "--via", "9.9", "--to", "2.1.5"}, 64, nil},
	} {
		t.Run(name, func(t *testing.T) {
			code, out, errs := regress(t, nil, append([]string{"upgrade", "--target", "model"}, tt.args...)...)
			assert.Equal(t, tt.code, code, out+errs)
			for _, want := range tt.want {
				assert.Contains(t, out, want)
			}
			if tt.code != 0 {
				assert.NotContains(t, out, "Nothing breaks")
			}
			if tt.code == 64 {
				assert.Empty(t, out)
				assert.NotContains(t, errs, "starting the model")
			}
		})
	}
}

func TestUpgradeThatIsInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, args := range [][]string{{}, {"--json"}} {
		var o, e strings.Builder
		code := execute(ctx, streams{strings.NewReader(""), &o, &e}, append([]string{"upgrade", "--target", "model", "--from", "2.1.4", "--to", "2.1.5"}, args...))
		assert.Equal(t, 2, code, e.String())
		assert.NotContains(t, o.String(), "Nothing breaks")
	}
}

func TestUpgradeForPrograms(t *testing.T) {
	code, out, errs := regress(t, nil, "upgrade", "--target", "model", "--from", "2.1.4", "--to", "2.1.5", "--json")
	require.Equal(t, 0, code, errs)
	var read struct {
		Model   bool
		Target  string
		End     string
		Path    []string
		Changes []struct {
			Kind, Before, After, Was, Is string
			Advice                       []string
		}
		Advice []struct{ Kind string }
	}
	require.NoError(t, json.Unmarshal([]byte(out), &read))
	assert.True(t, read.Model)
	assert.Equal(t, "arrived", read.End)
	assert.Equal(t, []string{"2.1.4", "2.1.5"}, read.Path)
	assert.Len(t, read.Advice, 6)
	require.NotEmpty(t, read.Changes)
	for _, c := range read.Changes {
		assert.NotEmpty(t, c.Advice, c.After)
	}
	for what, form := range secrets() {
		assert.NotRegexp(t, form, out, what)
	}

	code, out, _ = regress(t, nil, "upgrade", "--target", "model", "--from", "2.1.4", "--to", "2.1.5", "--json", "--model-defect", "2.1.4=starts-nothing")
	require.Equal(t, 2, code)
	var broken struct {
		End, Failure string
		Changes      []any
		Advice       []any
	}
	require.NoError(t, json.Unmarshal([]byte(out), &broken))
	assert.Equal(t, "broken", broken.End)
	assert.Contains(t, broken.Failure, "before the upgrade")
	assert.Empty(t, broken.Changes)
	assert.Empty(t, broken.Advice)
}

// What programs read is of the form that is written down, however it ended.
func TestUpgradeKeepsToItsSchema(t *testing.T) {
	compiler := jsonschema.NewCompiler()
	for _, file := range []string{"result/schema/result.v2.json", "journey/schema/upgrade.v1.json"} {
		text, err := os.ReadFile("../../harness/report/" + file)
		require.NoError(t, err)
		read, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
		require.NoError(t, err)
		fields, ok := read.(map[string]any)
		require.True(t, ok)
		require.NoError(t, compiler.AddResource(fmt.Sprint(fields["$id"]), read))
	}
	schema, err := compiler.Compile("urn:streampark-regress:upgrade:1")
	require.NoError(t, err)
	told := func(args ...string) map[string]any {
		_, out, errs := regress(t, nil, append([]string{"upgrade", "--target", "model", "--json", "--from", "2.1.4"}, args...)...)
		var read map[string]any
		require.NoError(t, json.Unmarshal([]byte(out), &read), errs)
		return read
	}
	for name, args := range map[string][]string{
		"advice":             {"--to", "2.1.5"},
		"there and back":     {"--via", "2.1.5,2.1.6", "--to", "2.1.7", "--rollback"},
		"no advice":          {"--to", "2.1.5", "--model-defect", "2.1.4=upgrade-deletes"},
		"it did not come so": {"--to", "2.1.5", "--model-defect", "2.1.4=starts-nothing"},
	} {
		assert.NoError(t, schema.Validate(told(args...)), name)
	}
	for name, spoil := range map[string]func(map[string]any){
		"another version":         func(r map[string]any) { r["schema"] = 2.0 },
		"a field nobody declared": func(r map[string]any) { r["extra"] = 1.0 },
		"the model as StreamPark": func(r map[string]any) { r["model"] = false },
		"broken, and concluded":   func(r map[string]any) { r["end"], r["failure"] = "broken", "no connection" },
		"arrived without a look":  func(r map[string]any) { r["steps"] = []any{} },
	} {
		r := told("--to", "2.1.5")
		spoil(r)
		assert.Error(t, schema.Validate(r), name)
	}
}
