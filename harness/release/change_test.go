package release_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"streampark-regress/harness/release"
)

// changing is a catalogue that declares changes out of their order.
func changing() *release.Catalogue {
	declared := func(in string, a release.Audience, because string, what ...string) release.Declared {
		return release.Declared{In: in, Kind: release.ChangedAnswer, MattersTo: a, What: what, Because: because}
	}
	return &release.Catalogue{Changes: []release.Declared{
		declared("2.1.10", release.Callers, "last", "POST /c *"), declared("2.1.5", release.Callers, "first", "POST /a 200 -> *", "POST /*/start"),
		declared("2.1.6", release.Operators, "not for callers", "*"), declared("2.1.7", release.Callers, "middle", "POST /b"),
	}}
}

// A change is declared for a way on which it lies, by its kind and its name.
func TestDeclared(t *testing.T) {
	for name, tt := range map[string]struct {
		from, to string
		kind     release.ChangeKind
		what     string
		want     string
	}{
		"to the release":      {"2.1.4", "2.1.5", release.ChangedAnswer, "POST /a 200 -> 401", "first"},
		"over it":             {"2.1.0", "2.1.5", release.ChangedAnswer, "POST /flink/app/start", "first"},
		"back":                {"2.1.5", "2.1.4", release.ChangedAnswer, "POST /a 200 -> 401", "first"},
		"from it":             {"2.1.5", "2.1.6", release.ChangedAnswer, "POST /a 200 -> 401", "not for callers"},
		"of a release to be":  {"2.1.7", "2.1.9", release.ChangedAnswer, "POST /c 200", ""},
		"another kind":        {"2.1.4", "2.1.5", release.ChangedEffect, "POST /a 200 -> 401", ""},
		"more than the name":  {"2.1.6", "2.1.7", release.ChangedAnswer, "POST /b 200", ""},
		"less than a pattern": {"2.1.7", "2.1.10", release.ChangedAnswer, "POST /c", ""},
	} {
		d, known := changing().Declared(tt.from, tt.to, tt.kind, tt.what)
		assert.Equal(t, tt.want, d.Because, name)
		assert.Equal(t, tt.want != "", known, name)
	}
}

// What matters to callers is told in the order of the releases, and not on the way
// back.
func TestChangesFor(t *testing.T) {
	for want, way := range map[string][2]string{"first middle last": {"2.1.4", "2.1.10"}, "middle": {"2.1.5", "2.1.7"}, "": {"2.1.10", "2.1.4"}} {
		var got []string
		for _, d := range changing().ChangesFor(release.Callers, way[0], way[1]) {
			got = append(got, d.Because)
		}
		assert.Equal(t, want, strings.Join(got, " "), way)
	}
}
