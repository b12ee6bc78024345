package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/verdict"
)

// attached makes a bug report on a model, and returns where it is: elsewhere, and
// nothing else of its run is left.
func attached(t *testing.T, args ...string) string {
	t.Helper()
	code, _, errs := regress(t, nil, append([]string{"reproduce", "3933", "--target", "model"}, args...)...)
	require.LessOrEqual(t, code, verdict.ExitInconclusive, errs)
	text, err := os.ReadFile("results/latest/bug-report.zip")
	require.NoError(t, err)
	file := filepath.Join(t.TempDir(), "bug-report.zip")
	require.NoError(t, os.WriteFile(file, text, 0o644))
	return file
}

func TestReplay(t *testing.T) {
	file := attached(t, "--release", "2.1.4", "--tags", shortly)
	for name, tt := range map[string]struct {
		args []string
		code int
		want string
	}{
		"the same":                  {nil, verdict.ExitUnexpected, `\nSTILL THERE: issue 3933\n$`},
		"where it is fixed":         {[]string{"--model-defect", "2.1.4=no-expiry"}, 0, `verdict: as expected -> unexpected\n(.|\n)*\nFIXED: issue 3933, and \d+ scenarios went differently than in the report\n$`},
		"on the next release":       {[]string{"--release", "2.1.5"}, 0, `then: REPRODUCED on the MODEL of 2\.1\.4(.|\n)*now:  NOT REPRODUCED on the MODEL of 2\.1\.5(.|\n)*\nFIXED: issue 3933\n$`},
		"where another thing shows": {[]string{"--model-defect", "2.1.4=expiry-at-half-ttl"}, verdict.ExitUnexpected, `\nDIFFERENT: issue 3933, and \d+ scenarios? went differently`},
		"where nothing is decided":  {[]string{"--release", "2.1.7"}, verdict.ExitInconclusive, `\nNOT DECIDED: issue 3933\n$`},
	} {
		t.Run(name, func(t *testing.T) {
			code, out, errs := regress(t, nil, append([]string{"replay", file}, tt.args...)...)
			assert.Equal(t, tt.code, code, out+errs)
			assert.Regexp(t, tt.want, out)
		})
	}
}

// What the report says of a run in which nothing showed can be run again, too.
func TestReplayOfWhatDidNotShow(t *testing.T) {
	file := attached(t, "--release", "2.1.5", "--tags", "@white-list")
	code, out, errs := regress(t, nil, "replay", file)
	require.Equal(t, 0, code, errs)
	assert.Regexp(t, `\nSTILL NOT THERE: issue 3933\n$`, out)
	code, out, errs = regress(t, nil, "replay", file, "--model-defect", "2.1.5=expiry")
	require.Equal(t, verdict.ExitUnexpected, code, errs)
	assert.Regexp(t, `\nDIFFERENT: issue 3933, `, out)
}

// The files that were given to the run come from the report, and nothing else has to
// be there.
func TestReplayFromTheReportAlone(t *testing.T) {
	folder := t.TempDir()
	own := filepath.Join(folder, "mine")
	require.NoError(t, os.MkdirAll(own, 0o755))
	require.NoError(t, os.WriteFile(filepath.Join(own, "own.feature"), []byte(`Feature: Ours

  @issue-3933
  Scenario: A token after a night
    Given StreamPark 2.1.4 as shipped
    And a scheduler with a new API token
    And an application that can be started
    When the scheduler calls /flink/app/start 2h01m after the token was made
    Then the call fails as in known issue 3933: 401, because the token has expired
`), 0o644))
	config := filepath.Join(folder, "theirs.yaml")
	require.NoError(t, os.WriteFile(config, []byte("server:\n  session:\n    ttl: 24h\nldap:\n  password: their-secret\n"), 0o644))
	catalogue := filepath.Join(folder, "catalogue.yaml")
	text, err := os.ReadFile("../../fixtures/releases.yaml")
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(catalogue, text, 0o644))
	file := attached(t, "--release", "2.1.4", "--config", config, "--releases-file", catalogue, "--features", own)
	packed, err := os.ReadFile(file)
	require.NoError(t, err)
	assert.NotContains(t, string(packed), "their-secret")
	require.NoError(t, os.RemoveAll(folder))
	code, out, errs := regress(t, nil, "replay", file)
	require.Equal(t, verdict.ExitUnexpected, code, out+errs)
	assert.Regexp(t, `\nSTILL THERE: issue 3933\n$`, out)
	given, err := filepath.Glob("results/replays/*/given/config.yaml")
	require.NoError(t, err)
	assert.Len(t, given, 1)
	_, list, errs := typed(t, "history")
	assert.NotContains(t, list+errs, "replays")
}

func TestReplayRefuses(t *testing.T) {
	file := attached(t, "--release", "2.1.4", "--tags", shortly)
	whole, err := os.ReadFile(file)
	require.NoError(t, err)
	damaged := append([]byte{}, whole...)
	damaged[len(damaged)/2] ^= 1
	for name, tt := range map[string]struct {
		text []byte
		want string
	}{
		"no zip":          {[]byte("a text"), "it is not a bug report of this program"},
		"a part of it":    {whole[:len(whole)-100], "it is not a bug report of this program"},
		"another content": {damaged, "it was changed after it was made"},
	} {
		t.Run(name, func(t *testing.T) {
			other := filepath.Join(t.TempDir(), "other.zip")
			require.NoError(t, os.WriteFile(other, tt.text, 0o644))
			code, out, errs := regress(t, nil, "replay", other)
			assert.Equal(t, verdict.ExitUsage, code, out)
			assert.Contains(t, errs, tt.want)
		})
	}
	code, _, errs := regress(t, nil, "replay", "nowhere.zip")
	assert.Equal(t, verdict.ExitUsage, code)
	assert.Contains(t, errs, "nowhere.zip")
}
