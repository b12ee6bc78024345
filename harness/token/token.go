// Package token opens, verifies and makes StreamPark's tokens, offline.
//
// A token is a JSON Web Token (HS256) sealed with AES and written in base64.
// Up to release 2.1.6 the seal is AES-128-ECB with a key that is the same in
// every installation, so any token of those releases can be opened here:
//
//	opened, err := token.Open(header)
//	if err == nil && opened.Expiry.Before(time.Now()) {
//		fmt.Println(opened.Kind, "token of", opened.UserName, "has expired")
//	}
//
// Sources: JWTUtil, EncryptUtils and ShiroRealm of the tags v2.1.4 and v2.1.5,
// and tokens recorded from both (fixtures/recordings).
package token

import (
	"errors"
	"fmt"
	"math"
	"time"
)

// Kind tells what a token was made for; it is the claim "type".
type Kind int

const (
	// SignIn is the token a sign-in returns: the web page's.
	SignIn Kind = 1
	// API is the token of the token page: a row of t_access_token.
	API Kind = 2
)

func (k Kind) String() string {
	switch k {
	case SignIn:
		return "sign-in"
	case API:
		return "API"
	}
	return fmt.Sprintf("unknown (type %d)", int(k))
}

// ErrMalformed is wrapped by every error about a text that is not a token of
// release 2.1.4 to 2.1.6: not base64, not sealed with their key, or no JWT.
var ErrMalformed = errors.New("not a StreamPark token")

// NeverMillis is the expiry 2.1.5 gives an API token, in milliseconds since
// 1970: Java's Long.MAX_VALUE (AccessTokenServiceImpl of v2.1.5).
const NeverMillis int64 = math.MaxInt64

// Claims is what a token says.
type Claims struct {
	Kind     Kind
	UserID   int64
	UserName string
	// ExpirySeconds is the claim "exp", in seconds since 1970. Zero means
	// that the token has none.
	ExpirySeconds int64
	// IssuedMillis is the claim "timestamp", in milliseconds since 1970. Only
	// sign-in tokens of 2.1.5 and later carry it; zero elsewhere.
	IssuedMillis int64
}

// Token is an opened token.
type Token struct {
	Claims
	// JWT is the signed text inside the seal.
	JWT string
}

// Never reports whether the token's expiry is the one 2.1.5 writes for "never".
func (c Claims) Never() bool { return c.ExpirySeconds == NeverMillis/1000 }

// Expiry is the instant of "exp". One that is not a date (2.1.5's "never" lies 292
// million years ahead) is the first or the last second there is a date for.
func (c Claims) Expiry() time.Time { return dated(c.ExpirySeconds) }

// Issued is the instant at which the token says it was made.
func (c Claims) Issued() time.Time {
	at := dated(c.IssuedMillis / 1000)
	return at.Add(time.Duration(c.IssuedMillis%1000) * time.Millisecond)
}

// dated is an instant in the years 1 to 9999, which all have dates in JSON.
func dated(seconds int64) time.Time {
	first, last := time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC).Unix(), time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC).Unix()
	return time.Unix(min(max(seconds, first), last), 0).UTC()
}

// ExpiredAt reports whether the token had expired at an instant, as
// StreamPark's JWT library counts: a token is good until its expiry has passed.
func (c Claims) ExpiredAt(at time.Time) bool {
	return c.ExpirySeconds != 0 && at.Unix() > c.ExpirySeconds
}
