package streampark

import (
	"encoding/base64"
	"maps"
	"net/http"
	"net/url"
	"strings"
)

// Call is a request. It is a value: what varies one returns another and leaves
// the first as it was.
type Call struct {
	Method string
	Path   string
	Form   url.Values
	Credentials
	// Raw are further headers, sent with their names as they are written.
	Raw http.Header
}

// Credentials are what a caller sends to prove who it is.
type Credentials struct {
	// Authorization is the header's value; nil sends no header.
	Authorization *string
	// Session is the value of the cookie JSESSIONID, empty for none.
	Session string
}

// Header are the credentials of a caller that sends a text in the header
// Authorization and no cookie, as callers with an API token do.
func Header(text string) Credentials { return Credentials{Authorization: &text} }

// ProxySignIn are the credentials for a reverse proxy that asks for a sign-in of its
// own: there is one header for both, so the token has no place in it.
func ProxySignIn() Credentials {
	return Header("Basic " + base64.StdEncoding.EncodeToString([]byte(ProxyUser+":"+ProxyPassword)))
}

// Headers are the headers in which the credentials are sent.
func (c Credentials) Headers() http.Header {
	all := http.Header{}
	if c.Authorization != nil {
		all.Set("Authorization", *c.Authorization)
	}
	if c.Session != "" {
		all.Set("Cookie", (&http.Cookie{Name: sessionCookie, Value: c.Session}).String())
	}
	return all
}

// WithoutCookie are the same credentials without the cookie.
func (c Credentials) WithoutCookie() Credentials {
	c.Session = ""
	return c
}

// As is the call with a caller's credentials.
func (c Call) As(with Credentials) Call {
	c.Credentials = with
	return c
}

// With is the call with a field of its form set.
func (c Call) With(field, value string) Call {
	form := url.Values{}
	maps.Copy(form, c.Form)
	form.Set(field, value)
	c.Form = form
	return c
}

// Repeating is the call with a field of its form sent once for each value.
func (c Call) Repeating(field string, values ...string) Call {
	c = c.With(field, "")
	c.Form[field] = values
	return c
}

// Filled is the call with the fields of a text such as a=1&b=2, in which nothing is
// escaped.
func (c Call) Filled(fields string) Call {
	for field := range strings.SplitSeq(fields, "&") {
		name, value, _ := strings.Cut(field, "=")
		c = c.With(name, value)
	}
	return c
}

// Without is the call without some fields of its form.
func (c Call) Without(fields ...string) Call {
	c.Form = maps.Clone(c.Form)
	for _, field := range fields {
		c.Form.Del(field)
	}
	return c
}
