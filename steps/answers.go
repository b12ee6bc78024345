package steps

import (
	"context"
	"fmt"

	"streampark-regress/harness/diagnosis"
	"streampark-regress/harness/outcome"
)

// logged is the phrase that looks into the server's log; see ReadsLog.
const logged = `^the server (has|has not) logged "(.+)" for that call$`

func answers() []Step {
	return []Step{
		{`^the application starts$`, expect(outcome.Started)},
		{`^the scheduler may not do that$`, expect(outcome.Forbidden)},
		{`^the endpoint is closed to API tokens$`, expect(outcome.Closed)},
		{`^the call is not authenticated$`, func(w *World) any {
			return func() error { return w.Scheduler.ExpectNotAuthenticated() }
		}},
		{logged, func(w *World) any {
			return func(ctx context.Context, how, text string) error {
				if how == "has not" {
					return w.Scheduler.ExpectNotLogged(ctx, text)
				}
				return w.Scheduler.ExpectLogged(ctx, text)
			}
		}},
		{`^the call is answered 401, because (.+)$`, func(w *World) any {
			return func(reason string) error {
				why, err := causeOf(reason)
				if err != nil {
					return err
				}
				return w.Scheduler.ExpectUnauthenticated(why)
			}
		}},
		{`^the call fails as in known issue (\d+): 401, because (.+)$`, func(w *World) any {
			return func(id, reason string) error {
				why, err := causeOf(reason)
				if err != nil {
					return err
				}
				return w.Scheduler.ExpectKnownIssue(id, why)
			}
		}},
	}
}

func expect(o outcome.Outcome) func(*World) any {
	return func(w *World) any { return func() error { return w.Scheduler.Expect(o) } }
}

// causeOf turns the words of a scenario into a cause.
func causeOf(reason string) (diagnosis.Cause, error) {
	causes := map[string]diagnosis.Cause{
		"the token has expired":                              diagnosis.Expired,
		"the token is disabled":                              diagnosis.Disabled,
		"the token was deleted":                              diagnosis.Deleted,
		"the token is signed with a secret that has changed": diagnosis.Signature,
		"no token was sent":                                  diagnosis.NoToken,
		"what was sent is no token":                          diagnosis.Malformed,
		"a sign-in token needs its web session":              diagnosis.WithoutSession,
		"its owner is locked":                                diagnosis.UserLocked,
		"the user has two tokens":                            diagnosis.DuplicateRows,
		"no sealing is the same twice":                       diagnosis.Cipher,
		"it is sealed with another key":                      diagnosis.Cipher,
		"the sign-in is older than the server's start":       diagnosis.BeforeStart,
	}
	c, known := causes[reason]
	if !known {
		return "", fmt.Errorf("no cause is called %q", reason)
	}
	return c, nil
}
