package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/evidence"
	"streampark-regress/harness/report"
	"streampark-regress/harness/verdict"
)

// reported runs `regress report` on a log and returns its exit code and output.
func reported(t *testing.T, log string, args ...string) (code int, out string) {
	t.Helper()
	folder := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(folder, report.EventsFile), []byte(log), 0o644))
	var o, e bytes.Buffer
	code = execute(t.Context(), streams{strings.NewReader(""), &o, &e}, append([]string{"report", folder}, args...))
	return code, o.String() + e.String()
}

// A log that ends too early proves nothing, wherever it ends.
func TestALogThatWasCutIsNeverGreen(t *testing.T) {
	code, _, errs := regress(t, nil, "run", "--target", "model", "--release", "2.1.4", "--tags", "@issue-3933",
		"--scenario", "On 2.1.4 the token dies with the session TTL, and its row does not show it",
		"--scenario", "The token was disabled on the token page", "--scenario", "A session TTL of ten years, set before the token is made, works")
	require.Equal(t, 0, code, errs)
	text, err := os.ReadFile("results/latest/events.ndjson")
	require.NoError(t, err)
	log := string(text)
	for _, args := range [][]string{nil, {"--judge"}} {
		code, out := reported(t, log, args...)
		require.Equal(t, 0, code, out)
		assert.Contains(t, out, "\nAS EXPECTED on the MODEL: ")
	}
	lines := strings.SplitAfter(strings.TrimSuffix(log, "\n"), "\n")
	begun := ""
	for i, line := range lines {
		cuts := map[string]string{"before": begun, "inside": begun + line[:len(line)/2], "at the end of": begun + strings.TrimSuffix(line, "}\n")}
		if i == len(lines)-1 {
			cuts["at the end of"] = begun + strings.TrimSuffix(line, "}")
		}
		begun += line
		for where, cut := range cuts {
			if i%3 != 0 && where != "before" && i < len(lines)-3 {
				continue // a line that is cut is read like any other that is
			}
			for _, args := range [][]string{nil, {"--judge"}} {
				if i%7 != 0 && where != "before" && args != nil {
					continue // --judge reads the log no differently
				}
				code, out := reported(t, cut, args...)
				require.Equal(t, verdict.ExitInconclusive, code, "cut %s line %d of %d, %v\n%s", where, i+1, len(lines), args, out)
				require.Regexp(t, `INCONCLUSIVE( on the MODEL)?: `, out)
				require.NotContains(t, out, "AS EXPECTED")
			}
		}
	}
}

// A log of which lines are missing, or that is not a log, is not green either.
func TestALogThatWasTamperedWith(t *testing.T) {
	code, _, errs := regress(t, nil, "run", "--target", "model", "--release", "2.1.4", "--tags", "@issue-3933 and not @cause")
	require.Equal(t, 0, code, errs)
	text, err := os.ReadFile("results/latest/events.ndjson")
	require.NoError(t, err)
	lines := strings.SplitAfter(string(text), "\n")
	for name, tt := range map[string]struct {
		log  string
		code int
	}{
		"a line left out":   {strings.Join(append(append([]string{}, lines[:20]...), lines[21:]...), ""), verdict.ExitInconclusive},
		"the head left out": {strings.Join(lines[3:], ""), verdict.ExitInconclusive},
		"half a line":       {strings.Join(lines[:20], "") + lines[20][:10] + "\n" + strings.Join(lines[21:], ""), verdict.ExitUsage},
		"two runs in one":   {string(text) + string(text), verdict.ExitInconclusive},
		"another text":      {"This is not a log.\n", verdict.ExitUsage},
		"null":              {"null\n", verdict.ExitUsage},
		"a number":          {"7\n", verdict.ExitUsage},
		"nothing":           {"", verdict.ExitInconclusive},
	} {
		t.Run(name, func(t *testing.T) {
			code, out := reported(t, tt.log)
			assert.Equal(t, tt.code, code, out)
			assert.NotContains(t, out, "AS EXPECTED")
		})
	}
}

// However a run ends whose folder was made: its log begins with the plan and
// ends with the end, and its reports are there.
func TestEveryExitLeavesResults(t *testing.T) {
	nowhere := map[string]string{"DOCKER_HOST": "unix:///nowhere/docker.sock"}
	for name, tt := range map[string]struct {
		env  map[string]string
		args []string
		code int
		mark string
	}{
		"as expected":          {nil, []string{"run", "--target", "model", "--release", "2.1.5", "--tags", "@issue-3933"}, 0, "</testsuites>"},
		"unexpected":           {nil, []string{"run", "--target", "model", "--release", "2.1.5", "--tags", "@issue-3933", "--model-defect", "2.1.5=expiry"}, 1, "<failure "},
		"no Docker":            {nowhere, []string{"run", "--target", "docker"}, 2, "connect to Docker"},
		"no Docker in CI":      {map[string]string{"DOCKER_HOST": "unix:///nowhere/docker.sock", "CI": "true"}, []string{"run"}, 2, "REGRESS_TARGET=docker"},
		"what was named":       {nowhere, []string{"run", "--jvm", "shipped"}, 2, "the model does not stand in"},
		"reproduce, no Docker": {nowhere, []string{"reproduce", "3933", "--target", "docker"}, 2, "connect to Docker"},
	} {
		t.Run(name, func(t *testing.T) {
			code, out, errs := regress(t, tt.env, tt.args...)
			assert.Equal(t, tt.code, code, out+errs)
			assert.Regexp(t, `(?m)^results: results/`, out)
			assertResults(t, tt.code, tt.mark)
		})
	}
	t.Run("interrupted", func(t *testing.T) {
		regress(t, nil, "plan") // makes a folder to be in
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		var o, e bytes.Buffer
		assert.Equal(t, 2, execute(ctx, streams{strings.NewReader(""), &o, &e}, []string{"run", "--target", "model", "--release", "2.1.5"}), e.String())
		assertResults(t, 2, "interrupted before it ended")
	})
}

func assertResults(t *testing.T, code int, mark string) {
	t.Helper()
	assert.Equal(t, code, latestResult(t).ExitCode)
	junit, err := os.ReadFile("results/latest/junit.xml")
	require.NoError(t, err)
	assert.Contains(t, string(junit), mark)
	text, err := os.ReadFile("results/latest/events.ndjson")
	require.NoError(t, err)
	lines := strings.Split(strings.TrimSpace(string(text)), "\n")
	var first, last evidence.Event
	require.NoError(t, json.Unmarshal([]byte(lines[0]), &first))
	require.NoError(t, json.Unmarshal([]byte(lines[len(lines)-1]), &last))
	require.NotNil(t, first.Run, "the log begins with the plan")
	assert.Equal(t, evidence.Begun, first.Run.Phase)
	assert.NotEmpty(t, first.Run.Planned)
	require.NotNil(t, last.Run, "and ends with the end")
	assert.Equal(t, evidence.Ended, last.Run.Phase)
}
