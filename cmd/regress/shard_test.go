package main

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/evidence"
	"streampark-regress/harness/report"
	"streampark-regress/harness/report/result"
	"streampark-regress/harness/verdict"
)

// few selects some scenarios of each of two releases.
const few = "@known-issue-4281 or @known-issue-3865"

// shards runs all shards of a plan side by side, each with results of its own, and
// returns their exit codes.
func shards(t *testing.T, of string, args ...string) []int {
	t.Helper()
	var running sync.WaitGroup
	codes := make([]int, int(of[0]-'0'))
	for i := range codes {
		running.Go(func() {
			number := string(rune('1' + i))
			var o, e bytes.Buffer
			codes[i] = execute(t.Context(), streams{strings.NewReader(""), &o, &e},
				slices.Concat([]string{"run", "--target", "model", "--shard", number + "/" + of, "--out", "shard" + number}, args))
			if codes[i] == verdict.ExitUsage {
				t.Log(e.String())
			}
		})
	}
	running.Wait()
	return codes
}

// verdicts are those of a run by its jobs.
func verdicts(r result.Result) map[string]verdict.Verdict {
	all := map[string]verdict.Verdict{}
	for _, s := range r.Scenarios {
		all[s.Job] = s.Ended()
	}
	return all
}

// What shards find out together is what one run finds out, a regression in one of them
// too.
func TestShardsAreTheWhole(t *testing.T) {
	for name, tt := range map[string]struct {
		defect []string
		code   int
	}{
		"as expected":             {nil, verdict.ExitAsExpected},
		"a regression in a shard": {[]string{"--model-defect", "2.1.5=expiry"}, verdict.ExitUnexpected},
	} {
		t.Run(name, func(t *testing.T) {
			args := append([]string{"--release", "2.1.4,2.1.5", "--tags", aboutExpiry}, tt.defect...)
			code, _, errs := regress(t, nil, append([]string{"run", "--target", "model", "--out", "whole"}, args...)...)
			require.Equal(t, tt.code, code, errs)
			require.NoError(t, os.Symlink("whole", "results"))
			whole := latestResult(t)
			require.NoError(t, os.Remove("results"))

			codes := shards(t, "3", args...)
			assert.Contains(t, codes, verdict.ExitAsExpected, "a shard does not know of the others")
			assert.Equal(t, tt.code == verdict.ExitUnexpected, slices.Contains(codes, verdict.ExitUnexpected))
			code, out, errs := typed(t, "report", "--merge", "shard1", "shard2", "shard3")
			assert.Equal(t, tt.code, code, errs)
			merged := latestResult(t)
			assert.Equal(t, whole.Verdict, merged.Verdict)
			assert.Equal(t, verdicts(whole), verdicts(merged))
			assert.Equal(t, whole.Run.Planned, merged.Run.Planned)
			assert.Equal(t, whole.Run.KnownIssues, merged.Run.KnownIssues)
			assert.Empty(t, merged.Gaps)
			assert.Empty(t, merged.Run.Failure)
			assert.Nil(t, merged.Run.Shard)
			assert.Len(t, merged.Run.Merged, 3)
			assert.NotContains(t, out, "SHARD")
			for _, kept := range []string{"events.ndjson", "report.html", "junit.xml"} {
				assert.FileExists(t, filepath.Join("results/latest", kept))
			}
			code, _, errs = typed(t, "report", "results/latest")
			assert.Equal(t, tt.code, code, "from its own log again: %s", errs)
		})
	}
}

// Nothing that is missing or does not belong together is ever green.
func TestShardsThatAreNotTheWhole(t *testing.T) {
	here := []string{"--release", "2.1.4,2.1.5", "--tags", few}
	code, _, errs := regress(t, nil, "run", "--target", "model", "--release", "2.1.5", "--tags", few, "--out", "none")
	require.Equal(t, verdict.ExitAsExpected, code, errs)
	require.Equal(t, []int{0, 0}, shards(t, "2", here...))
	other := func(out string, args ...string) {
		code, _, errs := typed(t, append([]string{"run", "--target", "model", "--out", out}, args...)...)
		require.NotEqual(t, verdict.ExitUsage, code, errs)
	}
	other("plan", "--release", "2.1.4,2.1.5", "--tags", "@known-issue-4281", "--shard", "2/2")
	other("split", append(here, "--shard", "2/3")...)
	other("defect", append(here, "--shard", "2/2", "--model-defect", "2.1.5=expiry")...)
	other("clock", append(here, "--shard", "2/2", "--clock", "short-ttl")...)
	other("known", append(here, "--shard", "2/2", "--known-issues", "fail")...)
	edit(t, "shard2", "version", func(e *evidence.Event) {
		if e.Run != nil && e.Run.Regress != nil {
			e.Run.Regress.Commit = "0123456789abcdef"
		}
	})
	edit(t, "shard2", "target", func(e *evidence.Event) {
		if e.Run != nil && e.Run.Phase != evidence.Ended {
			e.Run.Target = "docker"
		}
	})
	edit(t, "shard2", "measured", func(e *evidence.Event) {
		if e.Run != nil && e.Run.Shard != nil {
			e.Run.Shard.Measured = "20261126-000000-0000"
		}
	})
	cut(t, "shard2", "killed")
	for name, tt := range map[string]struct {
		dirs []string
		code int
		says string
	}{
		"a shard is missing":     {[]string{"shard1"}, verdict.ExitInconclusive, "shard 2/2 is missing"},
		"a shard was killed":     {[]string{"shard1", "killed/run"}, verdict.ExitInconclusive, "shard 2/2: it never ended: the program was killed"},
		"one is there twice":     {[]string{"shard1", "shard2", "shard1"}, verdict.ExitUsage, "shard 1/2 is there twice"},
		"another plan":           {[]string{"shard1", "plan"}, verdict.ExitUsage, "they are of different plans"},
		"another split":          {[]string{"shard1", "split"}, verdict.ExitUsage, "different numbers of shards (splits: 2 and 3)"},
		"another defect":         {[]string{"shard1", "defect"}, verdict.ExitUsage, "they ran with different flags"},
		"another clock":          {[]string{"shard1", "clock"}, verdict.ExitUsage, "different clocks"},
		"another view of issues": {[]string{"shard1", "known"}, verdict.ExitUsage, "they take known issues differently"},
		"another version":        {[]string{"shard1", "version/run"}, verdict.ExitUsage, "different versions of regress"},
		"another target":         {[]string{"shard1", "target/run"}, verdict.ExitUsage, "different targets (model and docker)"},
		"other measurements":     {[]string{"shard1", "measured/run"}, verdict.ExitUsage, "split by different measurements"},
		"a whole run":            {[]string{"shard1", "none"}, verdict.ExitUsage, "is no shard"},
		"an empty folder":        {[]string{"shard1", "."}, verdict.ExitUsage, "there is no run in ."},
		"no folder":              {[]string{"shard1", "nowhere"}, verdict.ExitUsage, "nowhere"},
		"nothing":                {nil, verdict.ExitUsage, "requires at least 1 arg"},
	} {
		t.Run(name, func(t *testing.T) {
			code, out, errs := typed(t, append([]string{"report", "--merge", "--out", "merged"}, tt.dirs...)...)
			assert.Equal(t, tt.code, code)
			assert.Contains(t, out+errs, tt.says)
			assert.NotContains(t, out, "\nAS EXPECTED")
		})
	}
}

// edit copies a shard's run with its events changed.
func edit(t *testing.T, from, to string, change func(*evidence.Event)) {
	t.Helper()
	events, err := report.Read(filepath.Join(from, "latest"))
	require.NoError(t, err)
	for i := range events {
		change(&events[i])
	}
	require.NoError(t, report.Keep(filepath.Join(to, "run"), events, result.Build(events)))
}

// cut copies a shard's run without its end.
func cut(t *testing.T, from, to string) {
	t.Helper()
	events, err := report.Read(filepath.Join(from, "latest"))
	require.NoError(t, err)
	events = events[:len(events)-1]
	require.NoError(t, report.Keep(filepath.Join(to, "run"), events, result.Build(events)))
}

// A shard without work says so, and is as expected only together with the others.
func TestMoreShardsThanServers(t *testing.T) {
	code, _, errs := regress(t, nil, "plan", "--release", "2.1.5", "--tags", "@known-issue-4281", "--shard", "3/3")
	require.Equal(t, verdict.ExitAsExpected, code, errs)
	codes := shards(t, "3", "--release", "2.1.5", "--tags", "@known-issue-4281")
	assert.Equal(t, []int{0, 2, 2}, codes, "one server: the first has all the work")
	code, out, errs := typed(t, "run", "--target", "model", "--release", "2.1.5", "--tags", "@known-issue-4281", "--shard", "2/3", "--out", "again")
	assert.Equal(t, verdict.ExitInconclusive, code)
	assert.Contains(t, errs, "shard 2/3 has no work, for there are more shards than servers")
	assert.Contains(t, out, "SHARD 2/3, INCONCLUSIVE")
	code, out, errs = typed(t, "report", "--merge", "shard1", "shard2", "shard3")
	assert.Equal(t, verdict.ExitAsExpected, code, out+errs)
	code, out, _ = typed(t, "report", "--merge", "shard1", "shard2")
	assert.Equal(t, verdict.ExitInconclusive, code, "who knows what the third had to do")
	assert.Contains(t, out, "shard 3/3 is missing")
}

// Durations of an earlier run say what takes long, those of a shard say nothing.
func TestShardsAreSplitByWhatWasMeasured(t *testing.T) {
	code, _, errs := regress(t, nil, "run", "--target", "model", "--release", "2.1.4,2.1.5", "--tags", few)
	require.Equal(t, verdict.ExitAsExpected, code, errs)
	first := latestResult(t).Run.ID
	for _, number := range []string{"1/2", "2/2"} {
		code, _, errs = typed(t, "run", "--target", "model", "--release", "2.1.4,2.1.5", "--tags", few, "--shard", number)
		require.Equal(t, verdict.ExitAsExpected, code, errs)
		require.NotNil(t, latestResult(t).Run.Shard)
		assert.Equal(t, first, latestResult(t).Run.Shard.Measured)
	}
}

func TestBadShards(t *testing.T) {
	for want, args := range map[string][]string{
		"the shards of 3 are 1/3 to 3/3":     {"run", "--shard", "0/3"},
		"the shards of 3 are 1/3 to 3/3 ":    {"plan", "--shard", "4/3"},
		`invalid shard "x": write it as I/N`: {"run", "--shard", "x"},
		"it is empty":                        {"run", "--shard", ""},
		"it is given a second time":          {"plan", "--shard", "1/3", "--shard", "2/3"},
		"--out: only --merge makes a folder": {"report", "x", "--out", "y"},
		"accepts 1 arg(s), received 2":       {"report", "x", "y"},
		"unknown flag: --shard":              {"reproduce", "3933", "--shard", "1/2"},
		"what runs already is one server":    {"plan", "--shard", "1/2", "--target", "url", "--url", "http://127.0.0.1:1"},
	} {
		code, _, errs := regress(t, nil, args...)
		assert.Equal(t, verdict.ExitUsage, code, args)
		assert.Contains(t, errs, strings.TrimSpace(want))
	}
}
