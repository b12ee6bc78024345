package parcel_test

import (
	"archive/zip"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/report/parcel"
)

func pack(t *testing.T) string {
	t.Helper()
	folder := t.TempDir()
	require.NoError(t, os.MkdirAll(filepath.Join(folder, "given", "features"), 0o755))
	for name, text := range map[string]string{"events.ndjson": "{}\n", "given/features/a.feature": "Feature: a\n"} {
		require.NoError(t, os.WriteFile(filepath.Join(folder, name), []byte(text), 0o644))
	}
	written := time.Date(2026, 11, 22, 12, 0, 2, 0, time.UTC)
	require.NoError(t, os.Chtimes(filepath.Join(folder, "events.ndjson"), written, written))
	path, err := parcel.Pack(folder, "all.zip", parcel.Manifest{Issue: "3933", Regress: "v1"})
	require.NoError(t, err)
	return path
}

func TestWhatIsPackedIsThereAgain(t *testing.T) {
	path := pack(t)
	p, err := parcel.Open(path)
	require.NoError(t, err)
	assert.Equal(t, "3933", p.Issue)
	assert.Len(t, p.Files, 2)
	text, there := p.Text("events.ndjson")
	assert.True(t, there)
	assert.Equal(t, "{}\n", string(text))
	_, there = p.Text("all.zip")
	assert.False(t, there)
	to := t.TempDir()
	require.NoError(t, p.Unpack(to))
	assert.FileExists(t, filepath.Join(to, "given", "features", "a.feature"))
	assert.NoFileExists(t, filepath.Join(to, "events.ndjson"))
	z, err := zip.OpenReader(path)
	require.NoError(t, err)
	defer z.Close()
	assert.Equal(t, 2026, z.File[0].Modified.Year(), "an entry has its file's date, and not 1979")
}

// again packs what is in a zip again, as somebody does who has edited it.
func again(t *testing.T, path string, edit func(name, text string) (string, string), comment func(string) string) string {
	t.Helper()
	z, err := zip.OpenReader(path)
	require.NoError(t, err)
	defer z.Close()
	to, err := os.Create(filepath.Join(t.TempDir(), "edited.zip"))
	require.NoError(t, err)
	defer to.Close()
	w := zip.NewWriter(to)
	for _, f := range z.File {
		in, err := f.Open()
		require.NoError(t, err)
		text, err := io.ReadAll(in)
		require.NoError(t, err)
		name, changed := edit(f.Name, string(text))
		if name == "" {
			continue
		}
		out, err := w.Create(name)
		require.NoError(t, err)
		_, err = out.Write([]byte(changed))
		require.NoError(t, err)
	}
	require.NoError(t, w.SetComment(comment(z.Comment)))
	require.NoError(t, w.Close())
	return to.Name()
}

func TestWhatWasChangedIsNoticed(t *testing.T) {
	same := func(c string) string { return c }
	for name, tt := range map[string]struct {
		edit    func(name, text string) (string, string)
		comment func(string) string
		is      error
		want    string
	}{
		"a file": {func(n, text string) (string, string) {
			if n == "events.ndjson" {
				return n, text + "{}\n"
			}
			return n, text
		}, same, parcel.ErrChanged, "events.ndjson has another checksum"},
		"the manifest": {func(n, text string) (string, string) {
			if n == "manifest.json" {
				return n, text + " "
			}
			return n, text
		}, same, parcel.ErrChanged, "its manifest is not the one"},
		"a file is gone": {func(n, text string) (string, string) {
			if n == "events.ndjson" {
				return "", ""
			}
			return n, text
		}, same, parcel.ErrChanged, "events.ndjson is missing"},
		"a file has another name": {func(n, text string) (string, string) {
			if n == "events.ndjson" {
				return "../events.ndjson", text
			}
			return n, text
		}, same, parcel.ErrChanged, "leads out of it"},
		"the seal is gone": {func(n, text string) (string, string) { return n, text }, func(string) string { return "" }, parcel.ErrNotOurs, "`regress reproduce` writes those"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := parcel.Open(again(t, pack(t), tt.edit, tt.comment))
			require.ErrorIs(t, err, tt.is)
			assert.ErrorContains(t, err, tt.want)
		})
	}
	_, err := parcel.Open(again(t, pack(t), func(n, text string) (string, string) { return n, text }, same))
	require.NoError(t, err, "packed again as it was")
}

func TestWhatIsNoParcel(t *testing.T) {
	file := filepath.Join(t.TempDir(), "a.zip")
	require.NoError(t, os.WriteFile(file, []byte("no zip"), 0o644))
	_, err := parcel.Open(file)
	require.ErrorIs(t, err, parcel.ErrNotOurs)
	_, err = parcel.Open(filepath.Join(t.TempDir(), "nowhere.zip"))
	require.ErrorIs(t, err, os.ErrNotExist)
	whole, err := os.ReadFile(pack(t))
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(file, whole[:len(whole)/2], 0o644))
	_, err = parcel.Open(file)
	require.ErrorContains(t, err, "cut off")
}
