// Package release is the catalogue of StreamPark releases: images, start
// command, configuration keys, endpoints, how tokens are checked and which
// issues a release is known to have. It is data (fixtures/releases.yaml), so
// that no code asks for a version.
package release

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"streampark-regress/harness/choice"
)

// Catalogue is everything releases.yaml says.
type Catalogue struct {
	// Schema is the version of the catalogue's form: 2. That of 1 knew PostgreSQL
	// alone.
	Schema int `yaml:"schema" rule:"required,positive"`
	// Databases are the database products, by the name that --database takes.
	Databases map[string]Database `yaml:"databases" rule:"required,nonempty"`
	// Releases are the releases, the oldest first.
	Releases []Release `yaml:"releases" rule:"required,nonempty"`
	// Changes are what releases changed, as their images show it.
	Changes []Declared `yaml:"changes"`
}

// Database is a database product that a deployment can use.
type Database struct {
	// Title is the product's name for people.
	Title string `yaml:"title" rule:"required"`
	// Embedded: StreamPark brings it, inside its own server. There is no other,
	// and nothing of what is said below.
	Embedded bool   `yaml:"embedded"`
	Image    string `yaml:"image" rule:"image"`
	// JDBC is the address written to config.yaml; {host}, {port} and {name}
	// are filled in.
	JDBC     string `yaml:"jdbc"`
	MemoryMB int64  `yaml:"memory_mb" rule:"positive"`
	// Driver is the JDBC driver that releases need for it and do not ship.
	Driver Driver `yaml:"driver"`
}

// Driver is a JDBC driver that is published as a Maven artifact.
type Driver struct {
	// Artifact is GROUP:NAME:VERSION.
	Artifact string `yaml:"artifact" rule:"required,artifact"`
	// SHA256 is that of its jar.
	SHA256 string `yaml:"sha256" rule:"required,sha256"`
	// Class is the class file by which its jar is known.
	Class string `yaml:"class" rule:"required"`
}

// Find returns a release by its version; the error lists those there are.
func (c *Catalogue) Find(version string) (Release, error) {
	for _, r := range c.Releases {
		if r.Version == version {
			return r, nil
		}
	}
	return Release{}, fmt.Errorf("unknown release %q: the catalogue has %s", version, strings.Join(c.Versions(), ", "))
}

// FindDatabase returns a database product by its name; the error lists those there
// are.
func (c *Catalogue) FindDatabase(name string) (Database, error) {
	if d, known := c.Databases[name]; known {
		return d, nil
	}
	return Database{}, fmt.Errorf("unknown database %q: choose %s", name, choice.OneOf(slices.Sorted(maps.Keys(c.Databases))))
}

// Usual lists the versions that are run when nobody names any.
func (c *Catalogue) Usual() []string {
	var v []string
	for _, r := range c.Releases {
		if !r.OnRequest {
			v = append(v, r.Version)
		}
	}
	return v
}

// Versions lists all versions in the catalogue's order.
func (c *Catalogue) Versions() []string {
	var v []string
	for _, r := range c.Releases {
		v = append(v, r.Version)
	}
	return v
}

// With lists the releases to look at an issue on: the usual ones where one of
// them has it, else those that have it.
func (c *Catalogue) With(id string) []string {
	var having []string
	for _, r := range c.Releases {
		if _, known := r.Issue(id); !known {
			continue
		}
		if !r.OnRequest {
			return c.Usual()
		}
		having = append(having, r.Version)
	}
	return having
}

// FindIssue finds a known issue by its number, or by that of a report of the
// same thing.
func (c *Catalogue) FindIssue(id string) (KnownIssue, bool) {
	for _, r := range c.Releases {
		for _, k := range r.KnownIssues {
			if k.ID == id || slices.Contains(k.AlsoReportedAs, id) {
				return k, true
			}
		}
	}
	return KnownIssue{}, false
}
