// Package outcome says what StreamPark's answer to a call means, from the
// answer alone. "Not 401" is not "it worked": 2.1.5 answers 500 to a start it
// closed to API tokens, 2.1.4 answers 200 to a start it refused.
//
// Every rule here was read off the recordings in fixtures/recordings.
package outcome

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"

	"streampark-regress/harness/choice"
)

// Outcome is what an answer means.
type Outcome string

const (
	// Started: the application is being started ("data": true).
	Started Outcome = "started"
	// Cancelled: the application's job is being cancelled.
	Cancelled Outcome = "cancelled"
	// Answered: a page that is not about starting was served.
	Answered Outcome = "answered"
	// Refused: the token was accepted, the application's own checks said no.
	Refused Outcome = "refused"
	// Closed: the token was accepted, the endpoint is not open to API tokens.
	Closed Outcome = "closed"
	// Forbidden: the token was accepted, its owner lacks the permission.
	Forbidden Outcome = "forbidden"
	// Unauthenticated: the token was not accepted, or there was none (401).
	Unauthenticated Outcome = "unauthenticated"
	// NotFound: the release has no such endpoint.
	NotFound Outcome = "not-found"
	// Failed: any other answer; the server could not do what it was asked.
	Failed Outcome = "error"
)

// All lists the outcomes.
func All() []Outcome {
	return []Outcome{Started, Cancelled, Answered, Refused, Closed, Forbidden, Unauthenticated, NotFound, Failed}
}

// Parse reads an outcome's name. The error lists the names there are.
func Parse(name string) (Outcome, error) {
	for _, o := range All() {
		if string(o) == name {
			return o, nil
		}
	}
	return "", fmt.Errorf("unknown outcome %q: choose %s", name, choice.OneOf(All()))
}

// UnmarshalText reads an outcome in a catalogue or a log; only names of
// outcomes, and none at all (a call that was never answered), are taken.
func (o *Outcome) UnmarshalText(text []byte) (err error) {
	if len(text) == 0 {
		*o = ""
		return nil
	}
	*o, err = Parse(string(text))
	return err
}

// Authenticated reports whether the outcome proves that the token was
// accepted. Failed and NotFound prove nothing by themselves.
func (o Outcome) Authenticated() bool {
	switch o {
	case Started, Cancelled, Answered, Refused, Closed, Forbidden:
		return true
	case Unauthenticated, NotFound, Failed:
	}
	return false
}

// Accepted reports whether the answer says that something happens to the
// application.
func (o Outcome) Accepted() bool { return o == Started || o == Cancelled }

// Rejection tells the three kinds of 401 apart; they are all a caller sees.
type Rejection string

const (
	// NoRejection: the answer is no 401.
	NoRejection Rejection = ""
	// Decoded: a token was opened and then rejected. Empty body, the cookie
	// rememberMe=deleteMe twice.
	Decoded Rejection = "decoded"
	// Undecoded: there was no token, or it could not be opened. Empty body,
	// no cookie.
	Undecoded Rejection = "undecoded"
	// Sessionless: the JSON body 2.1.4 gives to a sign-in token whose web
	// session is missing, idle or lost in a restart.
	Sessionless Rejection = "sessionless"
	// Unfamiliar: a 401 of a kind that was never recorded.
	Unfamiliar Rejection = "unfamiliar"
)

// Answer is the part of an HTTP response that has a meaning.
type Answer struct {
	Status int
	// SetCookie holds the names of the cookies set, in order, repeats kept.
	SetCookie []string
	// ContentType, Challenge and Location are the headers Content-Type,
	// WWW-Authenticate and Location.
	ContentType, Challenge, Location string
	Body                             []byte
}

// Reading is what an answer was read to mean.
type Reading struct {
	Outcome   Outcome
	Rejection Rejection
	// Message is the first line of the answer's own message.
	Message string
}

// envelope is the JSON object StreamPark wraps its answers in. Its code is a
// string, or a number for a few old answers.
type envelope struct {
	Code    any    `json:"code"`
	Status  any    `json:"status"`
	Data    any    `json:"data"`
	Message string `json:"message"`
}

// succeeded reports whether the answer says in every way it can that all went
// well: a true beside an exception, or with a number for a code, was never
// recorded.
func (e envelope) succeeded() bool { return e.Code == "200" && e.Status == "success" }

// Read classifies an answer to a call of a start endpoint.
func Read(a Answer) Reading {
	switch a.Status {
	case http.StatusUnauthorized:
		r := rejection(a)
		return Reading{Unauthenticated, r, ""}
	case http.StatusForbidden:
		if len(a.Body) == 0 { // a gateway's has a page
			return Reading{Forbidden, NoRejection, ""}
		}
	}
	var e envelope
	if err := json.Unmarshal(a.Body, &e); err != nil || !isJSON(a) {
		return Reading{Failed, NoRejection, "no JSON"}
	}
	if a.Status == http.StatusNotFound {
		return Reading{NotFound, NoRejection, ""}
	}
	o := classify(a.Status, fmt.Sprint(e.Code), e)
	return Reading{o, NoRejection, firstLine(e.Message)}
}

// ReadPage classifies an answer to a call of a page that starts nothing.
func ReadPage(a Answer) Reading {
	r := Read(a)
	var e envelope
	if a.Status != http.StatusOK || !isJSON(a) || json.Unmarshal(a.Body, &e) != nil || !e.succeeded() {
		return r
	}
	if r.Outcome = Answered; e.listsNothing() {
		r.Outcome, r.Message = Failed, "an empty list"
	}
	return r
}

// ReadCancel classifies an answer to a call of an endpoint that cancels an
// application. One that says no more than that all went well is recorded
// (fixtures/recordings, "state").
func ReadCancel(a Answer) Reading {
	r := ReadPage(a)
	if r.Outcome == Answered {
		r.Outcome = Cancelled
	}
	return r
}

// listsNothing reports whether the answer is a list without a record. The pages
// that are asked list the caller and its token, so there is one.
func (e envelope) listsNothing() bool {
	data, is := e.Data.(map[string]any)
	if !is {
		return false
	}
	records, is := data["records"].([]any)
	return is && len(records) == 0
}

// firstLine is what a message says, without the frames of a stack trace. What a
// database says stands in the second line.
func firstLine(text string) string {
	return strings.SplitN(strings.Replace(text, " \n###", " ###", 1), "\n", 2)[0] // as MyBatis begins it
}

func classify(status int, code string, e envelope) Outcome {
	message := e.Message
	switch {
	case status == http.StatusOK && e.succeeded() && e.Data == true && message == "":
		return Started
	case status == http.StatusOK && e.succeeded() && e.Data == false:
		return Refused
	case status != http.StatusInternalServerError:
		return Failed
	case code == "501" && message == "api accessToken authentication failed!": // up to 2.1.3
		return Closed
	case code == "501" && message == "current api unsupported!": // 2.1.4
		return Closed
	case code == "500" && strings.Contains(message, "Openapi unsupported"): // 2.1.5
		return Closed
	case strings.Contains(message, "Permission denied"),
		strings.Contains(message, "does not have permission"):
		return Forbidden
	case code == "501" && (strings.HasPrefix(message, "[StreamPark]") || message == "Invalid operation, application is null"):
		return Refused
	}
	return Failed
}

func rejection(a Answer) Rejection {
	forgotten, others := 0, 0
	for _, name := range a.SetCookie {
		switch name {
		case "rememberMe":
			forgotten++
		case "JSESSIONID":
		default:
			others++
		}
	}
	bare := len(a.Body) == 0 && a.ContentType == ""
	var e envelope
	switch {
	case a.Challenge != "" || a.Location != "" || others > 0:
		return Unfamiliar
	case bare && forgotten == 2:
		return Decoded
	case bare && len(a.SetCookie) == 0:
		return Undecoded
	case isJSON(a) && len(a.SetCookie) == 0 && json.Unmarshal(a.Body, &e) == nil && fmt.Sprint(e.Code) == "401":
		return Sessionless
	}
	return Unfamiliar
}

// isJSON reports whether an answer says that it is JSON, as StreamPark's do.
func isJSON(a Answer) bool { return strings.HasPrefix(a.ContentType, "application/json") }
