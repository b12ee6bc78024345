package steps

import (
	"context"

	"streampark-regress/harness/clock"
	"streampark-regress/harness/scheduler"
)

func ways() []Step {
	return []Step{
		{`^the scheduler fetches the newest token from the token page$`, act((*scheduler.Scheduler).FetchNewest)},
		{`^the scheduler makes another token and uses it$`, func(w *World) any {
			return func(ctx context.Context) error { return w.Scheduler.UseNew(ctx, false) }
		}},
		{`^the scheduler deletes its token, makes another and uses it$`, func(w *World) any {
			return func(ctx context.Context) error { return w.Scheduler.UseNew(ctx, true) }
		}},
		{`^the older token is deleted on the token page$`, act((*scheduler.Scheduler).DeleteOlder)},
		{passed, func(w *World) any {
			return func(ctx context.Context, after, since string) error {
				d, err := clock.ParseDuration(after)
				if err != nil {
					return err
				}
				if since == "the scheduler signed in" {
					return w.Scheduler.AfterSignIn(ctx, d)
				}
				return w.Scheduler.After(ctx, d)
			}
		}},
		{`^(.+) pass on the wall clock without a call$`, func(w *World) any {
			return func(ctx context.Context, wait string) error {
				d, err := clock.ParseDuration(wait)
				if err != nil {
					return err
				}
				return w.Scheduler.WaitForReal(ctx, d)
			}
		}},
		{`^a (careful|naive) client starts the application$`, func(w *World) any {
			return func(ctx context.Context, how string) error {
				return w.Scheduler.StartWithClient(ctx, how == "careful")
			}
		}},
		{`^the scheduler signs in$`, act((*scheduler.Scheduler).SignInAndKeep)},
		{`^the scheduler starts the application with that sign-in and (no|its) cookie$`, func(w *World) any {
			return func(ctx context.Context, which string) error {
				return w.Scheduler.StartSignedIn(ctx, which == "its")
			}
		}},
		{`^the server (?:is upgraded|goes back) to (\S+)$`, func(w *World) any {
			return func(ctx context.Context, version string) error { return w.Scheduler.Upgrade(ctx, version) }
		}},
		{`^another token is refused while the old row is there$`, act((*scheduler.Scheduler).ExpectSecondTokenRefused)},
	}
}

// passed is the phrase that only lets time pass; see Elapses.
const passed = `^(\S+(?: days?| hours?| minutes?| seconds?)?) have passed since (the token was made|the scheduler signed in)$`
