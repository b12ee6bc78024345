package main

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/verdict"
)

// typed runs the program again in the folder of the last call of regress.
func typed(t *testing.T, args ...string) (code int, out, errs string) {
	t.Helper()
	var o, e bytes.Buffer
	code = execute(t.Context(), streams{strings.NewReader(""), &o, &e}, args)
	return code, o.String(), e.String()
}

// latestID is the ID of the last run.
func latestID(t *testing.T) string {
	t.Helper()
	id, err := os.Readlink("results/latest")
	require.NoError(t, err)
	return id
}

// A run that failed is run again by what it prints, compared, listed and removed.
func TestWhatBecomesOfEarlierRuns(t *testing.T) {
	code, out, errs := regress(t, nil, "run", "--target", "model", "--model-defect", "2.1.4=no-expiry,2.1.5=expiry", "--tags", aboutExpiry)
	require.Equal(t, verdict.ExitUnexpected, code, errs)
	first := latestID(t)
	before := latestResult(t)
	wrong := before.Count(verdict.Unexpected)
	require.Greater(t, wrong, 1)

	t.Run("the command for one scenario runs as it stands", func(t *testing.T) {
		lines := regexp.MustCompile(`(?m)^  again: regress (.*)$`).FindAllStringSubmatch(out, -1)
		require.NotEmpty(t, lines)
		for _, line := range lines {
			code, out, errs := typed(t, append(strings.Fields(line[1]), "--out", "alone")...)
			assert.Equal(t, verdict.ExitUnexpected, code, "%s\n%s", line[1], errs)
			assert.Regexp(t, `(?m)^UNEXPECTED.*: 1 scenario, 0 as expected`, out, line[1])
		}
	})
	t.Run("what failed is run again with the same flags", func(t *testing.T) {
		code, out, errs := typed(t, "run", "--rerun-failed")
		assert.Equal(t, verdict.ExitUnexpected, code, errs)
		assert.Contains(t, errs, "running again what failed in "+first)
		r := latestResult(t)
		assert.Len(t, r.Scenarios, wrong, out)
		assert.Equal(t, wrong, r.Count(verdict.Unexpected))
		code, _, errs = typed(t, "run", "--rerun-failed", first, "--release", "2.1.5", "--model-defect", "2.1.5=session")
		assert.NotEqual(t, verdict.ExitUsage, code, errs)
		for _, s := range latestResult(t).Scenarios {
			assert.Equal(t, "2.1.5", s.Release)
		}
	})
	t.Run("two runs are compared", func(t *testing.T) {
		code, _, errs := typed(t, "run", "--target", "model", "--tags", aboutExpiry)
		require.Equal(t, verdict.ExitAsExpected, code, errs)
		code, out, errs := typed(t, "compare", first, "latest")
		assert.Equal(t, verdict.ExitUnexpected, code, errs)
		assert.Regexp(t, `(?m)^  verdict: unexpected -> as expected$`, out)
		assert.Regexp(t, `(?m)^  API token 2h01m after it was made, /flink/app/start: started 200 data:true: unexpected -> unauthenticated 401, expired: exp passed .*: △ known issue 3933$`, out)
		assert.Contains(t, out, "\nCHANGED: ")
		green := latestID(t)
		require.NotEqual(t, first, green)
		code, _, errs = typed(t, "run", "--target", "model", "--tags", aboutExpiry)
		require.Equal(t, verdict.ExitAsExpected, code, errs)
		code, out, errs = typed(t, "compare", filepath.Join("results", green), "latest")
		assert.Equal(t, verdict.ExitAsExpected, code, out+errs)
		assert.Contains(t, out, "\nUNCHANGED: ")
		code, _, errs = typed(t, "run", "--rerun-failed")
		assert.Equal(t, verdict.ExitUsage, code)
		assert.Contains(t, errs, "nothing to run: nothing failed in ")
	})
	t.Run("they are listed", func(t *testing.T) {
		code, out, errs := typed(t, "history")
		assert.Equal(t, verdict.ExitAsExpected, code, errs)
		assert.Regexp(t, `(?m)^RUN +STARTED \(UTC\) +TARGET +2\.1\.4 +2\.1\.5 +VERDICT$`, out)
		assert.Regexp(t, `(?m)^`+first+` +\S+ \S+ +MODEL +✗ \d+ of \d+ +✗ \d+ of \d+ +UNEXPECTED`, out)
		code, out, _ = typed(t, "history", "--last", "1")
		assert.Equal(t, verdict.ExitAsExpected, code)
		assert.Equal(t, 2, strings.Count(out, "\n"), out)
	})
	t.Run("the old ones are removed", func(t *testing.T) {
		require.NoError(t, os.MkdirAll("results/mine", 0o755))
		code, out, errs := typed(t, "results", "prune", "--keep", "1", "--dry-run")
		assert.Equal(t, verdict.ExitAsExpected, code, errs)
		assert.Contains(t, out, "would remove: results/"+first+"\n")
		assert.DirExists(t, filepath.Join("results", first))
		code, out, errs = typed(t, "results", "prune", "--keep", "1")
		assert.Equal(t, verdict.ExitAsExpected, code, errs)
		assert.Contains(t, out, "removed: results/"+first+"\n")
		assert.Contains(t, out, "left:    results/mine: it is not named as runs are\n")
		assert.Contains(t, out, "\n1 run kept, ")
		assert.NoDirExists(t, filepath.Join("results", first))
		assert.DirExists(t, filepath.Join("results", latestID(t)))
		assert.DirExists(t, "results/mine")
	})
}

// What is wrong with them is said, and nothing is written.
func TestWhatIsWrongWithEarlierRuns(t *testing.T) {
	for name, tt := range map[string]struct {
		env  map[string]string
		args []string
		want string
	}{
		"again without a run":      {nil, []string{"run", "--rerun-failed"}, "there is no run in results yet"},
		"again of no run":          {nil, []string{"run", "--rerun-failed=moon"}, "there is no run moon in results; `regress history` lists them"},
		"again of two":             {nil, []string{"run", "--rerun-failed", "a", "b"}, `unexpected argument "b": --rerun-failed takes one run`},
		"a run without again":      {nil, []string{"run", "a"}, `unexpected argument "a": run takes none without --rerun-failed`},
		"nothing to compare":       {nil, []string{"compare", "a"}, "accepts 2 arg(s), received 1"},
		"runs that are not there":  {nil, []string{"compare", "a", "b"}, "there is no run a in results"},
		"no folder":                {nil, []string{"history"}, "look for runs: open results: no such file"},
		"none of them":             {nil, []string{"history", "--out", ".", "--last", "0"}, "--last 0 lists nothing"},
		"no runs":                  {nil, []string{"history", "--out", "."}, "there is no run in ."},
		"results of what":          {nil, []string{"results"}, "say what to do: `regress results prune --keep N`"},
		"no number of runs":        {nil, []string{"results", "prune"}, "--keep: give the number of runs that stay, at least 1"},
		"none to keep":             {nil, []string{"results", "prune", "--keep", "0"}, "--keep: give the number of runs that stay, at least 1"},
		"a word to keep":           {nil, []string{"results", "prune", "--keep", "all"}, `invalid argument "all" for "--keep"`},
		"a variable removes none":  {map[string]string{"REGRESS_KEEP": "1"}, []string{"results", "prune"}, "--keep: give the number"},
		"an issue of others":       {nil, []string{"reproduce", "https://github.com/apache/flink/issues/3933"}, "it is not the address of an issue of StreamPark"},
		"an address of no issue":   {nil, []string{"reproduce", "https://github.com/apache/streampark"}, "it is not the address of an issue of StreamPark"},
		"an issue nobody looks at": {nil, []string{"reproduce", "https://github.com/apache/streampark/issues/1"}, `reproduce issue "1": no scenario is about it`},
	} {
		t.Run(name, func(t *testing.T) {
			code, out, errs := regress(t, tt.env, tt.args...)
			assert.Equal(t, verdict.ExitUsage, code, out+errs)
			assert.Contains(t, errs, tt.want)
			assert.Empty(t, out)
			there, err := os.ReadDir(".")
			require.NoError(t, err)
			assert.Empty(t, there, "nothing is written")
		})
	}
}

func TestIssuesByTheirAddress(t *testing.T) {
	for given, want := range map[string]string{
		"3933": "3933", "#3933": "3933", "savepoint-fields": "savepoint-fields", "": "",
		"https://github.com/apache/streampark/issues/3933":                "3933",
		"http://github.com/Apache/StreamPark/issues/3933/#issuecomment-1": "3933",
		"github.com/apache/streampark/pull/4281/files?w=1":                "4281",
		"apache/streampark#4322":                                          "4322",
		" https://github.com/apache/incubator-streampark/issues/3933":     "an error",
		"https://github.com/apache/streampark/discussions/3933":           "an error",
		"https://github.com/apache/streampark/issues/":                    "an error",
	} {
		got, err := issueID(given)
		if want == "an error" {
			assert.ErrorContains(t, err, "invalid issue", given)
			continue
		}
		require.NoError(t, err, given)
		assert.Equal(t, want, got)
	}
}

func TestTheProgramIsCalledAsItWasTyped(t *testing.T) {
	for called, want := range map[string]string{
		"regress": "regress run", "./bin/regress": "./bin/regress run", "/my tools/regress": "'/my tools/regress' run",
		"/tmp/go-build17/b001/exe/regress": "go run ./cmd/regress run", "/tmp/go-build17/b001/regress.test": "regress run",
	} {
		assert.Equal(t, want, program(called))
	}
}
