package model

import (
	"streampark-regress/harness/database"
	"streampark-regress/harness/token"
)

// mint makes a token for a user.
func (s *Server) mint(c token.Claims, u database.User) (string, error) {
	if s.key != nil {
		return token.MintWithKey(c, s.key)
	}
	secret := s.secret(u)
	if c.Kind == token.API && !s.design.APISignaturesFit {
		secret = newSecret()
	}
	if s.design.Untyped {
		c.Kind = 0
	}
	return token.Mint(c, secret)
}

// secret is what the server signs a user's tokens with where that is no key file.
func (s *Server) secret(u database.User) string {
	if s.design.ProcessKey {
		return s.processKey
	}
	return s.design.Secret(u)
}

// newSecret is a random one of as many characters as upstream's.
func newSecret() string { return random(256, "abcdefghijklmnopqrstuvwxyz0123456789") }

// unseal takes the JWT out of a token.
func (s *Server) unseal(sealed string) (string, error) {
	if s.key != nil {
		text, err := token.UnsealWithKey(sealed, s.key)
		if err != nil && s.design.breakage.sharedKey {
			return token.Unseal(sealed)
		}
		return text, err
	}
	return token.Unseal(sealed)
}

// opened reads a token's claims.
func (s *Server) opened(sealed string) (token.Token, error) {
	if s.key != nil {
		t, err := token.OpenWithKey(sealed, s.key)
		if err != nil && s.design.breakage.sharedKey {
			return token.Open(sealed)
		}
		return t, err
	}
	return token.Open(sealed)
}

// holds reports whether a row holds a token, which the server finds out by
// sealing the token again.
func (s *Server) holds(row string, t token.Token) (bool, error) {
	if s.key == nil {
		return row == token.Seal(t.JWT), nil
	}
	if !s.design.SealsAgain {
		inside, err := token.UnsealWithKey(row, s.key)
		return inside == t.JWT, err
	}
	again, err := token.SealWithKey(t.JWT, s.key)
	return row == again, err
}

// signed reports whether a user's token has the right signature.
func (s *Server) signed(t token.Token, u database.User) bool {
	if s.key != nil {
		return u.ID == t.UserID && t.Verify(string(s.key))
	}
	return t.Verify(s.secret(u))
}
