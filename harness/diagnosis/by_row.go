package diagnosis

import (
	"slices"

	"streampark-regress/harness/cause"
	"streampark-regress/harness/database"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/release"
	"streampark-regress/harness/token"
)

// This file is about releases up to 2.1.3. What the server's own key has signed
// gets in there until it expires; of anything else the row decides, and neither
// its signature nor its expiry (ShiroRealm of v2.1.3). So whatever was rejected has
// expired, or it was not signed by this server and its row is not in order.

// lookByRow looks at an opened token in that order.
func lookByRow(e Evidence, t token.Token) []evidence.Finding {
	var found []evidence.Finding
	for _, c := range e.Release.Tokens.Checks {
		found = append(found, Of(c).Check(e))
	}
	if likeSignIn(e, t) {
		found = append(found, Of(cause.Signature).Check(e))
	}
	if e.User != nil && e.User.ID != t.UserID { // the rows of whoever has the name count
		e.Rows = nil
	}
	holding := e
	holding.Rows = slices.DeleteFunc(slices.Clone(e.Rows), func(r database.TokenRow) bool { return r.Token != token.Seal(t.JWT) })
	for _, c := range e.Release.Tokens.ChecksByRow {
		switch {
		case slices.Contains(e.Release.Tokens.Checks, c):
		case c == cause.DuplicateRows || c == cause.Disabled:
			f := Of(c).Check(holding)
			if f.Detail == evidence.RowAbsent && len(e.Rows) > 0 {
				f.Detail = evidence.RowOther
			}
			found = append(found, f)
		default:
			found = append(found, Of(c).Check(e))
		}
	}
	return found
}

// likeSignIn reports whether a token is more like a sign-in than like an API
// token, which its text does not tell: no row holds it, and it expires as soon as
// a sign-in does.
func likeSignIn(e Evidence, t token.Token) bool {
	ttl, err := e.Release.Config.SessionTTL.Duration()
	return err == nil && t.Kind != token.API && !e.Held && t.ExpirySeconds != 0 && t.Expiry().Sub(e.ServerTime) <= ttl
}

// forgotten is the signature of a token that was rejected and has not expired, by
// elimination: a key that only the server has cannot be tried.
func forgotten(e Evidence) evidence.Finding {
	f := holds(cause.Signature, evidence.SignatureOther)
	f.Secret = string(e.Release.Tokens.SignedWith)
	return f
}

// secretForgotten reports whether a release signs with what nobody else can know.
func secretForgotten(r release.Release) bool { return r.Tokens.SignedWith == release.SignedWithProcess }
