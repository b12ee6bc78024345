package main

import (
	"bytes"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/recording"
	"streampark-regress/harness/verdict"
)

func TestRecordingsAreReplayed(t *testing.T) {
	code, out, errs := regress(t, nil, "verify", "--target", "model")
	require.Equal(t, 0, code, out+errs)
	entries := 0
	all, err := recordings(nil)
	require.NoError(t, err)
	for _, r := range all {
		entries += r.want.Entries()
	}
	assert.NotZero(t, entries)
	assert.Contains(t, out, fmt.Sprintf("\nAS EXPECTED on the MODEL, not StreamPark: %d of %d entries are the same, 0 differences\n", entries, entries))

	code, out, errs = regress(t, nil, "record", "--target", "model", "--release", "2.1.5", "--suite", "members", "--out", "members.json")
	require.Equal(t, 0, code, out+errs)
	assert.Contains(t, out, " of 2.1.5 on the MODEL, not StreamPark")
	var o, e bytes.Buffer
	broken := []string{"verify", "--target", "model", "members.json", "--model-defect", "2.1.5=ok-for-401"}
	require.Equal(t, 1, execute(t.Context(), streams{strings.NewReader(""), &o, &e}, broken))
	for _, want := range []string{"MODEL: what the built-in model of 2.1.5 answers, not StreamPark", "DIFFERENCE members / after an administrator reset the password",
		"\nUNEXPECTED on the MODEL, not StreamPark: "} {
		assert.Contains(t, o.String(), want)
	}
	assert.NotContains(t, o.String(), "PARTIAL")
}

// The model held against the model proves nothing, and never ends well.
func TestTheModelIsNotHeldAgainstItself(t *testing.T) {
	file, measured := filepath.Join(t.TempDir(), "members.json"), recordingFile(t, "2.1.5-members.json")
	code, out, errs := regress(t, nil, "record", "--target", "model", "--release", "2.1.5", "--suite", "members", "--out", file)
	require.Equal(t, 0, code, out+errs)
	recorded, err := recording.Read(file)
	require.NoError(t, err)
	assert.Equal(t, "model", recorded.Target)
	assert.Equal(t, "MODEL: what the built-in model of 2.1.5 answers, not StreamPark", recorded.Notice)

	for name, tt := range map[string]struct {
		args []string
		code int
	}{
		"explored":                      {[]string{"explore", "--release", "2.1.5", "--against", "model"}, verdict.ExitUsage},
		"explored for want of Docker":   {[]string{"explore", "--release", "2.1.5"}, verdict.ExitInconclusive},
		"its recording":                 {[]string{"verify", "--target", "model", file}, verdict.ExitUsage},
		"its recording, without Docker": {[]string{"verify", file}, verdict.ExitInconclusive},
		"its recording beside the real": {[]string{"verify", "--target", "model", measured, file}, verdict.ExitUsage},
	} {
		t.Run(name, func(t *testing.T) {
			code, out, errs := regress(t, map[string]string{"DOCKER_HOST": "unix:///nowhere/docker.sock"}, tt.args...)
			assert.Equal(t, tt.code, code, out+errs)
			assert.Contains(t, errs, "this compares the model with itself")
			assert.NotContains(t, out, "AS EXPECTED")
		})
	}
	code, out, errs = regress(t, nil, "explore", "--release", "2.1.5", "--against", "model", "--steps", "200", "--seed", "11", "--restarts", "0", "--model-defect", "2.1.5=revocation-ignored")
	assert.Equal(t, verdict.ExitUnexpected, code, errs)
	assert.Regexp(t, `\nUNEXPECTED on the MODEL, not StreamPark: \d+ differences? between 2\.1\.5 and the model in \d+ operations\n$`, out)
}

// recordingFile is the whole path of a recording of a real release.
func recordingFile(t *testing.T, name string) string {
	t.Helper()
	file, err := filepath.Abs("../../fixtures/recordings/" + name)
	require.NoError(t, err)
	return file
}

// What a run leaves out for want of images is in its verdict.
func TestReplayingSomeRecordingsIsPartial(t *testing.T) {
	code, out, errs := regress(t, map[string]string{"DOCKER_HOST": "unix:///nowhere/docker.sock"}, "verify")
	require.Equal(t, 0, code, errs)
	assert.Regexp(t, `\nPARTIAL, AS EXPECTED on the MODEL, not StreamPark: .*, 0 differences; 23 recordings left out: 2\.1\.0-members-mariadb\.json, `, out)
	assert.Contains(t, errs, "left out: 2.1.4-database-h2.json, because it is about H2: give --database h2")
	assert.Contains(t, out, "2.1.4-database.json on model\n")
}

// What was recorded of one database is replayed on that one.
func TestRecordingsAreReplayedOnTheirDatabase(t *testing.T) {
	mysql, usual := recordingFile(t, "2.1.5-database-mysql.json"), recordingFile(t, "2.1.5-database.json")
	code, out, errs := regress(t, nil, "verify", "--target", "model", recordingFile(t, "2.1.4-database-mariadb.json"), recordingFile(t, "2.1.4-database-h2.json"))
	require.Equal(t, 0, code, out+errs)
	assert.Contains(t, out, "2.1.4-database-mariadb.json on model with MariaDB\n")
	assert.Contains(t, out, "\nAS EXPECTED on the MODEL, not StreamPark: 28 of 28 entries are the same, 0 differences\n")

	code, out, errs = regress(t, nil, "record", "--target", "model", "--release", "2.1.5", "--suite", "database", "--database", "mysql", "--out", "mysql.json")
	require.Equal(t, 0, code, out+errs)
	assert.Contains(t, out, " of 2.1.5 on the MODEL, not StreamPark with MySQL")
	recorded, err := recording.Read("mysql.json")
	require.NoError(t, err)
	released, err := recording.Read(mysql)
	require.NoError(t, err)
	assert.Empty(t, recording.Compare(released, recorded).Differences)
	other, err := recording.Read(usual)
	require.NoError(t, err)
	assert.NotEmpty(t, recording.Compare(other, recorded).Differences, "PostgreSQL has other ids and times")

	code, _, errs = regress(t, nil, "record", "--target", "model", "--release", "2.1.4", "--to", "2.1.5", "--suite", "upgrade", "--database", "h2", "--out", "upgrade.json")
	assert.Equal(t, verdict.ExitUsage, code)
	assert.Contains(t, errs, "upstream has no upgrade scripts for it")
}
