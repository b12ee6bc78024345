package model

import (
	"context"
	"fmt"
	"time"

	"streampark-regress/harness/evidence"
	"streampark-regress/harness/token"
)

// let lets a token in.
func let(c *call, t token.Token) error {
	web := c.openSession()
	web.api = web.api || t.Kind == token.API
	return nil
}

// rejecting is a rule that rejects some tokens, and pardoning one that lets some
// in that the check rejected.
func rejecting(bad func(*Server, token.Token) bool) rule {
	return func(_ context.Context, s *Server, _ *call, t token.Token, err error) error {
		if err == nil && bad(s, t) {
			return errRejected
		}
		return err
	}
}

func pardoning(good func(context.Context, *Server, *call, token.Token) bool) rule {
	return func(ctx context.Context, s *Server, c *call, t token.Token, err error) error {
		if err != nil && good(ctx, s, c, t) {
			return let(c, t)
		}
		return err
	}
}

// ruled is a defect of what comes of a token's check.
func ruled(r rule) func(*Design) { return func(d *Design) { d.breakage.rule = r } }

// unmoved is ruled by a rule that goes by a clock that nobody can move.
func unmoved(r rule) func(*Design) {
	return func(d *Design) { d.breakage.rule, d.breakage.waits = r, true }
}

// ends are defects of when a token ends.
func ends() []Defect {
	kind := func(k token.Kind, dead func(*Server) bool) rule {
		return rejecting(func(s *Server, t token.Token) bool { return t.Kind == k && dead(s) })
	}
	used := func(t token.Token) string { return "used " + t.JWT }
	sliding := func(k token.Kind) rule {
		return func(_ context.Context, s *Server, c *call, t token.Token, err error) error {
			last, once := s.memory.noted(used(t))
			ttl, bad := s.sessionTTL()
			if t.Kind != k {
				return err
			}
			if err != nil && (!once || bad != nil || !t.ExpiredAt(s.now()) || s.now().Sub(last) > ttl) {
				return err
			}
			s.memory.note(used(t), s.now())
			return let(c, t)
		}
	}
	gap := func(from, to time.Duration) func(*Design) {
		return func(d *Design) {
			d.breakage.dies = func(age time.Duration, _ int) bool { return age > from && age < to }
		}
	}
	return []Defect{
		plain("sliding", "a token's end moves on with every use", dying, ruled(sliding(token.API))),
		plain("sliding-sign-in", "a sign-in's end moves on with every use", lasting, ruled(sliding(token.SignIn))),
		{"sign-in-leeway", "a sign-in works for 55 s after its end", evidence.SuspectNoExpiry, lasting,
			ruled(pardoning(func(_ context.Context, s *Server, _ *call, t token.Token) bool {
				return t.Kind == token.SignIn && !t.ExpiredAt(s.now().Add(-55*time.Second))
			}))},
		plain("counted-from-the-start", "tokens end a session TTL after the server's start", lasting, ruled(kind(token.API, func(s *Server) bool {
			ttl, err := s.sessionTTL()
			return err == nil && s.now().Sub(s.started) > ttl
		}))),
		plain("restart-renews", "a restart gives expired tokens another session TTL", dying, ruled(pardoning(func(_ context.Context, s *Server, _ *call, t token.Token) bool {
			ttl, err := s.sessionTTL()
			return t.Kind == token.API && t.ExpiredAt(s.now()) && err == nil && s.now().Sub(s.started) < ttl
		}))),
		plain("ends-in-2038", "tokens end with the seconds that 31 bits can count", lasting, ruled(kind(token.API, func(s *Server) bool {
			return s.now().Unix() > 1<<31
		}))),
		plain("ends-in-six-hours", "tokens end after six hours", lasting, gap(6*time.Hour, 1<<62)),
		plain("ends-in-a-week", "tokens end after a week", lasting, gap(7*day, 1<<62)),
		plain("dead-for-a-week", "tokens are dead from their third to their tenth day", lasting, gap(3*day, 10*day)),
		plain("dead-for-half-a-day", "tokens are dead from their sixth to their eighteenth hour", lasting, gap(6*time.Hour, 18*time.Hour)),
		plain("days-for-hours", "a session TTL in days is taken for one in hours", dying, func(d *Design) {
			d.breakage.expiry = func(t time.Duration) time.Duration {
				if t > 10*day {
					return t / 24
				}
				return t
			}
		}),
		plain("one-application", "a token works for the first application that it started", lasting, func(d *Design) {
			d.breakage.rule = func(_ context.Context, s *Server, c *call, t token.Token, err error) error {
				if err != nil || t.Kind != token.API || !isStart(c) {
					return err
				}
				first := fmt.Sprint("first ", t.JWT, " ")
				if _, used := s.memory.noted(first); used {
					if _, same := s.memory.noted(first + c.form("id")); !same {
						return errRejected
					}
				}
				s.memory.note(first, s.now())
				s.memory.note(first+c.form("id"), s.now())
				return nil
			}
		}),
		plain("monotonic-cache", "tokens live in a cache that ignores the table and ends them after the session TTL, by a clock that nothing moves",
			lasting, unmoved(func(_ context.Context, s *Server, c *call, t token.Token, err error) error {
				if t.Kind != token.API {
					return err
				}
				ttl, bad := s.sessionTTL()
				if at, known := s.memory.noted("cached " + t.JWT); known && bad == nil {
					if time.Since(at) > ttl {
						return errRejected
					}
					return let(c, t)
				}
				s.memory.note("cached "+t.JWT, time.Now())
				return err
			})),
		plain("monotonic-end", "tokens end a session TTL after their first use, by a clock that nothing moves",
			lasting, unmoved(rejecting(func(s *Server, t token.Token) bool {
				ttl, bad := s.sessionTTL()
				at, known := s.memory.noted("cached " + t.JWT)
				if !known && t.Kind == token.API {
					s.memory.note("cached "+t.JWT, time.Now())
				}
				return t.Kind == token.API && known && bad == nil && time.Since(at) > ttl
			}))),
	}
}
