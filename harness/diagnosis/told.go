package diagnosis

import (
	"time"

	"streampark-regress/harness/release"
	"streampark-regress/harness/token"
)

// Told is what a text that was sent says by itself. It is zero where nobody can open
// it.
type Told struct {
	Kind token.Kind
	// Opened is set where it could be opened.
	Opened bool
	// Never: it never expires.
	Never bool
	// Expiry is when it does, zero where it carries no expiry.
	Expiry time.Time
	// Makers are the releases that make such tokens.
	Makers []string
}

// tell opens what is to be sent with the keys there are.
func tell(c *release.Catalogue, s Subject) Told {
	e := Evidence{Authorization: s.Header, Key: s.Key}
	o := e.open()
	if o.seal == unopened {
		return Told{}
	}
	told := Told{Kind: o.Kind, Opened: true, Never: o.Never(), Makers: e.makers(c)}
	if !told.Never && o.ExpirySeconds != 0 {
		told.Expiry = o.Expiry()
	}
	return told
}

// Left is how long the token that was sent lives on by the server's clock; false where
// it never expires or nobody knows.
func (x Examination) Left() (time.Duration, bool) {
	if x.Token.Expiry.IsZero() || x.At.IsZero() {
		return 0, false
	}
	return x.Token.Expiry.Sub(x.At), true
}
