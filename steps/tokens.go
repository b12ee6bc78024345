package steps

import (
	"context"

	"streampark-regress/harness/clock"
	"streampark-regress/harness/scheduler"
)

func tokens() []Step {
	return []Step{
		{`^a scheduler with a new API token$`, act((*scheduler.Scheduler).MakeToken)},
		{`^a scheduler with a new API token of a developer$`, act((*scheduler.Scheduler).MakeDeveloperToken)},
		{`^an application of another team$`, act((*scheduler.Scheduler).MakeForeignApplication)},
		{`^the token opens no other page than the catalogue says$`, act((*scheduler.Scheduler).ExpectPages)},
		{`^an application that can be started$`, act((*scheduler.Scheduler).MakeApplication)},
		{`^the token is (disabled|enabled) on the token page$`, func(w *World) any {
			return func(ctx context.Context, how string) error { return w.Scheduler.SetEnabled(ctx, how == "enabled") }
		}},
		{`^the token is deleted on the token page$`, act((*scheduler.Scheduler).DeleteToken)},
		{`^the token's owner changes the password$`, act((*scheduler.Scheduler).ChangePassword)},
		{`^the token's owner signs in on the web page and out again$`, act((*scheduler.Scheduler).SignInAndOut)},
		{`^the token's owner is (locked|unlocked)$`, func(w *World) any {
			return func(ctx context.Context, how string) error { return w.Scheduler.SetLocked(ctx, how == "locked") }
		}},
		{`^somebody sets the row's status to ([01]) in the database$`, func(w *World) any {
			return func(ctx context.Context, status int) error { return w.Scheduler.SetRowStatus(ctx, status) }
		}},
		{`^a second token is asked for on the token page$`, act((*scheduler.Scheduler).AskForSecondToken)},
		{`^the server is restarted$`, act((*scheduler.Scheduler).Restart)},
		{`^the token's row has not changed since it was made$`, act((*scheduler.Scheduler).ExpectRowUnchanged)},
		{`^the token says that it never expires$`, func(w *World) any {
			return func() error { return w.Scheduler.ExpectExpiry(0) }
		}},
		{`^the token says that it expires (.+) after it was made$`, func(w *World) any {
			return func(after string) error {
				d, err := clock.ParseDuration(after)
				if err != nil {
					return err
				}
				return w.Scheduler.ExpectExpiry(d)
			}
		}},
	}
}
