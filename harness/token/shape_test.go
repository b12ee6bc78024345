package token_test

import (
	"bytes"
	"encoding/base64"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/token"
)

func TestShapes(t *testing.T) {
	claims := token.Claims{Kind: token.API, UserID: 100000, UserName: "admin", ExpirySeconds: token.NeverMillis / 1000}
	shared, err := token.Mint(claims, "secret")
	require.NoError(t, err)
	sealed, err := token.MintWithKey(claims, bytes.Repeat([]byte{7}, 32))
	require.NoError(t, err)
	least, err := token.MintWithKey(token.Claims{Kind: token.SignIn, UserID: 1, UserName: "a", ExpirySeconds: 1}, bytes.Repeat([]byte{7}, 32))
	require.NoError(t, err)
	for name, tt := range map[string]struct {
		text string
		want token.Shape
	}{
		"nothing":                    {"", token.Shapeless},
		"a word":                     {"garbage", token.Shapeless},
		"base64 of something else":   {base64.StdEncoding.EncodeToString([]byte(strings.Repeat("x", 32))), token.Shapeless},
		"half of a token":            {shared[:len(shared)/2], token.Damaged},
		"its first block":            {shared[:24], token.Damaged},
		"less than a block":          {shared[:12], token.Shapeless},
		"its first character":        {"A" + shared[1:], token.Damaged},
		"its last character":         {shared[:len(shared)-3] + "A==", token.Damaged},
		"a token of a key file":      {sealed, token.LikeKeyFile},
		"with spaces around it":      {" " + sealed + "\n", token.LikeKeyFile},
		"the shortest of a key file": {least, token.LikeKeyFile},
		"half of that":               {sealed[:len(sealed)/2/4*4], token.Shapeless},
		"a JWT":                      {"eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln", token.OpenJWT},
		"three words with dots":      {"a.b.c", token.Shapeless},
	} {
		assert.Equal(t, tt.want, token.ShapeOf(tt.text), name)
	}
}
