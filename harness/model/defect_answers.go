package model

import (
	"context"
	"net/http"
	"strings"

	"streampark-regress/harness/evidence"
	"streampark-regress/harness/model/store"
	"streampark-regress/harness/release"
)

// plain is a defect that is named for what it does and for no suspect.
func plain(name, is string, fits func(release.Release) bool, change func(*Design)) Defect {
	return Defect{name, is, evidence.NoSuspect, fits, change}
}

// answering is a defect that changes what is answered, or what was done by then.
func answering(name, is string, fits func(release.Release) bool, change func(context.Context, *Server, *call, answer) answer) Defect {
	return plain(name, is, fits, func(d *Design) { d.breakage.afterwards = change })
}

// says reports whether a JSON answer's message holds a text.
func (a answer) says(text string) bool {
	body, is := a.body.(fields)
	if !is {
		return false
	}
	message, _ := body["message"].(string)
	return strings.Contains(message, text)
}

// starting reports whether a start was answered with true.
func starting(c *call, a answer) bool {
	body, is := a.body.(fields)
	return is && isStart(c) && body["data"] == true
}

// members are releases on which the tokens of developers work, and membersOut
// those on which they do not.
func members(r release.Release) bool    { return dying(r) }
func membersOut(r release.Release) bool { return lasting(r) }

// effects are defects of what a call does besides what it is answered.
func effects() []Defect {
	startsThough := func(name, is string, fits func(release.Release) bool, though func(answer) bool) Defect {
		d := answering(name, is, fits, func(ctx context.Context, s *Server, c *call, a answer) answer {
			if though(a) {
				return s.move(ctx, c, a, a.status, store.Failed)
			}
			return a
		})
		d.Suspect = evidence.SuspectEffect
		return d
	}
	return []Defect{
		startsThough("starts-although-closed", "a closed page starts the application all the same", lasting,
			func(a answer) bool { return a.says("Openapi unsupported") }),
		startsThough("starts-although-forbidden", "a call is forbidden and starts the application all the same", members,
			func(a answer) bool { return a.says("Permission denied") }),
		plain("starts-although-in-error", "a developer's start fails and starts the application all the same", membersOut,
			func(d *Design) {
				d.breakage.afterwards = func(ctx context.Context, s *Server, c *call, a answer) answer {
					if a.says("EL1008E") {
						return s.move(ctx, c, a, a.status, store.Failed)
					}
					return a
				}
			}),
		plain("forbidden-to-nobody", "everybody may start every team's applications", members,
			func(d *Design) { d.breakage.anyScope = true }),
		plain("starts-what-runs", "an application that is being started is started again", lasting,
			func(d *Design) { d.breakage.readies = true }),
		answering("true-for-what-runs", "the start of an application that is being started is answered with true", lasting,
			func(_ context.Context, _ *Server, c *call, a answer) answer {
				if isStart(c) && a.says("cannot be started repeatedly") {
					return ok(true)
				}
				return a
			}),
		answering("deletes-others", "a start deletes another application", lasting,
			func(ctx context.Context, s *Server, c *call, a answer) answer {
				if starting(c, a) {
					_ = s.store.DeleteApplicationBut(ctx, number(c.form("id"))) // the next look tells
				}
				return a
			}),
		answering("touches-its-row", "a call changes the token's row", lasting,
			func(ctx context.Context, s *Server, c *call, a answer) answer {
				if starting(c, a) && c.who.caller != nil {
					_ = s.store.TouchTokens(ctx, c.who.caller.UserID)
				}
				return a
			}),
	}
}

// successes are defects of how a start is answered that succeeds.
func successes() []Defect {
	started := func(name, is string, change func(*call, answer) answer) Defect {
		return answering(name, is, lasting, func(_ context.Context, _ *Server, c *call, a answer) answer {
			if starting(c, a) {
				return change(c, a)
			}
			return a
		})
	}
	body := func(edit func(fields)) func(*call, answer) answer {
		return func(_ *call, a answer) answer {
			if body, is := a.body.(fields); is {
				edit(body)
			}
			return a
		}
	}
	return []Defect{
		started("page-for-a-start", "a start is answered as HTML", func(c *call, a answer) answer {
			c.headers = map[string]string{"Content-Type": "text/html"}
			return a
		}),
		started("true-as-text", `a start is answered with "true" as a text`, body(func(b fields) { b["data"] = "true" })),
		started("one-for-true", "a start is answered with 1 for true", body(func(b fields) { b["data"] = 1 })),
		started("data-left-out", "a start is answered without data", body(func(b fields) { delete(b, "data") })),
		started("created-for-ok", "a start is answered 201", func(_ *call, a answer) answer {
			a.status = http.StatusCreated
			return a
		}),
		started("accepted-for-ok", "a start is answered 202", func(_ *call, a answer) answer {
			a.status = http.StatusAccepted
			return a
		}),
		started("refused-and-started", "a start that succeeds is answered with false", body(func(b fields) { b["data"] = false })),
		started("token-in-a-header", "the answer to a start tells the token in a header", func(c *call, a answer) answer {
			text, _ := c.authorization()
			c.headers = map[string]string{"X-Token": text}
			return a
		}),
		started("token-in-a-cookie", "the answer to a start tells the token in a cookie", func(c *call, a answer) answer {
			text, _ := c.authorization()
			c.headers = map[string]string{"Set-Cookie": "token=" + text}
			return a
		}),
		answering("salt-told", "the answer to a start tells the owner's salt", lasting, func(ctx context.Context, s *Server, c *call, a answer) answer {
			body, is := a.body.(fields)
			if !is || !isStart(c) || c.who.caller == nil {
				return a
			}
			owner, _, err := s.store.AccountByID(ctx, c.who.caller.UserID)
			if err == nil {
				body["salt"] = owner.Salt
			}
			return a
		}),
	}
}
