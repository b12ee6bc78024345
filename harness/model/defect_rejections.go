package model

import (
	"context"
	"net/http"
	"strings"

	"streampark-regress/harness/evidence"
	"streampark-regress/harness/release"
	"streampark-regress/harness/token"
)

// page401 is a 401 with a page, as a gateway's.
const page401 = "<html><body>401 Unauthorized</body></html>"

// raw is a body that is no JSON.
type raw string

// rejections are defects of the form of a 401.
func rejections() []Defect {
	type change func(*call, answer) answer
	when := func(name, is string, fits func(release.Release) bool, of func(*Server, *call) bool, to change) Defect {
		d := answering(name, is, fits, func(_ context.Context, s *Server, c *call, a answer) answer {
			if a.status == http.StatusUnauthorized && of(s, c) {
				return to(c, a)
			}
			return a
		})
		d.Suspect = evidence.SuspectAnswer
		return d
	}
	unnamed := func(d Defect) Defect { d.Suspect = evidence.NoSuspect; return d }
	every := func(*Server, *call) bool { return true }
	absent := func(_ *Server, c *call) bool { _, sent := c.authorization(); return !sent }
	closedText := func(s *Server, c *call) bool {
		text, sent := c.authorization()
		_, err := s.unseal(text)
		return sent && err != nil
	}
	opened := func(s *Server, c *call) bool { _, api := s.sent(c); return api == token.API }
	signIn := func(s *Server, c *call) bool { _, kind := s.sent(c); return kind == token.SignIn }
	page := func(c *call, a answer) answer {
		c.headers = map[string]string{"Content-Type": "text/html"}
		a.body = raw(page401)
		return a
	}
	asJSON := func(_ *call, a answer) answer {
		a.body = fields{"code": "401", "status": "error", "message": "Unauthenticated.", "data": nil}
		return a
	}
	forgotten := func(times int) change {
		return func(c *call, a answer) answer { c.forget(times); return a }
	}
	status := func(code int) change {
		return func(_ *call, a answer) answer { a.status = code; return a }
	}
	header := func(name, value string) change {
		return func(c *call, a answer) answer { c.headers = map[string]string{name: value}; return a }
	}
	return []Defect{
		when("page-for-no-token", "a call without a token is answered 401 with a page", lasting, absent, page),
		when("json-for-no-token", "a call without a token is answered 401 with JSON", lasting, absent, asJSON),
		when("json-for-garbage", "what is not a token is answered 401 with JSON", lasting, closedText, asJSON),
		unnamed(when("decoded-for-garbage", "what is not a token is answered as a token that was opened", lasting, closedText, forgotten(2))),
		unnamed(when("decoded-for-no-token", "a call without a token is answered as one with a token that was opened", lasting, absent, forgotten(2))),
		when("undecoded-for-rejected", "a rejected token is answered as one that could not be opened", lasting, opened, forgotten(0)),
		when("forgotten-once", "a rejected token's answer deletes the cookie once", lasting, opened, forgotten(1)),
		when("forgotten-thrice", "a rejected token's answer deletes the cookie three times", lasting, opened, forgotten(3)),
		when("page-for-a-sign-in", "a rejected sign-in is answered with a page", seated, signIn, page),
		when("empty-for-a-sign-in", "a sign-in without its session is answered with an empty 401", seated, signIn, func(_ *call, a answer) answer { a.body = nil; return a }),
		when("other-code-for-a-sign-in", "a sign-in without its session is answered with another code", seated, signIn, func(_ *call, a answer) answer {
			a.body = fields{"code": "403", "status": "error", "message": "Unauthenticated.", "data": nil}
			return a
		}),
		when("json-for-a-dead-sign-in", "an expired sign-in is answered with JSON", lasting, signIn, asJSON),
		when("token-cookie-for-401", "a 401 sets a cookie of its own", lasting, every, header("Set-Cookie", "token=deleted; Path=/")),
		when("redirect-in-a-401", "a 401 has an address to go to", lasting, every, header("Location", "/login")),
		when("type-of-an-empty-401", "an empty 401 says that it is JSON", lasting, every, header("Content-Type", "application/json")),
		unnamed(when("302-for-401", "a rejection is a redirection to the sign-in page", lasting, every, func(c *call, a answer) answer {
			c.headers = map[string]string{"Location": "/login"}
			a.status = http.StatusFound
			return a
		})),
		unnamed(when("403-for-401", "a rejection is answered 403", lasting, every, status(http.StatusForbidden))),
		unnamed(when("400-for-garbage", "what is not a token is answered 400", lasting, closedText, status(http.StatusBadRequest))),
		unnamed(when("500-for-garbage", "what is not a token is answered 500", lasting, closedText, status(http.StatusInternalServerError))),
		unnamed(when("403-for-the-expired", "an expired token is answered 403", dying, func(s *Server, c *call) bool {
			t, kind := s.sent(c)
			return kind == token.API && t.ExpiredAt(s.now())
		}, status(http.StatusForbidden))),
		unnamed(when("404-for-401", "a rejection is answered 404", lasting, every, func(c *call, _ answer) answer { return notFound(c.request.URL.Path, "2026-01-01 00:00:00") })),
	}
}

// sent is the token that a call sent, and its kind, zero for none.
func (s *Server) sent(c *call) (token.Token, token.Kind) {
	text, sent := c.authorization()
	if !sent {
		return token.Token{}, 0
	}
	t, err := s.opened(text)
	if err != nil {
		return t, 0
	}
	return t, t.Kind
}

// upgrades are defects that show after an upgrade.
func upgrades() []Defect {
	then := func(change func(context.Context, *Server, *call, answer) answer) func(*Design) {
		return func(d *Design) {
			d.breakage.arriving = func(next *Design) { next.breakage.afterwards = change }
		}
	}
	old := func(to func() answer) func(*Design) {
		return then(func(_ context.Context, s *Server, c *call, a answer) answer {
			if _, kind := s.sent(c); a.status == http.StatusUnauthorized && kind == token.API && isStart(c) {
				return to()
			}
			return a
		})
	}
	return []Defect{
		plain("upgrade-deletes-users", "an upgrade deletes the users", dying, func(d *Design) { d.breakage.leaving = deleteUsers }),
		plain("upgrade-unlocks-users", "an upgrade unlocks the users", dying, func(d *Design) { d.breakage.leaving = unlockUsers }),
		plain("upgrade-touches-tokens", "an upgrade changes the rows of tokens", dying, func(d *Design) { d.breakage.leaving = touchTokens }),
		plain("upgrade-ends-sign-ins", "sign-ins are answered 500 after an upgrade", dying, then(func(_ context.Context, _ *Server, c *call, a answer) answer {
			if c.request.URL.Path == "/passport/signin" {
				return internal("column does not exist")
			}
			return a
		})),
		plain("old-token-500", "tokens from before an upgrade are answered 500", dying, old(func() answer { return internal("null") })),
		plain("old-token-403", "tokens from before an upgrade are answered 403", dying, old(func() answer { return answer{status: http.StatusForbidden} })),
		plain("old-token-refused", "tokens from before an upgrade are refused", dying, old(func() answer { return alert("[StreamPark] the token is outdated") })),
		plain("old-token-200", "tokens from before an upgrade are told that it starts", dying, old(func() answer { return ok(true) })),
	}
}

// issues are defects of known issues: they show otherwise than is known.
func issues() []Defect {
	spel := func(name, is string, change func(context.Context, *Server, *call, answer) answer) Defect {
		return answering(name, is, membersOut, func(ctx context.Context, s *Server, c *call, a answer) answer {
			if a.says("EL1008E") {
				return change(ctx, s, c, a)
			}
			return a
		})
	}
	status := func(code int) func(context.Context, *Server, *call, answer) answer {
		return func(_ context.Context, _ *Server, _ *call, a answer) answer { a.status = code; return a }
	}
	return []Defect{
		spel("4281-with-200", "issue 4281 is answered 200", status(http.StatusOK)),
		spel("4281-with-503", "issue 4281 is answered 503", status(http.StatusServiceUnavailable)),
		spel("4281-with-another-row", "issue 4281 changes the token's row", func(ctx context.Context, s *Server, c *call, a answer) answer {
			_ = s.store.TouchTokens(ctx, c.who.caller.UserID) // the next look tells
			return a
		}),
		spel("4281-in-other-words", "issue 4281 names another exception", func(_ context.Context, _ *Server, _ *call, _ answer) answer {
			return thrown("java.lang.IllegalStateException: EL1007E: Property or field 'teamId' cannot be found")
		}),
		plain("4281-gone", "developers' tokens start applications: issue 4281 is gone", membersOut, func(d *Design) { d.OpenAPIForMembers = true }),
		plain("4322-after-the-first", "the first call with a token is let in, and issue 4322 meets the rest", keyedRelease, func(d *Design) {
			d.breakage.rule = func(_ context.Context, s *Server, c *call, t token.Token, err error) error {
				if _, once := s.memory.noted(t.JWT); err != nil && t.Kind == token.API && !once {
					s.memory.note(t.JWT, s.now())
					c.openSession().api = true
					return nil
				}
				return err
			}
		}),
	}
}

// keyedRelease reports whether a release has a key file of its own.
func keyedRelease(r release.Release) bool { return r.UsesKeyFile() }

// keyedWays are ways in that would show on a release on which no token works.
func keyedWays() []Defect {
	admits := func(name, is string, admit func(*Server, *call) bool) Defect {
		return Defect{name, is, evidence.SuspectForgery, keyedRelease, func(d *Design) { d.breakage.admits = admit }}
	}
	return []Defect{
		admits("keyed-anonymous", "where no token works, a call without one gets in", func(_ *Server, c *call) bool {
			_, sent := c.authorization()
			return !sent && isStart(c)
		}),
		admits("keyed-garbage", "where no token works, garbage gets in", func(s *Server, c *call) bool {
			text, sent := c.authorization()
			_, err := s.unseal(text)
			return sent && err != nil && text != ""
		}),
		admits("keyed-bearer", "where no token works, one behind Bearer gets in", func(_ *Server, c *call) bool {
			text, _ := c.authorization()
			return strings.HasPrefix(text, "Bearer ")
		}),
		plain("keyed-disabled", "where no token works, a disabled one gets in", keyedRelease, func(d *Design) {
			d.breakage.admits = func(s *Server, c *call) bool {
				t, kind := s.sent(c)
				rows, err := s.db.TokensOf(c.request.Context(), t.UserID)
				return kind == token.API && err == nil && len(rows) == 1 && !rows[0].Enabled()
			}
		}),
	}
}
