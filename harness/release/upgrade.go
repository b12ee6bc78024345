package release

import (
	"cmp"
	"iter"
	"path"
	"slices"
	"strings"
)

// UpgradeScripts picks from the files of r's installation the scripts that lead
// a database of the given product from an earlier version to r, in the order of
// their versions. There are none on the way back, and none where the release has no
// folder of them. A candidate such as 2.1.5-rc1 has the scripts of its version, and
// a build all that lie in its installation.
func (r Release) UpgradeScripts(from, database string, files iter.Seq[string]) []string {
	after, upTo := withoutSuffix(from), withoutSuffix(r.Version)
	folder := r.Databases[database].Upgrade
	var found []string
	for name := range files {
		version, isSQL := scriptVersion(name)
		if folder != "" && isSQL && path.Dir(name) == folder && Compare(version, after) > 0 && (r.IsBuild() || Compare(version, upTo) <= 0) {
			found = append(found, name)
		}
	}
	slices.SortFunc(found, func(a, b string) int {
		x, _ := scriptVersion(a)
		y, _ := scriptVersion(b)
		return cmp.Or(Compare(x, y), cmp.Compare(a, b))
	})
	return found
}

// scriptVersion is the version that a script upgrades to: StreamPark names its
// scripts after it (script/upgrade/pgsql/2.1.5.sql).
func scriptVersion(name string) (string, bool) { return strings.CutSuffix(path.Base(name), ".sql") }

func withoutSuffix(version string) string {
	numbers, _, _ := strings.Cut(version, "-")
	return numbers
}
