// Package shipped reads what a release ships, out of its installation and without
// running any of it, and says what changed between two: keys of the configuration,
// addresses with their parameters, what start scripts read and give to the JVM, and
// the tables of the database.
package shipped

import (
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"

	"streampark-regress/harness/release"
)

// Files are those of an installation, by their paths below its home.
type Files map[string][]byte

// Wanted are the files and folders that are read, with * for what a name can be.
func Wanted() []string { return []string{"conf", "bin", "script", jar} }

// matching lists the files of a pattern.
func (f Files) matching(pattern string) []string {
	var all []string
	for name := range f {
		if fits, err := path.Match(pattern, name); err == nil && fits {
			all = append(all, name)
		}
	}
	slices.Sort(all)
	return all
}

// Facts is what an installation ships.
type Facts struct {
	// Version is that of its console's jar.
	Version string
	// All are the facts of each kind, by their names.
	All map[release.ChangeKind]map[string]string
	// Tables are the tables of a fresh installation on each database.
	Tables map[string]Tables
	// Upgrades are the upgrade scripts for each database, by their versions.
	Upgrades map[string]map[string]string
}

// jar is the console's jar, with the version for *.
const jar = "lib/streampark-console-service-*.jar"

// ErrModel is the error of an image of the built-in model: the console's jar in it is
// empty, and there only to tell the release.
var ErrModel = errors.New("the console's jar is empty: it is the built-in model's image, and ships nothing of StreamPark")

// Read reads an installation. The error says what it lacks that every one has.
func Read(home Files) (Facts, error) {
	f := Facts{All: map[release.ChangeKind]map[string]string{}, Tables: map[string]Tables{}, Upgrades: map[string]map[string]string{}}
	for _, k := range release.ChangeKinds() {
		f.All[k] = map[string]string{}
	}
	found := home.matching(jar)
	if len(found) != 1 {
		return f, fmt.Errorf("there are %d files %s: it does not look like an installation of StreamPark", len(found), jar)
	}
	before, after, _ := strings.Cut(jar, "*")
	f.Version = strings.TrimSuffix(strings.TrimPrefix(found[0], before), after)
	if len(home[found[0]]) == 0 {
		return f, ErrModel
	}
	f.scripts(home)
	f.schema(home)
	if err := errors.Join(f.config(home), f.console(home[found[0]])); err != nil {
		return f, fmt.Errorf("read the installation: %w", err)
	}
	return f, nil
}

func (f Facts) add(k release.ChangeKind, name, value string) { f.All[k][name] = value }
