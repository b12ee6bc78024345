package diagnosis

import (
	"fmt"
	"time"

	"streampark-regress/harness/clock"
	"streampark-regress/harness/release"
	"streampark-regress/harness/token"
)

// This file holds the look at each cause of an API token that was rejected.

func expired(e Evidence, t token.Token) Finding {
	if t.Never() {
		return Finding{Cause: Expired, Holds: false, Because: "the token never expires"}
	}
	if t.ExpirySeconds == 0 {
		return Finding{Cause: Expired, Holds: false, Because: "the token carries no expiry"}
	}
	stamps := fmt.Sprintf("exp %s, server's clock %s UTC", t.Expiry().Format(time.DateTime), e.ServerTime.UTC().Format(time.DateTime))
	if t.ExpiredAt(e.ServerTime) {
		return Finding{Cause: Expired, Holds: true, Because: fmt.Sprintf("exp passed %s ago (%s)", clock.Format(e.ServerTime.Sub(t.Expiry())), stamps)}
	}
	return Finding{Cause: Expired, Holds: false, Because: "exp has not passed (" + stamps + ")"}
}

func signature(e Evidence, t token.Token) Finding {
	if e.User == nil {
		return Finding{Cause: Signature, Holds: false, Because: "there is no user to check it against"}
	}
	if e.Release.Tokens.SignedWith == release.SignedWithKeyFile {
		return Finding{Cause: Signature, Holds: !t.Verify(string(e.Key)), Because: "held against the given key file"}
	}
	secret := map[release.Secret]string{release.SignedWithSalt: e.User.Salt, release.SignedWithPassword: e.User.Password}[e.Release.Tokens.SignedWith]
	column := "t_user." + string(e.Release.Tokens.SignedWith)
	if t.Verify(secret) {
		return Finding{Cause: Signature, Holds: false, Because: "it is signed with the owner's present " + column}
	}
	return Finding{Cause: Signature, Holds: true, Because: "not signed with the owner's present " + column + " (the password was changed, or the token is another release's)"}
}

func userMissing(e Evidence, t token.Token) Finding {
	if e.User == nil {
		return Finding{Cause: UserMissing, Holds: true, Because: fmt.Sprintf("there is no user %s in t_user", t.UserName)}
	}
	return Finding{Cause: UserMissing, Holds: false, Because: fmt.Sprintf("user %s is in t_user", t.UserName)}
}

func userLocked(e Evidence, _ token.Token) Finding {
	locked := e.User != nil && e.User.Locked()
	because := "the owner is not locked"
	if locked {
		because = "the owner's t_user.status is 0"
	}
	return Finding{Cause: UserLocked, Holds: locked, Because: because}
}

func duplicateRows(e Evidence, _ token.Token) Finding {
	return Finding{Cause: DuplicateRows, Holds: len(e.Rows) > 1, Because: fmt.Sprintf("the owner has %d rows in t_access_token", len(e.Rows))}
}

func deleted(e Evidence, _ token.Token) Finding {
	if len(e.Rows) == 0 {
		return Finding{Cause: Deleted, Holds: true, Because: "the owner has no row in t_access_token"}
	}
	return Finding{Cause: Deleted, Holds: false, Because: "the owner has a row in t_access_token"}
}

func replaced(e Evidence, t token.Token) Finding {
	if e.Held {
		return Finding{Cause: Replaced, Holds: false, Because: "the row holds this token"}
	}
	sealed := token.Seal(t.JWT)
	for _, r := range e.Rows {
		if r.Token == sealed {
			return Finding{Cause: Replaced, Holds: false, Because: "the row holds this token"}
		}
	}
	return Finding{Cause: Replaced, Holds: len(e.Rows) > 0, Because: "no row of the owner holds this token"}
}

func disabled(e Evidence, _ token.Token) Finding {
	for _, r := range e.Rows {
		if !r.Enabled() {
			return Finding{Cause: Disabled, Holds: true, Because: "the row's status is 0"}
		}
	}
	return Finding{Cause: Disabled, Holds: false, Because: "the row's status is not 0"}
}
