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
	for name, text := range map[string]string{
		"empty":         "",
		"garbage":       "garbage",
		"half":          upstream3933[:len(upstream3933)/2],
		"bearer prefix": "Bearer " + upstream3933,
		"other key":     "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
		"sealed text":   token.Seal("no JWT"),
	} {
		t.Run(name, func(t *testing.T) {
			_, err := token.Open(text)
			assert.ErrorIs(t, err, token.ErrMalformed)
		})
	}
}
