package token_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/token"
)

func TestTokenOf217OpensWithItsKeyFileOnly(t *testing.T) {
	key, other := token.NewKey(), token.NewKey()
	claims := token.Claims{Kind: token.API, UserID: 7, UserName: "caller", ExpirySeconds: token.NeverMillis / 1000}
	sealed, err := token.MintWithKey(claims, key)
	require.NoError(t, err)
	assert.NotEqual(t, key, other)

	opened, err := token.OpenWithKey(" "+sealed+"\n", key)
	require.NoError(t, err)
	assert.Equal(t, claims, opened.Claims)
	assert.True(t, opened.Verify(string(key)), "2.1.7 signs with the key it seals with")
	assert.False(t, opened.Verify(string(other)))

	_, err = token.OpenWithKey(sealed, other)
	require.ErrorIs(t, err, token.ErrMalformed)
	assert.ErrorContains(t, err, "not sealed with this key file")
	_, err = token.Open(sealed)
	require.ErrorIs(t, err, token.ErrMalformed, "the key that all older releases share does not open it")

	again, err := token.MintWithKey(claims, key)
	require.NoError(t, err)
	assert.NotEqual(t, sealed, again, "each seal has a nonce of its own")
}

func TestOpenWithKeyRejectsWhatIsNoToken(t *testing.T) {
	key := token.NewKey()
	noJWT, err := token.SealWithKey("no JWT", key)
	require.NoError(t, err)
	for name, tt := range map[string]struct{ text, want string }{
		"empty":            {"", "0 bytes are too few"},
		"too short":        {"AAAA", "3 bytes are too few"},
		"no base64":        {"Bearer x", "not base64"},
		"an older release": {upstream3933, "not sealed with this key file"},
		"sealed text":      {noJWT, "has 1 parts and a JWT has 3"},
	} {
		_, err := token.OpenWithKey(tt.text, key)
		require.ErrorIs(t, err, token.ErrMalformed, name)
		assert.ErrorContains(t, err, tt.want, name)
	}
}

func TestKeyOfAnotherLengthIsNoKey(t *testing.T) {
	short := token.Key("short")
	_, err := token.SealWithKey("text", short)
	require.ErrorContains(t, err, "use the key file")
	_, err = token.UnsealWithKey(upstream3933, short)
	require.ErrorContains(t, err, "use the key file")
	_, err = token.MintWithKey(token.Claims{}, nil)
	assert.EqualError(t, err, "sign a token: the secret is empty")
}

func TestKeyFile(t *testing.T) {
	key := token.NewKey()
	file := filepath.Join(t.TempDir(), "streampark.jwt.key")
	for name, tt := range map[string]struct{ content, want string }{
		"as it is written":    {key.String(), ""},
		"with space around":   {" " + key.String() + " \n", ""},
		"a shorter key":       {"c2hvcnQ=", "it holds a key of 5 bytes, and a key of 2.1.7 has 32"},
		"empty":               {"", "it holds a key of 0 bytes, and a key of 2.1.7 has 32"},
		"something else":      {"-----BEGIN KEY-----", "it is not base64"},
		"two keys":            {key.String() + "\n" + key.String(), "it is not base64"},
		"a key of other size": {token.Key(strings.Repeat("k", 33)).String(), "it holds a key of 33 bytes, and a key of 2.1.7 has 32"},
	} {
		require.NoError(t, os.WriteFile(file, []byte(tt.content), 0o600))
		got, err := token.ReadKey(file)
		if tt.want == "" {
			require.NoError(t, err, name)
			assert.Equal(t, key, got, name)
			continue
		}
		require.ErrorContains(t, err, "read the key file "+file+": "+tt.want, name)
		if tt.content != "" {
			assert.NotContains(t, err.Error(), tt.content, "an error shows no key")
		}
	}
	_, err := token.ReadKey(file + ".old")
	assert.ErrorIs(t, err, os.ErrNotExist)
}
