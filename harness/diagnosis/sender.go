package diagnosis

import (
	"encoding/json"
	"net/http"
	"strings"

	"streampark-regress/harness/outcome"
	"streampark-regress/harness/streampark"
)

// This file tells StreamPark's answers from those of others.

// Seen is the part of an answer that shows who gave it.
type Seen struct {
	// ContentType, Challenge and Location are the headers Content-Type,
	// WWW-Authenticate and Location, Cookies the names of the cookies set.
	ContentType string `json:"content_type,omitempty"`
	Challenge   string `json:"challenge,omitempty"`
	Location    string `json:"location,omitempty"`
	// Server is the header Server.
	Server  string   `json:"server,omitempty"`
	Cookies []string `json:"cookies,omitempty"`
	// Body is how the body begins.
	Body string `json:"body,omitempty"`
}

// mostSeen is how much of a text of another server is kept, in characters.
const mostSeen = 200

func seen(a streampark.Answer) Seen {
	return Seen{ContentType: beginning(a.ContentType), Challenge: beginning(a.Challenge), Location: beginning(a.Location), Server: beginning(a.Server), Cookies: a.SetCookie, Body: beginning(string(a.Body))}
}

func beginning(text string) string {
	if all := []rune(text); len(all) > mostSeen {
		return string(all[:mostSeen]) + "…"
	}
	return text
}

// accepted reports whether an answer of the release's own address proves that the
// token got in. A start of an application that does not exist fails in many
// ways; what tells is that StreamPark says so in its own form, opened a web
// session for the caller and forgot the last one once (recordings 2.1.4.json and
// 2.1.5.json, "start").
func accepted(o outcome.Outcome, a streampark.Answer) bool {
	var body struct {
		Code    any     `json:"code"`
		Status  any     `json:"status"`
		Message *string `json:"message"`
	}
	if json.Unmarshal(a.Body, &body) != nil || !strings.HasPrefix(a.ContentType, "application/json") || body.Code == nil || body.Status == nil {
		return false
	}
	switch o {
	case outcome.Started, outcome.Refused, outcome.Forbidden:
		return true
	case outcome.Failed:
		return body.Message != nil && a.Status == http.StatusInternalServerError && letIn(a.SetCookie)
	case outcome.Cancelled, outcome.Answered, outcome.Closed, outcome.Unauthenticated, outcome.NotFound:
	}
	return false
}

// letIn reports whether the cookies are those of somebody who got in.
func letIn(cookies []string) bool {
	forgotten, session := 0, false
	for _, name := range cookies {
		switch name {
		case "rememberMe":
			forgotten++
		case "JSESSIONID":
			session = true
		}
	}
	return session && forgotten == 1
}
