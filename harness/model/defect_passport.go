package model

import (
	"context"
	"fmt"
	"net/http"
	"strings"

	"streampark-regress/harness/evidence"
	"streampark-regress/harness/release"
	"streampark-regress/harness/token"
)

// passports are defects of who is let in at the sign-in, and what it tells.
func passports() []Defect {
	passes := func(name, is string, pass func(s *Server, user int64, right func(string) bool, password string) bool) Defect {
		return plain(name, is, lasting, func(d *Design) { d.breakage.passes = pass })
	}
	told := func(name, is string, tell func(*Server, *call, fields, secrets)) Defect {
		return answering(name, is, lasting, func(ctx context.Context, s *Server, c *call, a answer) answer {
			body, is := a.body.(fields)
			if !is || c.request.URL.Path != "/passport/signin" {
				return a
			}
			user, _, err := s.store.AccountByName(ctx, c.form("username"))
			if data, in := body["data"].(fields); err == nil && in {
				tell(s, c, data, secrets{user.Password, user.Salt})
			}
			return a
		})
	}
	logs := func(name, is string, line func(*Server, *call) string) Defect {
		return answering(name, is, lasting, func(_ context.Context, s *Server, c *call, a answer) answer {
			if text := line(s, c); text != "" {
				s.log.Info(text)
			}
			return a
		})
	}
	old := func(user int64, password string) string { return fmt.Sprint("old ", user, " ", password) }
	var all []Defect
	all = append(all,
		passes("no-password", "an empty password signs in", func(_ *Server, _ int64, _ func(string) bool, password string) bool {
			return password == "" || password == " "
		}),
		passes("capital-password", "capitals do not matter in a password", func(_ *Server, _ int64, right func(string) bool, password string) bool {
			return right("Pw-" + strings.TrimPrefix(strings.ToLower(password), "pw-"))
		}),
		passes("long-password", "what stands behind a password does not matter", func(_ *Server, _ int64, right func(string) bool, password string) bool {
			for i := range password {
				if right(password[:i]) {
					return true
				}
			}
			return false
		}),
		plain("old-password", "the password from before a change signs in", lasting, func(d *Design) {
			d.breakage.passes = func(s *Server, user int64, _ func(string) bool, password string) bool {
				_, was := s.memory.noted(old(user, password))
				return was
			}
			d.breakage.afterwards = func(_ context.Context, s *Server, c *call, a answer) answer {
				if c.request.URL.Path == "/user/password" && a.status == http.StatusOK {
					s.memory.note(old(number(c.form("userId")), c.form("oldPassword")), s.now())
				}
				return a
			}
		}),
		told("hash-at-sign-in", "a sign-in tells the password's hash", func(_ *Server, _ *call, data fields, s secrets) { user(data)["password"] = s.hash }),
		told("salt-at-sign-in", "a sign-in tells the salt", func(_ *Server, _ *call, data fields, s secrets) { user(data)["salt"] = s.salt }),
		told("password-at-sign-in", "a sign-in tells the password", func(_ *Server, c *call, data fields, _ secrets) { data["password"] = c.form("password") }),
		logs("log-tells-password", "the server's log tells the password of a sign-in", func(_ *Server, c *call) string {
			if c.request.URL.Path != "/passport/signin" {
				return ""
			}
			return "sign in " + c.form("username") + " with " + c.form("password")
		}),
		logs("log-tells-token", "the server's log tells the token of a start", func(_ *Server, c *call) string {
			text, _ := c.authorization()
			if !isStart(c) || text == "" {
				return ""
			}
			return "start with " + text
		}),
		logs("log-tells-new-token", "the server's log tells every new token", func(s *Server, c *call) string {
			if c.request.URL.Path != "/token/create" {
				return ""
			}
			rows, err := s.db.TokensOf(c.request.Context(), number(c.form("userId")))
			if err != nil || len(rows) == 0 {
				return ""
			}
			return "made " + rows[len(rows)-1].Token
		}),
	)
	return append(all, signInEnds()...)
}

// secrets are those of a user.
type secrets struct{ hash, salt string }

// signInEnds are defects of when a sign-in ends.
func signInEnds() []Defect {
	pardons := func(name, is string, fits func(release.Release) bool, good func(context.Context, *Server, token.Token) bool) Defect {
		return plain(name, is, fits, ruled(pardoning(func(ctx context.Context, s *Server, _ *call, t token.Token) bool {
			return t.Kind == token.SignIn && good(ctx, s, t)
		})))
	}
	return []Defect{
		pardons("sign-in-survives-restart", "a sign-in survives a restart", lasting, func(ctx context.Context, s *Server, t token.Token) bool {
			return s.signedWell(t, s.holderOf(ctx, t)) && !t.ExpiredAt(s.now())
		}),
		{"sessions-stay", "web sessions do not end by themselves", evidence.NoSuspect, seated, func(d *Design) { d.breakage.sessionsStay = true }},
		pardons("sign-in-survives-its-owner", "a sign-in survives its owner's deletion", lasting, func(ctx context.Context, s *Server, t token.Token) bool {
			return !s.holderOf(ctx, t).known
		}),
		pardons("sign-in-survives-renaming", "a sign-in survives its owner's renaming", lasting, func(ctx context.Context, s *Server, t token.Token) bool {
			h := s.holderOf(ctx, t)
			return h.known && h.owner.Name != t.UserName
		}),
	}
}

// user is what the answer to a sign-in says of the user.
func user(data fields) fields {
	told, _ := data["user"].(fields)
	return told
}
