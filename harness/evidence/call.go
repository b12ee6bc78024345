package evidence

import (
	"time"

	"streampark-regress/harness/cause"
	"streampark-regress/harness/outcome"
)

// Attempt is one call with everything that was seen of it.
type Attempt struct {
	// ID numbers the attempts of a run; checks name it.
	ID      int     `json:"id"`
	Subject Subject `json:"subject"`
	// Deed is what the call was to do with the application.
	Deed Deed `json:"deed,omitempty"`
	// Application is whose application was to be started or cancelled.
	Application Application `json:"application,omitempty"`
	// Try is 1 and 2 for the calls of a client that helps itself. The first
	// is answered by the second, so nothing has to be expected of it.
	Try int `json:"try,omitempty"`
	// Release is the release that answered, Generation which start of its
	// server.
	Release    string `json:"release"`
	Generation int    `json:"generation,omitempty"`
	// Replica is which of several servers answered, from 1; zero for one alone.
	Replica int `json:"replica,omitempty"`

	Method string            `json:"method"`
	Path   string            `json:"path"`
	Form   map[string]string `json:"form,omitempty"`
	// Authorization is the header that was sent, redacted.
	Authorization string `json:"authorization,omitempty"`
	// TokenMade is when the API token that was sent was made, by the server's
	// clock; zero for a call with anything else.
	TokenMade time.Time `json:"token_made,omitzero"`
	// Age is how much time the scenario let pass before, nil for none.
	Age *Age `json:"age,omitempty"`
	// Since is what was done since the caller was last let in, in order.
	Since []Action `json:"since,omitempty"`

	// ServerTime is the server's clock when it answered.
	ServerTime  time.Time `json:"server_time"`
	Status      int       `json:"status"`
	ContentType string    `json:"content_type,omitempty"`
	SetCookie   []string  `json:"set_cookie,omitempty"`
	Body        string    `json:"body,omitempty"`
	// Message is the answer's own, without the frames of a stack trace.
	Message   string            `json:"message,omitempty"`
	Outcome   outcome.Outcome   `json:"outcome"`
	Rejection outcome.Rejection `json:"rejection,omitempty"`
	Cause     cause.Cause       `json:"cause,omitempty"`
	// Findings are the causes that were looked at, in the release's order.
	Findings []Finding `json:"findings,omitempty"`
	// Row is the token's row after the call, against what the scenario left,
	// and Effect what became of the application.
	Row    RowState `json:"row,omitzero"`
	Effect Effect   `json:"effect,omitzero"`
	// Submission is what the server logged that it submits to Flink for the
	// call, nil where nobody looked.
	Submission *Submission `json:"submission,omitempty"`
	// Flink is what a real Flink did for the call, nil where there is none.
	Flink *Flink `json:"flink,omitempty"`
	// Leaks are the secrets that the answer tells.
	Leaks   []Secret `json:"leaks,omitempty"`
	Seconds float64  `json:"seconds"`
}

// Deed is what a call was to do with an application.
type Deed string

// The deeds.
const (
	// DeedNone: nothing; the call was about a page.
	DeedNone   Deed = ""
	DeedStart  Deed = "start"
	DeedCancel Deed = "cancel"
)

// FindingState is what the evidence says of a possible cause.
type FindingState string

// The states of findings.
const (
	// Holds: the evidence speaks for it.
	Holds FindingState = "holds"
	// Excluded: the evidence speaks against it.
	Excluded FindingState = "excluded"
	// Unseen: the evidence could not be looked at.
	Unseen FindingState = "unseen"
)

// Finding is one possible cause that was looked at.
type Finding struct {
	Cause cause.Cause  `json:"cause"`
	State FindingState `json:"state"`
	// Detail names the evidence; what it means is written out by package
	// words, with the values below.
	Detail Detail `json:"detail"`
	// Expiry and ServerTime are the token's end and the server's clock.
	Expiry     time.Time `json:"expiry,omitzero"`
	ServerTime time.Time `json:"server_time,omitzero"`
	// Made and Started are when a sign-in was made, and the server's start.
	Made    time.Time `json:"made,omitzero"`
	Started time.Time `json:"started,omitzero"`
	// Rows is how many rows the owner has, User the owner's name, Secret what
	// the release signs with, Release the release that was asked.
	Rows    int    `json:"rows,omitempty"`
	User    string `json:"user,omitempty"`
	Secret  string `json:"secret,omitempty"`
	Release string `json:"release,omitempty"`
	// Replica is the replica that answered, Home the one that knows what was sent.
	Replica int `json:"replica,omitempty"`
	Home    int `json:"home,omitempty"`
	// Text is what the token's decoder said, or how a challenge reads.
	Text string `json:"text,omitempty"`
	// Open are the causes that are left where nothing was decided.
	Open []cause.Cause `json:"open,omitempty"`
}

// RowName says how a row compares with what it was.
type RowName string

// The states of rows.
const (
	RowUnseen    RowName = ""
	RowUnchanged RowName = "unchanged"
	RowChanged   RowName = "changed"
	RowMissing   RowName = "missing"
)

// RowState is how the token's row compares, byte for byte, with what it was
// before.
type RowState struct {
	State RowName `json:"state"`
	// Columns are those that differ.
	Columns []string `json:"columns,omitempty"`
}

// EffectName says what became of an application.
type EffectName string

// The effects of a call.
const (
	// EffectUnseen: nobody looked.
	EffectUnseen EffectName = ""
	// EffectNone: the application's state is what it was.
	EffectNone EffectName = "none"
	// EffectStarted: the application's state has moved after a start.
	EffectStarted EffectName = "started"
	// EffectCancelled: it has moved after a cancel.
	EffectCancelled EffectName = "cancelled"
)

// Effect is what a call did to the application, by t_flink_app.state.
type Effect struct {
	Name   EffectName `json:"name"`
	Before int        `json:"before"`
	After  int        `json:"after"`
	// Others are the applications of others that were started as well.
	Others []int64 `json:"others,omitempty"`
}

// Secret is something that no answer to a call may tell.
type Secret string

// The secrets.
const (
	SecretToken Secret = "token"
	SecretSalt  Secret = "salt"
	SecretHash  Secret = "password-hash"
	// SecretPassword is the password of the token's owner.
	SecretPassword Secret = "password"
)

// Decisive returns the finding that decided the attempt's cause; the second result
// is false when there is none.
func (a Attempt) Decisive() (Finding, bool) {
	for _, f := range a.Findings {
		if f.Cause == a.Cause && (f.State == Holds || a.Cause == cause.Unknown) {
			return f, true
		}
	}
	return Finding{}, false
}
