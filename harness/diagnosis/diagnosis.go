// Package diagnosis says why a call was unauthenticated. StreamPark's 401 does
// not: its body is empty. The cause is found from evidence: what was sent, the
// opened token, the rows of t_access_token and t_user, and the server's clock
// at the moment of the answer.
package diagnosis

import (
	"fmt"
	"strings"
	"time"

	"streampark-regress/harness/cause"
	"streampark-regress/harness/database"
	"streampark-regress/harness/outcome"
	"streampark-regress/harness/release"
	"streampark-regress/harness/token"
)

// Cause is why a call was unauthenticated.
type Cause = cause.Cause

// The causes, see package cause.
const (
	Expired        = cause.Expired
	Signature      = cause.Signature
	Disabled       = cause.Disabled
	Deleted        = cause.Deleted
	Replaced       = cause.Replaced
	DuplicateRows  = cause.DuplicateRows
	UserLocked     = cause.UserLocked
	UserMissing    = cause.UserMissing
	Malformed      = cause.Malformed
	BearerPrefix   = cause.BearerPrefix
	NoToken        = cause.NoToken
	WithoutSession = cause.WithoutSession
	BeforeStart    = cause.BeforeStart
	Cipher         = cause.Cipher
	Unknown        = cause.Unknown
)

// Parse reads a cause's name.
func Parse(s string) (Cause, error) { return cause.Parse(s) }

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
	// StartUnknown is set where nobody could have seen the server start.
	StartUnknown bool
	// Rows are the owner's rows of t_access_token, and User the owner's row
	// of t_user, nil if there is none. Both are read after the answer.
	Rows []database.TokenRow
	User *database.User
	// Key is the key file of a server of 2.1.7, nil if it is not to be had.
	Key token.Key
	// Held tells whether a row holds exactly the text that was sent.
	Held bool
	// Blind is set when the database could not be looked at.
	Blind bool
}

// Finding is one possible cause that was looked at.
type Finding struct {
	Cause Cause
	// Holds tells whether the evidence speaks for it; Unseen that the evidence
	// could not be looked at.
	Holds, Unseen bool
	// Because is the evidence in a sentence.
	Because string
}

func (f Finding) String() string {
	mark := "no "
	switch {
	case f.Holds:
		mark = "yes"
	case f.Unseen:
		mark = "?  "
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
	if e.Release.Tokens.SealedWith == release.SealedWithKeyFile {
		return explainKeyFile(e, header)
	}
	opened, err := token.Open(header)
	if err != nil {
		if _, other := token.OpenWithKey(header, e.Key); other == nil && e.Rejection == outcome.Undecoded {
			return single(Cipher, "it is sealed with the given key file, as 2.1.7 does it, and "+e.Release.Version+" knows no such key")
		}
		return single(Malformed, strings.TrimPrefix(err.Error(), token.ErrMalformed.Error()+": "))
	}
	return explainOpened(e, opened)
}

func explainOpened(e Evidence, t token.Token) Diagnosis {
	switch t.Kind {
	case token.SignIn:
		return explainSignIn(e, t)
	case token.API:
		return explainAPI(e, t)
	}
	return single(Malformed, fmt.Sprintf("the token says it is of type %d", int(t.Kind)))
}

func single(c Cause, because string) Diagnosis {
	return Diagnosis{c, because, []Finding{{Cause: c, Holds: c != Unknown, Unseen: c == Unknown, Because: because}}}
}

func explainAPI(e Evidence, t token.Token) Diagnosis {
	check := map[Cause]func(Evidence, token.Token) Finding{
		UserMissing: userMissing, UserLocked: userLocked, Signature: signature,
		Expired: expired, DuplicateRows: duplicateRows, Deleted: deleted,
		Replaced: replaced, Disabled: disabled, Cipher: neverTheSame,
	}
	if e.Rejection != outcome.Decoded {
		return single(Unknown, "the token can be opened, but the answer is not the one a rejected token gets")
	}
	var found []Finding
	for _, name := range e.Release.Tokens.Checks {
		f, ok := check[name]
		switch {
		case ok && e.Blind && name != Expired && name != Cipher:
			found = append(found, unseen(name))
		case ok:
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
	var open []string
	for _, f := range found {
		if f.Unseen {
			open = append(open, string(f.Cause))
		}
	}
	if len(open) > 0 {
		return Diagnosis{Unknown, "what could not be looked at leaves " + strings.Join(open, ", "), found}
	}
	return Diagnosis{Unknown, "none of the known causes holds", found}
}

// unseen is a cause that takes the database to tell.
func unseen(c Cause) Finding {
	return Finding{Cause: c, Unseen: true, Because: "not to be seen without the database"}
}
