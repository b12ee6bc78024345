package model

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"streampark-regress/harness/database"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/release"
	"streampark-regress/harness/token"
)

// pages are defects of what is open to whom.
func pages() []Defect {
	opens := func(name, is string, fits func(release.Release) bool, paths ...string) Defect {
		return plain(name, is, fits, func(d *Design) {
			d.breakage.opens = func(_ *Server, path string) bool { return slices.Contains(paths, path) }
		})
	}
	closes := func(name, is string, fits func(release.Release) bool, paths ...string) Defect {
		return plain(name, is, fits, func(d *Design) {
			d.breakage.closes = func(_ *Server, path string) bool { return slices.Contains(paths, path) }
		})
	}
	at := func(name, is string, fits func(release.Release) bool, path string, to func(*Server, *call, answer) answer) Defect {
		return answering(name, is, fits, func(_ context.Context, s *Server, c *call, a answer) answer {
			if c.request.URL.Path == path && a.status != http.StatusUnauthorized {
				return to(s, c, a)
			}
			return a
		})
	}
	empty := func(*Server, *call, answer) answer { return ok(pageOf([]any{})) }
	forbidden := func(_ *Server, c *call, a answer) answer {
		if c.who.api {
			return answer{status: http.StatusForbidden}
		}
		return a
	}
	return []Defect{
		opens("create-opened", "making tokens is open to API tokens", dying, "/token/create"),
		opens("old-cancel-opened", "the old address for cancelling is open to API tokens", lasting, "/flink/app/cancel"),
		closes("cancel-closed", "cancelling is closed to API tokens", lasting, "/openapi/app/cancel"),
		closes("cancel-closed-of-old", "cancelling is closed to API tokens", dying, "/flink/app/cancel"),
		at("cancel-forbidden", "cancelling is forbidden to API tokens", lasting, "/openapi/app/cancel", forbidden),
		at("cancel-missing", "there is no address for cancelling", lasting, "/openapi/app/cancel", func(s *Server, c *call, _ answer) answer {
			return notFound(c.request.URL.Path, s.timestamp())
		}),
		at("open-page-forbidden", "an open page is forbidden", lasting, "/token/list", forbidden),
		at("open-page-empty", "the list of tokens is empty", lasting, "/token/list", empty),
		at("users-empty", "the list of users is empty", lasting, "/user/list", empty),
		at("closed-to-everybody", "the old address is closed to sign-ins too", lasting, oldStart, func(s *Server, c *call, _ answer) answer {
			return s.design.ClosedAnswer(c.request.URL.Path)
		}),
		plain("any-permission", "nobody needs a permission", lasting, func(d *Design) { d.breakage.anyPermission = true }),
		plain("any-permission-of-old", "nobody needs a permission", dying, func(d *Design) { d.breakage.anyPermission = true }),
		plain("permissions-read-on-postgres", "permissions are read: issue permissions-on-postgres is gone", unreading,
			func(d *Design) { d.PermissionErrors = nil }),
		plain("permissions-unread-on-postgres", "permissions are not read on PostgreSQL: issue permissions-on-postgres is back", lasting, func(d *Design) {
			*d = d.withoutPermissions(database.PostgreSQL, "org.postgresql.util.PSQLException: ERROR: could not determine data type of parameter $2")
		}),
		plain("start-by-any-method", "a start needs no POST", lasting, func(d *Design) { d.breakage.anyMethod = true }),
		plain("white-list-opens-cancel", "a white list for the start opens cancelling", lasting, func(d *Design) {
			d.breakage.opens = func(s *Server, path string) bool { return len(s.whiteList) > 0 && path == "/flink/app/cancel" }
		}),
		plain("white-list-for-nothing", "a white list opens nothing", lasting, func(d *Design) {
			d.breakage.closes = func(s *Server, path string) bool { return slices.Contains(s.whiteList, path) }
		}),
	}
}

// unreading reports whether a release cannot read permissions from PostgreSQL.
func unreading(r release.Release) bool {
	return r.Databases[string(database.PostgreSQL)].PermissionError != ""
}

// credentials are defects of what is taken for a token.
func credentials() []Defect {
	reads := func(name, is string, fits func(release.Release) bool, read func(*http.Request) string) Defect {
		return Defect{name, is, evidence.SuspectForgery, fits, func(d *Design) { d.breakage.reads = read }}
	}
	admits := func(name, is string, fits func(release.Release) bool, admit func(*Server, *call) bool) Defect {
		return Defect{name, is, evidence.SuspectForgery, fits, func(d *Design) { d.breakage.admits = admit }}
	}
	without := func(prefix string) func(*http.Request) string {
		return func(r *http.Request) string {
			if rest, is := strings.CutPrefix(r.Header.Get("Authorization"), prefix); is {
				return rest
			}
			return ""
		}
	}
	otherwise := func(name string) func(*http.Request) string {
		return func(r *http.Request) string { return r.Header.Get(name) }
	}
	leads := func(name, is string, lead func(string) string, odd func(*call) bool) Defect {
		return Defect{name, is, evidence.SuspectForgery, lasting, func(d *Design) {
			d.breakage.leads = lead
			d.breakage.admits = func(_ *Server, c *call) bool { _, sent := c.authorization(); return !sent && odd(c) }
		}}
	}
	path := func(odd func(string) bool) func(*call) bool {
		return func(c *call) bool { return odd(c.request.URL.Path) }
	}
	same := func(p string) string { return p }
	unnamed := func(d Defect) Defect { d.Suspect = evidence.NoSuspect; return d }
	return []Defect{
		reads("behind-bearer", "a token behind Bearer is taken", lasting, without("Bearer ")),
		reads("behind-bearer-in-small-letters", "a token behind bearer is taken", lasting, without("bearer ")),
		reads("behind-basic", "a token behind Basic is taken", lasting, without("Basic ")),
		reads("in-quotes", "a token in quotes is taken", lasting, func(r *http.Request) string {
			text := r.Header.Get("Authorization")
			if len(text) > 2 && text[0] == '"' && text[len(text)-1] == '"' {
				return text[1 : len(text)-1]
			}
			return ""
		}),
		reads("in-another-header", "a token is taken from the header X-Access-Token", lasting, otherwise("X-Access-Token")),
		reads("in-the-header-token", "a token is taken from the header Token", lasting, otherwise("Token")),
		reads("in-a-cookie", "a token is taken from a cookie", lasting, func(r *http.Request) string {
			cookie, err := r.Cookie("Authorization")
			if err != nil {
				return ""
			}
			return cookie.Value
		}),
		reads("in-the-query", "a token is taken from the query", lasting, func(r *http.Request) string { return r.URL.Query().Get("Authorization") }),
		reads("in-the-query-as-token", "a token is taken from the query parameter token", lasting, func(r *http.Request) string { return r.URL.Query().Get("token") }),
		admits("session-for-any-header", "with a live web session any header gets in", lasting, func(s *Server, c *call) bool {
			_, sent := c.authorization()
			return sent && c.session() != nil
		}),
		{"session-of-a-dead-token", "with the web session that it opened, a dead token gets in", evidence.SuspectRevocation, lasting, func(d *Design) {
			d.breakage.admits = func(s *Server, c *call) bool {
				_, kind := s.sent(c)
				return kind == token.API && c.session() != nil
			}
		}},
		admits("session-alone", "the web session that a token opened gets in without it", lasting, func(_ *Server, c *call) bool {
			_, sent := c.authorization()
			return !sent && c.session() != nil
		}),
		admits("sign-in-of-another", "a sign-in that another user signed gets in", lasting, func(s *Server, c *call) bool {
			t, kind := s.sent(c)
			other, found, err := s.db.UserByName(c.request.Context(), "admin")
			return kind == token.SignIn && err == nil && found && t.UserID != other.ID && s.signed(t, other)
		}),
		admits("unsigned-sign-in", "a sign-in that says it needs no signature gets in", lasting, func(s *Server, c *call) bool {
			_, kind := s.sent(c)
			return kind == token.SignIn && s.unsigned(c)
		}),
		unnamed(leads("parameter-in-the-address", "an address with a parameter gets in without a token", func(p string) string { p, _, _ = strings.Cut(p, ";"); return p },
			path(func(p string) bool { return strings.Contains(p, "/start;") }))),
		unnamed(leads("parameter-in-front", "an address with a parameter in front gets in without a token", func(p string) string { return strings.Replace(p, "/;", "", 1) },
			path(func(p string) bool { return strings.HasPrefix(p, "/;/") }))),
		leads("dot-in-the-address", "an address with a dot gets in without a token", func(p string) string { return strings.ReplaceAll(p, "/./", "/") },
			path(func(p string) bool { return strings.Contains(p, "/./") })),
		leads("way-up-in-the-address", "an address with a way up gets in without a token", func(p string) string { return strings.ReplaceAll(p, "/assets/..", "") },
			path(func(p string) bool { return strings.Contains(p, "/assets/../") })),
		leads("encoded-address", "an encoded address gets in without a token", same,
			func(c *call) bool { return strings.Contains(c.request.URL.EscapedPath(), "%73") }),
		leads("encoded-end", "an address with an encoded end gets in without a token", func(p string) string { return strings.TrimRight(p, " \n\r\x00") },
			path(func(p string) bool { return strings.HasSuffix(p, " ") })),
	}
}

// unsigned reports whether a call's token says that it needs no signature.
func (s *Server) unsigned(c *call) bool {
	text, _ := c.authorization()
	jwt, err := s.unseal(text)
	return err == nil && strings.HasSuffix(jwt, ".")
}
