package model

import (
	"context"
	"errors"

	"streampark-regress/harness/token"
)

// identity is who a caller is and what came with that.
type identity struct {
	caller *token.Claims
	// api: an API token is at work, or was in this web session.
	api bool
}

// The two ways in which the filter ends a call with 401 and an empty body.
var (
	errUndecoded = errors.New("no token could be decoded")
	errRejected  = errors.New("the token was rejected")
)

// authenticate is the filter every page but sign-in passes through.
func (s *Server) authenticate(ctx context.Context, c *call) (identity, error) {
	header, sent := c.authorization()
	if !sent {
		return identity{}, errUndecoded
	}
	if s.design.SessionDecides {
		return s.bySession(ctx, c, header)
	}
	return s.byToken(ctx, c, header)
}

// bySession is the filter of a release whose sign-ins need their web session
// (measured on 2.1.4): the token's type decides what happens next, and
// a sign-in token is not looked at any further.
func (s *Server) bySession(ctx context.Context, c *call, header string) (identity, error) {
	opened, err := s.opened(header)
	if err != nil {
		return identity{}, errUndecoded
	}
	switch opened.Kind {
	case token.API:
		return s.login(ctx, c, opened)
	case token.SignIn:
		web := c.session()
		if web == nil {
			return identity{}, nil
		}
		return identity{web.owner, web.api}, nil
	}
	return identity{}, errUndecoded
}

// byToken is the filter of the others (measured on 2.1.5): whatever can be decrypted is checked in full.
func (s *Server) byToken(ctx context.Context, c *call, header string) (identity, error) {
	if header != "" || s.key != nil { // an empty header decrypts to an empty token
		if _, err := s.unseal(header); err != nil && !s.design.RejectsUnopened {
			return identity{}, errUndecoded
		}
	}
	opened, err := s.opened(header)
	if err != nil {
		c.forget(2)
		return identity{}, s.rejected(header)
	}
	who, err := s.login(ctx, c, opened)
	if errors.Is(err, errRejected) {
		err = s.rejected(header)
	}
	return who, err
}

// rejected is a token's rejection, which some releases log with the token.
func (s *Server) rejected(header string) error {
	if s.design.RejectedAreLogged {
		s.log.Error("Error in executeLogin, token " + header)
	}
	return errRejected
}

// login is the realm: it accepts or rejects a decoded token.
func (s *Server) login(ctx context.Context, c *call, t token.Token) (identity, error) {
	err := s.check(ctx, c, t)
	if rule := s.design.breakage.rule; rule != nil {
		err = rule(ctx, s, c, t, err)
	}
	if err != nil {
		c.forget(2)
		return identity{}, err
	}
	web := c.openSession()
	c.forget(1)
	claims := t.Claims
	web.owner = &claims
	return identity{&claims, web.api}, nil
}

func (s *Server) check(ctx context.Context, c *call, t token.Token) error {
	if t.Kind == token.API || s.design.Untyped && s.memory.knows(t) {
		return s.checkAPI(ctx, c, t)
	}
	return s.checkAll(ctx, c, t)
}

// checkAll is what a release checks, in its order.
func (s *Server) checkAll(ctx context.Context, c *call, t token.Token) error {
	if s.design.ByRow {
		return s.checkByRow(ctx, c, t)
	}
	if s.design.SignatureFirst {
		if err := s.checkSignature(ctx, t); err != nil {
			return err
		}
	}
	switch t.Kind {
	case token.SignIn:
		if s.design.SignInTokensAreDated && t.IssuedMillis < s.started.UnixMilli() {
			return errRejected
		}
	case token.API:
		if err := s.checkRow(ctx, t); err != nil {
			return err
		}
		c.openSession().api = true
	default:
		return errRejected
	}
	if !s.design.SignatureFirst {
		return s.checkSignature(ctx, t)
	}
	return nil
}

func (s *Server) checkSignature(ctx context.Context, t token.Token) error {
	user, found, err := s.db.UserByName(ctx, t.UserName)
	if err != nil {
		return err
	}
	b := s.design.breakage
	anySigner := b.anySigner || b.anySignIn && t.Kind == token.SignIn
	if !found || !s.signed(t, user) && !anySigner || t.ExpiredAt(s.now().Add(-b.leeway)) {
		return errRejected
	}
	return nil
}

// checkRow looks for the token in t_access_token: the owner must have exactly
// one row, it must hold this very token, and neither may be switched off.
func (s *Server) checkRow(ctx context.Context, t token.Token) error {
	rows, err := s.db.TokensOf(ctx, t.UserID)
	if err != nil {
		return err
	}
	if len(rows) != 1 || !rows[0].Enabled() && !s.overlooks(ctx, t) {
		return errRejected
	}
	held, err := s.holds(rows[0].Token, t)
	if err != nil {
		return err
	}
	if !held && !s.design.breakage.anySigner {
		return errRejected
	}
	// The row is looked up together with its owner, by the owner's id: a
	// renamed owner is found here and not by name (found by exploring 2.1.5).
	owner, found, err := s.store.AccountByID(ctx, t.UserID)
	if err != nil {
		return err
	}
	if !found || owner.Locked() && !s.overlooks(ctx, t) {
		return errRejected
	}
	return nil
}
