package token

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

// body is the JWT's payload in the order in which the releases write it; up to
// 2.1.3 it has no type.
type body struct {
	UserName  string `json:"userName"`
	Type      int    `json:"type,omitempty"`
	Exp       int64  `json:"exp,omitempty"`
	UserID    int64  `json:"userId"`
	Timestamp int64  `json:"timestamp,omitempty"`
}

// header is the JWT header StreamPark's library writes, byte for byte.
const header = `{"typ":"JWT","alg":"HS256"}`

// Mint makes a sealed token with these claims, signed with the secret. Given
// the same claims and secret as StreamPark's, it is the same text.
func Mint(c Claims, secret string) (string, error) {
	text, err := sign(c, secret)
	if err != nil {
		return "", err
	}
	return Seal(text), nil
}

// MintUnsigned makes a sealed token whose header says that it needs no
// signature, and that has none.
func MintUnsigned(c Claims) (string, error) {
	payload, err := json.Marshal(body{c.UserName, int(c.Kind), c.ExpirySeconds, c.UserID, c.IssuedMillis})
	if err != nil {
		return "", fmt.Errorf("write the claims of a token: %w", err)
	}
	return Seal(encode([]byte(`{"alg":"none","typ":"JWT"}`)) + "." + encode(payload) + "."), nil
}

// sign makes a JWT with these claims.
func sign(c Claims, secret string) (string, error) {
	if secret == "" {
		return "", errors.New("sign a token: the secret is empty")
	}
	payload, err := json.Marshal(body{c.UserName, int(c.Kind), c.ExpirySeconds, c.UserID, c.IssuedMillis})
	if err != nil {
		return "", fmt.Errorf("write the claims of a token: %w", err)
	}
	text := encode([]byte(header)) + "." + encode(payload)
	signature, err := jwt.SigningMethodHS256.Sign(text, []byte(secret))
	if err != nil {
		return "", fmt.Errorf("sign a token: %w", err)
	}
	return text + "." + encode(signature), nil
}

// Open unseals a token and reads its claims. It verifies neither signature
// nor expiry: see Verify and Claims.ExpiredAt.
func Open(sealed string) (Token, error) {
	text, err := Unseal(strings.TrimSpace(sealed))
	if err != nil {
		return Token{}, err
	}
	return parse(text)
}

func parse(text string) (Token, error) {
	parts := strings.Split(text, ".")
	if len(parts) != 3 {
		return Token{}, fmt.Errorf("%w: what is inside has %d parts and a JWT has 3", ErrMalformed, len(parts))
	}
	var h struct {
		Alg string `json:"alg"`
	}
	if err := part(parts[0], &h); err != nil {
		return Token{}, fmt.Errorf("%w: its header: %w", ErrMalformed, err)
	}
	var b body
	if err := part(parts[1], &b); err != nil {
		return Token{}, fmt.Errorf("%w: its claims: %w", ErrMalformed, err)
	}
	return Token{
		JWT: text,
		Claims: Claims{Kind: Kind(b.Type), UserID: b.UserID, UserName: b.UserName,
			ExpirySeconds: b.Exp, IssuedMillis: b.Timestamp},
	}, nil
}

// part reads one part of a JWT: JSON in base64.
func part(text string, into any) error {
	raw, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil {
		return fmt.Errorf("not base64: %w", err)
	}
	if err := json.Unmarshal(raw, into); err != nil {
		return fmt.Errorf("not JSON: %w", err)
	}
	return nil
}

// Payload is what the JWT carries, as it stands in it: JSON.
func (t Token) Payload() string {
	parts := strings.Split(t.JWT, ".")
	if len(parts) != 3 {
		return ""
	}
	text, err := base64.RawURLEncoding.DecodeString(parts[1])
	if err != nil {
		return ""
	}
	return string(text)
}

// Verify reports whether the token was signed with the secret. It says
// nothing about the expiry.
func (t Token) Verify(secret string) bool {
	last := strings.LastIndex(t.JWT, ".")
	if last < 0 || secret == "" {
		return false
	}
	signature, err := base64.RawURLEncoding.DecodeString(t.JWT[last+1:])
	if err != nil {
		return false
	}
	return jwt.SigningMethodHS256.Verify(t.JWT[:last], signature, []byte(secret)) == nil
}

// ExpiryAfter is the "exp" of a token made at an instant that lives for ttl,
// in whole seconds, as StreamPark's JWT library writes it.
func ExpiryAfter(made time.Time, ttl time.Duration) int64 {
	return made.Add(ttl).UnixMilli() / 1000
}

func encode(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }
