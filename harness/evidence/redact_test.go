package evidence_test

import (
	"fmt"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"

	"streampark-regress/harness/evidence"
)

func TestRedactor(t *testing.T) {
	const token, password = "eyJhbGciOiJIUzI1NiJ9.e30.c2lnbmF0dXJl+/=", "pass word&1"
	for name, tt := range map[string]struct {
		token, password, text, want string
	}{
		"nothing is known":        {"", "", "the token is " + token, "^the token is eyJhbGciOiJIUzI1NiJ9"},
		"a token":                 {token, "", "sent " + token + ".", `^sent eyJhbGci\.\.\.\[[0-9a-f]{8}\]\.$`},
		"a token in a form":       {token, "", "t=" + url.QueryEscape(token) + "&x", `^t=eyJhbGci\.\.\.\[[0-9a-f]{8}\]&x$`},
		"twice":                   {token, "", token + token, `^(eyJhbGci\.\.\.\[[0-9a-f]{8}\]){2}$`},
		"a part of a token":       {token, "", token[:30], "^" + token[:30] + "$"},
		"a token of 8 characters": {"12345678", "", "code 12345678", "^code 12345678$"},
		"a token of 9 characters": {"123456789", "", "code 123456789", `^code 12345678\.\.\.\[[0-9a-f]{8}\]$`},
		"a password":              {"", password, "with " + password, `^with \[secret [0-9a-f]{8}\]$`},
		"a short password":        {"", "abc", "abcd abc", `^\[secret [0-9a-f]{8}\]d \[secret [0-9a-f]{8}\]$`},
		"the password alone":      {"", password, password, `^\[secret [0-9a-f]{8}\]$`},
		"two that end alike":      {"one-same-end", "other-same-end", "one-same-end, other-same-end", `^one-same\.\.\.\[[0-9a-f]{8}\], \[secret [0-9a-f]{8}\]$`},
		"the end of a token":      {"123456789abc", "", "9abc, 56789abc", "^9abc, 56789abc$"},
		"a password in a form":    {"", password, "p=pass+word%261&q=1", `^p=\[secret [0-9a-f]{8}\]&q=1$`},
		"a password in a token":   {token, "eyJhbGciOiJIUzI1NiJ9", token + " eyJhbGciOiJIUzI1NiJ9", `^eyJhbGci\.\.\.\[[0-9a-f]{8}\] \[secret [0-9a-f]{8}\]$`},
		"a token in a password":   {"123456789", "x123456789x", "x123456789x 123456789", `^\[secret [0-9a-f]{8}\] 12345678\.\.\.\[[0-9a-f]{8}\]$`},
	} {
		t.Run(name, func(t *testing.T) {
			r := &evidence.Redactor{}
			r.Token(tt.token)
			r.Password(tt.password)
			assert.Regexp(t, tt.want, r.Redact(tt.text))
			r.Show = true
			assert.Equal(t, tt.text, r.Redact(tt.text), "--show-secrets lifts it")
		})
	}
}

// Two tokens begin alike, so it is the hash that tells them apart; the same
// token looks the same in every run.
func TestTokensCanBeToldApart(t *testing.T) {
	r, other := &evidence.Redactor{}, &evidence.Redactor{}
	for _, secret := range []string{"eyJhbGciOne", "eyJhbGciTwo"} {
		r.Token(secret)
		other.Token(secret)
	}
	assert.NotEqual(t, r.Redact("eyJhbGciOne"), r.Redact("eyJhbGciTwo"))
	assert.Equal(t, r.Redact("eyJhbGciOne"), other.Redact("eyJhbGciOne"))
}

// Servers are asked side by side while one log is written.
func TestRedactorIsUsedSideBySide(t *testing.T) {
	r := &evidence.Redactor{}
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			secret := fmt.Sprintf("secret-number-%d", i)
			r.Token(secret)
			assert.NotContains(t, r.Redact(strings.Repeat(secret, 50)), secret)
		})
	}
	all.Wait()
}
