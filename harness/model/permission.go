package model

import (
	"context"
	"strings"

	"streampark-regress/harness/database"
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

// unread is what is answered where permissions are asked for and cannot be read:
// the database's own words. The second result is false where they can.
func (s *Server) unread(ctx context.Context, userID int64, permission string) (answer, bool) {
	said := s.design.PermissionErrors[s.product]
	if said == "" || permission == "" {
		return answer{}, false
	}
	a, found, err := s.store.AccountByID(ctx, userID)
	if err != nil || !found || a.Kind == store.Administrator {
		return answer{}, false
	}
	said = "\n### Error querying database.  Cause: " + said + "\n### The error may exist in the model (a stand-in, not StreamPark)"
	if s.design.ErrorsCarryTraces {
		return thrown("org.springframework.jdbc.BadSqlGrammarException: " + said), true
	}
	return internal(said), true
}

// withoutPermissions is the design of a release that cannot ask a database for
// permissions.
func (d Design) withoutPermissions(product database.Product, said string) Design {
	all := map[database.Product]string{product: said}
	for other, what := range d.PermissionErrors {
		if other != product {
			all[other] = what
		}
	}
	d.PermissionErrors = all
	return d
}
