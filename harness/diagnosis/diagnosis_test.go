package diagnosis_test

import (
	"encoding/base64"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"streampark-regress/harness/cause"
	"streampark-regress/harness/diagnosis"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/outcome"
	"streampark-regress/harness/release"
	"streampark-regress/harness/token"
)

// named is a 401 that the evidence explains.
type named struct {
	version string
	change  change
	cause   cause.Cause
	detail  evidence.Detail
}

// explained are 401s that the evidence explains, at least one of every cause.
func explained() map[string]named {
	undecoded, sessionless := answered(outcome.Undecoded), answered(outcome.Sessionless)
	const century = 100 * 365 * 24 * time.Hour
	typeless := func(r release.Release) token.Claims {
		return token.Claims{UserID: 7, UserName: "caller", ExpirySeconds: 1}
	}
	return map[string]named{
		"past its expiry":              {"2.1.4", after(121 * time.Minute), cause.Expired, evidence.ExpiryPassed},
		"sign-in past its expiry":      {"2.1.5", all(signedIn, after(3*time.Hour)), cause.Expired, evidence.ExpiryPassed},
		"2.1.7, sign-in expired":       {"2.1.7", all(signedIn, after(121*time.Minute)), cause.Expired, evidence.ExpiryPassed},
		"salt changed":                 {"2.1.4", saltNew, cause.Signature, evidence.SignatureOther},
		"hash changed":                 {"2.1.5", hashNew, cause.Signature, evidence.SignatureOther},
		"2.1.5, sign-in, hash changed": {"2.1.5", all(signedIn, hashNew), cause.Signature, evidence.SignatureOther},
		"row disabled":                 {"2.1.4", rowOff, cause.Disabled, evidence.RowDisabled},
		"2.1.5, row disabled":          {"2.1.5", rowOff, cause.Disabled, evidence.RowDisabled},
		"row deleted":                  {"2.1.4", rowGone, cause.Deleted, evidence.RowAbsent},
		"2.1.5, row deleted":           {"2.1.5", rowGone, cause.Deleted, evidence.RowAbsent},
		"2.1.7, row deleted":           {"2.1.7", rowGone, cause.Deleted, evidence.RowAbsent},
		"row of another token":         {"2.1.5", rowOther, cause.Replaced, evidence.RowOther},
		"2.1.7, row of another token":  {"2.1.7", rowOther, cause.Replaced, evidence.RowOther},
		"two rows":                     {"2.1.4", twoRows, cause.DuplicateRows, evidence.RowsCounted},
		"user locked":                  {"2.1.5", locked, cause.UserLocked, evidence.UserLocked},
		"user gone":                    {"2.1.4", all(userGone, rowGone), cause.UserMissing, evidence.UserAbsent},
		"user renamed":                 {"2.1.5", userGone, cause.UserMissing, evidence.UserAbsent},
		"2.1.7, user gone":             {"2.1.7", userGone, cause.UserMissing, evidence.UserAbsent},
		"sign-in of nobody":            {"2.1.5", all(signedIn, userGone), cause.UserMissing, evidence.UserAbsent},

		"no header":              {"2.1.4", all(noHeader, undecoded), cause.NoToken, evidence.NothingSent},
		"empty header":           {"2.1.4", all(sending(""), undecoded), cause.NoToken, evidence.NothingSent},
		"2.1.5, empty header":    {"2.1.5", sending(""), cause.NoToken, evidence.NothingSent},
		"a header of spaces":     {"2.1.7", all(sending("  "), undecoded), cause.NoToken, evidence.NothingSent},
		"bearer":                 {"2.1.4", all(sending("Bearer x"), undecoded), cause.BearerPrefix, evidence.BearerSent},
		"bearer in small":        {"2.1.5", all(sending("bearer x"), undecoded), cause.BearerPrefix, evidence.BearerSent},
		"bearer of nothing":      {"2.1.4", all(sending("Bearer "), undecoded), cause.Malformed, evidence.NotAToken},
		"two words":              {"2.1.4", all(sending("two words"), undecoded), cause.Malformed, evidence.NotAToken},
		"garbage":                {"2.1.4", all(sending("garbage"), undecoded), cause.Malformed, evidence.NotAToken},
		"2.1.5, garbage":         {"2.1.5", all(sending("garbage"), undecoded), cause.Malformed, evidence.NotAToken},
		"2.1.5, no token inside": {"2.1.5", sending(token.Seal("no JWT")), cause.Malformed, evidence.NotAToken},
		"2.1.5, token of 2.1.3":  {"2.1.5", sendingClaims(typeless), cause.Malformed, evidence.OtherType},
		"2.1.4, token of 2.1.3":  {"2.1.4", all(sendingClaims(typeless), undecoded), cause.Malformed, evidence.OtherType},
		"2.1.7, garbage":         {"2.1.7", all(sending("garbage"), undecoded), cause.Malformed, evidence.NotSealed},
		"2.1.7, too short":       {"2.1.7", all(sending("AAAA"), undecoded), cause.Malformed, evidence.NotSealed},
		"2.1.7, garbage, closed": {"2.1.7", all(sending("garbage"), undecoded, keyUnknown, blind), cause.Malformed, evidence.NotSealed},
		"2.1.7, just too short":  {"2.1.7", all(sending(base64.StdEncoding.EncodeToString(make([]byte, 27))), undecoded), cause.Malformed, evidence.NotSealed},
		"2.1.7, just not":        {"2.1.7", all(sending(base64.StdEncoding.EncodeToString(make([]byte, 28))), undecoded), cause.Malformed, evidence.NotThisKey},
		"2.1.7, cut":             {"2.1.7", all(sealedBy(lostKey()), rowGone, undecoded), cause.Malformed, evidence.NotThisKey},
		"2.1.7, no token inside": {"2.1.7", func(t *testing.T, e *diagnosis.Evidence) {
			sealed, err := token.SealWithKey("no JWT", serverKey())
			assert.NoError(t, err)
			sending(sealed)(t, e)
		}, cause.Malformed, evidence.NotAToken},

		"sign-in without its cookie":       {"2.1.4", all(signedIn, sessionless), cause.WithoutSession, evidence.NoCookie},
		"sign-in whose session is gone":    {"2.1.4", all(signedIn, cookie, sessionless), cause.WithoutSession, evidence.SessionGone},
		"sign-in without session, expired": {"2.1.4", all(signedIn, sessionless, after(century)), cause.WithoutSession, evidence.NoCookie},
		"sign-in older than the start":     {"2.1.5", all(signedIn, restarted(time.Minute)), cause.BeforeStart, evidence.MadeBeforeStart},
		"sign-in of the start's second":    {"2.1.5", all(signedIn, restarted(0)), cause.BeforeStart, evidence.MadeBeforeStart},
		"sign-in, by elimination":          {"2.1.5", all(signedIn, startUnseen), cause.BeforeStart, evidence.StartMustBe},
		"2.1.7, sign-in, by elimination":   {"2.1.7", all(signedIn, startUnseen), cause.BeforeStart, evidence.StartMustBe},

		"2.1.7, never the same":        {"2.1.7", nothing, cause.Cipher, evidence.SealNeverSame},
		"2.1.7, key file lost":         {"2.1.7", all(sealedBy(lostKey()), undecoded), cause.Cipher, evidence.KeyFileLost},
		"2.1.7, key file lost, closed": {"2.1.7", all(sealedBy(lostKey()), undecoded, keyUnknown), cause.Cipher, evidence.KeyFileLost},
		"2.1.7, key file lost, seen before": {"2.1.7", all(sealedBy(lostKey()), undecoded, blind, func(_ *testing.T, e *diagnosis.Evidence) {
			e.Former = []token.Key{lostKey()}
		}), cause.Cipher, evidence.KeyFileLost},
		"2.1.7, key file lost since it was accepted": {"2.1.7", all(sealedBy(lostKey()), undecoded, accepted), cause.Cipher, evidence.KeyFileLost},
		"2.1.7, token of an earlier release":         {"2.1.7", all(shared, undecoded), cause.Cipher, evidence.SharedSeal},
		"2.1.4, token of 2.1.7": {"2.1.4", all(sealedBy(lostKey()), undecoded, func(_ *testing.T, e *diagnosis.Evidence) {
			e.Former = []token.Key{lostKey()}
		}), cause.Cipher, evidence.KeyFileSeal},
		"2.1.5, token of 2.1.7": {"2.1.5", all(sealedBy(serverKey()), undecoded, func(_ *testing.T, e *diagnosis.Evidence) {
			e.Key = serverKey()
		}), cause.Cipher, evidence.KeyFileSeal},
		"2.1.4, token of 2.1.7, closed": {"2.1.4", all(sealedBy(lostKey()), undecoded), cause.Cipher, evidence.LikeKeyFile},

		"another replica has the session":   {"2.1.4", all(signedIn, cookie, sessionless, atReplica(2, 1)), cause.OtherReplica, evidence.SessionElsewhere},
		"the session of this replica":       {"2.1.4", all(signedIn, cookie, sessionless, atReplica(1, 1)), cause.WithoutSession, evidence.SessionGone},
		"a replica that nobody knows of":    {"2.1.4", all(signedIn, cookie, sessionless, atReplica(2, 0)), cause.WithoutSession, evidence.SessionGone},
		"another replica is older":          {"2.1.5", all(signedIn, restarted(time.Minute), atReplica(2, 1)), cause.OtherReplica, evidence.StartedLater},
		"2.1.7, another replica's key file": {"2.1.7", all(sealedBy(lostKey()), undecoded, atReplica(2, 0), keysOfReplicas), cause.OtherReplica, evidence.KeyElsewhere},
		"2.1.7, this replica's key file":    {"2.1.7", all(atReplica(2, 0), keysOfReplicas), cause.Cipher, evidence.SealNeverSame},
		"2.1.4, signed by nobody here":      {"2.1.4", all(saltNew, atReplica(2, 1)), cause.Signature, evidence.SignatureOther},
		"disabled, at every replica":        {"2.1.5", all(rowOff, atReplica(2, 1)), cause.Disabled, evidence.RowDisabled},

		"lost on its way":                     {"2.1.4", all(undecoded, rowGone), cause.Proxy, evidence.HeaderLost},
		"2.1.7, lost on its way":              {"2.1.7", undecoded, cause.Proxy, evidence.HeaderLost},
		"sign-in, lost on its way":            {"2.1.5", all(signedIn, undecoded, after(3*time.Hour)), cause.Proxy, evidence.HeaderLost},
		"no connection to the database":       {"2.1.4", took(60018 * time.Millisecond), cause.DatabaseLost, evidence.DatabaseWaited},
		"no connection, and expired long ago": {"2.1.4", all(took(time.Minute), after(3*time.Hour)), cause.DatabaseLost, evidence.DatabaseWaited},
		"no connection, and nobody can look":  {"2.1.5", all(took(time.Minute), blind), cause.DatabaseLost, evidence.DatabaseWaited},
		"slow, but for another reason":        {"2.1.4", all(took(40*time.Second), after(3*time.Hour)), cause.Expired, evidence.ExpiryPassed},
		"slow, and in another form":           {"2.1.4", all(took(time.Minute), undecoded, rowGone), cause.Proxy, evidence.HeaderLost},
		"a proxy asks for a sign-in":          {"2.1.4", all(answered(outcome.Unfamiliar), challenged), cause.Proxy, evidence.Challenged},
		"a proxy asks, no token is sent":      {"2.1.5", all(noHeader, answered(outcome.Unfamiliar), challenged), cause.Proxy, evidence.Challenged},

		"2.1.5, token of 2.1.4, blind":            {"2.1.5", all(sendingClaims(shortLived), blind, after(-time.Hour)), cause.Signature, evidence.OtherRelease},
		"2.1.5, token of 2.1.4, late, blind":      {"2.1.5", all(sendingClaims(shortLived), blind), cause.Signature, evidence.OtherRelease},
		"2.1.5, token of 2.1.4, as seen":          {"2.1.5", all(sendingClaims(shortLived), held, hashNew), cause.Signature, evidence.OtherRelease},
		"2.1.5, token of 2.1.4, row disabled":     {"2.1.5", all(sendingClaims(shortLived), held, hashNew, rowOff), cause.Disabled, evidence.RowDisabled},
		"2.1.4, token of 2.1.5, blind":            {"2.1.4", all(sendingClaims(everlasting), blind), cause.Signature, evidence.OtherRelease},
		"2.1.5, sign-in of 2.1.4, blind":          {"2.1.5", all(sendingClaims(undated), blind), cause.Signature, evidence.OtherRelease},
		"2.1.5, the key file's seal, as it looks": {"2.1.5", all(sealedBy(serverKey()), undecoded), cause.Cipher, evidence.LikeKeyFile},
		"2.1.4, half a token":                     {"2.1.4", all(sendingHalf, undecoded), cause.Malformed, evidence.Damaged},
		"2.1.4, a JWT":                            {"2.1.4", all(sending("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln"), undecoded), cause.Malformed, evidence.OpenJWT},

		"first of two causes":         {"2.1.4", all(after(3*time.Hour), rowOff), cause.Expired, evidence.ExpiryPassed},
		"first of two causes, 2.1.5":  {"2.1.5", all(hashNew, rowOff), cause.Disabled, evidence.RowDisabled},
		"and nothing else was seen":   {"2.1.7", all(sendingClaims(shortLived), blind), cause.Expired, evidence.ExpiryPassed},
		"expired before all, 2.1.7":   {"2.1.7", all(sendingClaims(shortLived), userGone), cause.Expired, evidence.ExpiryPassed},
		"an expiry on 2.1.5, as 3933": {"2.1.5", all(sendingClaims(shortLived), held), cause.Expired, evidence.ExpiryPassed},
	}
}

func TestExplainNamesTheCause(t *testing.T) {
	seen := map[cause.Cause]bool{cause.Unknown: true}
	for name, tt := range explained() {
		seen[tt.cause] = true
		t.Run(name, func(t *testing.T) {
			e := rejected(t, tt.version)
			tt.change(t, &e)
			got := diagnosis.Explain(e)
			assert.Equal(t, tt.cause, got.Cause, "%+v", got.Findings)
			assert.Equal(t, tt.detail, got.Decisive().Detail)
			assert.Equal(t, evidence.Holds, got.Decisive().State)
		})
	}
	for _, c := range cause.All() {
		assert.True(t, seen[c], "no case of %s", c)
	}
}

// A cause shows in one form. Where the answer has another, the cause is not
// named, however well all else fits.
func TestAnAnswerOfAnotherFormIsNotExplained(t *testing.T) {
	for name, tt := range explained() {
		e := rejected(t, tt.version)
		tt.change(t, &e)
		was := e.Rejection
		for _, r := range []outcome.Rejection{outcome.NoRejection, outcome.Decoded, outcome.Undecoded, outcome.Sessionless, outcome.Unfamiliar} {
			if r == was {
				continue
			}
			t.Run(name+", answered "+string(r), func(t *testing.T) {
				e.Rejection = r
				got := diagnosis.Explain(e)
				if got.Cause == tt.cause && got.Decisive().Detail == tt.detail {
					assert.Fail(t, "the same cause shows in two forms")
				}
				if r == outcome.Unfamiliar || r == outcome.NoRejection {
					assert.Equal(t, cause.Unknown, got.Cause)
					assert.Equal(t, evidence.OtherAnswer, got.Decisive().Detail, "%+v", got.Findings)
				}
			})
		}
	}
}

func TestWhatIsNotExplained(t *testing.T) {
	undecoded := answered(outcome.Undecoded)
	for name, tt := range map[string]struct {
		version string
		change  change
		detail  evidence.Detail
		open    []cause.Cause
	}{
		"nothing holds":          {"2.1.4", nothing, evidence.NoneHolds, nil},
		"2.1.5, nothing holds":   {"2.1.5", nothing, evidence.NoneHolds, nil},
		"at its expiry":          {"2.1.4", after(2 * time.Hour), evidence.NoneHolds, nil},
		"2.1.5, a century later": {"2.1.5", after(100 * 365 * 24 * time.Hour), evidence.NoneHolds, nil},
		"salt changed on 2.1.5":  {"2.1.5", saltNew, evidence.NoneHolds, nil},
		"hash changed on 2.1.4":  {"2.1.4", hashNew, evidence.NoneHolds, nil},

		"no token, decoded":        {"2.1.4", noHeader, evidence.OtherAnswer, nil},
		"2.1.5, no token, decoded": {"2.1.5", noHeader, evidence.OtherAnswer, nil},
		"2.1.5, empty, undecoded":  {"2.1.5", all(sending(""), undecoded), evidence.OtherAnswer, nil},
		"garbage, decoded":         {"2.1.5", sending("garbage"), evidence.OtherAnswer, nil},
		"sign-in with its session": {"2.1.4", signedIn, evidence.NoneHolds, nil},
		"2.1.5, no web session":    {"2.1.5", all(signedIn, answered(outcome.Sessionless)), evidence.OtherAnswer, nil},

		"blind": {"2.1.4", blind, evidence.SomeUnseen, []cause.Cause{cause.UserMissing, cause.Signature, cause.DuplicateRows,
			cause.Deleted, cause.Replaced, cause.Disabled, cause.UserLocked}},
		"sign-in, blind": {"2.1.5", all(signedIn, blind, startUnseen), evidence.SomeUnseen,
			[]cause.Cause{cause.UserMissing, cause.Signature, cause.BeforeStart}},
		"2.1.7, sign-in, blind": {"2.1.7", all(signedIn, blind, startUnseen), evidence.SomeUnseen,
			[]cause.Cause{cause.UserMissing, cause.BeforeStart}},
		"sign-in, nobody asked for the start": {"2.1.5", signedIn, evidence.NoneHolds, nil},
		"sign-in younger than the start":      {"2.1.5", all(signedIn, restarted(-time.Minute)), evidence.NoneHolds, nil},

		"past its expiry, blind":               {"2.1.4", all(after(121*time.Minute), blind), evidence.SomeUnseen, []cause.Cause{cause.UserMissing, cause.Signature, cause.Expired}},
		"sign-in past its expiry, blind":       {"2.1.5", all(signedIn, after(3*time.Hour), blind), evidence.SomeUnseen, []cause.Cause{cause.UserMissing, cause.Signature, cause.Expired}},
		"2.1.7, never the same, blind":         {"2.1.7", blind, evidence.SomeUnseen, []cause.Cause{cause.UserMissing, cause.Deleted, cause.Replaced, cause.Cipher}},
		"2.1.7, never the same, closed":        {"2.1.7", keyUnknown, evidence.SomeUnseen, []cause.Cause{cause.Expired, cause.UserMissing, cause.Cipher}},
		"2.1.7, accepted before":               {"2.1.7", accepted, evidence.NoneHolds, nil},
		"2.1.7, accepted before, blind":        {"2.1.7", all(accepted, blind), evidence.SomeUnseen, []cause.Cause{cause.UserMissing, cause.Deleted, cause.Replaced}},
		"2.1.7, accepted before, closed":       {"2.1.7", all(accepted, keyUnknown), evidence.KeyFileNeeded, []cause.Cause{cause.Expired, cause.UserMissing}},
		"2.1.7, accepted before, undecoded":    {"2.1.7", all(accepted, keyUnknown, undecoded), evidence.NoneHolds, nil},
		"2.1.7, shared seal, accepted before":  {"2.1.7", all(shared, undecoded, accepted), evidence.NoneHolds, nil},
		"2.1.4, token of 2.1.7, accepted":      {"2.1.4", all(sealedBy(lostKey()), undecoded, accepted, func(_ *testing.T, e *diagnosis.Evidence) { e.Key = lostKey() }), evidence.NoneHolds, nil},
		"2.1.7, closed, and no row holds it":   {"2.1.7", all(keyUnknown, rowGone), evidence.KeyFileNeeded, []cause.Cause{cause.Expired, cause.UserMissing, cause.Deleted, cause.Replaced, cause.BeforeStart}},
		"2.1.7, closed and blind":              {"2.1.7", all(keyUnknown, blind), evidence.KeyFileNeeded, []cause.Cause{cause.Expired, cause.UserMissing, cause.Deleted, cause.Replaced, cause.Cipher, cause.BeforeStart}},
		"2.1.7, cut, or the key file was lost": {"2.1.7", all(keyUnknown, rowGone, undecoded), evidence.CutOrForeign, []cause.Cause{cause.Malformed, cause.Cipher}},
		"and blind":                            {"2.1.7", all(keyUnknown, blind, undecoded), evidence.CutOrForeign, []cause.Cause{cause.Malformed, cause.Cipher}},
		"and blind, with the key":              {"2.1.7", all(sealedBy(lostKey()), blind, undecoded), evidence.SomeUnseen, []cause.Cause{cause.Malformed, cause.Cipher}},
		"2.1.7, the wrong key file":            {"2.1.7", sealedBy(lostKey()), evidence.NotThisKey, nil},
		"2.1.7, shared seal, decoded":          {"2.1.7", shared, evidence.OpenedAnyway, nil},
		"2.1.7, shared seal, unfamiliar":       {"2.1.7", all(shared, answered(outcome.Unfamiliar)), evidence.OtherAnswer, nil},
	} {
		t.Run(name, func(t *testing.T) {
			e := rejected(t, tt.version)
			tt.change(t, &e)
			got := diagnosis.Explain(e)
			assert.Equal(t, cause.Unknown, got.Cause, "%+v", got.Findings)
			assert.Equal(t, tt.detail, got.Decisive().Detail, "%+v", got.Findings)
			assert.Equal(t, tt.open, got.Decisive().Open)
			assert.Equal(t, cause.Unknown, got.Findings[len(got.Findings)-1].Cause, "the last finding says why")
		})
	}
}
