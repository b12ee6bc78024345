// Package cause names the reasons for which StreamPark does not accept what a
// caller sent. How each is found, and what to do about it, is in the table of
// package diagnosis.
package cause

import (
	"fmt"

	"streampark-regress/harness/choice"
)

// Cause is why a call was unauthenticated; the zero value is not a cause.
type Cause string

// The causes.
const (
	None           Cause = ""
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
	// BeforeStart is a sign-in token that was made before the server's start
	// (2.1.5 and later; recording 2.1.5.json, "restart").
	BeforeStart Cause = "sign-token-before-start"
	// Cipher is a token sealed with a key the server does not have, or on
	// 2.1.7 sealed in a way the server cannot compare with its row.
	Cipher Cause = "cipher"
	// OtherReplica is a token or a session that one replica knows and another, which
	// shares its database and answered, does not.
	OtherReplica Cause = "other-replica"
	// Proxy is something between the caller and the server that changed what was
	// sent, or answered in its place.
	Proxy Cause = "proxy"
	// DatabaseLost is a server that cannot reach its database: it looks for the
	// token there first, and answers 401 when it gives up.
	DatabaseLost Cause = "database-lost"
	// Unknown is a rejection that nothing explains.
	Unknown Cause = "unknown"
)

// All lists the causes a rejection can have, Unknown last.
func All() []Cause {
	return []Cause{Expired, Signature, Disabled, Deleted, Replaced, DuplicateRows, UserLocked, UserMissing,
		Malformed, BearerPrefix, NoToken, WithoutSession, BeforeStart, Cipher, OtherReplica, Proxy, DatabaseLost, Unknown}
}

// Parse reads a cause's name. The error lists the names there are.
func Parse(name string) (Cause, error) {
	for _, c := range All() {
		if string(c) == name {
			return c, nil
		}
	}
	return None, fmt.Errorf("unknown cause %q: choose %s", name, choice.OneOf(All()))
}

// UnmarshalText reads a cause in a catalogue or a log; only names of causes,
// and no cause at all, are taken.
func (c *Cause) UnmarshalText(text []byte) (err error) {
	if len(text) == 0 {
		*c = None
		return nil
	}
	*c, err = Parse(string(text))
	return err
}
