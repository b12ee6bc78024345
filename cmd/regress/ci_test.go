package main

import (
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/requirement"
	"streampark-regress/harness/verdict"
)

type (
	anAction struct {
		Inputs  map[string]anInput
		Outputs map[string]struct{ Description, Value string }
		Runs    struct {
			Using string
			Steps []aStep
		}
	}
	anInput struct {
		Description string
		Default     string
		Required    bool
	}
	aStep struct {
		ID, Name, Uses, Run, Shell, If string
		With, Env                      map[string]string
	}
	aWorkflow struct {
		Jobs map[string]struct{ Steps []aStep }
	}
)

func readYAML[T any](t *testing.T, path string) (value T) {
	t.Helper()
	text, err := os.ReadFile(filepath.FromSlash("../../" + path))
	require.NoError(t, err)
	require.NoError(t, yaml.Unmarshal(text, &value))
	return value
}

// Each input is used, and none becomes part of a script: it comes by a variable.
func TestActionTakesItsInputsByVariables(t *testing.T) {
	action := readYAML[anAction](t, "action.yml")
	assert.Equal(t, "composite", action.Runs.Using)
	assert.Subset(t, slices.Collect(maps.Keys(action.Inputs)), []string{"releases", "images", "tags", "database", "issue"})
	used := map[string]bool{}
	for _, step := range action.Runs.Steps {
		assert.NotContains(t, step.Run, "${{", "an expression in a script is text that the shell runs")
		if step.Run != "" {
			assert.Equal(t, "bash", step.Shell, step.Name)
		}
		for _, values := range []map[string]string{step.Env, step.With} {
			for name, value := range values {
				_, input, is := strings.Cut(value, "${{ inputs.")
				if !is {
					continue
				}
				input = strings.TrimSuffix(input, " }}")
				used[input] = true
				assert.Contains(t, action.Inputs, input)
				if step.Run != "" {
					assert.Contains(t, step.Run, `"$`+name+`"`, "%s is quoted where it is used", name)
				}
			}
		}
	}
	for name, input := range action.Inputs {
		assert.True(t, used[name], "the input %s is used", name)
		assert.NotEmpty(t, input.Description, name)
		assert.False(t, input.Required, "%s can be left out", name)
	}
	for name, output := range action.Outputs {
		assert.Contains(t, action.step(t, "regress").Run, name+"=", output.Value)
	}
}

func (a anAction) step(t *testing.T, id string) aStep {
	t.Helper()
	at := slices.IndexFunc(a.Runs.Steps, func(s aStep) bool { return s.ID == id })
	require.GreaterOrEqual(t, at, 0)
	return a.Runs.Steps[at]
}

// What the action types, regress takes, whichever command it is.
func TestActionTypesFlagsThatThereAre(t *testing.T) {
	script := readYAML[anAction](t, "action.yml").step(t, "regress").Run
	var flags []string
	for _, found := range regexp.MustCompile(`\((--[a-z-]+) `).FindAllStringSubmatch(script, -1) {
		flags = append(flags, found[1])
	}
	assert.Len(t, flags, 6)
	lines := commandLines(t, script)
	require.Len(t, lines, 2)
	for _, line := range lines {
		require.NoError(t, understood(append([]string{line[0]}, flags...)))
	}
}

// The script of the action, run: its exit code is regress's, the results are where it
// says, and an input is a word and nothing else.
func TestActionRuns(t *testing.T) {
	if _, err := exec.LookPath("bash"); err != nil {
		requirement.Missing(t, "bash", "install Debian's package bash")
	}
	step := readYAML[anAction](t, "action.yml").step(t, "regress")
	for name, tt := range map[string]struct {
		inputs  map[string]string
		code    int
		results bool
		says    string
	}{
		"a run":         {map[string]string{"RELEASES": "2.1.4", "TAGS": "@known-issue-3865"}, verdict.ExitAsExpected, true, "AS EXPECTED"},
		"a database":    {map[string]string{"RELEASES": "2.1.5", "TAGS": "@known-issue-4281", "DATABASE": "h2"}, verdict.ExitAsExpected, true, "2.1.5"},
		"an issue":      {map[string]string{"RELEASES": "2.1.4", "ISSUE": "3865"}, verdict.ExitAsExpected, true, "REPRODUCED"},
		"another issue": {map[string]string{"RELEASES": "2.1.5", "ISSUE": "3865"}, exitNotReproduced, true, "NOT REPRODUCED"},
		"no release":    {map[string]string{"RELEASES": "1.0"}, verdict.ExitUsage, false, "1.0"},
		"shell in tags": {map[string]string{"TAGS": `$(touch pwned) "; touch pwned; "`}, verdict.ExitUsage, false, "read the tags"},
		"flag as issue": {map[string]string{"ISSUE": "--keep"}, verdict.ExitUsage, false, `reproduce issue`},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			program, err := os.Executable()
			require.NoError(t, err)
			require.NoError(t, os.Mkdir(filepath.Join(dir, "bin"), 0o755))
			require.NoError(t, os.Symlink(program, filepath.Join(dir, "bin", "regress")))
			c := exec.CommandContext(t.Context(), "bash", "-e", "-o", "pipefail", "-c", step.Run)
			c.Dir = dir
			c.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + dir, asProgram + "=yes", "REGRESS_TARGET=model", "CI=true", "SOURCE=" + dir, "RUNNER_TEMP=" + dir,
				"GITHUB_ACTIONS=true", "GITHUB_OUTPUT=" + filepath.Join(dir, "output"), "GITHUB_STEP_SUMMARY=" + filepath.Join(dir, "summary")}
			for name := range step.Env {
				if name != "SOURCE" {
					c.Env = append(c.Env, name+"="+tt.inputs[name])
				}
			}
			said, _ := c.CombinedOutput()
			assert.Equal(t, tt.code, c.ProcessState.ExitCode(), string(said))
			assert.Contains(t, string(said), tt.says)
			assert.NoFileExists(t, filepath.Join(dir, "pwned"))
			output, err := os.ReadFile(filepath.Join(dir, "output"))
			require.NoError(t, err)
			code, rest, _ := strings.Cut(string(output), "\n")
			assert.Equal(t, "exit-code="+strconv.Itoa(tt.code), code)
			results := strings.TrimSpace(strings.TrimPrefix(rest, "results="))
			summary, err := os.ReadFile(filepath.Join(dir, "summary"))
			require.NoError(t, err)
			if tt.results {
				assert.FileExists(t, filepath.Join(results, "report.html"))
				assert.Contains(t, string(summary), "AS EXPECTED")
				assert.Equal(t, tt.inputs["ISSUE"] != "", strings.Contains(string(summary), "1 not reproduced"))
				return
			}
			assert.Empty(t, results)
			assert.Contains(t, string(summary), "regress ended with exit code 64")
		})
	}
}

// The examples name inputs that the action has, and commands and flags that there are.
func TestExamplesForCI(t *testing.T) {
	action := readYAML[anAction](t, "action.yml")
	workflows, err := filepath.Glob("../../examples/ci/github-actions*.yml")
	require.NoError(t, err)
	require.NotEmpty(t, workflows)
	for _, path := range workflows {
		uses := 0
		for _, job := range readYAML[aWorkflow](t, "examples/ci/"+filepath.Base(path)).Jobs {
			for _, step := range job.Steps {
				if !strings.HasPrefix(step.Uses, "OWNER/streampark-regress@") {
					continue
				}
				uses++
				for name := range step.With {
					assert.Contains(t, action.Inputs, name, path)
				}
			}
		}
		assert.Equal(t, 1, uses, path)
	}

	type aJob struct {
		BeforeScript []string `yaml:"before_script"`
		Script       []string
		Artifacts    struct {
			When    string
			Paths   []string
			Reports struct{ JUnit string }
		}
	}
	job := readYAML[map[string]aJob](t, "examples/ci/gitlab-ci.yml")["api-tokens"]
	assert.Equal(t, "always", job.Artifacts.When)
	assert.Equal(t, []string{usualOut + "/"}, job.Artifacts.Paths)
	assert.Equal(t, usualOut+"/2*/junit.xml", job.Artifacts.Reports.JUnit)

	text, err := os.ReadFile("../../examples/ci/Jenkinsfile")
	require.NoError(t, err)
	pipeline := string(text)
	assert.Equal(t, strings.Count(pipeline, "{"), strings.Count(pipeline, "}"))
	always := strings.Index(pipeline, "always {")
	require.Positive(t, always)
	assert.Contains(t, pipeline[always:], "junit testResults: '"+usualOut+"/2*/junit.xml'")
	assert.Contains(t, pipeline[always:], "archiveArtifacts artifacts: '"+usualOut+"/2*/**'")
	var shell []string
	for _, found := range regexp.MustCompile(`sh '([^']*)'`).FindAllStringSubmatch(pipeline, -1) {
		shell = append(shell, found[1])
	}
	for name, script := range map[string][]string{"GitLab": append(job.BeforeScript, job.Script...), "Jenkins": shell} {
		typed := strings.Join(script, "\n")
		assert.Contains(t, typed, "make build", name)
		lines := commandLines(t, typed)
		assert.Len(t, lines, 1, name)
		for _, line := range lines {
			assert.NoError(t, understood(line), name)
			assert.Contains(t, line, "--target", "%s: no silent model", name)
		}
	}
}
