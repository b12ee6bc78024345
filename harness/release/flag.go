package release

import (
	"slices"
	"strings"
)

// Takes is how a release reads the value of a field that is true or false.
type Takes string

// The ways.
const (
	// TakesBoolean: true, on, yes and 1 are true, false, off, no and 0 are false, in
	// any capitals and with spaces around them; nothing is neither, and everything
	// else is an error (Spring's StringToBooleanConverter).
	TakesBoolean Takes = "boolean"
	// TakesWord: the word true in any capitals is true, and everything else is false
	// without an error, also 1, yes, on and the word with spaces around it (Java's
	// Boolean.valueOf).
	TakesWord Takes = "word"
)

// Flag is what a value of a field says that is true or false.
type Flag string

// The flags.
const (
	On  Flag = "on"
	Off Flag = "off"
	// Unset: the value is empty, and says neither.
	Unset Flag = "unset"
	// Misfit: the value is neither, and the release answers that with 400.
	Misfit Flag = "misfit"
)

// Read is what a value says to a field that is read so.
func (t Takes) Read(value string) Flag {
	if t == TakesWord {
		if strings.EqualFold(value, "true") {
			return On
		}
		return Off
	}
	switch strings.ToLower(strings.TrimSpace(value)) {
	case "":
		return Unset
	case "true", "on", "yes", "1":
		return On
	case "false", "off", "no", "0":
		return Off
	}
	return Misfit
}

// AllTakes lists the ways to read the value of a flag.
func AllTakes() []Takes { return []Takes{TakesBoolean, TakesWord} }

// UnmarshalText reads a way in a catalogue.
func (t *Takes) UnmarshalText(text []byte) error {
	return read(t, "way to read a flag", text, AllTakes())
}

// Counts is the field that decides about something, of those that a call has: of
// several with one meaning the first in the list. False if it has none.
func (r Request) Counts(means Meaning, subject Subject, has func(Field) bool) (Field, bool) {
	return r.find(func(f Field) bool { return f.Means == means && f.From(subject) && has(f) })
}

// Measured reports whether the release was seen to read a flag's value as the
// catalogue says.
func (r Release) Measured(value string) bool { return slices.Contains(r.API.MeasuredValues, value) }
