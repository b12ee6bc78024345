package caller

import (
	"context"

	"streampark-regress/harness/cause"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/streampark"
)

// StartWithCarefulClient starts the application with a client that reacts to a
// 401 by deleting its token, making a new one and calling once more.
func (c *Caller) StartWithCarefulClient(ctx context.Context) error {
	return c.startWithClient(ctx, func(admin *streampark.Session) error {
		c.did(evidence.Action{Kind: evidence.TokenDeleted})
		return admin.DeleteToken(ctx, c.token.ID)
	})
}

// StartWithNaiveClient starts the application with a client that reacts to a
// 401 by making one more token and calling once more.
func (c *Caller) StartWithNaiveClient(ctx context.Context) error {
	return c.startWithClient(ctx, func(*streampark.Session) error { return nil })
}

func (c *Caller) startWithClient(ctx context.Context, prepare func(admin *streampark.Session) error) error {
	path := c.Release().API.Start
	if err := c.callWithToken(ctx, path, 1); err != nil {
		return err
	}
	if c.history.last.Cause == cause.None {
		return nil
	}
	admin, err := c.admin(ctx)
	if err != nil {
		return err
	}
	if err := prepare(admin); err != nil {
		return err
	}
	made, refused, err := admin.TryCreateToken(ctx, c.owner.id, c.tenancy().Description("made by a client"))
	if err != nil {
		return err
	}
	if refused != "" {
		c.did(evidence.Action{Kind: evidence.SecondTokenAsked, Refused: refused})
	} else {
		if err := c.hold(ctx, made); err != nil {
			return err
		}
		c.did(evidence.Action{Kind: evidence.TokenMade})
	}
	return c.callWithToken(ctx, path, 2)
}
