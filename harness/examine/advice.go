package examine

import (
	"fmt"

	"streampark-regress/harness/diagnosis"
	"streampark-regress/harness/release"
)

// advise says what to do about a cause on a release.
func advise(c diagnosis.Cause, r release.Release) string {
	renew := "make a new token on the token page"
	if len(r.Workarounds) > 0 {
		renew = "delete the token on the token page, then make a new one (a second one beside it does not work)"
	}
	switch c {
	case diagnosis.Cipher:
		if r.Tokens.SealedWith == release.SealedWithKeyFile {
			return fmt.Sprintf("on %s no API token works, a new one neither (issue 4322, not mended in any release of the catalogue): run a release without it, or sign in for each call and send the sign-in token", r.Version)
		}
		return "the token was made by another release or installation: " + renew
	case diagnosis.Expired:
		if r.Tokens.APIExpiry == release.ExpiresAfterSessionTTL {
			return fmt.Sprintf("this is issue 3933: on %s an API token lives as long as %s. To get going: %s. To stay: set %s to a long time (3650d) before making it, or upgrade (see `regress upgrade`: callers have to change)",
				r.Version, r.Config.SessionTTL.Key, renew, r.Config.SessionTTL.Key)
		}
		return "sign in again: sign-in tokens live for " + r.Config.SessionTTL.Key
	case diagnosis.Signature:
		return "the owner's password was changed, or the token was made by another release: " + renew
	case diagnosis.Disabled:
		return "enable the token on the token page"
	case diagnosis.Deleted, diagnosis.Replaced:
		return "use the token that the token page shows now, or make a new one"
	case diagnosis.DuplicateRows:
		return "delete all but one of the owner's tokens on the token page"
	case diagnosis.UserLocked:
		return "unlock the owner on the user page"
	case diagnosis.UserMissing:
		return "the owner was deleted or renamed: make a token for a user that exists"
	case diagnosis.Malformed:
		return "send the token whole and as it is; `regress inspect` says whether it can be opened"
	case diagnosis.BearerPrefix:
		return `send the token without "Bearer " in front`
	case diagnosis.NoToken:
		return "send the token in the header Authorization (not as a query parameter)"
	case diagnosis.WithoutSession, diagnosis.BeforeStart:
		return "this is a sign-in token of the web page: make an API token on the token page and use that"
	}
	return "run it again with --database-url to see more; attach the output to a report upstream"
}
