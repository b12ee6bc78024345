package report_test

import (
	"archive/zip"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/evidence"
	"streampark-regress/harness/report"
	"streampark-regress/harness/report/reporttest"
	"streampark-regress/harness/report/result"
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

func TestTheArchiveHoldsEverythingButItself(t *testing.T) {
	folder := run(t, reporttest.Green(t), &evidence.Redactor{})
	require.NoError(t, os.Mkdir(filepath.Join(folder, "2.1.4"), 0o755))
	require.NoError(t, os.WriteFile(filepath.Join(folder, "2.1.4", "config.yaml"), []byte("a: b\n"), 0o644))
	written := time.Date(2026, 11, 22, 12, 0, 2, 0, time.UTC)
	require.NoError(t, os.Chtimes(filepath.Join(folder, "2.1.4", "config.yaml"), written, written))
	path, err := report.Archive(folder, "all.zip")
	require.NoError(t, err)
	z, err := zip.OpenReader(path)
	require.NoError(t, err)
	defer z.Close()
	var packed []string
	for _, f := range z.File {
		packed = append(packed, f.Name)
		if f.Name == "2.1.4/config.yaml" {
			assert.True(t, written.Equal(f.Modified), "an entry has its file's date, and not 1979")
		}
		want, err := os.ReadFile(filepath.Join(folder, f.Name))
		require.NoError(t, err)
		got, err := fs.ReadFile(z, f.Name)
		require.NoError(t, err)
		assert.Equal(t, string(want), string(got), f.Name)
	}
	assert.ElementsMatch(t, append(names(), report.EventsFile, "2.1.4/config.yaml"), packed)
}
