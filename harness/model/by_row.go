package model

import (
	"context"

	"streampark-regress/harness/token"
)

// checkByRow is the check of a release that lets in whatever its own key has
// signed, until it expires, and looks for a row of any other token (measured on
// 2.1.3). Only the second kind is an API token to it, and opens less.
func (s *Server) checkByRow(ctx context.Context, c *call, t token.Token) error {
	user, found, err := s.db.UserByName(ctx, t.UserName)
	if err != nil {
		return err
	}
	b := s.design.breakage
	switch {
	case !found:
		return errRejected
	case s.signed(t, user) || b.anySigner:
		if t.ExpiredAt(s.now().Add(-b.leeway)) {
			return errRejected
		}
		return nil
	}
	rows, err := s.db.TokensOf(ctx, user.ID)
	if err != nil {
		return err
	}
	holding, enabled := 0, false
	for _, row := range rows {
		if row.Token == token.Seal(t.JWT) {
			holding, enabled = holding+1, row.Enabled()
		}
	}
	if holding != 1 || (!enabled || user.Locked()) && !s.overlooks(ctx, t) {
		return errRejected
	}
	c.openSession().api = true
	return nil
}
