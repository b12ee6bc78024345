package token_test

import (
	"encoding/base64"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"streampark-regress/harness/token"
)

// Whatever somebody pastes, looking at it ends, nothing that was not signed with a
// secret is taken for signed with it, and what is sealed can be opened again.
func FuzzTokens(f *testing.F) {
	jwt, err := token.Mint(token.Claims{UserName: "scheduler"}, "salt")
	if err != nil {
		f.Fatal(err)
	}
	for _, seed := range []string{"", "none", "Bearer x", jwt, token.Seal(jwt), token.Seal(jwt)[:40], "Authorization: " + token.Seal(jwt), "curl -H 'Authorization: " + token.Seal(jwt) + "' http://h",
		"a.b.c", base64.StdEncoding.EncodeToString([]byte(strings.Repeat("x", 64))), "\x00\xff", strings.Repeat("A", 4096)} {
		f.Add(seed)
	}
	key := token.NewKey()
	f.Fuzz(func(t *testing.T, text string) {
		clean, _ := token.Clean(text)
		again, _ := token.Clean(clean)
		assert.Equal(t, clean, again, "cleaning what is clean changes nothing")
		token.Header(text)
		token.ShapeOf(text)
		if opened, err := token.Open(text); err == nil {
			assert.False(t, opened.Verify("a secret that nobody signed with"))
			_ = opened.Payload()
		}
		_, err := token.OpenWithKey(text, key)
		assert.Error(t, err, "nothing is sealed with a key that was just made")
		back, err := token.Unseal(token.Seal(text))
		if assert.NoError(t, err) {
			assert.Equal(t, text, back)
		}
	})
}
