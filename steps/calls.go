package steps

import (
	"context"

	"streampark-regress/harness/clock"
)

// callLater is the phrase that lets time pass; see Elapses.
const callLater = `^the scheduler calls (/\S+) (\S+(?: days?| hours?| minutes?| seconds?)?) after the token was made$`

func calls() []Step {
	return []Step{
		{`^the scheduler calls (/\S+)(?: at once)?$`, func(w *World) any {
			return func(ctx context.Context, path string) error { return w.Scheduler.Call(ctx, path) }
		}},
		{callLater, func(w *World) any {
			return func(ctx context.Context, path, after string) error {
				d, err := clock.ParseDuration(after)
				if err != nil {
					return err
				}
				if err := w.Scheduler.After(ctx, d); err != nil {
					return err
				}
				return w.Scheduler.Call(ctx, path)
			}
		}},
		{`^the scheduler calls (/\S+) without a token$`, func(w *World) any {
			return func(ctx context.Context, path string) error { return w.Scheduler.CallWithout(ctx, path) }
		}},
		{`^the scheduler calls (/\S+) with half of the token$`, func(w *World) any {
			return func(ctx context.Context, path string) error { return w.Scheduler.CallWithHalf(ctx, path) }
		}},
		{`^the scheduler calls (/\S+) with its owner's sign-in token and (no|its) cookie$`, func(w *World) any {
			return func(ctx context.Context, path, which string) error {
				return w.Scheduler.CallWithSignIn(ctx, path, which == "its")
			}
		}},
	}
}
