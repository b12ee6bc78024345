package shipped

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"streampark-regress/harness/release"
)

// Change is what changed between two installations. Of what there was not or is not
// any more, Was or Is is nil.
type Change struct {
	Kind release.ChangeKind
	Name string
	Was  *string
	Is   *string
	// At are the exchanges that show it, of what only running servers show.
	At []string
}

// String is the change in one line.
func (c Change) String() string {
	text := string(c.Kind) + " " + c.Name
	if c.Was != nil {
		text += " was " + *c.Was
	}
	if c.Is != nil {
		text += " is " + *c.Is
	}
	return text
}

// Compare says what changed, in the order of the kinds and of the names.
func Compare(before, after Facts) []Change {
	var all []Change
	for _, k := range release.ChangeKinds() {
		was, is := before.All[k], after.All[k]
		if k == release.Drifted {
			all = append(all, drift(before, after)...)
			continue
		}
		for _, c := range Differences(k, was, is) {
			if !told(c, before, after) {
				all = append(all, c)
			}
		}
	}
	return all
}

// told reports whether a change says no more than that its address came or went.
// Whether an address is open to API tokens is said in any case.
func told(c Change, before, after Facts) bool {
	if c.Kind != release.ChangedParameter && c.Kind != release.ChangedPermission {
		return false
	}
	words := strings.SplitN(c.Name, " ", 3)
	at := strings.Join(words[:min(2, len(words))], " ")
	_, was := before.All[release.ChangedAddress][at]
	_, is := after.All[release.ChangedAddress][at]
	return was != is
}

// Differences are what differs between facts of one kind, in the order of their
// names.
func Differences(k release.ChangeKind, was, is map[string]string) []Change {
	var all []Change
	names := slices.Collect(maps.Keys(was))
	for name := range is {
		if _, both := was[name]; !both {
			names = append(names, name)
		}
	}
	slices.SortFunc(names, cmp.Compare)
	for _, name := range names {
		w, before := was[name]
		i, after := is[name]
		if before && after && w == i {
			continue
		}
		c := Change{Kind: k, Name: name}
		if before {
			c.Was = &w
		}
		if after {
			c.Is = &i
		}
		all = append(all, c)
	}
	return all
}
