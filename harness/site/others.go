package site

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"streampark-regress/harness/database"
	"streampark-regress/harness/streampark"
)

// prefix begins the names of everything that any run has made.
const prefix = "regress-"

// Others is what others have at a site: who writes there, writes beside it.
type Others struct{ Users, Tokens, Applications []string }

// None reports whether there is nothing: an installation that nobody uses yet.
func (o Others) None() bool { return len(o.Users)+len(o.Tokens)+len(o.Applications) == 0 }

// String says what there is.
func (o Others) String() string {
	var parts []string
	for _, part := range []struct {
		what  string
		names []string
	}{{"user", o.Users}, {"API token", o.Tokens}, {"application", o.Applications}} {
		if n := len(part.names); n > 0 {
			plural := "s"
			if n == 1 {
				plural = ""
			}
			const most = 3
			some, more := part.names[:min(n, most)], ""
			if n > most {
				more = ", ..."
			}
			parts = append(parts, fmt.Sprintf("%d %s%s (%s%s)", n, part.what, plural, strings.Join(some, ", "), more))
		}
	}
	return strings.Join(parts, ", ")
}

// Others looks what there is besides what every installation begins with, by the
// pages of an administrator: users, their tokens, and the applications of the
// default team. What is left of other runs does not count.
func (s *Site) Others(ctx context.Context) (Others, error) {
	var found Others
	session, err := s.Client.SignIn(ctx, s.Administrator.Name, s.Administrator.Password)
	if err != nil {
		return found, err
	}
	users, err := session.Users(ctx)
	if err != nil {
		return found, err
	}
	names := map[int64]string{}
	for _, u := range users {
		names[u.ID] = u.Name
		if !slices.Contains([]string{s.Administrator.Name, streampark.SeededAdmin}, u.Name) && !strings.HasPrefix(u.Name, prefix) {
			found.Users = append(found.Users, u.Name)
		}
	}
	tokens, err := session.Tokens(ctx)
	if err != nil {
		return found, err
	}
	for _, t := range tokens {
		if !strings.HasPrefix(t.Description, prefix) {
			found.Tokens = append(found.Tokens, "of "+names[t.UserID])
		}
	}
	applications, err := session.Applications(ctx)
	if err != nil {
		return found, err
	}
	for _, a := range applications {
		if a.ID != database.DemoApplicationID && !strings.HasPrefix(a.Name, prefix) {
			found.Applications = append(found.Applications, a.Name)
		}
	}
	return found, nil
}
