package model

import (
	"slices"
	"strings"

	"streampark-regress/harness/release"
)

// unbound is the refusal of a form whose fields the framework cannot take, nil for
// any other. It takes them before anybody asks who is calling.
func (s *Server) unbound(c *call) *answer {
	if !slices.ContainsFunc(s.design.Requests, func(q release.Request) bool { return q.Address == c.request.URL.Path }) {
		return nil
	}
	var found []string
	for _, name := range s.flagNames() {
		value := c.form(name)
		if release.TakesBoolean.Read(value) == release.Misfit {
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
// same object for every request, and does not know aliases.
func (s *Server) flagNames() []string {
	var names []string
	for _, q := range s.design.Requests {
		for _, f := range q.Fields {
			if f.Takes == release.TakesBoolean && !slices.Contains(names, f.Name) {
				names = append(names, f.Name)
			}
		}
	}
	slices.Sort(names)
	return names
}

// field finds what a call says by the fields that the release reads at its
// address: all others are ignored without a word. Of a field sent more than once
// there are several values. The last result is false if none was sent.
func (s *Server) field(c *call, means release.Meaning) (release.Field, []string, bool) {
	subject := release.SignIn
	if c.who.api {
		subject = release.APIToken
	}
	i := slices.IndexFunc(s.design.Requests, func(q release.Request) bool { return q.Address == c.request.URL.Path })
	if i < 0 {
		return release.Field{}, nil, false
	}
	f, sent := s.design.Requests[i].Counts(means, subject, func(f release.Field) bool {
		ignored := s.design.breakage.ignores != nil && s.design.breakage.ignores(f)
		return !ignored && len(c.formValues(f.Name)) > 0
	})
	return f, c.formValues(f.Name), sent
}

// failsEmpty reports whether a call sends a field with nothing in it that must not be.
func (s *Server) failsEmpty(c *call) bool {
	i := slices.IndexFunc(s.design.Requests, func(q release.Request) bool { return q.Address == c.request.URL.Path })
	return i >= 0 && slices.ContainsFunc(s.design.Requests[i].Fields, func(f release.Field) bool {
		values := c.formValues(f.Name)
		return f.EmptyFails && len(values) > 0 && values[0] == ""
	})
}

// flag is what a call says with a field that is true or false; it is off for one
// that was not sent.
func (s *Server) flag(c *call, means release.Meaning) release.Flag {
	f, values, sent := s.field(c, means)
	if !sent {
		return release.Off
	}
	return f.Takes.Read(values[0]) // one that does not fit was refused
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
