package diagnosis_test

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/fixtures"
	"streampark-regress/harness/database"
	"streampark-regress/harness/diagnosis"
	"streampark-regress/harness/outcome"
	"streampark-regress/harness/release"
	"streampark-regress/harness/token"
)

// seal makes a token of 2.1.7.
func seal(t *testing.T, key token.Key, c token.Claims) string {
	t.Helper()
	sealed, err := token.MintWithKey(c, key)
	require.NoError(t, err)
	return sealed
}

// 2.1.7 seals with a key file: what can be told depends on who has it.
func TestExplainWithAKeyFile(t *testing.T) {
	catalogue, err := release.Parse(fixtures.Releases)
	require.NoError(t, err)
	r, err := catalogue.Find("2.1.7")
	require.NoError(t, err)
	key, other := token.Key(bytes.Repeat([]byte{7}, 32)), token.Key(bytes.Repeat([]byte{8}, 32))
	api := seal(t, key, token.Claims{Kind: token.API, UserID: 7, UserName: "caller", ExpirySeconds: token.NeverMillis / 1000})
	signIn := seal(t, key, token.Claims{Kind: token.SignIn, UserID: 7, UserName: "caller", ExpirySeconds: made.Unix() + 7200, IssuedMillis: made.UnixMilli()})
	shared, err := token.Mint(token.Claims{Kind: token.API, UserID: 7, UserName: "caller"}, "secret")
	require.NoError(t, err)
	for name, tt := range map[string]struct {
		header    string
		key       token.Key
		rejection outcome.Rejection
		change    func(*diagnosis.Evidence)
		want      diagnosis.Cause
		because   string
	}{
		"an API token":                         {api, key, outcome.Decoded, nil, diagnosis.Cipher, "no sealing is the same twice"},
		"an API token, blind":                  {api, key, outcome.Decoded, func(e *diagnosis.Evidence) { e.Blind, e.User, e.Rows, e.Held = true, nil, nil, false }, diagnosis.Cipher, "issue 4322"},
		"an API token that was deleted":        {api, key, outcome.Decoded, func(e *diagnosis.Evidence) { e.Rows, e.Held = nil, false }, diagnosis.Deleted, "no row"},
		"an API token, closed":                 {api, nil, outcome.Decoded, nil, diagnosis.Cipher, "issue 4322"},
		"closed, and no row holds it":          {api, nil, outcome.Decoded, func(e *diagnosis.Evidence) { e.Held = false }, diagnosis.Unknown, "without --key-file"},
		"the key file was lost":                {api, nil, outcome.Undecoded, nil, diagnosis.Cipher, "another key file"},
		"cut, or the key file was lost":        {api, other, outcome.Undecoded, func(e *diagnosis.Evidence) { e.Held = false }, diagnosis.Unknown, "(malformed), or was sealed with another key file (cipher)"},
		"a token of an earlier release":        {shared, nil, outcome.Undecoded, nil, diagnosis.Cipher, "no token of an earlier release survives"},
		"one the server opens all the same":    {shared, nil, outcome.Decoded, nil, diagnosis.Unknown, "as if it could open it"},
		"garbage":                              {"garbage", nil, outcome.Undecoded, nil, diagnosis.Malformed, "not base64"},
		"a sign-in token older than the start": {signIn, key, outcome.Decoded, func(e *diagnosis.Evidence) { e.StartUnknown = true }, diagnosis.BeforeStart, "the server was started after"},
		"and nobody asked for the start":       {signIn, key, outcome.Decoded, nil, diagnosis.Unknown, "none of the known"},
		"a sign-in token that expired": {signIn, key, outcome.Decoded, func(e *diagnosis.Evidence) { e.ServerTime = made.Add(121 * 60e9) },
			diagnosis.Expired, "exp passed 1m ago"},
	} {
		t.Run(name, func(t *testing.T) {
			e := diagnosis.Evidence{Release: r, Authorization: &tt.header, Key: tt.key, Rejection: tt.rejection, ServerTime: made.Add(60e9), Held: true,
				User: &database.User{ID: 7, Name: "caller", Status: 1}, Rows: []database.TokenRow{{ID: 1, UserID: 7, Token: tt.header, Status: 1}}}
			if tt.change != nil {
				tt.change(&e)
			}
			got := diagnosis.Explain(e)
			assert.Equal(t, tt.want, got.Cause, "%v", got.Findings)
			assert.Contains(t, got.Because, tt.because)
		})
	}
	t.Run("an earlier release is sent such a token", func(t *testing.T) {
		old, err := catalogue.Find("2.1.4")
		require.NoError(t, err)
		e := diagnosis.Evidence{Release: old, Authorization: &api, Key: key, Rejection: outcome.Undecoded, ServerTime: made}
		assert.Equal(t, diagnosis.Cipher, diagnosis.Explain(e).Cause)
		e.Key = nil
		assert.Equal(t, diagnosis.Malformed, diagnosis.Explain(e).Cause, "without the key file it is just text")
	})
}
