package model

import (
	"context"
	"strings"

	"streampark-regress/harness/model/store"
)

// may reports whether a user has a permission: an administrator has all, a
// member of any team those about applications (so a developer may not make
// API tokens), and nobody else has any.
func (s *Server) may(ctx context.Context, userID int64, permission string) (bool, error) {
	if permission == "" {
		return true, nil
	}
	a, found, err := s.store.AccountByID(ctx, userID)
	if err != nil || !found {
		return false, err
	}
	if a.Kind == store.Administrator {
		return true, nil
	}
	if !strings.HasPrefix(permission, "app:") {
		return false, nil
	}
	teams, err := s.store.TeamsOf(ctx, userID)
	return len(teams) > 0, err
}
