package token_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/token"
)

// upstream3933 is the token printed in upstream issue 3933.
const upstream3933 = "69qMW7reOXhrAh29LjPWwwP+quFqLf++MbPbsB9/NcTCKGzZE2EU7tBUBU5gqG236VF5pMyVrsE5K7hBWiyuLqICNwPEEj7zzjFzA1ji5V6Hj3O3o2/ZwIYuIdSdSedz01hOX8wwQTJvbbp8kbAEenDllTnlkTxKB910HXaUKUxRhqUDubDlxsn3KBDrYO43WaUoxZBOlEwmc1Mgc5EWpXRclTPOFwQnPKrFL4YXgWU="

func TestOpenTheTokenOfUpstream3933(t *testing.T) {
	opened, err := token.Open(upstream3933)
	require.NoError(t, err)
	assert.Equal(t, token.API, opened.Kind)
	assert.Equal(t, "admin", opened.UserName)
	assert.EqualValues(t, 100000, opened.UserID)
	assert.Equal(t, time.Date(2024, 7, 29, 9, 56, 25, 0, time.UTC), opened.Expiry())
	assert.True(t, opened.ExpiredAt(time.Date(2024, 8, 1, 0, 0, 0, 0, time.UTC)), "it had expired when the issue was filed")
	assert.False(t, opened.ExpiredAt(time.Date(2024, 7, 29, 9, 56, 25, 0, time.UTC)))
}

func TestSealingTheSameJWTGivesTheSameToken(t *testing.T) {
	opened, err := token.Open(upstream3933)
	require.NoError(t, err)
	assert.Equal(t, upstream3933, token.Seal(opened.JWT))
}

func TestMintedTokenCarriesItsClaims(t *testing.T) {
	made := time.Date(2026, 11, 22, 20, 11, 10, 999e6, time.UTC)
	for name, claims := range map[string]token.Claims{
		"API token of 2.1.4":     {Kind: token.API, UserID: 7, UserName: "caller", ExpirySeconds: token.ExpiryAfter(made, 2*time.Hour)},
		"API token of 2.1.5":     {Kind: token.API, UserID: 7, UserName: "caller", ExpirySeconds: token.NeverMillis / 1000},
		"sign-in token of 2.1.5": {Kind: token.SignIn, UserID: 7, UserName: "caller", ExpirySeconds: 1795356770, IssuedMillis: 1795349570339},
	} {
		t.Run(name, func(t *testing.T) {
			sealed, err := token.Mint(claims, "salt")
			require.NoError(t, err)
			opened, err := token.Open(sealed)
			require.NoError(t, err)
			assert.Equal(t, claims, opened.Claims)
			assert.True(t, opened.Verify("salt"))
			assert.False(t, opened.Verify("another salt"))
			assert.False(t, opened.Verify(""))
		})
	}
}

func TestNever(t *testing.T) {
	never := token.Claims{ExpirySeconds: token.NeverMillis / 1000}
	assert.True(t, never.Never())
	assert.False(t, never.ExpiredAt(time.Date(2999, 1, 1, 0, 0, 0, 0, time.UTC)))
}

func TestOpenRejectsWhatIsNoToken(t *testing.T) {
	for name, tt := range map[string]struct{ text, want string }{
		"empty":                    {"", "0 bytes are not a whole number of AES blocks of 16"},
		"garbage":                  {"garbage", "not base64"},
		"half":                     {upstream3933[:len(upstream3933)/2], "not base64"},
		"15 bytes":                 {upstream3933[:20], "15 bytes are not a whole number of AES blocks of 16"},
		"bearer prefix":            {"Bearer " + upstream3933, "not base64"},
		"other key":                {"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", "not sealed with the key of releases up to 2.1.6"},
		"sealed text":              {token.Seal("no JWT"), "what is inside has 1 parts and a JWT has 3"},
		"a header of no base64":    {token.Seal("?.e30.c2ln"), "its header: not base64"},
		"a header that is no JSON": {token.Seal("e30x.e30.c2ln"), "its header: not JSON"},
		"claims of no base64":      {token.Seal("e30.?.c2ln"), "its claims: not base64"},
		"claims that are no JSON":  {token.Seal("e30.e30x.c2ln"), "its claims: not JSON"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := token.Open(tt.text)
			require.ErrorIs(t, err, token.ErrMalformed)
			assert.ErrorContains(t, err, tt.want)
		})
	}
}

func TestPayloadIsWhatTheTokenSays(t *testing.T) {
	opened, err := token.Open(upstream3933)
	require.NoError(t, err)
	assert.JSONEq(t, `{"userName":"admin","type":2,"exp":1722246985,"userId":100000}`, opened.Payload())
	for _, jwt := range []string{"", "a.b", "a.?.c"} {
		assert.Empty(t, token.Token{JWT: jwt}.Payload(), jwt)
	}
}

func TestWhatHasNoSignatureIsNotSigned(t *testing.T) {
	for _, jwt := range []string{"", "no dots", "e30.e30.", "e30.e30.?"} {
		assert.False(t, token.Token{JWT: jwt}.Verify("salt"), jwt)
	}
	_, err := token.Mint(token.Claims{}, "")
	assert.EqualError(t, err, "sign a token: the secret is empty")
}

func TestKindsInWords(t *testing.T) {
	for kind, want := range map[token.Kind]string{token.API: "API", token.SignIn: "sign-in", 0: "unknown (type 0)", 9: "unknown (type 9)"} {
		assert.Equal(t, want, kind.String())
	}
}
