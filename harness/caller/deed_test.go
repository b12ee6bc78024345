package caller_test

import (
	"context"
	"time"

	"streampark-regress/harness/caller"
	"streampark-regress/harness/evidence"
)

func at(path string) deed {
	return func(c *caller.Caller, ctx context.Context) error { return c.Call(ctx, path) }
}

func page(path string) deed {
	return func(c *caller.Caller, ctx context.Context) error { return c.CallPage(ctx, path) }
}

func twisted(t evidence.Twist) deed {
	return func(c *caller.Caller, ctx context.Context) error { return c.StartTwisted(ctx, t) }
}

func status(s int) deed {
	return func(c *caller.Caller, ctx context.Context) error { return c.SetRowStatus(ctx, s) }
}

func after(d time.Duration) deed {
	return func(c *caller.Caller, ctx context.Context) error { return c.After(ctx, d) }
}

func idle(d time.Duration) deed {
	return func(c *caller.Caller, ctx context.Context) error { return c.Idle(ctx, d) }
}

func second() deed {
	return func(c *caller.Caller, ctx context.Context) error {
		_, err := c.AskForSecond(ctx)
		return err
	}
}

func upgraded(to string) deed {
	return func(c *caller.Caller, ctx context.Context) error { return c.Upgrade(ctx, to) }
}

func withSignIn(cookie caller.Cookie) deed {
	return func(c *caller.Caller, ctx context.Context) error {
		return c.CallWithSignIn(ctx, c.Release().API.Start, cookie)
	}
}

func signedIn(cookie caller.Cookie) deed {
	return func(c *caller.Caller, ctx context.Context) error { return c.StartSignedIn(ctx, cookie) }
}

func afterSignIn(d time.Duration) deed {
	return func(c *caller.Caller, ctx context.Context) error { return c.AfterSignIn(ctx, d) }
}
