package release

import (
	"slices"
	"strings"
)

// ChangeKind is what a change between two releases is about.
type ChangeKind string

// The kinds.
const (
	// ChangedConfig is a key of the configuration file and its shipped value.
	ChangedConfig ChangeKind = "config"
	// ChangedAddress is a method and a path that a controller answers to.
	ChangedAddress ChangeKind = "address"
	// ChangedParameter is a parameter of an address and its type.
	ChangedParameter ChangeKind = "parameter"
	// ChangedField is a field of a type that addresses take as a form or a body.
	ChangedField ChangeKind = "field"
	// ChangedAccess is how an address is marked as open to API tokens.
	ChangedAccess ChangeKind = "token-access"
	// ChangedPermission is what a caller of an address needs.
	ChangedPermission ChangeKind = "permission"
	// ChangedVariable is an environment variable that a script reads.
	ChangedVariable ChangeKind = "variable"
	// ChangedOption is an option of the JVM that a script gives.
	ChangedOption ChangeKind = "jvm-option"
	// ChangedColumn is a column of a fresh installation's database.
	ChangedColumn ChangeKind = "column"
	// Drifted is a column that a fresh installation and an upgraded one do not have
	// alike.
	Drifted ChangeKind = "drift"
	// ChangedAnswer is what the same call is answered: its status, its business code
	// and the shape of its body.
	ChangedAnswer ChangeKind = "answer"
	// ChangedEffect is what the same call leaves behind: what is submitted to Flink,
	// and rows.
	ChangedEffect ChangeKind = "effect"
	// ChangedLog is a line of level WARN or ERROR that a server logs at its start.
	ChangedLog ChangeKind = "log"
)

// ChangeKinds lists the kinds, in the order in which they are told.
func ChangeKinds() []ChangeKind {
	return []ChangeKind{ChangedConfig, ChangedAddress, ChangedParameter, ChangedField, ChangedAccess, ChangedPermission, ChangedVariable, ChangedOption, ChangedColumn, Drifted,
		ChangedAnswer, ChangedEffect, ChangedLog}
}

// Audience is for whom a change matters.
type Audience string

// The audiences.
const (
	// Callers call the API.
	Callers Audience = "callers"
	// Operators run StreamPark.
	Operators Audience = "operators"
	// Nobody: it is the web interface's own, or changes nothing.
	Nobody Audience = "nobody"
)

// Audiences lists the audiences.
func Audiences() []Audience { return []Audience{Callers, Operators, Nobody} }

// UnmarshalText reads a kind in a catalogue.
func (k *ChangeKind) UnmarshalText(text []byte) error {
	return read(k, "kind of change", text, ChangeKinds())
}

// UnmarshalText reads an audience in a catalogue.
func (a *Audience) UnmarshalText(text []byte) error { return read(a, "audience", text, Audiences()) }

// Declared says that something changed from one release to the next.
type Declared struct {
	// In is the first release that has it.
	In   string     `yaml:"in" rule:"required,version"`
	Kind ChangeKind `yaml:"kind" rule:"required"`
	// MattersTo is for whom it matters.
	MattersTo Audience `yaml:"matters_to" rule:"required"`
	// What are the names of what changed, as regress compare-releases tells them; a *
	// stands for any text.
	What    []string `yaml:"what" rule:"required,nonempty,unique"`
	Because string   `yaml:"because" rule:"required"`
}

// covers reports whether it declares something of a name.
func (d Declared) covers(name string) bool {
	return slices.ContainsFunc(d.What, func(pattern string) bool { return like(pattern, name) })
}

// like reports whether a name is what a pattern with * says.
func like(pattern, name string) bool {
	first, rest, more := strings.Cut(pattern, "*")
	if !more {
		return pattern == name
	}
	name, begins := strings.CutPrefix(name, first)
	if !begins {
		return false
	}
	for at := range len(name) + 1 {
		if like(rest, name[at:]) {
			return true
		}
	}
	return false
}

// Declared finds what the catalogue says of a change on the way from one release to
// a later one, or back.
func (c *Catalogue) Declared(from, to string, kind ChangeKind, name string) (Declared, bool) {
	if Compare(from, to) > 0 {
		from, to = to, from
	}
	for _, d := range c.Changes {
		if Compare(d.In, from) > 0 && Compare(d.In, to) <= 0 && d.Kind == kind && d.covers(name) {
			return d, true
		}
	}
	return Declared{}, false
}

// ChangesFor are the declared changes on the way from one release to a later one that
// matter to an audience, in the order of the releases. There are none on the way back.
func (c *Catalogue) ChangesFor(a Audience, from, to string) []Declared {
	var all []Declared
	for _, d := range c.Changes {
		if d.MattersTo == a && Compare(d.In, from) > 0 && Compare(d.In, to) <= 0 {
			all = append(all, d)
		}
	}
	slices.SortStableFunc(all, func(x, y Declared) int { return Compare(x.In, y.In) })
	return all
}
