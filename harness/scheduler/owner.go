package scheduler

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"

	"streampark-regress/harness/streampark"
)

// admin signs in as the seeded administrator. It does so for each use: a
// sign-in of 2.1.5 ends with its TTL and the clock may have been moved.
func (s *Scheduler) admin(ctx context.Context) (*streampark.Session, error) {
	return s.signIn(ctx, streampark.SeededAdmin, streampark.SeededPassword)
}

func (s *Scheduler) signIn(ctx context.Context, name, password string) (*streampark.Session, error) {
	session, err := s.client().SignIn(ctx, name, password)
	if err != nil {
		return nil, err
	}
	s.log.Redactor().Token(session.Token)
	s.log.Redactor().Password(session.Cookie)
	return session, nil
}

// MakeToken makes an administrator of its own and an API token for it.
func (s *Scheduler) MakeToken(ctx context.Context) error { return s.makeToken(ctx, "ADMIN") }

// MakeDeveloperToken makes a user who is no administrator but a developer of
// the default team, and an API token for it.
func (s *Scheduler) MakeDeveloperToken(ctx context.Context) error { return s.makeToken(ctx, "USER") }

func (s *Scheduler) makeToken(ctx context.Context, kind string) error {
	admin, err := s.admin(ctx)
	if err != nil {
		return err
	}
	s.owner = owner{name: fmt.Sprintf("scheduler%d", s.number), password: "Pw-" + random(), developer: kind == "USER"}
	s.log.Redactor().Password(s.owner.password)
	if err := admin.CreateUser(ctx, s.owner.name, s.owner.password, kind); err != nil {
		return fmt.Errorf("make the user %s: %w", s.owner.name, err)
	}
	if kind == "USER" {
		if err := s.join(ctx, admin); err != nil {
			return err
		}
	}
	user, found, err := s.deployment.Database().UserByName(ctx, s.owner.name)
	if err != nil {
		return err
	}
	if !found {
		return fmt.Errorf("find the new user %s: it is not in t_user", s.owner.name)
	}
	s.owner.id = user.ID
	// Where there are several teams 2.1.4 lets nobody in who has not chosen
	// one; scenarios that add teams would shut the others out.
	if err := s.deployment.Database().DefaultTeam(ctx, user.ID); err != nil {
		return err
	}
	s.log.Redactor().Password(user.Salt)
	s.log.Redactor().Password(user.Password)
	made, err := admin.CreateToken(ctx, user.ID, "made by streampark-regress")
	if err != nil {
		return err
	}
	s.log.Redactor().Token(made.Token)
	return s.use(ctx, made)
}

// SetEnabled disables or enables the token on the token page, whose button
// only toggles, and makes sure that the row says so.
func (s *Scheduler) SetEnabled(ctx context.Context, enabled bool) error {
	admin, err := s.admin(ctx)
	if err != nil {
		return err
	}
	s.happened(map[bool]string{true: "it was enabled", false: "it was disabled"}[enabled])
	if err := admin.ToggleToken(ctx, s.token.ID); err != nil {
		return err
	}
	rows, err := s.deployment.Database().TokensOf(ctx, s.owner.id)
	if err != nil {
		return err
	}
	if len(rows) != 1 || rows[0].Enabled() != enabled {
		return fmt.Errorf("the token page was asked to toggle the token; it should now be enabled: %t, its rows are %d", enabled, len(rows))
	}
	return nil
}

// DeleteToken deletes the token on the token page.
func (s *Scheduler) DeleteToken(ctx context.Context) error {
	admin, err := s.admin(ctx)
	if err != nil {
		return err
	}
	s.happened("it was deleted")
	return admin.DeleteToken(ctx, s.token.ID)
}

// ChangePassword has the token's owner change the password.
func (s *Scheduler) ChangePassword(ctx context.Context) error {
	own, err := s.signIn(ctx, s.owner.name, s.owner.password)
	if err != nil {
		return err
	}
	fresh := "Pw-" + random()
	s.log.Redactor().Password(fresh)
	if err := own.ChangePassword(ctx, s.owner.id, s.owner.name, s.owner.password, fresh); err != nil {
		return err
	}
	s.owner.password = fresh
	s.happened("its owner changed the password")
	return nil
}

func random() string {
	b := make([]byte, 8)
	_, _ = rand.Read(b) // never fails
	return hex.EncodeToString(b)
}
