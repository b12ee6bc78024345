package diagnosis

import (
	"streampark-regress/harness/cause"
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
		f := look(e, o.Token)
		f.Cause = c
		return f
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

// state is Holds for what holds.
func state(holds bool) evidence.FindingState {
	if holds {
		return evidence.Holds
	}
	return evidence.Excluded
}

// either is the finding of something that is the one or the other.
func either(is bool, then, otherwise evidence.Detail) evidence.Finding {
	if is {
		return evidence.Finding{State: evidence.Holds, Detail: then}
	}
	return evidence.Finding{State: evidence.Excluded, Detail: otherwise}
}

func expired(e Evidence, t token.Token) evidence.Finding {
	switch {
	case t.Never():
		return evidence.Finding{State: evidence.Excluded, Detail: evidence.NeverExpires}
	case t.ExpirySeconds == 0:
		return evidence.Finding{State: evidence.Excluded, Detail: evidence.NoExpiry}
	}
	f := either(t.ExpiredAt(e.ServerTime), evidence.ExpiryPassed, evidence.ExpiryAhead)
	f.Expiry, f.ServerTime = t.Expiry(), e.ServerTime
	return f
}

// signature holds the token against what its release signs with: a column of
// the owner's row, or the key file, for which no database is needed.
func signature(e Evidence, t token.Token) evidence.Finding {
	secret := string(e.Key)
	if e.Release.Tokens.SignedWith != release.KeyFile {
		switch {
		case e.Blind:
			return unseen(cause.Signature, evidence.DatabaseUnseen)
		case e.User == nil:
			return evidence.Finding{State: evidence.Excluded, Detail: evidence.NoSigner}
		}
		switch e.Release.Tokens.SignedWith {
		case "salt":
			secret = e.User.Salt
		case "password":
			secret = e.User.Password
		}
	}
	f := either(!t.Verify(secret), evidence.SignatureOther, evidence.SignatureFits)
	f.Secret = string(e.Release.Tokens.SignedWith)
	return f
}

func userMissing(e Evidence, t token.Token) evidence.Finding {
	f := either(e.User == nil, evidence.UserAbsent, evidence.UserThere)
	f.User = t.UserName
	return f
}

func userLocked(e Evidence, _ token.Token) evidence.Finding {
	return either(e.User != nil && e.User.Locked(), evidence.UserLocked, evidence.UserAllowed)
}

func duplicateRows(e Evidence, _ token.Token) evidence.Finding {
	return evidence.Finding{State: state(len(e.Rows) > 1), Detail: evidence.RowsCounted, Rows: len(e.Rows)}
}

func deleted(e Evidence, _ token.Token) evidence.Finding {
	return either(len(e.Rows) == 0, evidence.RowAbsent, evidence.RowThere)
}

// replaced compares the row as releases up to 2.1.6 do, with the token sealed
// again: base64 can spell the same token in two ways.
func replaced(e Evidence, t token.Token) evidence.Finding {
	held := e.Held
	if len(e.Rows) == 0 && !held {
		return evidence.Finding{State: evidence.Excluded, Detail: evidence.RowAbsent}
	}
	for _, r := range e.Rows {
		held = held || r.Token == token.Seal(t.JWT)
	}
	return either(!held, evidence.RowOther, evidence.RowHolds)
}

func disabled(e Evidence, _ token.Token) evidence.Finding {
	off := false
	for _, r := range e.Rows {
		off = off || !r.Enabled()
	}
	return either(off, evidence.RowDisabled, evidence.RowEnabled)
}
