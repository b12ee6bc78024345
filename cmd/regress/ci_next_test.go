package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/requirement"
	"streampark-regress/harness/verdict"
)

// aNight is the program as the nightly job calls it, on a machine without images: the
// model of a release runs in place of the image, and the comparison ends with a code.
const aNight = `#!/bin/sh
case $1 in
run) exec %[1]s run --release 2.1.4 --tags @known-issue-3865 %[2]s ;;
compare-releases) echo "a comparison"; exit %[3]d ;;
*) exec %[1]s "$@" ;;
esac
`

// The nightly job of the next release is red where a step of it is, and prints the body
// of an issue then.
func TestTheNextReleaseInCI(t *testing.T) {
	if _, err := exec.LookPath("bash"); err != nil {
		requirement.Missing(t, "bash", "install Debian's package bash")
	}
	workflow := readYAML[struct {
		Defaults struct{ Run struct{ Shell string } }
		Jobs     map[string]struct {
			Env   map[string]string
			Steps []aStep
		}
	}](t, "examples/ci/github-next.yml")
	require.Equal(t, "bash", workflow.Defaults.Run.Shell, "GitHub's own loses the exit code in front of a pipe")
	job := workflow.Jobs["next"]
	for name, tt := range map[string]struct {
		flags    string
		compared int
		codes    []int
		body     []string
	}{
		"nothing new":          {"", 0, []int{0, 0}, nil},
		"a regression":         {"--known-issues fail", 0, []int{verdict.ExitUnexpected, 0}, []string{"## StreamPark's API tokens: ✗ UNEXPECTED", "## Compared with 2.1.7\n\n```\na comparison\n```"}},
		"an undeclared change": {"", verdict.ExitUnexpected, []int{0, verdict.ExitUnexpected}, []string{"## StreamPark's API tokens: ✓ AS EXPECTED", "a comparison"}},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			require.NoError(t, os.Mkdir(filepath.Join(dir, "bin"), 0o755))
			require.NoError(t, os.WriteFile(filepath.Join(dir, "bin", "regress"), fmt.Appendf(nil, aNight, os.Args[0], tt.flags, tt.compared), 0o755))
			run := func(script string) (int, string) {
				c := exec.CommandContext(t.Context(), "bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script)
				c.Dir, c.Env = dir, []string{"PATH=" + os.Getenv("PATH"), "HOME=" + dir, asProgram + "=yes", "REGRESS_TARGET=model", "CI=true"}
				for variable, value := range job.Env {
					c.Env = append(c.Env, variable+"="+value)
				}
				said, _ := c.CombinedOutput()
				return c.ProcessState.ExitCode(), string(said)
			}
			var codes []int
			var body string
			for _, step := range job.Steps {
				for _, line := range commandLines(t, step.Run) {
					require.NoError(t, understood(line))
				}
				switch {
				case step.Run == "", step.Run == "make build":
				case step.If != "failure()":
					assert.Contains(t, []string{"", "${{ !cancelled() }}"}, step.If)
					code, _ := run(step.Run)
					codes = append(codes, code)
				case strings.Trim(fmt.Sprint(codes), "[0 ]") != "":
					var code int
					code, body = run(step.Run)
					assert.Zero(t, code, body)
				}
			}
			assert.Equal(t, tt.codes, codes)
			assert.Equal(t, len(tt.body) > 0, body != "")
			for _, want := range tt.body {
				assert.Contains(t, body, want)
			}
		})
	}
}
