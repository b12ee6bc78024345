package caller

import (
	"context"
	"fmt"

	"streampark-regress/harness/database"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/streampark"
)

// settle looks the owner up that was just made, and sees to it that it can sign
// in: where there are several teams 2.1.4 lets nobody in who has not chosen one.
// Scenarios that add teams would shut the others out.
func (c *Caller) settle(ctx context.Context) error {
	c.secrets.add(evidence.SecretPassword, c.owner.password)
	if c.rowless() {
		return c.settleByPages(ctx)
	}
	user, err := c.user(ctx, c.owner.name)
	if err != nil {
		return err
	}
	c.owner.id = user.ID
	administrator, err := c.user(ctx, c.tenancy().Administrator.Name) // whose are in the first lines of every list
	if err != nil {
		return err
	}
	c.secrets.add(evidence.SecretSalt, administrator.Salt)
	c.secrets.add(evidence.SecretHash, administrator.Password)
	c.secrets.add(evidence.SecretSalt, user.Salt)
	c.secrets.add(evidence.SecretHash, user.Password)
	return c.database().DefaultTeam(ctx, user.ID)
}

// settleByPages is settle where nobody may look at rows. What its tokens are
// signed with is told on no page.
func (c *Caller) settleByPages(ctx context.Context) error {
	return c.asAdmin(ctx, func(admin *streampark.Session) error {
		listed, found, err := admin.FindUser(ctx, c.owner.name)
		if err != nil {
			return err
		}
		if !found {
			return fmt.Errorf("find the user %s: it is not on the page of users", c.owner.name)
		}
		c.owner.id = listed.ID
		if c.Release().Users.JoinDefaultTeam {
			return nil
		}
		return admin.ChooseDefaultTeam(ctx, listed.ID)
	})
}

// user looks a user up; what its tokens may be signed with is kept out of the
// log.
func (c *Caller) user(ctx context.Context, name string) (database.User, error) {
	user, err := c.database().FindUser(ctx, name)
	if err == nil {
		c.log.Redactor().Password(user.Salt)
		c.log.Redactor().Password(user.Password)
	}
	return user, err
}
