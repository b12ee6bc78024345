package diagnosis_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/cause"
	"streampark-regress/harness/diagnosis"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/release"
	"streampark-regress/harness/token"
)

// Each check says what it saw as values, and whether it saw it at all.
func TestChecks(t *testing.T) {
	const is, isNot, unseen = evidence.Holds, evidence.Excluded, evidence.Unseen
	at, hour, end := made().Add(3*time.Hour), made().Add(time.Hour), made().Add(2*time.Hour)
	lifeless := func(r release.Release) token.Claims {
		return token.Claims{Kind: token.API, UserID: 7, UserName: "caller"}
	}
	for name, tt := range map[string]struct {
		version string
		change  change
		want    evidence.Finding
	}{
		"expired":             {"2.1.4", after(3 * time.Hour), evidence.Finding{Cause: cause.Expired, State: is, Detail: evidence.ExpiryPassed, Expiry: end, ServerTime: at}},
		"not expired":         {"2.1.4", nothing, evidence.Finding{Cause: cause.Expired, State: isNot, Detail: evidence.ExpiryAhead, Expiry: end, ServerTime: hour}},
		"expired, blind":      {"2.1.4", all(after(3*time.Hour), blind), evidence.Finding{Cause: cause.Expired, State: is, Detail: evidence.ExpiryPassed, Expiry: end, ServerTime: at}},
		"never expires":       {"2.1.5", nothing, evidence.Finding{Cause: cause.Expired, State: isNot, Detail: evidence.NeverExpires}},
		"carries no expiry":   {"2.1.4", sendingClaims(lifeless), evidence.Finding{Cause: cause.Expired, State: isNot, Detail: evidence.NoExpiry}},
		"expired, no token":   {"2.1.4", sending("garbage"), evidence.Finding{Cause: cause.Expired, State: unseen, Detail: evidence.NotAToken}},
		"expired, closed":     {"2.1.7", keyUnknown, evidence.Finding{Cause: cause.Expired, State: unseen, Detail: evidence.NotAToken}},
		"salt":                {"2.1.4", nothing, evidence.Finding{Cause: cause.Signature, State: isNot, Detail: evidence.SignatureFits, Secret: "salt"}},
		"salt changed":        {"2.1.4", saltNew, evidence.Finding{Cause: cause.Signature, State: is, Detail: evidence.SignatureOther, Secret: "salt"}},
		"hash":                {"2.1.5", nothing, evidence.Finding{Cause: cause.Signature, State: isNot, Detail: evidence.SignatureFits, Secret: "password"}},
		"hash changed":        {"2.1.5", hashNew, evidence.Finding{Cause: cause.Signature, State: is, Detail: evidence.SignatureOther, Secret: "password"}},
		"nobody has signed":   {"2.1.4", userGone, evidence.Finding{Cause: cause.Signature, State: isNot, Detail: evidence.NoSigner}},
		"signature, blind":    {"2.1.4", blind, evidence.Finding{Cause: cause.Signature, State: unseen, Detail: evidence.DatabaseUnseen}},
		"key file":            {"2.1.7", nothing, evidence.Finding{Cause: cause.Signature, State: isNot, Detail: evidence.SignatureFits, Secret: release.KeyFile}},
		"key file, blind":     {"2.1.7", blind, evidence.Finding{Cause: cause.Signature, State: isNot, Detail: evidence.SignatureFits, Secret: release.KeyFile}},
		"signed by another":   {"2.1.7", signedByAnother, evidence.Finding{Cause: cause.Signature, State: is, Detail: evidence.SignatureOther, Secret: release.KeyFile}},
		"user gone":           {"2.1.4", userGone, evidence.Finding{Cause: cause.UserMissing, State: is, Detail: evidence.UserAbsent, User: "caller"}},
		"user there":          {"2.1.4", nothing, evidence.Finding{Cause: cause.UserMissing, State: isNot, Detail: evidence.UserThere, User: "caller"}},
		"user, blind":         {"2.1.4", blind, evidence.Finding{Cause: cause.UserMissing, State: unseen, Detail: evidence.DatabaseUnseen}},
		"locked":              {"2.1.4", locked, evidence.Finding{Cause: cause.UserLocked, State: is, Detail: evidence.UserLocked}},
		"not locked":          {"2.1.4", nothing, evidence.Finding{Cause: cause.UserLocked, State: isNot, Detail: evidence.UserAllowed}},
		"nobody is locked":    {"2.1.4", userGone, evidence.Finding{Cause: cause.UserLocked, State: isNot, Detail: evidence.UserAbsent, User: "caller"}},
		"locked, blind":       {"2.1.4", blind, evidence.Finding{Cause: cause.UserLocked, State: unseen, Detail: evidence.DatabaseUnseen}},
		"two rows":            {"2.1.4", twoRows, evidence.Finding{Cause: cause.DuplicateRows, State: is, Detail: evidence.RowsCounted, Rows: 2}},
		"one row":             {"2.1.4", nothing, evidence.Finding{Cause: cause.DuplicateRows, State: isNot, Detail: evidence.RowsCounted, Rows: 1}},
		"two rows, blind":     {"2.1.4", blind, evidence.Finding{Cause: cause.DuplicateRows, State: unseen, Detail: evidence.DatabaseUnseen}},
		"deleted":             {"2.1.4", rowGone, evidence.Finding{Cause: cause.Deleted, State: is, Detail: evidence.RowAbsent}},
		"not deleted":         {"2.1.4", nothing, evidence.Finding{Cause: cause.Deleted, State: isNot, Detail: evidence.RowThere}},
		"deleted, blind":      {"2.1.4", blind, evidence.Finding{Cause: cause.Deleted, State: unseen, Detail: evidence.DatabaseUnseen}},
		"replaced":            {"2.1.4", rowOther, evidence.Finding{Cause: cause.Replaced, State: is, Detail: evidence.RowOther}},
		"not replaced":        {"2.1.4", nothing, evidence.Finding{Cause: cause.Replaced, State: isNot, Detail: evidence.RowHolds}},
		"deleted, so nothing": {"2.1.4", rowGone, evidence.Finding{Cause: cause.Replaced, State: isNot, Detail: evidence.RowAbsent}},
		"replaced, blind":     {"2.1.4", blind, evidence.Finding{Cause: cause.Replaced, State: unseen, Detail: evidence.DatabaseUnseen}},
		"disabled":            {"2.1.4", rowOff, evidence.Finding{Cause: cause.Disabled, State: is, Detail: evidence.RowDisabled}},
		"not disabled":        {"2.1.4", nothing, evidence.Finding{Cause: cause.Disabled, State: isNot, Detail: evidence.RowEnabled}},
		"no row to disable":   {"2.1.4", rowGone, evidence.Finding{Cause: cause.Disabled, State: isNot, Detail: evidence.RowAbsent}},
		"disabled, blind":     {"2.1.4", blind, evidence.Finding{Cause: cause.Disabled, State: unseen, Detail: evidence.DatabaseUnseen}},
		"no session":          {"2.1.4", all(signedIn, answered("sessionless")), evidence.Finding{Cause: cause.WithoutSession, State: is, Detail: evidence.NoCookie}},
		"session is not it":   {"2.1.4", signedIn, evidence.Finding{Cause: cause.WithoutSession, State: isNot, Detail: evidence.OtherAnswer}},
		"session, cookie":     {"2.1.4", all(signedIn, cookie), evidence.Finding{Cause: cause.WithoutSession, State: isNot, Detail: evidence.OtherAnswer}},
		"session gone":        {"2.1.4", all(signedIn, cookie, answered("sessionless")), evidence.Finding{Cause: cause.WithoutSession, State: is, Detail: evidence.SessionGone}},
		"spelled differently": {"2.1.4", spelledDifferently, evidence.Finding{Cause: cause.Replaced, State: isNot, Detail: evidence.RowHolds}},
		"before the start": {"2.1.5", all(signedIn, restarted(time.Hour)),
			evidence.Finding{Cause: cause.BeforeStart, State: is, Detail: evidence.MadeBeforeStart, Made: made(), Started: hour}},
		"after the start": {"2.1.5", all(signedIn, restarted(-time.Hour)),
			evidence.Finding{Cause: cause.BeforeStart, State: isNot, Detail: evidence.MadeAfterStart, Made: made(), Started: made().Add(-time.Hour)}},
		"start unseen":        {"2.1.5", signedIn, evidence.Finding{Cause: cause.BeforeStart, State: unseen, Detail: evidence.StartUnknown}},
		"never the same":      {"2.1.7", nothing, evidence.Finding{Cause: cause.Cipher, State: is, Detail: evidence.SealNeverSame, Release: "2.1.7"}},
		"accepted before":     {"2.1.7", accepted, evidence.Finding{Cause: cause.Cipher, State: isNot, Detail: evidence.AcceptedBefore}},
		"not in a row":        {"2.1.7", rowOther, evidence.Finding{Cause: cause.Cipher, State: isNot, Detail: evidence.RowOther}},
		"not signed with it":  {"2.1.7", signedByAnother, evidence.Finding{Cause: cause.Cipher, State: isNot, Detail: evidence.SignatureOther, Secret: release.KeyFile}},
		"blind and closed":    {"2.1.7", all(keyUnknown, blind), evidence.Finding{Cause: cause.Cipher, State: unseen, Detail: evidence.DatabaseUnseen}},
		"not with shared key": {"2.1.4", nothing, evidence.Finding{Cause: cause.Cipher, State: isNot, Detail: evidence.SealComparable}},
	} {
		t.Run(name, func(t *testing.T) {
			e := rejected(t, tt.version)
			tt.change(t, &e)
			assert.Equal(t, tt.want, diagnosis.Of(tt.want.Cause).Check(e))
		})
	}
}

// signedByAnother is a token with the server's seal and somebody else's
// signature, in a row.
func signedByAnother(t *testing.T, e *diagnosis.Evidence) {
	closed, err := token.MintWithKey(apiToken(e.Release), lostKey())
	assert.NoError(t, err)
	inside, err := token.UnsealWithKey(closed, lostKey())
	assert.NoError(t, err)
	sealed, err := token.SealWithKey(inside, serverKey())
	assert.NoError(t, err)
	sending(sealed)(t, e)
	e.Held = true
}

// spelledDifferently sends the token of the row in another spelling: the bits
// that base64 leaves over at the end are not zero.
func spelledDifferently(t *testing.T, e *diagnosis.Evidence) {
	text := *e.Authorization
	at := strings.Index(text, "=") - 1
	for n := 0; at < 0 && n < 10; n++ { // one whose length leaves bits over
		c := apiToken(e.Release)
		c.UserName += strings.Repeat("x", n)
		text = mint(t, e.Release, c)
		at = strings.Index(text, "=") - 1
	}
	require.Positive(t, at)
	e.Rows[0].Token = text
	other := text[:at] + string(text[at]+1) + text[at+1:]
	before, err := token.Open(text)
	require.NoError(t, err)
	after, err := token.Open(other)
	require.NoError(t, err)
	require.Equal(t, before, after, "it says the same")
	e.Authorization, e.Held = &other, false
}
