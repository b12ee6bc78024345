package caller

import (
	"context"
	"fmt"

	"streampark-regress/harness/choice"
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
	request, err := twisted(c.startCall(path, subject), c.token.Token, twist)
	if err != nil {
		return err
	}
	if twist == evidence.CookieAlone {
		session, err := c.own(ctx)
		if err != nil {
			return err
		}
		request.Session = session.Cookie
	}
	if request.Authorization != nil {
		c.log.Redactor().Token(*request.Authorization)
	}
	return c.start(ctx, evidence.Attempt{Subject: subject}, request)
}

// twisted is a call with a token that is sent wrongly. Where a part of the token
// is sent there must be one.
func twisted(call streampark.Call, token string, twist evidence.Twist) (streampark.Call, error) {
	if needs := twist != evidence.Absent && twist != evidence.Garbage && twist != evidence.Empty && twist != evidence.CookieAlone; token == "" && needs {
		return call, errNoToken
	}
	sent := func(text string) (streampark.Call, error) { return call.As(streampark.Header(text)), nil }
	switch twist {
	case evidence.Whole:
		return sent(token)
	case evidence.Absent:
		return call, nil
	case evidence.Garbage:
		return sent(streampark.Garbage)
	case evidence.Half:
		return sent(streampark.Half(token))
	case evidence.Changed:
		return sent(streampark.Changed(token, len(token)*2/3))
	case evidence.Bearer:
		return sent(streampark.Bearer(token))
	case evidence.InQuery:
		return call.InQuery(token), nil
	case evidence.InForm:
		return call.With("Authorization", token), nil
	case evidence.Empty:
		return sent("")
	case evidence.CookieAlone: // the cookie is the caller's business
		return call, nil
	}
	return call, fmt.Errorf("unknown way to send a token wrongly %q: choose %s", twist, choice.OneOf(evidence.Twists()))
}

// CallWithoutToken makes a call without a token, by any method at any address;
// it tries to start the application.
func (c *Caller) CallWithoutToken(ctx context.Context, method, path string) error {
	subject := c.subject(evidence.APIToken)
	subject.Twist = evidence.Absent
	request := c.startCall(path, subject)
	request.Method = method
	return c.start(ctx, evidence.Attempt{Subject: subject}, request)
}

// StartUnsigned starts the application with a token that names the owner and
// says that it needs no signature.
func (c *Caller) StartUnsigned(ctx context.Context) error {
	forged, err := token.MintUnsigned(c.token.opened.Claims)
	if err != nil {
		return err
	}
	c.log.Redactor().Token(forged)
	return c.start(ctx, evidence.Attempt{Subject: c.subject(evidence.Unsigned)}, c.startCall(c.Release().API.Start, c.subject(evidence.Unsigned)).As(streampark.Header(forged)))
}

// StartForged starts the application with a token that names the owner and is
// signed with the seeded administrator's secret.
func (c *Caller) StartForged(ctx context.Context) error {
	if c.token.ID == 0 {
		return errNoToken
	}
	other, err := c.user(ctx, streampark.SeededAdmin)
	if err != nil {
		return fmt.Errorf("forge a token: %w", err)
	}
	secret := other.Salt
	if c.Release().Tokens.SignedWith == release.SignedWithPassword {
		secret = other.Password
	}
	forged, err := token.Mint(c.token.opened.Claims, secret)
	if err != nil {
		return err
	}
	c.log.Redactor().Token(forged)
	return c.startAs(ctx, c.Release().API.Start, evidence.Attempt{Subject: c.subject(evidence.Forged)}, streampark.Header(forged))
}
