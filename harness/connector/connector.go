// Package connector gets the JDBC driver that StreamPark needs for a database and
// does not ship: once, by its version and checksum, from Maven Central or out of a
// file. It is no part of this program, whose licence is another.
package connector

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"streampark-regress/harness/release"
)

// Jar is a JDBC driver.
type Jar struct {
	// Name is its file's.
	Name    string
	Content []byte
}

// Flag is the option that names a file with the driver, for messages.
const Flag = "--mysql-connector"

// Read reads a driver out of a file. It need not be the catalogue's version, but
// it has to be that driver.
func Read(file string, d release.Driver) (Jar, error) {
	content, err := os.ReadFile(file)
	if err != nil {
		return Jar{}, fmt.Errorf("read the JDBC driver: %w", err)
	}
	if err := check(content, d); err != nil {
		return Jar{}, fmt.Errorf("read the JDBC driver %s: %w; give %s of %s", file, err, FileName(d), d.Artifact)
	}
	return Jar{filepath.Base(file), content}, nil
}

// check finds out whether a file is the driver.
func check(content []byte, d release.Driver) error {
	jar, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return errors.New("it is not a jar")
	}
	for _, f := range jar.File {
		if f.Name == d.Class {
			return nil
		}
	}
	return fmt.Errorf("it has no %s, so it is another driver", d.Class)
}

// Cache is where drivers are kept from one run to the next.
type Cache struct {
	// Folder is made when it is needed.
	Folder string
	// Repositories are folders of Maven's form in which a driver may lie already.
	Repositories []string
	// Fetch gets an artifact from Maven Central into a folder.
	Fetch func(ctx context.Context, artifact, folder string) error
}

// Usual is the cache in the user's own folders, which asks Maven for what is not
// there.
func Usual() (Cache, error) {
	folder, err := os.UserCacheDir()
	if err != nil {
		return Cache{}, fmt.Errorf("find a folder for the JDBC driver: %w; give the driver with %s", err, Flag)
	}
	c := Cache{Folder: filepath.Join(folder, "streampark-regress"), Fetch: askMaven}
	if home, err := os.UserHomeDir(); err == nil {
		c.Repositories = []string{filepath.Join(home, ".m2", "repository")}
	}
	return c, nil
}

// Find finds the file in which a driver lies already; the second result is false
// where it has to be fetched.
func (c Cache) Find(d release.Driver) (string, bool, error) {
	file, _, err := c.find(d)
	return file, file != "", err
}

// find is Find with what is in the file, whose checksum it has; empty for none.
func (c Cache) find(d release.Driver) (string, []byte, error) {
	for _, file := range c.places(d) {
		content, err := os.ReadFile(file)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err == nil {
			err = summed(content, d)
		}
		if err != nil {
			return "", nil, fmt.Errorf("read the JDBC driver %s: %w; remove the file, or give the driver with %s", file, err, Flag)
		}
		return file, content, nil
	}
	return "", nil, nil
}

// Get finds a driver where it was kept, or fetches it, which is reported. Its
// checksum is checked each time.
func (c Cache) Get(ctx context.Context, d release.Driver, report func(string)) (Jar, error) {
	name := FileName(d)
	file, content, err := c.find(d)
	if err != nil {
		return Jar{}, err
	}
	if file != "" {
		return Jar{name, content}, nil
	}
	report("fetching the JDBC driver " + d.Artifact)
	content, err = c.fetch(ctx, d)
	if err != nil {
		return Jar{}, fmt.Errorf("fetch the JDBC driver %s, which StreamPark does not ship: %w\n  give a file with %s FILE, which has to be %s", d.Artifact, err, Flag, name)
	}
	return Jar{name, content}, nil
}

// fetch fetches a driver and keeps it.
func (c Cache) fetch(ctx context.Context, d release.Driver) ([]byte, error) {
	if err := os.MkdirAll(c.Folder, 0o755); err != nil {
		return nil, err
	}
	// Beside its place, so that it can be renamed: others may be fetching it too.
	folder, err := os.MkdirTemp(c.Folder, "fetch-")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(folder) }() // nobody reads what is left there
	if err := c.Fetch(ctx, d.Artifact, folder); err != nil {
		return nil, err
	}
	fetched := filepath.Join(folder, FileName(d))
	content, err := os.ReadFile(fetched)
	if err != nil {
		return nil, err
	}
	if err := summed(content, d); err != nil {
		return nil, err
	}
	return content, os.Rename(fetched, filepath.Join(c.Folder, FileName(d)))
}

// places are the files in which a driver may lie, the cache's own first.
func (c Cache) places(d release.Driver) []string {
	all := []string{filepath.Join(c.Folder, FileName(d))}
	group, artifact, version := coordinates(d)
	for _, r := range c.Repositories {
		all = append(all, filepath.Join(r, filepath.FromSlash(strings.ReplaceAll(group, ".", "/")), artifact, version, FileName(d)))
	}
	return all
}

// summed compares a driver with its checksum.
func summed(content []byte, d release.Driver) error {
	sum := sha256.Sum256(content)
	if got := hex.EncodeToString(sum[:]); got != d.SHA256 {
		return fmt.Errorf("its SHA-256 is %s and has to be %s", got, d.SHA256)
	}
	return nil
}

func coordinates(d release.Driver) (group, artifact, version string) {
	group, rest, _ := strings.Cut(d.Artifact, ":")
	artifact, version, _ = strings.Cut(rest, ":")
	return group, artifact, version
}

// FileName is the name of a driver's file.
func FileName(d release.Driver) string {
	_, artifact, version := coordinates(d)
	return artifact + "-" + version + ".jar"
}
