package words

import (
	"fmt"
	"net/http"
	"time"

	"streampark-regress/harness/clock"
	"streampark-regress/harness/evidence"
)

// Call says which call it was: what was sent, how old it was, and what was done
// since its caller was last let in. Such as "API token 2h01m after it was made,
// after the server was restarted".
func Call(a evidence.Attempt) string {
	label := caller(a)
	if a.Application == evidence.ForeignApplication {
		label += " for another team's application"
	}
	after := lastDone(a)
	if a.Age != nil {
		label += " " + Age(*a.Age)
		if after != "" {
			label += ","
		}
	}
	if after != "" {
		label += " after " + after
	}
	switch a.Try {
	case 1:
		label += ", first try"
	case 2:
		label += ", second try"
	}
	return label
}

// CallAt is Call with the address that was called.
func CallAt(a evidence.Attempt) string {
	at := a.Path
	if a.Replica > 0 {
		at += fmt.Sprintf(" (answered by replica %d)", a.Replica)
	}
	if a.Method != "" && a.Method != http.MethodPost {
		return join(", ", Call(a), a.Method+" "+at)
	}
	return join(" ", join(", ", Call(a), at), asked(a))
}

func caller(a evidence.Attempt) string {
	if a.Try == 2 && madeByClient(a) {
		return "API token the client made"
	}
	return Subject(a.Subject)
}

// madeByClient reports whether the second try was made with a token that the
// client had made for it.
func madeByClient(a evidence.Attempt) bool {
	return len(a.Since) > 0 && a.Since[len(a.Since)-1].Kind == evidence.TokenMade
}

// lastDone is the last thing that was done since the caller was let in. Time
// that passed is told by the call's age.
func lastDone(a evidence.Attempt) string {
	if len(a.Since) == 0 || a.Try == 2 && madeByClient(a) {
		return ""
	}
	last := a.Since[len(a.Since)-1]
	if last.Kind == evidence.TimePassed {
		return ""
	}
	return Action(last)
}

// Subject says what was sent to prove who calls.
func Subject(s evidence.Subject) string {
	switch s.Twist {
	case evidence.Absent:
		return "no token"
	case evidence.Garbage:
		return "garbage"
	case evidence.Half:
		return "half of the token"
	case evidence.Changed:
		return "one character of the token changed"
	case evidence.Bearer:
		return `"Bearer " in front of the token`
	case evidence.BearerInSmall:
		return `"bearer " in front of the token`
	case evidence.Basic:
		return `"Basic " in front of the token`
	case evidence.Quoted:
		return "the token in quotes"
	case evidence.Longer:
		return "one character behind the token"
	case evidence.InOtherHeaders:
		return "the token in headers of other names"
	case evidence.InCookies:
		return "the token in cookies"
	case evidence.GarbageInSession:
		return "garbage and the cookie of a web session"
	case evidence.InQuery:
		return "the token as a query parameter"
	case evidence.InForm:
		return "the token as a field of the form"
	case evidence.Empty:
		return "an empty header"
	case evidence.ProxySignIn:
		return "the proxy's user and password"
	case evidence.CookieAlone:
		return "the cookie of a web session alone"
	case evidence.Whole:
	}
	name := Kind(s.Kind)
	if s.Role == evidence.Developer {
		name = "a developer's " + name
	}
	switch {
	case s.Kind != evidence.SignIn && s.Cookie:
		return name + " with the cookie of its web session"
	case s.Kind == evidence.SignIn && s.Cookie:
		return name + " with its cookie"
	case s.Kind == evidence.SignIn:
		return name + " without its cookie"
	}
	return name
}

// Kind names a kind of token.
func Kind(k evidence.SubjectKind) string {
	switch k {
	case evidence.APIToken:
		return "API token"
	case evidence.SignIn:
		return "sign-in token"
	case evidence.Forged:
		return "token signed by another user"
	case evidence.Unsigned:
		return "token that says it needs no signature"
	case evidence.Unheld:
		return "token that no row holds"
	case evidence.Former:
		return "API token that was used before"
	case evidence.ForgedSignIn:
		return "sign-in token signed by another user"
	case evidence.UnsignedSignIn:
		return "sign-in token that says it needs no signature"
	}
	return string(k)
}

// Age says how much time had passed when a call was made, such as "2h01m after
// it was made". Where another time stands for the scenario's, it says both.
func Age(a evidence.Age) string {
	since := " after " + origin(a.Since, "it was made")
	if standsFor(a) {
		return Length(a.Seconds) + since + " (stands for " + Length(a.AskedSeconds) + ")"
	}
	return Length(a.AskedSeconds) + since
}

// origin names the instant an age counts from; made is how to name the making
// of the API token.
func origin(o evidence.Origin, made string) string {
	if o == evidence.SinceSignIn {
		return "the sign-in"
	}
	return made
}

// late is how much more time than asked for may pass where none stands for it:
// a clock that can only go forward may be ahead of the scenario by that.
const late = time.Minute

// standsFor reports whether the time that passed stands for the scenario's,
// with a session TTL other than the shipped one.
func standsFor(a evidence.Age) bool {
	off := duration(a.Seconds) - duration(a.AskedSeconds)
	return off < -clock.Lag || off > late
}
