package report_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/evidence"
	"streampark-regress/harness/report"
	"streampark-regress/harness/report/reporttest"
	"streampark-regress/harness/report/result"
	"streampark-regress/harness/requirement"
)

// names are the reports that every run has.
func names() []string {
	return []string{"result.json", "junit.xml", "cucumber.json", "ctrf.json", "table.txt", "report.html"}
}

// run writes a run into a folder: its log, with secrets taken out, and all its
// reports.
func run(t *testing.T, events []evidence.Event, redactor *evidence.Redactor) string {
	t.Helper()
	folder := filepath.Join(t.TempDir(), "20261122-120000")
	require.NoError(t, os.Mkdir(folder, 0o755))
	file, err := os.Create(filepath.Join(folder, report.EventsFile))
	require.NoError(t, err)
	log := evidence.NewLog(file, redactor)
	for _, e := range events {
		log.Add(e)
	}
	require.NoError(t, log.Err())
	require.NoError(t, file.Close())
	require.NoError(t, report.Write(folder, result.Build(log.Events())))
	return folder
}

func TestARunHasAllReportsAndIsFoundAgain(t *testing.T) {
	folder := run(t, reporttest.Everything(t), &evidence.Redactor{})
	before := map[string]string{}
	for _, name := range names() {
		text, err := os.ReadFile(filepath.Join(folder, name))
		require.NoError(t, err)
		assert.NotEmpty(t, text, name)
		before[name] = string(text)
	}
	require.NoError(t, report.Latest(folder))
	require.NoError(t, report.Latest(folder), "a link that is there is replaced")
	latest := filepath.Join(filepath.Dir(folder), "latest")
	events, err := report.Read(latest)
	require.NoError(t, err)
	require.NoError(t, report.Write(latest, result.Build(events)))
	for name, want := range before {
		text, err := os.ReadFile(filepath.Join(folder, name))
		require.NoError(t, err)
		assert.Equal(t, want, string(text), "%s is the same when it is written again", name)
	}
}

// A report that does not fit on the disk is an error, a short one too, and said once.
func TestAFullDiskIsSaid(t *testing.T) {
	const full = "/dev/full"
	if _, err := os.Stat(full); err != nil {
		requirement.Missing(t, "linux", "there is no "+full)
	}
	r := result.Build(reporttest.Begin(t, "docker").End())
	for _, name := range names() {
		folder := t.TempDir()
		require.NoError(t, os.Symlink(full, filepath.Join(folder, name)))
		err := report.Write(folder, r)
		require.ErrorContains(t, err, "no space left on device", name)
		assert.Equal(t, 1, strings.Count(err.Error(), "no space left"), err)
	}
}

// No report holds what the log does not.
func TestNoReportHoldsASecret(t *testing.T) {
	const secret = `pa"ss<word>`
	l := reporttest.Begin(t, "docker")
	s := l.Story("2.1.4", "says "+secret)
	s.Starts(evidence.Attempt{Authorization: secret, Body: secret, Message: secret, SetCookie: []string{secret}})
	s.Logs(0, "ERROR "+secret)
	s.Fails("Then", "it fails", "no "+secret)
	s.End()
	redactor := &evidence.Redactor{}
	redactor.Password(secret)
	folder := run(t, l.End(), redactor)
	for _, name := range append(names(), report.EventsFile) {
		text, err := os.ReadFile(filepath.Join(folder, name))
		require.NoError(t, err)
		for _, part := range []string{`pa"ss`, `pa\"ss`, "pa&#34;ss", "ss<word", "ss&lt;word", `ss\u003cword`} {
			assert.NotContains(t, string(text), part, name)
		}
		assert.Contains(t, string(text), "[secret ", name)
	}
}

func TestReadSaysWhatIsWrong(t *testing.T) {
	_, err := report.Read(t.TempDir())
	assert.ErrorContains(t, err, "read the run ")
	assert.ErrorIs(t, err, os.ErrNotExist)

	folder := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(folder, report.EventsFile), []byte(`{"kind":"run","run":{"phase":"begun"}}`+"\n"), 0o644))
	_, err = report.Read(folder)
	assert.EqualError(t, err, folder+": the event log has format 1 (written by an earlier version of regress) and this program reads format 2; run it again")
}
