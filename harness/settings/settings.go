// Package settings sets and reads the keys of what a StreamPark server is
// configured with, and leaves every other byte, comment and unknown key alone.
// Callers ask for keys only: which file a key is kept in, and how that file is
// written, is a Configuration's and a Format's business.
package settings

import (
	"fmt"

	"streampark-regress/harness/release"
)

// Configuration is what a server reads when it starts.
type Configuration interface {
	// Set changes or adds a key, its path joined by dots.
	Set(key, value string) error
	// Get reads a key; the second result is false when it is not there or empty.
	Get(key string) (string, bool, error)
	// Files are the files it is kept in, by their paths below the release's home.
	Files() []File
}

// Format is how a file of settings is written.
type Format interface {
	// Set returns the text with one key changed or added.
	Set(text []byte, key, value string) ([]byte, error)
	// Get reads a key; the second result is false when it is not there or empty.
	Get(text []byte, key string) (string, bool, error)
	// Entries lists the keys with a single value, in the order of their lines.
	Entries(text []byte) ([]Entry, error)
}

// Entry is a key of a file with its value, empty for none, and its line from 1.
type Entry struct {
	Key, Value string
	Line       int
}

// Installed is the configuration of an installation of a release, out of its
// files by their paths below the release's home.
func Installed(r release.Release, files map[string][]byte) (Configuration, error) {
	text, ok := files[r.Files.Config]
	if !ok {
		return nil, fmt.Errorf("StreamPark %s is configured in %s, and there is no such file", r.Version, r.Files.Config)
	}
	return &File{r.Files.Config, text, YAML{}}, nil
}

// Empty is the configuration of a release with no key set.
func Empty(r release.Release) Configuration { return &File{r.Files.Config, nil, YAML{}} }

// Apply sets keys in order; later ones win.
func Apply(c Configuration, all []release.Setting) error {
	for _, s := range all {
		if err := c.Set(s.Key, s.Value); err != nil {
			return err
		}
	}
	return nil
}
