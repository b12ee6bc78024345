package caller

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"

	"streampark-regress/harness/evidence"
	"streampark-regress/harness/streampark"
)

// admin signs in as the administrator who prepares scenarios. It does so for each
// use: a sign-in of 2.1.5 ends with its TTL and the clock may have been moved.
func (c *Caller) admin(ctx context.Context) (*streampark.Session, error) {
	a := c.tenancy().Administrator
	return c.enter(ctx, a.Name, a.Password)
}

// own signs the owner of the token in.
func (c *Caller) own(ctx context.Context) (*streampark.Session, error) {
	return c.enter(ctx, c.owner.name, c.owner.password)
}

func (c *Caller) enter(ctx context.Context, name, password string) (*streampark.Session, error) {
	session, err := c.client().SignIn(ctx, name, password)
	if err != nil {
		return nil, err
	}
	c.log.Redactor().Token(session.Token)
	c.log.Redactor().Password(session.Cookie)
	return session, nil
}

// asAdmin does something as the administrator, to prepare a scenario. Where
// sessions are short and the machine is slow, one may have ended before the call
// came: such a call was answered 401 and did nothing, and is made once more after
// another sign-in.
func (c *Caller) asAdmin(ctx context.Context, do func(admin *streampark.Session) error) error {
	admin, err := c.admin(ctx)
	if err != nil {
		return err
	}
	if err := do(admin); !errors.Is(err, streampark.ErrSignedOut) {
		return err
	}
	if admin, err = c.admin(ctx); err != nil {
		return err
	}
	return do(admin)
}

// MakeToken makes a user of its own with a role, and an API token for it.
func (c *Caller) MakeToken(ctx context.Context, role evidence.Role) error {
	if err := c.makeOwner(ctx, role); err != nil {
		return err
	}
	var made streampark.APIToken
	err := c.asAdmin(ctx, func(admin *streampark.Session) (err error) {
		made, err = admin.CreateToken(ctx, c.owner.id, c.tenancy().Description("made by streampark-regress"))
		return err
	})
	if err != nil {
		return err
	}
	return c.hold(ctx, made)
}

func (c *Caller) makeOwner(ctx context.Context, role evidence.Role) error {
	if err := c.makeUser(ctx, "scheduler", role); err != nil {
		return err
	}
	if role == evidence.Developer {
		if err := c.asAdmin(ctx, func(admin *streampark.Session) error { return admin.JoinDefaultTeam(ctx, c.owner.name) }); err != nil {
			return err
		}
	}
	return c.settle(ctx)
}

// MakeNewcomer makes an administrator who has never signed in, and has chosen no
// team where the release leaves that to the first sign-in.
func (c *Caller) MakeNewcomer(ctx context.Context) error {
	return c.makeUser(ctx, "newcomer", evidence.Administrator)
}

// makeUser makes the caller's user, who has not signed in yet.
func (c *Caller) makeUser(ctx context.Context, what string, role evidence.Role) error {
	kind := map[evidence.Role]streampark.UserKind{evidence.Administrator: streampark.Administrator, evidence.Developer: streampark.PlainUser}[role]
	c.owner = owner{name: c.tenancy().Name(what, c.options.Number), password: "Pw-" + random(), role: role}
	c.log.Redactor().Password(c.owner.password)
	err := c.asAdmin(ctx, func(admin *streampark.Session) error {
		return admin.CreateUser(ctx, c.owner.name, c.owner.password, kind)
	})
	if err != nil {
		return fmt.Errorf("make the user %s: %w", c.owner.name, err)
	}
	return nil
}

// Lock locks the token's owner.
func (c *Caller) Lock(ctx context.Context) error {
	c.did(evidence.Action{Kind: evidence.OwnerLocked})
	return c.database().Lock(ctx, c.owner.id)
}

// Unlock unlocks the token's owner.
func (c *Caller) Unlock(ctx context.Context) error {
	c.did(evidence.Action{Kind: evidence.OwnerUnlocked})
	return c.database().Unlock(ctx, c.owner.id)
}

// ChangePassword has the token's owner change the password.
func (c *Caller) ChangePassword(ctx context.Context) error {
	own, err := c.own(ctx)
	if err != nil {
		return err
	}
	fresh := "Pw-" + random()
	c.log.Redactor().Password(fresh)
	if err := own.ChangePassword(ctx, c.owner.id, c.owner.name, c.owner.password, fresh); err != nil {
		return err
	}
	c.owner.password, c.owner.former = fresh, c.owner.password
	c.secrets.add(evidence.SecretPassword, fresh)
	c.did(evidence.Action{Kind: evidence.PasswordChanged})
	return nil
}

// ResetPassword has an administrator reset the password of the token's owner,
// who has the new one from now on.
func (c *Caller) ResetPassword(ctx context.Context) error {
	admin, err := c.admin(ctx)
	if err != nil {
		return err
	}
	fresh, err := admin.ResetPassword(ctx, c.owner.name, c.Release().Users.ResetTo)
	if err != nil {
		return err
	}
	c.log.Redactor().Password(fresh)
	c.owner.password, c.owner.former = fresh, c.owner.password
	c.secrets.add(evidence.SecretPassword, fresh)
	c.did(evidence.Action{Kind: evidence.PasswordReset})
	return nil
}

// Rename gives the token's owner another name, and RenameBack the old one again.
func (c *Caller) Rename(ctx context.Context) error { return c.rename(ctx, c.owner.name+"-renamed") }

// RenameBack is the opposite of Rename.
func (c *Caller) RenameBack(ctx context.Context) error {
	return c.rename(ctx, strings.TrimSuffix(c.owner.name, "-renamed"))
}

func (c *Caller) rename(ctx context.Context, name string) error {
	c.did(evidence.Action{Kind: evidence.OwnerRenamed})
	c.owner.name = name
	return c.database().RenameUser(ctx, c.owner.id, name)
}

// DeleteOwner deletes the token's owner; the token's row stays.
func (c *Caller) DeleteOwner(ctx context.Context) error {
	c.did(evidence.Action{Kind: evidence.OwnerDeleted})
	return c.database().DeleteUser(ctx, c.owner.id)
}

// TakeName gives the name of the owner, who was deleted, to a new user.
func (c *Caller) TakeName(ctx context.Context) error {
	admin, err := c.admin(ctx)
	if err != nil {
		return err
	}
	password := "Pw-" + random()
	c.log.Redactor().Password(password)
	if err := admin.CreateUser(ctx, c.owner.name, password, streampark.Administrator); err != nil {
		return fmt.Errorf("make another user %s: %w", c.owner.name, err)
	}
	c.did(evidence.Action{Kind: evidence.NameTaken})
	return nil
}

// SignInAndOut has the token's owner use the web page and sign out.
func (c *Caller) SignInAndOut(ctx context.Context) error {
	own, err := c.own(ctx)
	if err != nil {
		return err
	}
	if err := own.SignOut(ctx); err != nil {
		return err
	}
	c.did(evidence.Action{Kind: evidence.SignedOut})
	return nil
}

// KeepSignIn signs the owner in, where the scheduler calls; StartSignedIn uses that
// sign-in.
func (c *Caller) KeepSignIn(ctx context.Context) error {
	session, answer, err := c.entrance().TrySignIn(ctx, c.owner.name, c.owner.password)
	if err != nil {
		return err
	}
	if session == nil {
		return fmt.Errorf("sign %s in: the answer has no token: HTTP %d", c.owner.name, answer.Status)
	}
	c.log.Redactor().Token(session.Token)
	c.log.Redactor().Password(session.Cookie)
	// The time a sign-in lives begins now.
	now, err := c.client().ServerTime(ctx)
	if err != nil {
		return err
	}
	c.signIn = &signIn{session, now, c.by(answer.Replica)}
	return nil
}

func random() string {
	b := make([]byte, 8)
	_, _ = rand.Read(b) // never fails
	return hex.EncodeToString(b)
}
