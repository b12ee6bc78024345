package migration

import (
	"net/http"
	"slices"
	"strings"

	"streampark-regress/harness/release"
	"streampark-regress/harness/script"
)

// said is a field that counts.
type said struct {
	field release.Field
	sent  script.Field
}

func (s said) known() bool { return s.sent.Value.Known() }

// flag is what a flag's value says to the release that reads it; on where a
// variable hides it, since it may be.
func (s said) flag() release.Flag {
	if !s.known() {
		return release.On
	}
	return s.field.Takes.Read(s.sent.Plain())
}

// on reports whether the field says anything else than what is the case without it.
func (s said) on() bool {
	if s.field.Takes == "" {
		return strings.TrimSpace(s.sent.Plain()) != ""
	}
	return s.flag() == release.On
}

// wanted reports whether a flag is meant to be on, whoever reads it and however.
func wanted(sent script.Field) bool {
	return !sent.Value.Known() || !slices.Contains([]release.Flag{release.Off, release.Unset}, release.TakesBoolean.Read(sent.Plain()))
}

// meant reports whether what is sent is meant to say something.
func meant(means release.Meaning, sent script.Field) bool {
	if means.IsFlag() {
		return wanted(sent)
	}
	return strings.TrimSpace(sent.Plain()) != ""
}

// values finds flags whose values the release after the upgrade does not take, or
// takes for something else than what they are meant to say. It returns whether it
// has found anything, so that nothing else need be said of that field.
func (f fields) values(means release.Meaning, before, after said) bool {
	found := Finding{Field: after.field.Name, Value: after.sent.Plain(), Means: means, Unmeasured: f.unmeasured(after)}
	switch flag := after.flag(); {
	case flag == release.Misfit:
		return true // refused tells of it, whatever the field means
	case flag == release.Unset && means == release.Trigger:
		// Measured on 2.1.4 and 2.1.5: a cancel that is told neither is an error.
		found.Kind, found.Severity, found.Status = ValueRefused, Rejected, http.StatusInternalServerError
		f.add(found)
		return true
	case flag == release.Off && wanted(after.sent):
		found.Kind, found.Severity, found.Send = ValueFalse, Lost, on
		f.add(found)
		f.chosen[means] = after.sent
		return true
	case f.outvoted(means, after):
		return true
	case flag == release.On && after.known() && found.Unmeasured && !strings.EqualFold(found.Value, on):
		found.Kind, found.Severity = ValueUnmeasured, Harmless
		f.add(found)
	case !after.known() && after.field.Takes == release.TakesWord && before.field.Takes != release.TakesWord:
		found.Kind, found.Severity, found.Unsure, found.WordOnly = ValueFalse, Conditional, true, true
		f.add(found)
	}
	return false
}

// on is the value that is true however a release reads it.
const on = "true"

// unmeasured reports whether nobody has seen how the release reads a value.
func (f fields) unmeasured(s said) bool { return s.known() && !f.To.Measured(s.sent.Plain()) }

// outvoted finds a flag that is on and does not count, since another name for it
// is sent too.
func (f fields) outvoted(means release.Meaning, after said) bool {
	for _, other := range f.after.Fields {
		sent, there := f.call.Field(other.Name)
		loser := said{other, sent}
		if other.Means != means || other.Name == after.field.Name || !other.From(f.later) || !there || loser.flag() != release.On {
			continue
		}
		found := Finding{Kind: FieldOutvoted, Severity: Lost, Field: other.Name, Value: sent.Plain(), Means: means, Instead: after.field.Name, Unmeasured: f.unmeasured(after)}
		switch {
		case !after.known() && after.sent.Plain() != found.Value:
			found.Severity, found.Unsure = Conditional, true
		case after.on():
			continue
		}
		f.add(found)
		f.chosen[means] = sent
		return true
	}
	return false
}

// refused finds flags with values that are neither true nor false. The release
// takes the fields of all its requests before it looks at what is asked of it.
func (f fields) refused() {
	var told []string
	for _, q := range f.To.API.Requests {
		for _, known := range q.Fields {
			sent, there := f.call.Field(known.Name)
			if known.Takes != release.TakesBoolean || !there || slices.Contains(told, known.Name) {
				continue
			}
			told = append(told, known.Name)
			if s := (said{known, sent}); s.flag() == release.Misfit {
				f.add(Finding{Kind: ValueRefused, Severity: Rejected, Status: http.StatusBadRequest, Field: known.Name, Value: sent.Plain(), Means: known.Means, Unmeasured: f.unmeasured(s)})
			}
		}
	}
}

// instead is the value to send in a field instead of another that is meant to be
// on; empty where that one serves.
func (f fields) instead(field release.Field, s script.Field) string {
	if field.Takes == "" || !s.Value.Known() || !wanted(s) || field.Takes.Read(s.Plain()) == release.On {
		return ""
	}
	return on
}
