package caller

import (
	"context"
	"errors"
	"fmt"

	"streampark-regress/harness/database"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/release"
	"streampark-regress/harness/streampark"
	"streampark-regress/harness/token"
)

// errNoToken is the error of what needs a token before one was made: without
// one, nothing would be sent, and what came of it would prove nothing.
var errNoToken = errors.New("there is no API token yet: make one first")

// hold makes a token the caller's: it is opened, and its row is read.
func (c *Caller) hold(ctx context.Context, made streampark.APIToken) error {
	c.log.Redactor().Token(made.Token)
	c.secrets.add(evidence.SecretToken, made.Token)
	opened, err := c.open(ctx, made.Token)
	if err != nil {
		return fmt.Errorf("open the new API token: %w", err)
	}
	if c.token.Token != made.Token {
		c.former = c.token.Token
	}
	c.token, c.history.age = held{APIToken: made, opened: opened}, nil
	c.made[made.ID] = made.Made
	event := &evidence.Token{Kind: evidence.APIToken, Owner: c.owner.name, Made: made.Made, Life: c.life(), Claims: opened.Payload()}
	if !opened.Never() {
		event.Expires = opened.Expiry()
	}
	c.record(evidence.Event{Kind: evidence.KindToken, Token: event})
	if c.rowless() {
		return nil
	}
	row, exists, err := c.snapshot(ctx)
	if err != nil {
		return err
	}
	if !exists {
		return fmt.Errorf("look for the row of the new API token: there is no row %d in t_access_token", made.ID)
	}
	c.token.row, c.token.left = row, row
	return nil
}

// life is how long the token says it lives.
func (c *Caller) life() evidence.Life {
	if c.token.opened.Never() {
		return evidence.Life{Never: true}
	}
	return evidence.Life{Seconds: c.token.opened.Expiry().Sub(c.token.Made).Seconds()}
}

// open opens a token, with the server's key file where it has one.
func (c *Caller) open(ctx context.Context, sealed string) (token.Token, error) {
	key, err := c.key(ctx)
	if err != nil {
		return token.Token{}, err
	}
	if key == nil {
		return token.Open(sealed)
	}
	return token.OpenWithKey(sealed, key)
}

// key is the server's key file, nil for a release that has none.
func (c *Caller) key(ctx context.Context) (token.Key, error) {
	if c.Release().Tokens.SealedWith != release.SealedWithKeyFile {
		return nil, nil
	}
	key, err := c.deployment.Key(ctx)
	if err == nil && key != nil {
		c.log.Redactor().Password(key.String())
		c.server.remember(key)
	}
	return key, err
}

// Disable disables the token on the token page.
func (c *Caller) Disable(ctx context.Context) error {
	return c.toggle(ctx, evidence.TokenDisabled, database.TokenDisabled)
}

// Enable enables the token on the token page.
func (c *Caller) Enable(ctx context.Context) error {
	return c.toggle(ctx, evidence.TokenEnabled, database.TokenEnabled)
}

// toggle presses the token page's one button and makes sure that the row has
// the status it should have then.
func (c *Caller) toggle(ctx context.Context, kind evidence.ActionKind, status database.TokenStatus) error {
	if c.token.ID == 0 {
		return errNoToken
	}
	c.did(evidence.Action{Kind: kind})
	admin, err := c.admin(ctx)
	if err != nil {
		return err
	}
	if err := admin.ToggleToken(ctx, c.token.ID); err != nil {
		return err
	}
	rows, err := c.database().TokensOf(ctx, c.owner.id)
	if err != nil {
		return err
	}
	for _, row := range rows {
		if row.ID == c.token.ID && row.Status == status {
			return c.leave(ctx)
		}
	}
	return fmt.Errorf("toggle the token on the token page: its row's status is not %d afterwards (the owner has %d rows)", status, len(rows))
}

// Delete deletes the token on the token page.
func (c *Caller) Delete(ctx context.Context) error {
	if c.token.ID == 0 {
		return errNoToken
	}
	c.did(evidence.Action{Kind: evidence.TokenDeleted})
	return c.deleteRow(ctx, c.token.ID)
}

func (c *Caller) deleteRow(ctx context.Context, id int64) error {
	admin, err := c.admin(ctx)
	if err != nil {
		return err
	}
	return admin.DeleteToken(ctx, id)
}

// SetRowStatus changes the status of the token's row behind the server's back.
func (c *Caller) SetRowStatus(ctx context.Context, status int) error {
	c.did(evidence.Action{Kind: evidence.RowStatusSet, Status: status})
	if err := c.database().SetTokenStatus(ctx, c.token.ID, database.TokenStatus(status)); err != nil {
		return err
	}
	return c.leave(ctx)
}

// leave remembers the row as the scenario leaves it: what is different later
// was somebody else.
func (c *Caller) leave(ctx context.Context) error {
	row, _, err := c.snapshot(ctx)
	c.token.left = row
	return err
}

// FetchNewest takes the newest token of the owner from the token page.
func (c *Caller) FetchNewest(ctx context.Context) error {
	rows, err := c.database().TokensOf(ctx, c.owner.id)
	if err != nil {
		return err
	}
	if len(rows) == 0 {
		return fmt.Errorf("fetch the newest token from the token page: %s has none", c.owner.name)
	}
	newest := rows[len(rows)-1]
	if newest.ID != c.token.ID {
		if err := c.hold(ctx, streampark.APIToken{ID: newest.ID, Token: newest.Token, Made: c.made[newest.ID]}); err != nil {
			return err
		}
	}
	c.token.Token = newest.Token
	c.did(evidence.Action{Kind: evidence.TokenFetched})
	return nil
}

// UseAnother makes one more token and uses it from now on.
func (c *Caller) UseAnother(ctx context.Context) error {
	older := c.token.ID
	if err := c.makeAnother(ctx); err != nil {
		return err
	}
	c.older = append(c.older, older)
	return nil
}

func (c *Caller) makeAnother(ctx context.Context) error {
	if err := c.moveOn(ctx); err != nil {
		return err
	}
	admin, err := c.admin(ctx)
	if err != nil {
		return err
	}
	made, err := admin.CreateToken(ctx, c.owner.id, c.tenancy().Description("one more"))
	if err != nil {
		return err
	}
	if err := c.hold(ctx, made); err != nil {
		return err
	}
	c.did(evidence.Action{Kind: evidence.TokenMade})
	return nil
}

// Renew deletes all tokens of the owner on the token page, makes another and
// uses it from now on.
func (c *Caller) Renew(ctx context.Context) error {
	rows, err := c.database().TokensOf(ctx, c.owner.id)
	if err != nil {
		return err
	}
	for _, row := range rows {
		if err := c.deleteRow(ctx, row.ID); err != nil {
			return err
		}
	}
	c.older = nil
	c.did(evidence.Action{Kind: evidence.TokenDeleted})
	return c.makeAnother(ctx)
}

// DeleteOlder deletes the tokens that were used before on the token page.
func (c *Caller) DeleteOlder(ctx context.Context) error {
	var failures []error
	for _, id := range c.older {
		failures = append(failures, c.deleteRow(ctx, id))
	}
	c.older = nil
	c.did(evidence.Action{Kind: evidence.OlderTokenDeleted})
	return errors.Join(failures...)
}
