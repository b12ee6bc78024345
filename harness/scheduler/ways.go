package scheduler

import (
	"context"
	"errors"
	"fmt"
	"time"

	"streampark-regress/harness/evidence"
	"streampark-regress/harness/outcome"
	"streampark-regress/harness/streampark"
	"streampark-regress/harness/token"
)

// This file holds what schedulers do against issue 3933: the published
// workarounds and a few better ones.

// FetchNewest takes the newest token of the owner from the token page.
func (s *Scheduler) FetchNewest(ctx context.Context) error {
	rows, err := s.deployment.Database().TokensOf(ctx, s.owner.id)
	if err != nil {
		return err
	}
	if len(rows) == 0 {
		return fmt.Errorf("there is no token of %s on the token page to fetch", s.owner.name)
	}
	newest := rows[len(rows)-1]
	s.token.ID, s.token.Token = newest.ID, newest.Token
	s.happened("the newest token was fetched from the token page")
	return nil
}

// UseNew makes a token, besides the one there is or after deleting it, and
// uses it from now on.
func (s *Scheduler) UseNew(ctx context.Context, deleteOld bool) error {
	if deleteOld {
		if err := s.DeleteToken(ctx); err != nil {
			return err
		}
	}
	if err := s.After(ctx, s.elapsed+2*time.Second); err != nil {
		return err
	}
	session, err := s.admin(ctx)
	if err != nil {
		return err
	}
	made, err := session.CreateToken(ctx, s.owner.id, "a new one")
	if err != nil {
		return err
	}
	s.log.Redactor().Token(made.Token)
	s.older = append(s.older, s.token.ID)
	if err := s.use(ctx, made); err != nil {
		return err
	}
	s.happened("a new token was made")
	return nil
}

// open opens a token, with the server's key file where it has one.
func (s *Scheduler) open(ctx context.Context, sealed string) (token.Token, error) {
	key, err := s.key(ctx)
	if err != nil || key == nil {
		opened, unopened := token.Open(sealed)
		return opened, errors.Join(err, unopened)
	}
	return token.OpenWithKey(sealed, key)
}

// key is the server's key file, nil for a release that has none.
func (s *Scheduler) key(ctx context.Context) (token.Key, error) {
	key, err := s.deployment.Key(ctx)
	if err == nil && key != nil {
		s.log.Redactor().Password(key.String())
		s.seenKey = key
	}
	return key, err
}

// use makes a token the scheduler's.
func (s *Scheduler) use(ctx context.Context, made streampark.APIToken) error {
	var err error
	if s.opened, err = s.open(ctx, made.Token); err != nil {
		return fmt.Errorf("open the new API token: %w", err)
	}
	s.token, s.elapsed, s.since = made, 0, ""
	told := &evidence.Token{Kind: s.opened.Kind.String(), Owner: s.owner.name, Made: made.Made, Expires: "never", Claims: s.opened.Payload()}
	if !s.opened.Never() {
		told.Expires = s.opened.Expiry().Format(time.DateTime) + " UTC"
		told.LifeSeconds = s.opened.Expiry().Sub(made.Made).Seconds()
	}
	s.add(evidence.Event{Kind: evidence.KindToken, Token: told})
	var exists bool
	if s.made, exists, err = s.snapshot(ctx); err == nil && !exists {
		err = fmt.Errorf("the new API token has no row %d in t_access_token", made.ID)
	}
	return err
}

// DeleteOlder deletes the tokens that were used before on the token page.
func (s *Scheduler) DeleteOlder(ctx context.Context) error {
	session, err := s.admin(ctx)
	if err != nil {
		return err
	}
	for _, id := range s.older {
		if err := session.DeleteToken(ctx, id); err != nil {
			return err
		}
	}
	s.older = nil
	s.happened("the older token was deleted")
	return nil
}

// StartWithClient starts the application with a client that reacts to a 401 by
// making a new token and calling once more. The careful one deletes the dead
// token first; the naive one does not.
func (s *Scheduler) StartWithClient(ctx context.Context, careful bool) error {
	path := s.deployment.Release().API.Start
	if err := s.call(ctx, path, s.label()+", first try", streampark.Credentials{Authorization: &s.token.Token}); err != nil {
		return err
	}
	if s.last.outcome != outcome.Unauthenticated {
		return nil
	}
	// What the first try came to is what the client is for; the second counts.
	delete(s.unchecked, s.last.ID)
	session, err := s.admin(ctx)
	if err != nil {
		return err
	}
	if careful {
		if err := session.DeleteToken(ctx, s.token.ID); err != nil {
			return err
		}
	}
	made, refused, err := session.TryCreateToken(ctx, s.owner.id, "made by a client")
	switch {
	case err != nil:
		return err
	case refused != "":
		s.add(evidence.Event{Kind: evidence.KindNote, Note: "the client was refused a new token: " + refused})
	default:
		s.log.Redactor().Token(made.Token)
		if err := s.use(ctx, made); err != nil {
			return err
		}
	}
	return s.call(ctx, path, "API token the client made, second try", streampark.Credentials{Authorization: &s.token.Token})
}

// SignInAndKeep signs the owner in; StartSignedIn uses that sign-in.
func (s *Scheduler) SignInAndKeep(ctx context.Context) error {
	var err error
	s.kept, err = s.signIn(ctx, s.owner.name, s.owner.password)
	if err != nil {
		return err
	}
	// The time a sign-in lives begins now.
	now, err := s.client().ServerTime(ctx)
	s.keptSince = now
	return err
}

// SignedIn is the sign-in that was kept, nil if there is none.
func (s *Scheduler) SignedIn() *streampark.Session { return s.kept }

// StartSignedIn starts the application with the sign-in that was kept.
func (s *Scheduler) StartSignedIn(ctx context.Context, cookie bool) error {
	if s.kept == nil {
		return fmt.Errorf("nobody has signed in yet")
	}
	with, label := streampark.Credentials{Authorization: &s.kept.Token}, "sign-in token without its cookie"
	if cookie {
		with.Session, label = s.kept.Cookie, "sign-in token with its cookie"
	}
	if n := len(s.happenings); n > 0 {
		label += " after " + s.happenings[n-1]
	}
	return s.call(ctx, s.deployment.Release().API.Start, label, with)
}

// AfterSignIn lets time pass since the sign-in that was kept.
func (s *Scheduler) AfterSignIn(ctx context.Context, elapsed time.Duration) error {
	return s.pass(ctx, s.keptSince, elapsed, "the sign-in")
}

// WaitForReal lets real time pass: web sessions end by a clock that the shim
// leaves alone.
func (s *Scheduler) WaitForReal(ctx context.Context, d time.Duration) error {
	s.happened(d.String() + " without a call")
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}
