package steps

import (
	"context"
	"regexp"
	"strings"

	"streampark-regress/harness/clock"
	"streampark-regress/harness/scheduler"
)

// callLater is the phrase that lets time pass; see Elapses.
const callLater = `^the scheduler calls (/\S+) (\S+(?: days?| hours?| minutes?| seconds?)?) after the token was made$`

// startLater is callLater at the release's own address.
const startLater = `^the scheduler starts the application (\S+(?: days?| hours?| minutes?| seconds?)?) after the token was made$`

// twists is a group that matches any way of spoiling a token.
func twists() string {
	var quoted []string
	for _, t := range scheduler.Twists() {
		quoted = append(quoted, regexp.QuoteMeta(t))
	}
	return "(" + strings.Join(quoted, "|") + ")"
}

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
		{`^the scheduler starts the application$`, act((*scheduler.Scheduler).Start)},
		{startLater, func(w *World) any {
			return func(ctx context.Context, after string) error {
				d, err := clock.ParseDuration(after)
				if err != nil {
					return err
				}
				if err := w.Scheduler.After(ctx, d); err != nil {
					return err
				}
				return w.Scheduler.Start(ctx)
			}
		}},
		{`^the scheduler starts the application with a token that another user signed$`, act((*scheduler.Scheduler).CallForged)},
		{`^the scheduler starts the application with ` + twists() + `$`, func(w *World) any {
			return func(ctx context.Context, twist string) error { return w.Scheduler.CallTwistedAtStart(ctx, twist) }
		}},
		{`^the scheduler calls (/\S+) with ` + twists() + `$`, func(w *World) any {
			return func(ctx context.Context, path, twist string) error { return w.Scheduler.CallTwisted(ctx, path, twist) }
		}},
		{`^the scheduler calls (/\S+) with its owner's sign-in token and (no|its) cookie$`, func(w *World) any {
			return func(ctx context.Context, path, which string) error {
				return w.Scheduler.CallWithSignIn(ctx, path, which == "its")
			}
		}},
	}
}
