package release

import "slices"

// Action is what a request does with an application.
type Action string

// The actions.
const (
	Start  Action = "start"
	Cancel Action = "cancel"
)

// Meaning is what a field of a request says.
type Meaning string

// The meanings.
const (
	// Application is the application's id.
	Application Meaning = "application"
	// Team is the id of the team that the application belongs to.
	Team Meaning = "team"
	// Restore: start from a savepoint, that of RestorePath or else the latest
	// that StreamPark knows.
	Restore Meaning = "restore"
	// RestorePath is where the savepoint to start from is.
	RestorePath Meaning = "restore-path"
	// AllowNonRestored: state that no part of the job takes may be left.
	AllowNonRestored Meaning = "allow-non-restored"
	// Arguments are those of the job's program.
	Arguments Meaning = "arguments"
	// Trigger: write a savepoint before the job ends.
	Trigger Meaning = "trigger"
	// Target is the directory the savepoint goes to, else the configured one.
	Target Meaning = "target"
	// Drain: let the job finish with all timers fired.
	Drain Meaning = "drain"
)

// Of reports whether a field of this meaning has a place in a request.
func (m Meaning) Of(action Action) bool {
	switch m {
	case Application, Team:
		return true
	case Restore, RestorePath, AllowNonRestored, Arguments:
		return action == Start
	case Trigger, Target, Drain:
		return action == Cancel
	}
	return false
}

// IsFlag reports whether a field of this meaning is true or false.
func (m Meaning) IsFlag() bool {
	return slices.Contains([]Meaning{Restore, AllowNonRestored, Trigger, Drain}, m)
}

// KeepsState reports whether a field of this meaning decides what becomes of the
// job's state: without it a savepoint is neither written nor started from, or
// another one is.
func (m Meaning) KeepsState() bool {
	return slices.Contains([]Meaning{Restore, RestorePath, Trigger, Target}, m)
}

// Actions lists the actions.
func Actions() []Action { return []Action{Start, Cancel} }

// Meanings lists the meanings.
func Meanings() []Meaning {
	return []Meaning{Application, Team, Restore, RestorePath, AllowNonRestored, Arguments, Trigger, Target, Drain}
}

// UnmarshalText reads an action in a catalogue.
func (a *Action) UnmarshalText(text []byte) error { return read(a, "action", text, Actions()) }

// UnmarshalText reads a meaning in a catalogue.
func (m *Meaning) UnmarshalText(text []byte) error { return read(m, "meaning", text, Meanings()) }
