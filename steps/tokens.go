package steps

import (
	"context"

	"streampark-regress/harness/clock"
	"streampark-regress/harness/scheduler"
)

func tokens() []Step {
	return []Step{
		{`^a scheduler with a new API token$`, act((*scheduler.Scheduler).MakeToken)},
		{`^an application that can be started$`, act((*scheduler.Scheduler).MakeApplication)},
		{`^the token is (disabled|enabled) on the token page$`, func(w *World) any {
			return func(ctx context.Context, how string) error { return w.Scheduler.SetEnabled(ctx, how == "enabled") }
		}},
		{`^the token is deleted on the token page$`, act((*scheduler.Scheduler).DeleteToken)},
		{`^the token's owner changes the password$`, act((*scheduler.Scheduler).ChangePassword)},
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
