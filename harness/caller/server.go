package caller

import (
	"context"
	"fmt"

	"streampark-regress/harness/evidence"
	"streampark-regress/harness/release"
)

// Restart restarts the server, once a start that is under way has come to its
// end: a restart in the middle of one leaves the application "starting" for
// ever (seen on 2.1.5).
func (c *Caller) Restart(ctx context.Context) error {
	if err := c.Settle(ctx); err != nil {
		return err
	}
	if err := c.deployment.Restart(ctx); err != nil {
		return err
	}
	return c.startedAgain(ctx, evidence.Action{Kind: evidence.ServerRestarted})
}

// Upgrade makes the deployment another release, as an administrator would: the
// old server is stopped, the upgrade scripts are run, and the new server starts
// on the same database.
func (c *Caller) Upgrade(ctx context.Context, version string) error {
	if c.options.Catalogue == nil {
		return fmt.Errorf("upgrade to %s: there is no catalogue to find it in", version)
	}
	to, err := c.options.Catalogue.Find(version)
	if err != nil {
		return err
	}
	if err := c.Settle(ctx); err != nil {
		return err
	}
	was := c.Release()
	from := was.Version
	c.ran, err = c.deployment.Upgrade(ctx, to, func(detail string) {
		c.record(evidence.Event{Kind: evidence.KindNote, Note: from + " to " + version + ": " + detail})
	})
	if err != nil {
		return err
	}
	return c.startedAgain(ctx, evidence.Action{Kind: evidence.ServerUpgraded, From: from, To: version,
		Back: release.Compare(to.Base(), was.Base()) < 0})
}

// Ran lists the upgrade scripts that were run last.
func (c *Caller) Ran() []string { return c.ran }

// startedAgain remembers that the server was started, and its clock just after.
func (c *Caller) startedAgain(ctx context.Context, a evidence.Action) error {
	var err error
	c.server.started, err = c.client().ServerTime(ctx)
	a.ServerTime, a.TokenMade = c.server.started, c.token.Made
	c.did(a)
	return err
}

// Settle waits until the caller's application can be started, if it has one.
func (c *Caller) Settle(ctx context.Context) error {
	if c.application.id == 0 || c.application.busy {
		return nil
	}
	return c.database().AwaitStartable(ctx, c.application.id)
}
