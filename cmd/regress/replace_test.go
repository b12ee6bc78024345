package main

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/requirement"
)

// What is in a file stays until all of the new is there.
func TestAFileIsReplacedAsAWholeOrNotAtAll(t *testing.T) {
	full := errors.New("no space left on device")
	fails := func(w io.Writer) error {
		_, err := io.WriteString(w, "ha")
		require.NoError(t, err)
		return full
	}
	works := func(w io.Writer) error {
		_, err := io.WriteString(w, "new")
		return err
	}
	folder := t.TempDir()
	file, link := filepath.Join(folder, "x.json"), filepath.Join(folder, "link.json")
	require.ErrorIs(t, replace(file, fails), full)
	assert.NoFileExists(t, file)

	require.NoError(t, os.WriteFile(file, []byte("old"), 0o600))
	require.NoError(t, os.Symlink("x.json", link))
	require.NoError(t, writable(link))
	require.ErrorIs(t, replace(link, fails), full)
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	assert.Equal(t, "old", string(text))

	require.NoError(t, replace(link, works))
	text, err = os.ReadFile(file)
	require.NoError(t, err)
	assert.Equal(t, "new", string(text))
	info, err := os.Lstat(link)
	require.NoError(t, err)
	assert.Equal(t, os.ModeSymlink, info.Mode().Type(), "a link stays one")
	info, err = os.Stat(file)
	require.NoError(t, err)
	assert.Equal(t, os.FileMode(0o600), info.Mode().Perm(), "nobody else may read it now")
	left, err := os.ReadDir(folder)
	require.NoError(t, err)
	assert.Len(t, left, 2, "nothing is left beside it")
}

// A device stays one.
func TestADeviceIsWrittenTo(t *testing.T) {
	write := func(w io.Writer) error {
		_, err := io.WriteString(w, "new")
		return err
	}
	require.NoError(t, writable(os.DevNull))
	require.NoError(t, replace(os.DevNull, write))
	info, err := os.Stat(os.DevNull)
	require.NoError(t, err)
	assert.False(t, info.Mode().IsRegular())
	if _, err := os.Stat("/dev/full"); err != nil {
		requirement.Missing(t, "linux", "there is no /dev/full")
	}
	assert.ErrorContains(t, replace("/dev/full", write), "no space left on device")
}
