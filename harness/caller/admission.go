package caller

import (
	"context"

	"streampark-regress/harness/evidence"
)

// Admission signs the owner in and says whether that was let in.
func (c *Caller) Admission(ctx context.Context) (evidence.Fact, error) {
	return c.admission(ctx, c.owner.password)
}

// AdmissionWithWrongPassword signs the owner in with another password.
func (c *Caller) AdmissionWithWrongPassword(ctx context.Context) (evidence.Fact, error) {
	return c.admission(ctx, "not-"+c.owner.password)
}

func (c *Caller) admission(ctx context.Context, password string) (evidence.Fact, error) {
	fact := evidence.Fact{Kind: evidence.AdmissionFact, Admission: evidence.Barred}
	session, _, err := c.client().TrySignIn(ctx, c.owner.name, password)
	if err == nil && session != nil {
		c.log.Redactor().Token(session.Token)
		c.log.Redactor().Password(session.Cookie)
		fact.Admission = evidence.Admitted
	}
	return fact, err
}

// SignOut signs the sign-in out that was kept.
func (c *Caller) SignOut(ctx context.Context) error {
	if c.signIn == nil {
		return errNobodySignedIn
	}
	if err := c.signIn.session.At(c.client()).SignOut(ctx); err != nil {
		return err
	}
	c.did(evidence.Action{Kind: evidence.SignedOut})
	return nil
}

// Left is how the token's row compares with what the scenario left.
func (c *Caller) Left(ctx context.Context) (evidence.Fact, error) {
	state, err := c.rowState(ctx, c.token.left)
	return evidence.Fact{Kind: evidence.RowFact, Row: state}, err
}

// Second is another caller of the same deployment, for the same scenario.
func (c *Caller) Second() *Caller {
	o := c.options
	o.Number += secondNumber
	return New(c.deployment, c.log, o)
}

// secondNumber keeps the second caller's names and ids away from everybody
// else's.
const secondNumber = 5000
