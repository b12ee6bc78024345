package main

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/verdict"
)

// A run prints what is asked for: the verdict alone, a line for each scenario, or
// the table of calls too.
func TestHowMuchIsPrinted(t *testing.T) {
	run := []string{"run", "--target", "model", "--release", "2.1.4", "--tags", "@known-issue-3865"}
	code, out, errs := regress(t, nil, append(run, "--quiet")...)
	require.Equal(t, verdict.ExitAsExpected, code, errs)
	assert.Regexp(t, `^AS EXPECTED on the MODEL: 1 scenario, 1 as expected \(△ 1 with a known issue\), 0 unexpected, in .*\n$`, out)
	assert.Empty(t, errs)

	_, out, errs = regress(t, nil, run...)
	assert.Regexp(t, `(?m)^△ \[1/1\] 2\.1\.4: .* \(known issue 3865\)$`, errs)
	assert.Regexp(t, `(?m)^• 2\.1\.4, \d+s: starting the model$`, errs, "what a server waits for, and how long")
	assert.Contains(t, out, "△ StreamPark 2.1.4, known issue 3865: ")
	assert.NotContains(t, out, "RELEASE  TARGET")
	assert.NotContains(t, out, "\x1b[")
	lines := strings.Split(strings.TrimSpace(out), "\n")
	assert.Contains(t, lines[len(lines)-1], "AS EXPECTED on the MODEL: ", "the last line is the verdict, and says MODEL")

	_, out, _ = regress(t, nil, append(run, "--verbose", "--color", "always")...)
	assert.Contains(t, out, "RELEASE  TARGET")
	assert.Contains(t, out, "How long a token works")
	assert.Contains(t, out, "\x1b[35m△ known issue 3865\x1b[0m")
	assert.Contains(t, out, "\x1b[32mAS EXPECTED on the MODEL\x1b[0m")
}

// With --known-issues fail a known issue is a failure everywhere.
func TestKnownIssuesMayFail(t *testing.T) {
	code, out, errs := regress(t, nil, "run", "--target", "model", "--release", "2.1.4", "--tags", "@known-issue-3865", "--known-issues", "fail")
	require.Equal(t, verdict.ExitUnexpected, code, errs)
	assert.Contains(t, out, "UNEXPECTED on the MODEL, 2.1.4: known issue 3865: ")
	assert.Regexp(t, `again: regress run --target model --known-issues fail --release 2\.1\.4 --scenario `, out)
	assert.Equal(t, verdict.Unexpected, latestResult(t).Verdict)
}

// A report counts known issues as the run did, or as it is told.
func TestAReportCountsKnownIssuesAsItIsTold(t *testing.T) {
	for name, run := range map[string][]string{"of a run that passed": nil, "of a run that failed": {"--known-issues", "fail"}} {
		t.Run(name, func(t *testing.T) {
			ran, _, errs := regress(t, nil, append([]string{"run", "--target", "model", "--release", "2.1.4", "--tags", "@known-issue-3865"}, run...)...)
			log, err := os.ReadFile("results/latest/events.ndjson")
			require.NoError(t, err, errs)
			again := func(args ...string) string {
				code, out, errs := typed(t, append([]string{"report", "results/latest"}, args...)...)
				r := latestResult(t)
				assert.Equal(t, code, r.ExitCode, errs)
				assert.Equal(t, code == verdict.ExitUnexpected, strings.Contains(r.Again(), "--known-issues fail"), "the same command: %s", r.Again())
				junit, err := os.ReadFile("results/latest/junit.xml")
				require.NoError(t, err)
				assert.Equal(t, code == verdict.ExitUnexpected, bytes.Contains(junit, []byte("<failure")))
				return fmt.Sprint(code, " ", out)
			}
			assert.Regexp(t, fmt.Sprint("^", ran, " "), again(), "as the run had it")
			assert.Regexp(t, `again: regress run --target model --known-issues fail --release 2\.1\.4 `, again("--known-issues", "fail"))
			assert.Regexp(t, "^0 ", again("--known-issues=pass"))
			assert.Regexp(t, "^1 ", again("--known-issues", "fail", "--judge"))
			now, err := os.ReadFile("results/latest/events.ndjson")
			require.NoError(t, err)
			assert.Equal(t, log, now)
			code, _, errs := typed(t, "report", "results/latest", "--known-issues", "maybe")
			assert.Equal(t, verdict.ExitUsage, code)
			assert.Contains(t, errs, `--known-issues "maybe": choose one of pass or fail`)
		})
	}
}

func TestWhatCannotBeShownIsRefused(t *testing.T) {
	for want, args := range map[string][]string{
		`--color "red": choose one of auto, always or never`: {"--color", "red"},
		"--verbose and --quiet: choose one of them":          {"--verbose", "--quiet"},
		`--known-issues "maybe": choose one of pass or fail`: {"--known-issues", "maybe"},
	} {
		code, _, errs := regress(t, nil, append([]string{"run", "--target", "model"}, args...)...)
		assert.Equal(t, verdict.ExitUsage, code)
		assert.Contains(t, errs, want)
		assert.NoDirExists(t, "results")
	}
}
