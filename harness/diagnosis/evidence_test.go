package diagnosis_test

import (
	"bytes"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"streampark-regress/fixtures"
	"streampark-regress/harness/database"
	"streampark-regress/harness/diagnosis"
	"streampark-regress/harness/outcome"
	"streampark-regress/harness/release"
	"streampark-regress/harness/token"
)

// made is when the token was made.
func made() time.Time { return time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC) }

// serverKey is the key file of the server of 2.1.7, lostKey one of another.
func serverKey() token.Key { return bytes.Repeat([]byte{7}, 32) }
func lostKey() token.Key   { return bytes.Repeat([]byte{8}, 32) }

// builtIn is the catalogue that travels with the program.
//
//nolint:gochecknoglobals // nobody can set it, and hundreds of cases would parse it again
var builtIn = sync.OnceValues(func() (*release.Catalogue, error) { return release.Parse(fixtures.Releases) })

// find is a release of the built-in catalogue.
func find(t *testing.T, version string) release.Release {
	t.Helper()
	c, err := builtIn()
	require.NoError(t, err)
	r, err := c.Find(version)
	require.NoError(t, err)
	return r
}

// apiToken is what the owner's API token says on a release.
func apiToken(r release.Release) token.Claims {
	c := token.Claims{Kind: token.API, UserID: 7, UserName: "caller", ExpirySeconds: token.NeverMillis / 1000}
	if r.Tokens.APIExpiry == release.ExpiresAfterSessionTTL {
		c.ExpirySeconds = token.ExpiryAfter(made(), 2*time.Hour)
	}
	return c
}

// signInToken is what a token of the owner's sign-in says on a release.
func signInToken(r release.Release) token.Claims {
	c := token.Claims{Kind: token.SignIn, UserID: 7, UserName: "caller", ExpirySeconds: token.ExpiryAfter(made(), 2*time.Hour)}
	if r.API.SignInDiesWithServer {
		c.IssuedMillis = made().UnixMilli()
	}
	return c
}

// mint makes a token as the release does, for the owner with the salt "the salt"
// and the password hash "the hash".
func mint(t *testing.T, r release.Release, c token.Claims) string {
	t.Helper()
	var sealed string
	var err error
	switch r.Tokens.SignedWith {
	case release.SignedWithSalt:
		sealed, err = token.Mint(c, "the salt")
	case release.SignedWithPassword:
		sealed, err = token.Mint(c, "the hash")
	case release.SignedWithKeyFile:
		sealed, err = token.MintWithKey(c, serverKey())
	case release.SignedWithProcess, release.SignedWithNothingKept:
		sealed, err = token.Mint(c, "the key of a server that is no more")
	}
	require.NoError(t, err)
	return sealed
}

// rejected is a 401 an hour after an API token was made, for which nothing is
// wrong that can be seen; on 2.1.7 that no API token works is enough.
func rejected(t *testing.T, version string) diagnosis.Evidence {
	t.Helper()
	r := find(t, version)
	sent := mint(t, r, apiToken(r))
	e := diagnosis.Evidence{Release: r, Authorization: &sent, Rejection: outcome.Decoded, ServerTime: made().Add(time.Hour), Held: true,
		User: &database.User{ID: 7, Name: "caller", Salt: "the salt", Password: "the hash", Status: 1},
		Rows: []database.TokenRow{{ID: 1, UserID: 7, Token: sent, Status: 1}}}
	if diagnosis.DesignOf(r) == diagnosis.ByKeyFile {
		e.Key = serverKey()
	}
	return e
}

// change is what a case does to the evidence of rejected.
type change func(*testing.T, *diagnosis.Evidence)

// all makes several changes.
func all(changes ...change) change {
	return func(t *testing.T, e *diagnosis.Evidence) {
		for _, c := range changes {
			c(t, e)
		}
	}
}

// nothing changes nothing.
func nothing(*testing.T, *diagnosis.Evidence) {}

// sending sends something else, of which there is no row.
func sending(text string) change {
	return func(_ *testing.T, e *diagnosis.Evidence) { e.Authorization, e.Rows, e.Held = &text, nil, false }
}

// sendingClaims sends a token of the release that says something else.
func sendingClaims(of func(release.Release) token.Claims) change {
	return func(t *testing.T, e *diagnosis.Evidence) { sending(mint(t, e.Release, of(e.Release)))(t, e) }
}

func signedIn(t *testing.T, e *diagnosis.Evidence) { sendingClaims(signInToken)(t, e) }

// sealedBy sends a token of 2.1.7 with a row that holds it.
func sealedBy(key token.Key) change {
	return func(t *testing.T, e *diagnosis.Evidence) {
		sealed, err := token.MintWithKey(apiToken(e.Release), key)
		require.NoError(t, err)
		e.Authorization, e.Held = &sealed, true
		e.Rows = []database.TokenRow{{ID: 1, UserID: 7, Token: sealed, Status: 1}}
	}
}

// shared sends a token with the seal that everybody knows.
func shared(t *testing.T, e *diagnosis.Evidence) {
	sealed, err := token.Mint(apiToken(e.Release), "secret")
	require.NoError(t, err)
	sending(sealed)(t, e)
	e.Held = true
}

func answered(r outcome.Rejection) change {
	return func(_ *testing.T, e *diagnosis.Evidence) { e.Rejection = r }
}

func after(d time.Duration) change {
	return func(_ *testing.T, e *diagnosis.Evidence) { e.ServerTime = made().Add(d) }
}

func took(d time.Duration) change {
	return func(_ *testing.T, e *diagnosis.Evidence) { e.Took = d }
}

func blind(_ *testing.T, e *diagnosis.Evidence) {
	e.Blind, e.User, e.Rows, e.Held = true, nil, nil, false
}

func rowGone(_ *testing.T, e *diagnosis.Evidence)    { e.Rows, e.Held = nil, false }
func rowOther(_ *testing.T, e *diagnosis.Evidence)   { e.Rows[0].Token, e.Held = "another", false }
func rowOff(_ *testing.T, e *diagnosis.Evidence)     { e.Rows[0].Status = 0 }
func twoRows(_ *testing.T, e *diagnosis.Evidence)    { e.Rows = append(e.Rows, e.Rows[0]) }
func locked(_ *testing.T, e *diagnosis.Evidence)     { e.User.Status = 0 }
func userGone(_ *testing.T, e *diagnosis.Evidence)   { e.User = nil }
func saltNew(_ *testing.T, e *diagnosis.Evidence)    { e.User.Salt = "new" }
func hashNew(_ *testing.T, e *diagnosis.Evidence)    { e.User.Password = "new" }
func keyUnknown(_ *testing.T, e *diagnosis.Evidence) { e.Key = nil }
func accepted(_ *testing.T, e *diagnosis.Evidence)   { e.Accepted = true }
func noHeader(_ *testing.T, e *diagnosis.Evidence)   { e.Authorization = nil }
func cookie(_ *testing.T, e *diagnosis.Evidence)     { e.Session = true }

// restarted has the server start so long after the token was made, as seen.
func restarted(after time.Duration) change {
	return func(_ *testing.T, e *diagnosis.Evidence) { e.Started = made().Add(after) }
}

// startUnseen is a server that was there before anybody looked.
func startUnseen(_ *testing.T, e *diagnosis.Evidence) { e.StartUnknown = true }

// shortLived is an API token that expires as one of 2.1.4 does.
func shortLived(release.Release) token.Claims {
	return token.Claims{Kind: token.API, UserID: 7, UserName: "caller", ExpirySeconds: made().Unix()}
}

// everlasting is an API token that never expires, as those of 2.1.5.
func everlasting(release.Release) token.Claims {
	return token.Claims{Kind: token.API, UserID: 7, UserName: "caller", ExpirySeconds: token.NeverMillis / 1000}
}

// undated is a sign-in that does not say when it was made, as those of 2.1.4.
func undated(r release.Release) token.Claims {
	c := signInToken(r)
	c.IssuedMillis = 0
	return c
}

// sendingHalf sends the first half of the token.
func sendingHalf(t *testing.T, e *diagnosis.Evidence) {
	text := *e.Authorization
	sending(text[:len(text)/2])(t, e)
}

// held puts what is sent into the owner's row.
func held(_ *testing.T, e *diagnosis.Evidence) {
	e.Held, e.Rows = true, []database.TokenRow{{ID: 1, UserID: 7, Token: *e.Authorization, Status: 1}}
}

// atReplica has a replica answer what another is known to know, 0 for none.
func atReplica(number, home int) change {
	return func(_ *testing.T, e *diagnosis.Evidence) { e.Topology.Replica, e.Topology.Home = number, home }
}

// keysOfReplicas gives the first of two replicas the key file that is lost
// elsewhere, and the second the server's.
func keysOfReplicas(_ *testing.T, e *diagnosis.Evidence) {
	e.Topology.Keys = map[int]token.Key{1: lostKey(), 2: serverKey()}
}

func challenged(_ *testing.T, e *diagnosis.Evidence) { e.Topology.Challenge = `Basic realm="gateway"` }
