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
	all, err := c.database().Users(ctx) // a page may list any of them, and not all
	if err != nil {
		return err
	}
	for _, u := range all {
		c.hide(u)
		c.secrets.add(evidence.SecretSalt, u.Salt)
		c.secrets.add(evidence.SecretHash, u.Password)
	}
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
		c.hide(user)
	}
	return user, err
}

// hide keeps what a user's password is checked with out of everything that is kept.
func (c *Caller) hide(u database.User) {
	c.log.Redactor().Password(u.Salt)
	c.log.Redactor().Password(u.Password)
}
