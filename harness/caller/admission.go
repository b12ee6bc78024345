package caller

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"streampark-regress/harness/evidence"
)

// Password is a way of getting a password wrong, or right.
type Password string

// The ways.
const (
	RightPassword Password = "the password"
	WrongPassword Password = "a wrong password"
	NoPassword    Password = "no password"
	InCapitals    Password = "the password in capitals"
	LongerByOne   Password = "one character behind the password"
	FormerOne     Password = "the password from before"
)

// Passwords lists the ways of getting a password wrong.
func Passwords() []Password {
	return []Password{WrongPassword, NoPassword, InCapitals, LongerByOne, FormerOne}
}

// errNoFormer is the error of a sign-in with a password that there never was.
var errNoFormer = errors.New("the owner has had no other password before: change it first")

// errUnknownPassword is the error of a way that there is not.
var errUnknownPassword = errors.New("unknown way to get a password wrong")

// Admission signs the owner in with a password and says whether that was let
// in, and which secrets were told.
func (c *Caller) Admission(ctx context.Context, how Password) (evidence.Fact, error) {
	password, err := c.owner.typed(how)
	if err != nil {
		return evidence.Fact{}, err
	}
	c.log.Redactor().Password(password)
	fact := evidence.Fact{Kind: evidence.AdmissionFact, Admission: evidence.Barred}
	session, answer, err := c.client().TrySignIn(ctx, c.owner.name, password)
	if _, asked := answer.AsksForTeam(); err == nil && asked {
		fact.Admission = evidence.AskedForTeam
	}
	if err == nil && session != nil {
		c.log.Redactor().Token(session.Token)
		c.log.Redactor().Password(session.Cookie)
		fact.Admission = evidence.Admitted
	}
	fact.Leaks = c.secrets.toldBy(answer.Tells, evidence.OwnApplication)
	return fact, err
}

// typed is the password as it is typed.
func (o owner) typed(how Password) (string, error) {
	switch how {
	case RightPassword:
		return o.password, nil
	case WrongPassword:
		return "not-" + o.password, nil
	case NoPassword:
		return "", nil
	case InCapitals:
		return strings.ToUpper(o.password), nil
	case LongerByOne:
		return o.password + "x", nil
	case FormerOne:
		if o.former == "" {
			return "", errNoFormer
		}
		return o.former, nil
	}
	return "", fmt.Errorf("%w %q: choose one of %v", errUnknownPassword, how, Passwords())
}

// Secrecy looks for secrets in all that the deployment's servers have logged.
func (c *Caller) Secrecy(ctx context.Context) (evidence.Fact, error) {
	text, err := c.deployment.Log(ctx)
	if err != nil {
		return evidence.Fact{}, err
	}
	told := c.secrets.among(func(secret string) bool { return strings.Contains(text, secret) },
		evidence.SecretToken, evidence.SecretSalt, evidence.SecretHash, evidence.SecretPassword)
	return evidence.Fact{Kind: evidence.SecrecyFact, Leaks: told}, nil
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
