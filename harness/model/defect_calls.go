package model

import (
	"context"
	"net/http"
	"strings"

	"streampark-regress/harness/evidence"
	"streampark-regress/harness/model/store"
	"streampark-regress/harness/release"
)

// calls are defects of what a call does and how it is answered, whoever calls.
func calls() []Defect {
	keyless := func(r release.Release) bool { return !r.UsesKeyFile() }
	after := func(change func(context.Context, *Server, *call, answer) answer) func(*Design) {
		return func(d *Design) { d.breakage.afterwards = change }
	}
	started := func(edit func(fields)) func(*Design) {
		return after(func(_ context.Context, _ *Server, _ *call, a answer) answer {
			if body, is := a.body.(fields); is && a.status == http.StatusOK && body["data"] == true {
				edit(body)
			}
			return a
		})
	}
	return []Defect{
		{"starts-nothing", "a start is answered with true and starts nothing", evidence.SuspectEffect, keyless,
			after(func(ctx context.Context, s *Server, c *call, a answer) answer {
				return s.move(ctx, c, a, http.StatusOK, store.AtRest)
			})},
		{"starts-although-rejected", "a call is answered 401 and starts the application all the same", evidence.SuspectEffect, keyless,
			after(func(ctx context.Context, s *Server, c *call, a answer) answer {
				return s.move(ctx, c, a, http.StatusUnauthorized, store.Failed)
			})},
		{"starts-others", "a start starts another application as well", evidence.NoSuspect, keyless,
			after(func(ctx context.Context, s *Server, c *call, a answer) answer {
				if body, is := a.body.(fields); is && body["data"] == true && isStart(c) {
					_ = s.store.SetState(ctx, 100000, store.Starting) // the next look tells
				}
				return a
			})},
		{"true-beside-an-exception", "a start is answered with true and an exception", evidence.NoSuspect, keyless,
			started(func(body fields) { body["message"] = "java.lang.NullPointerException" })},
		{"code-as-a-number", "a start is answered with a number for a code", evidence.NoSuspect, keyless,
			started(func(body fields) { body["code"] = 200 })},
		{"error-and-true", "a start is answered with status error and true", evidence.NoSuspect, keyless,
			started(func(body fields) { body["status"] = "error" })},
		{"token-told", "the answer to a start tells the token", evidence.NoSuspect, keyless,
			after(func(_ context.Context, _ *Server, c *call, a answer) answer {
				if body, is := a.body.(fields); is && isStart(c) {
					body["token"], _ = c.authorization()
				}
				return a
			})},
		{"hash-told", "the list of users tells the hashes of passwords", evidence.NoSuspect, lasting,
			after(func(ctx context.Context, s *Server, c *call, a answer) answer { return s.tellHashes(ctx, c, a) })},
		{"challenge", "a 401 has a challenge", evidence.SuspectAnswer, keyless,
			after(func(_ context.Context, _ *Server, c *call, a answer) answer {
				if a.status == http.StatusUnauthorized {
					c.headers = map[string]string{"WWW-Authenticate": "BASIC realm=\"application\""}
				}
				return a
			})},
		{"session-for-401", "a 401 opens a web session", evidence.SuspectAnswer, keyless,
			after(func(_ context.Context, _ *Server, c *call, a answer) answer {
				if a.status == http.StatusUnauthorized {
					c.openSession()
				}
				return a
			})},
		{"body-for-401", "every 401 has a body", evidence.SuspectAnswer, keyless,
			after(func(_ context.Context, _ *Server, _ *call, a answer) answer {
				if a.status == http.StatusUnauthorized && a.body == nil {
					a.body = fields{"code": "401", "status": "error", "message": "Unauthenticated.", "data": nil}
				}
				return a
			})},
		{"upgrade-deletes", "an upgrade deletes the rows of tokens", evidence.NoSuspect, dying,
			func(d *Design) {
				d.breakage.leaving = func(ctx context.Context, s *store.Store) error { return s.DeleteTokens(ctx) }
			}},
		{"upgrade-enables", "an upgrade enables disabled tokens", evidence.NoSuspect, dying,
			func(d *Design) {
				d.breakage.leaving = func(ctx context.Context, s *store.Store) error { return s.EnableTokens(ctx) }
			}},
	}
}

// isStart reports whether a call asks for a start.
func isStart(c *call) bool { return strings.HasSuffix(c.request.URL.Path, "/app/start") }

// move sets the state of the application of a start that was answered so.
func (s *Server) move(ctx context.Context, c *call, a answer, status, state int) answer {
	if isStart(c) && a.status == status {
		if err := s.store.SetState(ctx, number(c.form("id")), state); err != nil {
			return internal(err.Error())
		}
	}
	return a
}

// tellHashes puts the hashes of passwords into the list of users.
func (s *Server) tellHashes(ctx context.Context, c *call, a answer) answer {
	body, is := a.body.(fields)
	accounts, err := s.store.Accounts(ctx)
	if !is || err != nil || c.request.URL.Path != "/user/list" {
		return a
	}
	var hashes []string
	for _, account := range accounts {
		hashes = append(hashes, account.Password)
	}
	body["hashes"] = hashes
	return a
}
