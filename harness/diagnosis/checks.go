package diagnosis

import (
	"slices"

	"streampark-regress/harness/cause"
	"streampark-regress/harness/database"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/release"
	"streampark-regress/harness/token"
)

// This file looks for the causes for which an opened token is rejected.

// Check looks for one cause of a token that can be opened. The finding is
// Unseen where the evidence does not reach.
type Check func(Evidence) evidence.Finding

// inToken makes the check of a cause that the token itself and the server's
// clock tell.
func inToken(c cause.Cause, look func(Evidence, token.Token) evidence.Finding) Check {
	return func(e Evidence) evidence.Finding {
		o := e.open()
		if o.seal != sealOf(e.Release) {
			return unseen(c, evidence.NotAToken)
		}
		return look(e, o.Token)
	}
}

// inDatabase makes the check of a cause that takes the database to tell.
func inDatabase(c cause.Cause, look func(Evidence, token.Token) evidence.Finding) Check {
	return inToken(c, func(e Evidence, t token.Token) evidence.Finding {
		if e.Blind {
			return unseen(c, evidence.DatabaseUnseen)
		}
		return look(e, t)
	})
}

func expired(e Evidence, t token.Token) evidence.Finding {
	switch {
	case t.Never():
		return excluded(cause.Expired, evidence.NeverExpires)
	case t.ExpirySeconds == 0:
		return excluded(cause.Expired, evidence.NoExpiry)
	}
	f := excluded(cause.Expired, evidence.ExpiryAhead)
	if t.ExpiredAt(e.ServerTime) {
		f = holds(cause.Expired, evidence.ExpiryPassed)
	}
	f.Expiry, f.ServerTime = t.Expiry(), e.ServerTime
	return f
}

// signature holds the token against what its release signs with: a column of
// the owner's row, or the key file, for which no database is needed.
func signature(e Evidence, t token.Token) evidence.Finding {
	if e.foreign(t) && e.Blind {
		return otherRelease(e)
	}
	with := e.Release.Tokens.SignedWith
	if secretForgotten(e.Release) {
		if e.Blind {
			return unseen(cause.Signature, evidence.DatabaseUnseen)
		}
		return forgotten(e)
	}
	if with != release.SignedWithKeyFile {
		switch {
		case e.Blind:
			return unseen(cause.Signature, evidence.DatabaseUnseen)
		case e.User == nil:
			return excluded(cause.Signature, evidence.NoSigner)
		}
	}
	var secret string
	switch with {
	case release.SignedWithSalt:
		secret = e.User.Salt
	case release.SignedWithPassword:
		secret = e.User.Password
	case release.SignedWithKeyFile:
		secret = string(e.Key)
	case release.SignedWithProcess, release.SignedWithNothingKept:
	}
	f := holds(cause.Signature, evidence.SignatureOther)
	if t.Verify(secret) {
		f = excluded(cause.Signature, evidence.SignatureFits)
	}
	f.Secret = string(with)
	if f.State == evidence.Holds && e.foreign(t) {
		return otherRelease(e)
	}
	return f
}

func userMissing(e Evidence, t token.Token) evidence.Finding {
	f := excluded(cause.UserMissing, evidence.UserThere)
	if e.User == nil {
		f = holds(cause.UserMissing, evidence.UserAbsent)
	}
	f.User = t.UserName
	return f
}

func userLocked(e Evidence, t token.Token) evidence.Finding {
	switch {
	case e.User == nil:
		f := excluded(cause.UserLocked, evidence.UserAbsent)
		f.User = t.UserName
		return f
	case e.User.Locked():
		return holds(cause.UserLocked, evidence.UserLocked)
	}
	return excluded(cause.UserLocked, evidence.UserAllowed)
}

func duplicateRows(e Evidence, _ token.Token) evidence.Finding {
	f := excluded(cause.DuplicateRows, evidence.RowsCounted)
	if len(e.Rows) > 1 {
		f = holds(cause.DuplicateRows, evidence.RowsCounted)
	}
	f.Rows = len(e.Rows)
	return f
}

func deleted(e Evidence, _ token.Token) evidence.Finding {
	if len(e.Rows) == 0 {
		return holds(cause.Deleted, evidence.RowAbsent)
	}
	return excluded(cause.Deleted, evidence.RowThere)
}

// replaced compares the row as releases up to 2.1.6 do, with the token sealed
// again: base64 can spell the same token in two ways.
func replaced(e Evidence, t token.Token) evidence.Finding {
	same := func(r database.TokenRow) bool { return r.Token == token.Seal(t.JWT) }
	switch {
	case len(e.Rows) == 0: // somebody else's may hold it
		return excluded(cause.Replaced, evidence.RowAbsent)
	case e.Held || slices.ContainsFunc(e.Rows, same):
		return excluded(cause.Replaced, evidence.RowHolds)
	}
	return holds(cause.Replaced, evidence.RowOther)
}

func disabled(e Evidence, _ token.Token) evidence.Finding {
	switch {
	case len(e.Rows) == 0:
		return excluded(cause.Disabled, evidence.RowAbsent)
	case slices.ContainsFunc(e.Rows, func(r database.TokenRow) bool { return !r.Enabled() }):
		return holds(cause.Disabled, evidence.RowDisabled)
	}
	return excluded(cause.Disabled, evidence.RowEnabled)
}
