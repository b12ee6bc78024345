package caller

import (
	"context"
	"fmt"
	"slices"

	"streampark-regress/harness/deployment"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/release"
	"streampark-regress/harness/token"
)

// Restart restarts the server, once a start that is under way has come to its
// end: a restart in the middle of one leaves the application "starting" for
// ever (seen on 2.1.5).
func (c *Caller) Restart(ctx context.Context) error {
	if err := c.Settle(ctx); err != nil {
		return err
	}
	restart := c.deployment.Restart
	if c.options.Restart != nil {
		restart = c.options.Restart
	}
	if err := restart(ctx); err != nil {
		return err
	}
	return c.startedAgain(ctx, evidence.Action{Kind: evidence.ServerRestarted})
}

// Recreate replaces the server and keeps its database, once a start that is under
// way has come to its end.
func (c *Caller) Recreate(ctx context.Context) error {
	if err := c.Settle(ctx); err != nil {
		return err
	}
	if err := c.deployment.Recreate(ctx); err != nil {
		return err
	}
	return c.startedAgain(ctx, evidence.Action{Kind: evidence.ServerRecreated})
}

// BeginRound gives the next turn to the first of several servers.
func (c *Caller) BeginRound(context.Context) error {
	if f, fronted := c.deployment.(deployment.Fronted); fronted {
		f.Rewind()
	}
	return nil
}

// RestartReplica restarts one of several servers, the first being 1.
func (c *Caller) RestartReplica(ctx context.Context, number int) error {
	servers := deployment.Behind(c.deployment)
	if number > len(servers) {
		return fmt.Errorf("restart replica %d: there are %d", number, len(servers))
	}
	if err := c.Settle(ctx); err != nil {
		return err
	}
	if err := servers[number-1].Restart(ctx); err != nil {
		return fmt.Errorf("restart replica %d: %w", number, err)
	}
	now, err := servers[number-1].Client().ServerTime(ctx)
	if err != nil {
		return err
	}
	c.server.started[number] = now
	c.did(evidence.Action{Kind: evidence.ReplicaRestarted, Replica: number, ServerTime: now, TokenMade: c.token.Made})
	return nil
}

// remember remembers a key file.
func (s *server) remember(key token.Key) {
	if !slices.ContainsFunc(s.keys, func(k token.Key) bool { return slices.Equal(k, key) }) {
		s.keys = append(s.keys, key)
	}
}

// by is who answered just now, of several servers.
func (c *Caller) by(replica int) acceptance {
	a := acceptance{release: c.Release().Version, replica: replica}
	if servers := deployment.Behind(c.deployment); replica > 0 && replica <= len(servers) {
		a.generation = servers[replica-1].Generation()
	}
	return a
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
	now, err := c.client().ServerTime(ctx)
	for number := range len(deployment.Behind(c.deployment)) + 1 {
		c.server.started[number] = now
	}
	a.ServerTime, a.TokenMade = now, c.token.Made
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
