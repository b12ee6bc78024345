package caller

import (
	"context"

	"streampark-regress/harness/evidence"
)

// MakeBusyApplication makes an application that is being started already.
func (c *Caller) MakeBusyApplication(ctx context.Context) error {
	if err := c.MakeApplication(ctx); err != nil {
		return err
	}
	c.application.busy = true
	return c.database().Occupy(ctx, c.application.id)
}

// MakeForeignApplication makes an application that can be started and belongs
// to another team.
func (c *Caller) MakeForeignApplication(ctx context.Context) error {
	if err := c.MakeApplication(ctx); err != nil {
		return err
	}
	c.application.whose = evidence.ForeignApplication
	team, err := c.tenancy().TeamID(c.options.Number)
	if err != nil {
		return err
	}
	if err := c.database().AddTeam(ctx, team, c.tenancy().Name("team", c.options.Number)); err != nil {
		return err
	}
	return c.database().MoveApplicationToTeam(ctx, c.application.id, team)
}
