package caller

import (
	"context"
	"fmt"
	"net/url"

	"streampark-regress/harness/evidence"
	"streampark-regress/harness/release"
	"streampark-regress/harness/streampark"
	"streampark-regress/harness/token"
)

// StartTwisted starts the application at the release's own address with the
// token sent wrongly.
func (c *Caller) StartTwisted(ctx context.Context, twist evidence.Twist) error {
	return c.CallTwisted(ctx, c.Release().API.Start, twist)
}

// CallTwisted starts the application at an address with the token sent wrongly.
func (c *Caller) CallTwisted(ctx context.Context, path string, twist evidence.Twist) error {
	subject := c.subject(evidence.APIToken)
	subject.Twist = twist
	header, query, err := Twisted(c.token.Token, twist)
	if err != nil {
		return err
	}
	var with streampark.Credentials
	if header != nil {
		c.log.Redactor().Token(*header)
		with.Authorization = header
	}
	return c.start(ctx, path+query, evidence.Attempt{Subject: subject}, with)
}

// Twisted is the Authorization header of a token that is sent wrongly, nil for
// none, and what follows the address.
func Twisted(text string, twist evidence.Twist) (header *string, query string, err error) {
	var sent string
	switch twist {
	case evidence.Whole:
		sent = text
	case evidence.Absent:
		return nil, "", nil
	case evidence.Garbage:
		sent = "garbage"
	case evidence.Half:
		sent = text[:len(text)/2]
	case evidence.Changed:
		sent = changed(text)
	case evidence.Bearer:
		sent = "Bearer " + text
	case evidence.InQuery:
		return nil, "?Authorization=" + url.QueryEscape(text), nil
	default:
		return nil, "", fmt.Errorf("unknown way to send a token wrongly %q: choose one of %v", twist, evidence.Twists())
	}
	return &sent, "", nil
}

// changed changes one character, in the last third, so that header and claims
// stay readable.
func changed(text string) string {
	at, other := len(text)*2/3, "A"
	if text[at] == 'A' {
		other = "B"
	}
	return text[:at] + other + text[at+1:]
}

// StartForged starts the application with a token that names the owner and is
// signed with the seeded administrator's secret.
func (c *Caller) StartForged(ctx context.Context) error {
	other, found, err := c.database().UserByName(ctx, streampark.SeededAdmin)
	if err != nil {
		return err
	}
	if !found {
		return fmt.Errorf("forge a token: there is no user %s in t_user", streampark.SeededAdmin)
	}
	c.log.Redactor().Password(other.Salt)
	c.log.Redactor().Password(other.Password)
	secret := other.Salt
	if c.Release().Tokens.SignedWith == release.SignedWithPassword {
		secret = other.Password
	}
	forged, err := token.Mint(c.token.opened.Claims, secret)
	if err != nil {
		return err
	}
	c.log.Redactor().Token(forged)
	return c.start(ctx, c.Release().API.Start, evidence.Attempt{Subject: c.subject(evidence.Forged)}, streampark.Credentials{Authorization: &forged})
}
