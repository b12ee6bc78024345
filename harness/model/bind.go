package model

import (
	"slices"
	"strings"

	"streampark-regress/harness/release"
)

// flag is a Boolean of Java's.
type flag string

// Its values.
const (
	unset flag = "null"
	yes   flag = "true"
	no    flag = "false"
)

// bound is what the framework makes of a form field that is a Boolean: of a field
// sent more than once the first counts (Spring's StringToBooleanConverter). The
// second result is false for a text that it does not take.
func bound(value string) (flag, bool) {
	switch strings.ToLower(strings.TrimSpace(value)) {
	case "":
		return unset, true
	case "true", "on", "yes", "1":
		return yes, true
	case "false", "off", "no", "0":
		return no, true
	}
	return unset, false
}

// renamed is what StreamPark itself makes of another name of a field: only the
// word is true, and nothing is an error (measured on 2.1.5).
func renamed(value string) flag {
	if strings.EqualFold(value, "true") {
		return yes
	}
	return no
}

// unbound is the refusal of a form whose fields the framework cannot take, nil for
// any other. It takes them before anybody asks who is calling.
func (s *Server) unbound(c *call) *answer {
	if !slices.ContainsFunc(s.design.Requests, func(q release.Request) bool { return q.Address == c.request.URL.Path }) {
		return nil
	}
	var found []string
	for _, name := range s.flagNames() {
		value := c.form(name)
		if _, fits := bound(value); !fits {
			found = append(found, unfit(name, "Boolean", "IllegalArgumentException: Invalid boolean value ["+value+"]"))
		}
	}
	if len(found) == 0 {
		return nil
	}
	bad := misfit(found)
	return &bad
}

// flagNames are the Booleans of the form's object, in alphabetical order. It is the
// same object for every request, and does not know other names.
func (s *Server) flagNames() []string {
	var names []string
	for _, q := range s.design.Requests {
		for _, f := range q.Fields {
			if f.Means.IsFlag() && f.AliasOf == "" && !slices.Contains(names, f.Name) {
				names = append(names, f.Name)
			}
		}
	}
	slices.Sort(names)
	return names
}

// field finds what a call says by the fields that the release reads at its
// address: all others are ignored without a word. Another name of a field, where
// it counts, counts before the field. The last result is false if none was sent.
func (s *Server) field(c *call, means release.Meaning) (release.Field, []string, bool) {
	subject := release.SignIn
	if c.who.api {
		subject = release.APIToken
	}
	var found release.Field
	var values []string
	for _, request := range s.design.Requests {
		if request.Address != c.request.URL.Path {
			continue
		}
		for _, f := range request.Fields {
			ignored := s.design.breakage.ignores != nil && s.design.breakage.ignores(f)
			sent := c.formValues(f.Name)
			if f.Means == means && f.From(subject) && !ignored && len(sent) > 0 && (values == nil || f.AliasOf != "") {
				found, values = f, sent
			}
		}
	}
	return found, values, values != nil
}

// flag is what a call says with a field that is true or false; it is false for one
// that was not sent.
func (s *Server) flag(c *call, means release.Meaning) flag {
	f, values, sent := s.field(c, means)
	switch {
	case !sent:
		return no
	case f.AliasOf != "":
		return renamed(values[0])
	}
	value, _ := bound(values[0]) // one that does not fit was refused
	return value
}

// text is what a call says with any other field: of one sent more than once all
// values, with commas; of one that is blank nothing.
func (s *Server) text(c *call, means release.Meaning) string {
	_, values, _ := s.field(c, means)
	if all := strings.Join(values, ","); strings.TrimSpace(all) != "" {
		return all
	}
	return ""
}
