package main

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/fixtures"
	"streampark-regress/harness/report/trackrecord"
	"streampark-regress/harness/verdict"
)

// What is measured is kept, and not measured again; what contradicts the catalogue
// is said.
func TestTheTrackRecord(t *testing.T) {
	args := []string{"track-record", "--target", "model", "--release", "2.1.4", "--tags", "@issue-3865 or @issue-3933", "--data", "kept.json", "--page", "kept.md"}
	code, out, errs := regress(t, nil, args...)
	require.Equal(t, verdict.ExitAsExpected, code, errs)
	assert.Contains(t, out, "kept.json, 0 contradictions; the page is kept.md")
	page, err := os.ReadFile("kept.md")
	require.NoError(t, err)
	assert.Contains(t, string(page), "reproduced, MODEL")
	was, err := os.ReadFile("kept.json")
	require.NoError(t, err)

	run := latestID(t)
	code, out, errs = typed(t, "track-record", "--from", run, "--data", "kept.json", "--page", "again.md")
	require.Equal(t, verdict.ExitAsExpected, code, errs)
	assert.Contains(t, out, "0 contradictions")
	again, err := os.ReadFile("kept.json")
	require.NoError(t, err)
	assert.Equal(t, string(was), string(again))

	code, _, errs = typed(t, append(args, "--force", "--model-defect", "2.1.4=no-expiry")...)
	require.Equal(t, verdict.ExitUnexpected, code, errs)
	code, out, errs = typed(t, "track-record", "--from", "latest", "--data", "other.json", "--page", "other.md")
	require.Equal(t, verdict.ExitUnexpected, code, errs)
	assert.Contains(t, out, "CONTRADICTION 2.1.4 on postgres, 3933: ")
	assert.Equal(t, latestID(t), strings.TrimSuffix(out[strings.Index(out, "(run ")+5:strings.Index(out, ")\n")], ")"))
}

// An issue that no call shows, but the log, has its cell too.
func TestTheTrackRecordOfTheLog(t *testing.T) {
	code, _, errs := regress(t, nil, "track-record", "--target", "model", "--release", "2.1.3,2.1.4", "--scenario", "A restart leaves tokens alone, and no secret is in the log",
		"--data", "kept.json", "--page", "kept.md")
	require.Equal(t, verdict.ExitAsExpected, code, errs)
	data, err := os.Open("kept.json")
	require.NoError(t, err)
	defer data.Close()
	kept, err := trackrecord.Read(data)
	require.NoError(t, err)
	for version, want := range map[string]trackrecord.State{"2.1.3": trackrecord.Reproduced, "2.1.4": trackrecord.NotThere} {
		m, has := kept.Find(version, "postgres", "log-tells-tokens")
		require.True(t, has, version)
		assert.Equal(t, want, m.Cells["log-tells-tokens"].State, version)
	}
}

// What is wrong is said before anything is started, and nothing is lost.
func TestATrackRecordThatCannotBeMade(t *testing.T) {
	regress(t, nil, "--version") // in a folder of its own
	require.NoError(t, os.WriteFile("old.json", []byte(`{"schema": 7}`), 0o600))
	for name, tt := range map[string]struct {
		args []string
		want string
	}{
		"a file of another version": {[]string{"--data", "old.json"}, "it is of schema 7, and this program reads schema 1"},
		"no folder for the file":    {[]string{"--data", "no/where.json"}, "--data: "},
		"no such run":               {[]string{"--data", "a.json", "--page", "a.md", "--from", "nothing"}, "nothing"},
		"no such database":          {[]string{"--data", "a.json", "--page", "a.md", "--database", "db2"}, `unknown database "db2"`},
		"no such release":           {[]string{"--data", "a.json", "--page", "a.md", "--release", "9.9.9"}, `unknown release "9.9.9"`},
	} {
		code, _, errs := typed(t, append([]string{"track-record"}, tt.args...)...)
		assert.Equal(t, verdict.ExitUsage, code, name)
		assert.Contains(t, errs, tt.want, name)
	}
	old, err := os.ReadFile("old.json")
	require.NoError(t, err)
	assert.JSONEq(t, `{"schema": 7}`, string(old))
}

// Each command that shows a finding is one that the program takes.
func TestFindingsCanBeShown(t *testing.T) {
	findings, err := trackrecord.Findings(fixtures.Findings)
	require.NoError(t, err)
	for _, f := range findings {
		words, is := strings.CutPrefix(f.Command, "regress ")
		require.True(t, is, f.Command)
		root := newRoot(streams{})
		strict(root)
		c, args, err := root.Find(strings.Fields(words))
		require.NoError(t, err)
		require.NoError(t, c.ParseFlags(args), f.Command)
		require.NoError(t, c.ValidateRequiredFlags(), f.Command)
		require.NoError(t, c.ValidateArgs(c.Flags().Args()), f.Command)
	}
}
