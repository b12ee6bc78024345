package caller

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"

	"streampark-regress/harness/choice"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/streampark"
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
	if twist == evidence.CookieAlone || twist == evidence.GarbageInSession {
		if request.Session, err = c.liveSession(ctx); err != nil {
			return err
		}
	}
	if request.Authorization != nil {
		c.log.Redactor().Token(*request.Authorization)
	}
	return c.start(ctx, evidence.Attempt{Subject: subject}, request)
}

// errNoSession is the error of a call with a cookie that no server has set.
var errNoSession = errors.New("the server sets no cookie for a web session, neither at the sign-in nor after it")

// liveSession is the cookie of a web session of the token's owner. Where a
// sign-in opens none, the first call after it does.
func (c *Caller) liveSession(ctx context.Context) (string, error) {
	session, err := c.own(ctx)
	if err != nil {
		return "", err
	}
	if session.Cookie != "" {
		return session.Cookie, nil
	}
	answer, err := session.Do(ctx, streampark.CheckTokenCall(c.owner.id))
	if err == nil && answer.Session == "" {
		err = errNoSession
	}
	c.log.Redactor().Password(answer.Session)
	return answer.Session, err
}

// twisted is a call with a token that is sent wrongly. Where a part of the token
// is sent there must be one.
func twisted(call streampark.Call, token string, twist evidence.Twist) (streampark.Call, error) {
	if token == "" && !slices.Contains([]evidence.Twist{evidence.Absent, evidence.Garbage, evidence.Empty, evidence.CookieAlone, evidence.GarbageInSession, evidence.ProxySignIn}, twist) {
		return call, errNoToken
	}
	sent := func(text string) (streampark.Call, error) { return call.As(streampark.Header(text)), nil }
	switch twist {
	case evidence.Whole:
		return sent(token)
	case evidence.Absent:
		return call, nil
	case evidence.Garbage, evidence.GarbageInSession: // a cookie is the caller's business
		return sent(streampark.Garbage)
	case evidence.Longer:
		return sent(token + "x")
	case evidence.BearerInSmall:
		return sent(streampark.Behind("bearer", token))
	case evidence.Basic:
		return sent(streampark.Behind("Basic", token))
	case evidence.Quoted:
		return sent(`"` + token + `"`)
	case evidence.InOtherHeaders:
		return call.InHeaders(token), nil
	case evidence.InCookies:
		return call.InCookies(token), nil
	case evidence.Half:
		return sent(streampark.Half(token))
	case evidence.Changed:
		return sent(streampark.Changed(token, len(token)*2/3))
	case evidence.Bearer:
		return sent(streampark.Bearer(token))
	case evidence.InQuery:
		call = call.InQuery(token)
		call.Path += "&token=" + url.QueryEscape(token)
		return call, nil
	case evidence.InForm:
		return call.With("Authorization", token).With("token", token), nil
	case evidence.Empty:
		return sent("")
	case evidence.ProxySignIn:
		return call.As(streampark.ProxySignIn()), nil
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
