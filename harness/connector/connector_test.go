package connector_test

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/connector"
	"streampark-regress/harness/release"
)

const class = "com/mysql/cj/jdbc/Driver.class"

// jar is a jar with one file.
func jar(t *testing.T, name string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	_, err := w.Create(name)
	require.NoError(t, err)
	require.NoError(t, w.Close())
	return b.Bytes()
}

// driver is the driver whose jar this is.
func driver(content []byte) release.Driver {
	sum := sha256.Sum256(content)
	return release.Driver{Artifact: "com.mysql:mysql-connector-j:8.0.33", SHA256: hex.EncodeToString(sum[:]), Class: class}
}

func put(t *testing.T, content []byte, path ...string) string {
	t.Helper()
	file := filepath.Join(path...)
	require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o755))
	require.NoError(t, os.WriteFile(file, content, 0o644))
	return file
}

// never is a fetch that must not be asked for.
func never(t *testing.T) func(context.Context, string, string) error {
	t.Helper()
	return func(context.Context, string, string) error {
		t.Error("it was fetched")
		return nil
	}
}

func TestADriverIsReadOutOfAFile(t *testing.T) {
	good := jar(t, class)
	folder := t.TempDir()
	got, err := connector.Read(put(t, good, folder, "mine.jar"), driver([]byte("another version")))
	require.NoError(t, err)
	assert.Equal(t, connector.Jar{Name: "mine.jar", Content: good}, got)
	for name, tt := range map[string]struct {
		content []byte
		want    string
	}{
		"no-jar":         {[]byte("<html>not found</html>"), "it is not a jar; give mysql-connector-j-8.0.33.jar of com.mysql:mysql-connector-j:8.0.33"},
		"another-driver": {jar(t, "org/mariadb/jdbc/Driver.class"), "it has no com/mysql/cj/jdbc/Driver.class, so it is another driver; give mysql-connector-j-8.0.33.jar"},
	} {
		t.Run(name, func(t *testing.T) {
			file := put(t, tt.content, folder, name)
			_, err := connector.Read(file, driver(good))
			assert.EqualError(t, err, "read the JDBC driver "+file+": "+tt.want+map[string]string{"another-driver": " of com.mysql:mysql-connector-j:8.0.33"}[name])
		})
	}
	_, err = connector.Read(filepath.Join(folder, "none.jar"), driver(good))
	assert.ErrorIs(t, err, os.ErrNotExist)
}

func TestADriverIsFetchedOnce(t *testing.T) {
	good := jar(t, class)
	cache := connector.Cache{Folder: filepath.Join(t.TempDir(), "made", "when-needed"), Fetch: func(_ context.Context, artifact, folder string) error {
		assert.Equal(t, "com.mysql:mysql-connector-j:8.0.33", artifact)
		put(t, good, folder, "mysql-connector-j-8.0.33.jar")
		return nil
	}}
	var told []string
	for range 2 {
		got, err := cache.Get(t.Context(), driver(good), func(text string) { told = append(told, text) })
		require.NoError(t, err)
		assert.Equal(t, connector.Jar{Name: "mysql-connector-j-8.0.33.jar", Content: good}, got)
		cache.Fetch = never(t)
	}
	assert.Equal(t, []string{"fetching the JDBC driver com.mysql:mysql-connector-j:8.0.33"}, told)
	left, err := os.ReadDir(cache.Folder)
	require.NoError(t, err)
	assert.Len(t, left, 1, "nothing is left but the driver")
}

func TestADriverOfMavensOwnRepositoryIsTaken(t *testing.T) {
	good, repository := jar(t, class), t.TempDir()
	put(t, good, repository, "com", "mysql", "mysql-connector-j", "8.0.33", "mysql-connector-j-8.0.33.jar")
	cache := connector.Cache{Folder: t.TempDir(), Repositories: []string{t.TempDir(), repository}, Fetch: never(t)}
	got, err := cache.Get(t.Context(), driver(good), func(string) {})
	require.NoError(t, err)
	assert.Equal(t, good, got.Content)
}

func TestADriverWithAnotherChecksumIsRefused(t *testing.T) {
	good, other := jar(t, class), jar(t, "other")
	cache := connector.Cache{Folder: t.TempDir(), Fetch: never(t)}
	file := put(t, other, cache.Folder, "mysql-connector-j-8.0.33.jar")
	_, err := cache.Get(t.Context(), driver(good), func(string) {})
	assert.EqualError(t, err, "read the JDBC driver "+file+": its SHA-256 is "+driver(other).SHA256+" and has to be "+driver(good).SHA256+
		"; remove the file, or give the driver with --mysql-connector")

	require.NoError(t, os.Remove(file))
	cache.Fetch = func(_ context.Context, _, folder string) error {
		put(t, other, folder, "mysql-connector-j-8.0.33.jar")
		return nil
	}
	_, err = cache.Get(t.Context(), driver(good), func(string) {})
	assert.ErrorContains(t, err, "fetch the JDBC driver com.mysql:mysql-connector-j:8.0.33, which StreamPark does not ship: its SHA-256 is "+driver(other).SHA256)
	assert.ErrorContains(t, err, "give a file with --mysql-connector FILE, which has to be mysql-connector-j-8.0.33.jar")
	left, err := os.ReadDir(cache.Folder)
	require.NoError(t, err)
	assert.Empty(t, left, "what is wrong is not kept")
}

func TestAFetchThatFailsSaysWhatToDo(t *testing.T) {
	cache := connector.Cache{Folder: t.TempDir(), Fetch: func(context.Context, string, string) error { return errors.New("no network") }}
	_, err := cache.Get(t.Context(), driver(jar(t, class)), func(string) {})
	assert.ErrorContains(t, err, "no network\n  give a file with --mysql-connector FILE")
}

// Without Maven there is nobody to ask.
func TestTheUsualCacheAsksMaven(t *testing.T) {
	t.Setenv("HOME", t.TempDir())
	t.Setenv("XDG_CACHE_HOME", "")
	t.Setenv("PATH", t.TempDir())
	cache, err := connector.Usual()
	require.NoError(t, err)
	_, err = cache.Get(t.Context(), driver(jar(t, class)), func(string) {})
	assert.ErrorContains(t, err, "there is no Maven (mvn) here to ask Maven Central: install it")
}

func TestADriverThatWasCarriedIsFound(t *testing.T) {
	good := jar(t, class)
	cache := connector.Cache{Folder: filepath.Join(t.TempDir(), "made", "when-needed"), Fetch: never(t)}
	assert.ErrorContains(t, cache.Keep(driver(good), bytes.NewReader(good[1:])), "keep the JDBC driver com.mysql:mysql-connector-j:8.0.33: its SHA-256 is ")
	_, found, err := cache.Find(driver(good))
	require.NoError(t, err)
	assert.False(t, found)
	require.NoError(t, cache.Keep(driver(good), bytes.NewReader(good)))
	got, err := cache.Get(t.Context(), driver(good), func(string) {})
	require.NoError(t, err)
	assert.Equal(t, connector.Jar{Name: connector.FileName(driver(good)), Content: good}, got)
	left, err := os.ReadDir(cache.Folder)
	require.NoError(t, err)
	assert.Len(t, left, 1, "nothing is left but the driver")
}
