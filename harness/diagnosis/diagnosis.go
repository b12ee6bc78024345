// Package diagnosis says why a call was unauthenticated. StreamPark's 401 does
// not: its body is empty. The cause is found from evidence: what was sent, the
// opened token, the rows of t_access_token and t_user, and the server's clock
// at the moment of the answer.
package diagnosis

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"streampark-regress/harness/clock"
	"streampark-regress/harness/database"
	"streampark-regress/harness/outcome"
	"streampark-regress/harness/release"
	"streampark-regress/harness/token"
)

// Cause is why a call was unauthenticated.
type Cause string

// The causes.
const (
	Expired        Cause = "expired"
	Signature      Cause = "signature"
	Disabled       Cause = "disabled"
	Deleted        Cause = "deleted"
	Replaced       Cause = "replaced"
	DuplicateRows  Cause = "duplicate-rows"
	UserLocked     Cause = "user-locked"
	UserMissing    Cause = "user-missing"
	Malformed      Cause = "malformed"
	BearerPrefix   Cause = "bearer-prefix"
	NoToken        Cause = "no-token"
	WithoutSession Cause = "sign-token-without-session"
	// BeforeStart: a sign-in token made before the server's start (2.1.5).
	BeforeStart Cause = "sign-token-before-start"
	Unknown     Cause = "unknown"
)

// Parse reads a cause's name.
func Parse(s string) (Cause, error) {
	all := []Cause{Expired, Signature, Disabled, Deleted, Replaced, DuplicateRows, UserLocked, UserMissing,
		Malformed, BearerPrefix, NoToken, WithoutSession, BeforeStart, Unknown}
	if slices.Contains(all, Cause(s)) {
		return Cause(s), nil
	}
	return "", fmt.Errorf("unknown cause %q", s)
}

// Evidence is what is known about a call that was answered 401.
type Evidence struct {
	Release release.Release
	// Authorization is the header that was sent, nil for none.
	Authorization *string
	// Session tells whether a session cookie was sent.
	Session   bool
	Rejection outcome.Rejection
	// ServerTime is the server's clock when it answered.
	ServerTime time.Time
	// Started is the server's clock when it was started last, zero when that
	// is not known.
	Started time.Time
	// Rows are the owner's rows of t_access_token, and User the owner's row
	// of t_user, nil if there is none. Both are read after the answer.
	Rows []database.TokenRow
	User *database.User
}

// Finding is one possible cause that was looked at.
type Finding struct {
	Cause Cause
	// Holds tells whether the evidence speaks for it.
	Holds bool
	// Because is the evidence in a sentence.
	Because string
}

func (f Finding) String() string {
	mark := "no "
	if f.Holds {
		mark = "yes"
	}
	return fmt.Sprintf("%s %s: %s", mark, f.Cause, f.Because)
}

// Diagnosis is the answer.
type Diagnosis struct {
	Cause   Cause
	Because string
	// Findings lists every cause that was looked at, in the order in which
	// the release looks for them.
	Findings []Finding
}

// Explain names the cause. Where several hold, it is the first the release
// itself would meet; where none does, it is Unknown, never a guess.
func Explain(e Evidence) Diagnosis {
	if e.Authorization == nil || *e.Authorization == "" {
		return single(NoToken, "no Authorization header was sent")
	}
	header := *e.Authorization
	if strings.HasPrefix(header, "Bearer ") {
		return single(BearerPrefix, `the header begins with "Bearer ", which StreamPark takes for a part of the token`)
	}
	opened, err := token.Open(header)
	if err != nil {
		return single(Malformed, strings.TrimPrefix(err.Error(), token.ErrMalformed.Error()+": "))
	}
	switch opened.Kind {
	case token.SignIn:
		return explainSignIn(e, opened)
	case token.API:
		return explainAPI(e, opened)
	}
	return single(Malformed, fmt.Sprintf("the token says it is of type %d", int(opened.Kind)))
}

func single(c Cause, because string) Diagnosis {
	return Diagnosis{c, because, []Finding{{c, true, because}}}
}

func explainSignIn(e Evidence, t token.Token) Diagnosis {
	var found []Finding
	if e.Release.API.SignInNeedsSession {
		because := "it was sent without the cookie of its web session"
		if e.Session {
			because = "its web session is gone: signed out, idle, or lost in a restart"
		}
		found = append(found, Finding{WithoutSession, e.Rejection == outcome.Sessionless, because})
	}
	if !e.Started.IsZero() && t.IssuedMillis != 0 {
		// The server's clock is told in whole seconds.
		older := t.IssuedMillis < e.Started.Add(time.Second).UnixMilli()
		because := "it was made after the server's start"
		if older {
			because = fmt.Sprintf("it was made %s before the server's start", clock.Format(e.Started.Sub(time.UnixMilli(t.IssuedMillis))))
		}
		found = append(found, Finding{BeforeStart, older, because})
	}
	return conclude(append(found, signature(e, t), expired(e, t)))
}

func explainAPI(e Evidence, t token.Token) Diagnosis {
	check := map[string]func(Evidence, token.Token) Finding{
		string(UserMissing): userMissing, string(UserLocked): userLocked, string(Signature): signature,
		string(Expired): expired, string(DuplicateRows): duplicateRows, string(Deleted): deleted,
		string(Replaced): replaced, string(Disabled): disabled,
	}
	if e.Rejection != outcome.Decoded {
		return single(Unknown, "the token can be opened, but the answer is not the one a rejected token gets")
	}
	var found []Finding
	for _, name := range e.Release.Tokens.Checks {
		if f, ok := check[name]; ok {
			found = append(found, f(e, t))
		}
	}
	return conclude(found)
}

func conclude(found []Finding) Diagnosis {
	for _, f := range found {
		if f.Holds {
			return Diagnosis{f.Cause, f.Because, found}
		}
	}
	return Diagnosis{Unknown, "none of the known causes holds", found}
}

func expired(e Evidence, t token.Token) Finding {
	if t.Never() {
		return Finding{Expired, false, "the token never expires"}
	}
	if t.ExpirySeconds == 0 {
		return Finding{Expired, false, "the token carries no expiry"}
	}
	stamps := fmt.Sprintf("exp %s, server's clock %s UTC", t.Expiry().Format(time.DateTime), e.ServerTime.UTC().Format(time.DateTime))
	if t.ExpiredAt(e.ServerTime) {
		return Finding{Expired, true, fmt.Sprintf("exp passed %s ago (%s)", clock.Format(e.ServerTime.Sub(t.Expiry())), stamps)}
	}
	return Finding{Expired, false, "exp has not passed (" + stamps + ")"}
}

func signature(e Evidence, t token.Token) Finding {
	if e.User == nil {
		return Finding{Signature, false, "there is no user to check it against"}
	}
	secret := map[string]string{"salt": e.User.Salt, "password": e.User.Password}[e.Release.Tokens.SignedWith]
	column := "t_user." + e.Release.Tokens.SignedWith
	if t.Verify(secret) {
		return Finding{Signature, false, "it is signed with the owner's present " + column}
	}
	return Finding{Signature, true, "not signed with the owner's present " + column + " (the password was changed, or the token is another release's)"}
}

func userMissing(e Evidence, t token.Token) Finding {
	if e.User == nil {
		return Finding{UserMissing, true, fmt.Sprintf("there is no user %s in t_user", t.UserName)}
	}
	return Finding{UserMissing, false, fmt.Sprintf("user %s is in t_user", t.UserName)}
}

func userLocked(e Evidence, _ token.Token) Finding {
	locked := e.User != nil && e.User.Locked()
	because := "the owner is not locked"
	if locked {
		because = "the owner's t_user.status is 0"
	}
	return Finding{UserLocked, locked, because}
}

func duplicateRows(e Evidence, _ token.Token) Finding {
	return Finding{DuplicateRows, len(e.Rows) > 1, fmt.Sprintf("the owner has %d rows in t_access_token", len(e.Rows))}
}

func deleted(e Evidence, _ token.Token) Finding {
	if len(e.Rows) == 0 {
		return Finding{Deleted, true, "the owner has no row in t_access_token"}
	}
	return Finding{Deleted, false, "the owner has a row in t_access_token"}
}

func replaced(e Evidence, t token.Token) Finding {
	sealed := token.Seal(t.JWT)
	for _, r := range e.Rows {
		if r.Token == sealed {
			return Finding{Replaced, false, "the row holds this token"}
		}
	}
	return Finding{Replaced, len(e.Rows) > 0, "no row of the owner holds this token"}
}

func disabled(e Evidence, _ token.Token) Finding {
	for _, r := range e.Rows {
		if !r.Enabled() {
			return Finding{Disabled, true, "the row's status is 0"}
		}
	}
	return Finding{Disabled, false, "the row's status is not 0"}
}
