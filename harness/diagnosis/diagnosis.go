// Package diagnosis says why a call was unauthenticated, and what to do about
// it. StreamPark's 401 does not: its body is empty. It has three verbs:
//
//   - Collect gathers what the database knows about what was sent, and Examine
//     asks a deployment that runs already;
//   - Explain names the cause, from that evidence alone;
//   - Advise says what to do about the cause.
//
// Everything about a cause is one entry of one table, see Causes.
package diagnosis

import (
	"slices"
	"time"

	"streampark-regress/harness/cause"
	"streampark-regress/harness/database"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/outcome"
	"streampark-regress/harness/release"
	"streampark-regress/harness/token"
)

// Evidence is what is known about a call that was answered 401.
type Evidence struct {
	Release release.Release
	// Authorization is the header that was sent, nil for none.
	Authorization *string
	// Session tells whether a session cookie was sent.
	Session bool
	// Rejection is the form of the answer.
	Rejection outcome.Rejection
	// ServerTime is the server's clock when it answered.
	ServerTime time.Time
	// Took is how long the answer took.
	Took time.Duration
	// Started is the server's clock when it was started last, zero when that
	// is not known.
	Started time.Time
	// StartUnknown is set where nobody could have seen the server start.
	StartUnknown bool
	// Accepted tells whether a server of this release has accepted this very
	// text before.
	Accepted bool

	// Key is the present key file of the server, nil if it has none or it is
	// not to be had. Former are those of servers that are gone.
	Key    token.Key
	Former []token.Key

	// Rows are the owner's rows of t_access_token, and User the owner's row
	// of t_user, nil if there is none. Both are read after the answer.
	Rows []database.TokenRow
	User *database.User
	// Held tells whether a row of anybody holds exactly the text that was sent.
	Held bool
	// Makers are the releases that make tokens such as the one that was sent, empty
	// where nobody asked or nobody can open it.
	Makers []string
	// Topology is what is known of other servers and of proxies.
	Topology Topology
	// Blind is set when the database could not be looked at.
	Blind bool
}

// Diagnosis is why a call was unauthenticated.
type Diagnosis struct {
	Cause cause.Cause
	// Kind is what the token that was sent was made for, zero if there was
	// none or nobody could open it.
	Kind token.Kind
	// Findings are the causes that were looked at, in the order in which the
	// release looks for them. Where nothing was decided the last is about
	// Unknown and says why.
	Findings []evidence.Finding
}

// Decisive is the finding that decided the cause.
func (d Diagnosis) Decisive() evidence.Finding {
	decided := func(f evidence.Finding) bool {
		return f.Cause == d.Cause && (f.State == evidence.Holds || d.Cause == cause.Unknown)
	}
	if i := slices.IndexFunc(d.Findings, decided); i >= 0 {
		return d.Findings[i]
	}
	return evidence.Finding{}
}

// Explain names the cause. Where several hold, it is the first the release
// itself would meet, and it is only named where everything that the release
// looks at earlier was seen; a token of another release needs nothing else, because
// no row and no owner could make it good. Where none holds, or the answer is not of the form
// in which the release answers to that cause, it is Unknown, never a guess. It
// is pure.
func Explain(e Evidence) Diagnosis {
	o := e.open()
	if c := between(e); c.Cause != cause.None {
		d := conclude(e, c)
		d.Kind = o.Kind
		return d
	}
	if c := sent(e); c.Cause != cause.None {
		return conclude(e, c)
	}
	d := elsewhere(e, conclude(e, look(e, o)...))
	d.Kind = o.Kind
	return d
}

// look looks at a text that may be a token.
func look(e Evidence, o opened) []evidence.Finding {
	switch {
	case o.seal == sealOf(e.Release):
		return lookInside(e, o.Token)
	case sealOf(e.Release) == presentSeal:
		return lookWithKeyFile(e, o)
	}
	return []evidence.Finding{lookWithSharedKey(e, o)}
}

// lookInside looks at an opened token.
func lookInside(e Evidence, t token.Token) []evidence.Finding {
	if e.Release.Tokens.ByRow() {
		return lookByRow(e, t)
	}
	switch t.Kind {
	case token.SignIn:
		return signIn(e, t)
	case token.API:
		var found []evidence.Finding
		for _, c := range e.Release.Tokens.Checks {
			if entry := Of(c); entry.Check != nil {
				found = append(found, entry.Check(e))
			}
		}
		return found
	}
	return []evidence.Finding{holds(cause.Malformed, evidence.OtherType)}
}

// conclude decides between findings.
func conclude(e Evidence, found ...evidence.Finding) Diagnosis {
	for i, f := range found {
		if f.State == evidence.Holds && !Of(f.Cause).Fits(e) {
			found[i] = excluded(f.Cause, evidence.OtherAnswer)
		}
	}
	for i, f := range found {
		if f.State != evidence.Holds {
			continue
		}
		if earlier := open(e, found[:i]); len(earlier) > 0 && !settled(f) {
			found = append(found, unknown(evidence.SomeUnseen, append(earlier, f.Cause)...))
			return Diagnosis{Cause: cause.Unknown, Findings: found}
		}
		return Diagnosis{Cause: f.Cause, Findings: found}
	}
	if !slices.ContainsFunc(found, func(f evidence.Finding) bool { return f.Cause == cause.Unknown }) {
		found = append(found, undecided(e, found))
	}
	return Diagnosis{Cause: cause.Unknown, Findings: found}
}

// undecided says why no finding decides.
func undecided(e Evidence, found []evidence.Finding) evidence.Finding {
	left := open(e, found)
	fits := func(f evidence.Finding) bool { return Of(f.Cause).Fits(e) }
	switch {
	case len(left) > 0:
		return unknown(evidence.SomeUnseen, left...)
	case slices.ContainsFunc(found, fits):
		return unknown(evidence.NoneHolds)
	}
	return unknown(evidence.OtherAnswer)
}

// open lists the causes that the answer leaves and that could not be looked at.
func open(e Evidence, found []evidence.Finding) []cause.Cause {
	var left []cause.Cause
	for _, f := range found {
		if f.State == evidence.Unseen && Of(f.Cause).Fits(e) {
			left = append(left, f.Cause)
		}
	}
	return left
}

// Certain is a finding that holds whatever else there is, where the cause
// itself could not be named; the second result is false for none.
func (d Diagnosis) Certain() (evidence.Finding, bool) {
	i := slices.IndexFunc(d.Findings, func(f evidence.Finding) bool { return f.State == evidence.Holds })
	if d.Cause != cause.Unknown || i < 0 {
		return evidence.Finding{}, false
	}
	return d.Findings[i], true
}

func holds(c cause.Cause, d evidence.Detail) evidence.Finding {
	return evidence.Finding{Cause: c, State: evidence.Holds, Detail: d}
}

func excluded(c cause.Cause, d evidence.Detail) evidence.Finding {
	return evidence.Finding{Cause: c, State: evidence.Excluded, Detail: d}
}

func unseen(c cause.Cause, d evidence.Detail) evidence.Finding {
	return evidence.Finding{Cause: c, State: evidence.Unseen, Detail: d}
}

// unknown says why nothing was decided, and which causes are left.
func unknown(d evidence.Detail, open ...cause.Cause) evidence.Finding {
	return evidence.Finding{Cause: cause.Unknown, State: evidence.Unseen, Detail: d, Open: open}
}
