package caller

import (
	"cmp"
	"context"
	"errors"
	"fmt"

	"streampark-regress/harness/evidence"
	"streampark-regress/harness/release"
	"streampark-regress/harness/streampark"
	"streampark-regress/harness/token"
)

// errNoFormerToken is the error of a call with a token that was never replaced.
var errNoFormerToken = errors.New("no token was used before this one: make another first")

// StartUnsigned starts the application with a token that names the owner and
// says that it needs no signature.
func (c *Caller) StartUnsigned(ctx context.Context) error {
	return c.startUnsigned(ctx, evidence.Unsigned, c.token.opened.Claims)
}

// StartUnsignedSignIn is StartUnsigned with a sign-in.
func (c *Caller) StartUnsignedSignIn(ctx context.Context) error {
	claims, err := c.signInClaims(ctx)
	if err != nil {
		return err
	}
	return c.startUnsigned(ctx, evidence.UnsignedSignIn, claims)
}

func (c *Caller) startUnsigned(ctx context.Context, kind evidence.SubjectKind, claims token.Claims) error {
	forged, err := token.MintUnsigned(claims)
	if err != nil {
		return err
	}
	return c.startForged(ctx, kind, forged)
}

// StartForged starts the application with a token that names the owner and is
// signed with the administrator's secret.
func (c *Caller) StartForged(ctx context.Context) error {
	if c.token.ID == 0 {
		return errNoToken
	}
	return c.startSignedBy(ctx, c.tenancy().Administrator.Name, c.Release().Tokens.APISecret(), evidence.Forged, c.token.opened.Claims)
}

// StartForgedSignIn is StartForged with a sign-in.
func (c *Caller) StartForgedSignIn(ctx context.Context) error {
	claims, err := c.signInClaims(ctx)
	if err != nil {
		return err
	}
	return c.startSignedBy(ctx, c.tenancy().Administrator.Name, c.Release().Tokens.SignedWith, evidence.ForgedSignIn, claims)
}

// StartUnheld starts the application with a token that the owner's own secret
// signed and that no row holds: it says that it lives a second less.
func (c *Caller) StartUnheld(ctx context.Context) error {
	if c.token.ID == 0 {
		return errNoToken
	}
	claims := c.token.opened.Claims
	claims.ExpirySeconds--
	return c.startSignedBy(ctx, c.owner.name, c.Release().Tokens.APISecret(), evidence.Unheld, claims)
}

// signInClaims are those of a sign-in of the owner that was just made.
func (c *Caller) signInClaims(ctx context.Context) (token.Claims, error) {
	session, err := c.own(ctx)
	if err != nil {
		return token.Claims{}, err
	}
	opened, err := c.open(ctx, session.Token)
	if err != nil {
		return token.Claims{}, fmt.Errorf("open a sign-in token: %w", err)
	}
	return opened.Claims, nil
}

// startSignedBy starts the application with claims that a user's secret signed.
// Where that is no column of the user's, nobody but the server knows it, and
// another takes its place.
func (c *Caller) startSignedBy(ctx context.Context, name string, with release.Secret, kind evidence.SubjectKind, claims token.Claims) error {
	signer, err := c.user(ctx, name)
	if err != nil {
		return fmt.Errorf("forge a token: %w", err)
	}
	var secret string
	switch with {
	case release.SignedWithPassword:
		secret = signer.Password
	case release.SignedWithSalt:
		secret = signer.Salt
	case release.SignedWithProcess, release.SignedWithNothingKept, release.SignedWithKeyFile:
		secret = cmp.Or(signer.Salt, signer.Password) // a build of 2.1.8 was seen to keep no salts
	}
	forged, err := token.Mint(claims, secret)
	if err != nil {
		return err
	}
	return c.startForged(ctx, kind, forged)
}

func (c *Caller) startForged(ctx context.Context, kind evidence.SubjectKind, forged string) error {
	c.log.Redactor().Token(forged)
	return c.startAs(ctx, c.Release().API.Start, evidence.Attempt{Subject: c.subject(kind)}, streampark.Header(forged))
}

// StartInSession starts the application with the token and the cookie of a web
// session: the one that its last call opened, or one of its owner's.
func (c *Caller) StartInSession(ctx context.Context) error {
	with, err := c.credentials()
	if err != nil {
		return err
	}
	with.Session = c.history.session
	if with.Session == "" {
		if with.Session, err = c.liveSession(ctx); err != nil {
			return err
		}
	}
	subject := c.subject(evidence.APIToken)
	subject.Cookie = true
	return c.startAs(ctx, c.Release().API.Start, evidence.Attempt{Subject: subject}, with)
}

// StartWithFormer starts the application with the token that was in use before
// the present one.
func (c *Caller) StartWithFormer(ctx context.Context) error {
	if c.former == "" {
		return errNoFormerToken
	}
	return c.startAs(ctx, c.Release().API.Start, evidence.Attempt{Subject: c.subject(evidence.Former)}, streampark.Header(c.former))
}

// CancelNothing asks an address with the token to cancel an application that
// there is not: what is open fails then, and what is closed says so.
func (c *Caller) CancelNothing(ctx context.Context, path string) error {
	with, err := c.credentials()
	if err != nil {
		return err
	}
	return c.callPage(ctx, streampark.CancelCall(path, c.tenancy().Nobodys()).As(with))
}

// StartBy asks for the start with the token, by a method.
func (c *Caller) StartBy(ctx context.Context, method string) error {
	with, err := c.credentials()
	if err != nil {
		return err
	}
	request := streampark.StartCall(c.Release().API.Start, c.application.id).As(with)
	request.Method = method
	return c.start(ctx, evidence.Attempt{Subject: c.subject(evidence.APIToken)}, request)
}
