package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/fixtures"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/verdict"
)

// again runs the program once more in the folder of the last regress.
func again(t *testing.T, args ...string) (code int, out, errs string) {
	t.Helper()
	var o, e bytes.Buffer
	code = execute(t.Context(), streams{strings.NewReader(""), &o, &e}, args)
	return code, o.String(), e.String()
}

// fixedIn216 is a catalogue that says issue 4281 was fixed in 2.1.6.
func fixedIn216(t *testing.T) string {
	t.Helper()
	text := string(fixtures.Releases)
	const expected, known = "        expected: the token of a user with the permission to start applications starts them\n", "known_issues: [*members-start-nothing, "
	for was, is := range map[string]string{expected: expected + "        fixed_in: 2.1.6\n", known: "known_issues: ["} {
		require.Contains(t, text, was)
		text = strings.Replace(text, was, is, 1)
	}
	file := filepath.Join(t.TempDir(), "mine.yaml")
	require.NoError(t, os.WriteFile(file, []byte(text), 0o644))
	return file
}

// What a log means is decided by the catalogue, and the log itself stays what
// it is.
func TestALogIsJudgedAgainWithAnotherCatalogue(t *testing.T) {
	mine := fixedIn216(t)
	code, out, errs := regress(t, nil, "run", "--target", "model", "--release", "2.1.6", "--tags", "@known-issue-4281")
	require.Equal(t, verdict.ExitAsExpected, code, errs)
	require.Contains(t, out, "△ StreamPark 2.1.6, known issue 4281")
	table := withoutFolder(out)
	log, err := os.ReadFile("results/latest/events.ndjson")
	require.NoError(t, err)

	code, out, errs = again(t, "report", "results/latest", "--judge", "--releases-file", mine)
	assert.Equal(t, verdict.ExitUnexpected, code, errs)
	assert.Contains(t, out, "issue 4281, fixed in 2.1.6, is back on 2.1.6")
	assert.NotContains(t, out, "△")
	judged := latestResult(t)
	assert.Equal(t, verdict.Unexpected, judged.Verdict)
	for _, s := range judged.Scenarios {
		assert.Equal(t, verdict.Unexpected, s.Verdict)
		assert.Empty(t, s.KnownIssues)
		assert.Equal(t, evidence.StepFailed, s.Steps[len(s.Steps)-1].Status)
	}
	junit, err := os.ReadFile("results/latest/junit.xml")
	require.NoError(t, err)
	assert.Contains(t, string(junit), "<failure ", "every report says so")

	code, out, errs = again(t, "report", "results/latest", "--judge")
	assert.Equal(t, verdict.ExitAsExpected, code, errs)
	assert.Equal(t, table, out, "with the catalogue of the run it is the run's own table")
	code, out, _ = again(t, "report", "results/latest")
	assert.Equal(t, verdict.ExitAsExpected, code)
	assert.Equal(t, table, out)
	same, err := os.ReadFile("results/latest/events.ndjson")
	require.NoError(t, err)
	assert.Equal(t, string(log), string(same), "the log is never changed")
}

// The other way round: what surprised once may be known today, by its title.
func TestASurpriseMayBeKnownToday(t *testing.T) {
	mine := fixedIn216(t)
	code, _, errs := regress(t, nil, "run", "--target", "model", "--release", "2.1.6", "--tags", "@known-issue-4281", "--releases-file", mine)
	require.Equal(t, verdict.ExitUnexpected, code, errs)
	code, out, errs := again(t, "report", "results/latest", "--judge")
	assert.Equal(t, verdict.ExitAsExpected, code, errs)
	assert.Contains(t, out, "known issue 4281: the API token of a user who is not an administrator starts nothing")
}

func TestALogOfAReleaseNobodyKnowsCannotBeJudged(t *testing.T) {
	mine := catalogueFile(t, "", "\n  - version: 2.1.99\n    like: 2.1.6\n")
	code, _, errs := regress(t, nil, "run", "--target", "model", "--release", "2.1.99", "--scenario", "features/contract/lifetime.feature:20", "--releases-file", mine)
	require.Equal(t, verdict.ExitAsExpected, code, errs)
	code, out, errs := again(t, "report", "results/latest", "--judge")
	assert.Equal(t, verdict.ExitUsage, code)
	assert.Contains(t, errs, `unknown release "2.1.99"`)
	assert.Empty(t, out)
	assert.Equal(t, verdict.AsExpected, latestResult(t).Verdict, "the reports stay those of the run")
}

// A run that never came to its scenarios has a folder, and what is written of
// it is never green.
func TestNothingGreenIsReadOutOfARunThatNeverBegan(t *testing.T) {
	code, out, errs := regress(t, map[string]string{"DOCKER_HOST": "unix:///nowhere/docker.sock"}, "run", "--target", "docker")
	require.Equal(t, verdict.ExitInconclusive, code, errs)
	assert.NotContains(t, out, "AS EXPECTED")
	folders, err := filepath.Glob("results/2*")
	require.NoError(t, err)
	require.Len(t, folders, 1)
	for _, judge := range [][]string{nil, {"--judge"}} {
		code, out, errs := again(t, append([]string{"report", folders[0]}, judge...)...)
		assert.Equal(t, verdict.ExitInconclusive, code, errs)
		assert.NotContains(t, out, "AS EXPECTED")
		assert.Contains(t, out, "connect to Docker")
		junit, err := os.ReadFile(filepath.Join(folders[0], "junit.xml"))
		require.NoError(t, err)
		assert.Regexp(t, `<(error|failure) `, string(junit))
	}
}
