package model

import (
	"context"
	"strings"

	"streampark-regress/harness/release"
)

// copyCurl gives the curl command for a start or a cancel, with the caller's own
// token in it.
func (s *Server) copyCurl(ctx context.Context, c *call) answer {
	rows, err := s.db.TokensOf(ctx, c.who.caller.UserID)
	switch {
	case err != nil:
		return internal(err.Error())
	case len(rows) == 0:
		return s.nothingThere()
	}
	for _, copied := range s.design.CopyCurl {
		if copied.Address == c.request.URL.Path && asksFor(c, copied) {
			text := copied.Command(c.form("baseUrl"), rows[0].Token, c.form("appId"), c.form("teamId"))
			if change := s.design.breakage.copies; change != nil {
				text = change(copied, text)
			}
			return ok(text)
		}
	}
	if s.design.ErrorsCarryTraces {
		return thrown("java.lang.UnsupportedOperationException: Unsupported OpenAPI: " + c.form("name"))
	}
	return ok(nil)
}

// nothingThere is Java's NullPointerException, in the release's words.
func (s *Server) nothingThere() answer {
	if s.design.ErrorsCarryTraces {
		return thrown("java.lang.NullPointerException")
	}
	return internal("null")
}

// asksFor reports whether a call's form names a command.
func asksFor(c *call, copied release.CopyCurl) bool {
	for name, value := range copied.Form {
		if !strings.HasPrefix(value, "{") && c.form(name) != value {
			return false
		}
	}
	return true
}
