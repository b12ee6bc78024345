package migration

import (
	"net/http"
	"slices"

	"streampark-regress/harness/release"
	"streampark-regress/harness/script"
)

// replace works out the fields to send instead: what decides about state under
// all its names, since that works on both releases (measured), everything else
// under the name the release has for it.
func (f fields) replace() {
	var done []release.Meaning
	for _, sent := range f.call.Fields {
		means, known := f.means(sent.Name)
		if !known {
			f.replaced = append(f.replaced, sent)
			continue
		}
		if slices.Contains(done, means) {
			continue
		}
		done = append(done, means)
		f.replaced = append(f.replaced, f.renamed(means, f.best(means, sent))...)
	}
}

// means is what a name says on any release, whoever sends it.
func (f fields) means(name string) (release.Meaning, bool) {
	for _, means := range release.Meanings() {
		if means.Of(f.action) && slices.Contains(f.names(means), name) {
			return means, true
		}
	}
	return "", false
}

// best is the field whose value is kept: the one that is meant where another one
// counts, or the one that counted before, or after, or the first.
func (f fields) best(means release.Meaning, first script.Field) script.Field {
	if chosen, is := f.chosen[means]; is {
		return chosen
	}
	if before, was := f.says(f.before, means, f.subject); was {
		return before.sent
	}
	if after, is := f.says(f.after, means, f.later); is {
		return after.sent
	}
	return first
}

// renamed is a field under the names to send it with.
func (f fields) renamed(means release.Meaning, sent script.Field) []script.Field {
	var all []script.Field
	add := func(name string) {
		if !slices.ContainsFunc(all, func(a script.Field) bool { return a.Name == name }) {
			renamed := sent
			renamed.Name = name
			all = append(all, renamed)
		}
	}
	best, counts := f.after.Field(means, f.later)
	if !counts {
		// The release cannot be told; it stays for the one that can.
		return []script.Field{sent}
	}
	add(best.Name)
	serves := f.instead(best, sent) == ""
	if means.KeepsState() && meant(means, sent) {
		for _, q := range []release.Request{f.after, f.before} {
			for _, known := range q.Fields {
				if known.Means == means {
					add(known.Name)
					serves = serves && f.instead(known, sent) == ""
				}
			}
		}
	}
	for i := range all {
		if !serves {
			all[i].Value = script.Literal(on)
		}
	}
	return all
}

// instead is the call to make instead; nil if it can stay as it is.
func (d *decision) instead() *script.Call {
	change := slices.ContainsFunc(d.findings, func(f Finding) bool { return f.Severity == Lost || f.Severity == Rejected })
	// What a value that is an error should say is not known.
	unread := slices.ContainsFunc(d.findings, func(f Finding) bool { return f.Kind == NoForm || f.Kind == ValueRefused })
	if !change || unread || d.target == "" {
		return nil
	}
	call := d.call
	if d.replaced != nil {
		call.Method, call.Fields = http.MethodPost, d.replaced
	}
	call.URL = moved(call.URL, d.address, d.target)
	call.Headers = slices.Clone(call.Headers)
	for i, h := range call.Headers {
		if http.CanonicalHeaderKey(h.Name) == "Authorization" {
			call.Headers[i].Value = d.authorization(h.Value)
		}
	}
	if call.String() == d.call.String() {
		return nil
	}
	return &call
}

// authorization is the header to send instead.
func (d *decision) authorization(header script.Text) script.Text {
	if prefixed(header) {
		_, header, _ = header.Cut(" ")
	}
	if d.renewed && header.Known() {
		return script.Text{{Text: "$TOKEN", Hidden: true}}
	}
	return header
}
