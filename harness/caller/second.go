package caller

import (
	"context"

	"streampark-regress/harness/evidence"
	"streampark-regress/harness/streampark"
)

// AskForSecond asks for a second token for the same user. A release may refuse:
// the result says in which words, and is empty where the token was made.
func (c *Caller) AskForSecond(ctx context.Context) (string, error) {
	if err := c.moveOn(ctx); err != nil {
		return "", err
	}
	admin, err := c.admin(ctx)
	if err != nil {
		return "", err
	}
	second, refused, err := admin.TryCreateToken(ctx, c.owner.id, c.tenancy().Description("the second"))
	if err != nil {
		return "", err
	}
	c.askedForSecond(second, refused)
	return refused, nil
}

// askedForSecond records what became of the wish for a second token.
func (c *Caller) askedForSecond(second streampark.APIToken, refused string) {
	if refused == "" {
		c.log.Redactor().Token(second.Token)
		c.made[second.ID] = second.Made
	}
	c.did(evidence.Action{Kind: evidence.SecondTokenAsked, Refused: refused})
}
