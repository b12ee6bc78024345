package examine_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"streampark-regress/harness/diagnosis"
	"streampark-regress/harness/examine"
	"streampark-regress/harness/scheduler"
	"streampark-regress/harness/token"
)

// state is one in which a token may be 401.
type state struct {
	name string
	// bring brings a token into the state and says what is sent.
	bring func(*testing.T, *scheduler.Scheduler) examine.Subject
	// want is the cause by release; a release that is not there accepts it.
	want map[string]diagnosis.Cause
	// blind is the cause named without the database; a release that is not
	// there names none.
	blind map[string]diagnosis.Cause
}

func both(c diagnosis.Cause) map[string]diagnosis.Cause {
	return map[string]diagnosis.Cause{"2.1.4": c, "2.1.5": c}
}

func on(version string, c diagnosis.Cause) map[string]diagnosis.Cause {
	return map[string]diagnosis.Cause{version: c}
}

// after sends the API token that was made first, after something was done.
func after(do func(context.Context, *scheduler.Scheduler) error) func(*testing.T, *scheduler.Scheduler) examine.Subject {
	return func(t *testing.T, s *scheduler.Scheduler) examine.Subject {
		made := s.Token()
		require.NoError(t, do(t.Context(), s))
		return examine.Subject{Header: &made}
	}
}

// sending sends something made of the API token.
func sending(change func(string) *string) func(*testing.T, *scheduler.Scheduler) examine.Subject {
	return func(_ *testing.T, s *scheduler.Scheduler) examine.Subject {
		return examine.Subject{Header: change(s.Token())}
	}
}

// signedIn sends a sign-in token, after something was done.
func signedIn(cookie bool, do func(context.Context, *scheduler.Scheduler) error) func(*testing.T, *scheduler.Scheduler) examine.Subject {
	return func(t *testing.T, s *scheduler.Scheduler) examine.Subject {
		require.NoError(t, s.SignInAndKeep(t.Context()))
		kept := s.SignedIn()
		if do != nil {
			require.NoError(t, do(t.Context(), s))
		}
		subject := examine.Subject{Header: &kept.Token}
		if cookie {
			subject.Session = kept.Cookie
		}
		return subject
	}
}

func states() []state {
	text := func(s string) *string { return &s }
	key := token.NewKey()
	sealed, err := token.MintWithKey(token.Claims{Kind: token.API, UserID: 7, UserName: "caller", ExpirySeconds: token.NeverMillis / 1000}, key)
	if err != nil {
		panic(err) // the claims are constant
	}
	var (
		disable  = func(ctx context.Context, s *scheduler.Scheduler) error { return s.SetEnabled(ctx, false) }
		remove   = func(ctx context.Context, s *scheduler.Scheduler) error { return s.DeleteToken(ctx) }
		password = func(ctx context.Context, s *scheduler.Scheduler) error { return s.ChangePassword(ctx) }
		lock     = func(ctx context.Context, s *scheduler.Scheduler) error { return s.SetLocked(ctx, true) }
		rename   = func(ctx context.Context, s *scheduler.Scheduler) error { return s.Rename(ctx) }
		second   = func(ctx context.Context, s *scheduler.Scheduler) error { return s.AskForSecondToken(ctx) }
		restart  = func(ctx context.Context, s *scheduler.Scheduler) error {
			// The model restarts within the millisecond the sign-in was made in.
			if err := s.AfterSignIn(ctx, 2*time.Second); err != nil {
				return err
			}
			return s.Restart(ctx)
		}
		age   = func(ctx context.Context, s *scheduler.Scheduler) error { return s.After(ctx, 121*time.Minute) }
		wait  = func(ctx context.Context, s *scheduler.Scheduler) error { return s.AfterSignIn(ctx, 121*time.Minute) }
		renew = func(ctx context.Context, s *scheduler.Scheduler) error {
			// A token made within the second is the same text on 2.1.4.
			if err := s.After(ctx, 3*time.Second); err != nil {
				return err
			}
			return s.Renew(ctx)
		}
		signOut = func(ctx context.Context, s *scheduler.Scheduler) error { return s.SignedIn().SignOut(ctx) }
	)
	return []state{
		{"disabled", after(disable), both(diagnosis.Disabled), nil},
		{"deleted", after(remove), both(diagnosis.Deleted), nil},
		{"password changed", after(password), both(diagnosis.Signature), nil},
		{"locked", after(lock), both(diagnosis.UserLocked), nil},
		{"renamed", after(rename), both(diagnosis.UserMissing), nil},
		{"renewed", after(renew), on("2.1.4", diagnosis.Replaced), nil},
		{"two rows", after(second), on("2.1.4", diagnosis.DuplicateRows), nil},
		{"half", sending(func(t string) *string { return text(t[:len(t)/2]) }), both(diagnosis.Malformed), both(diagnosis.Malformed)},
		{"bearer", sending(func(t string) *string { return text("Bearer " + t) }), both(diagnosis.BearerPrefix), both(diagnosis.BearerPrefix)},
		{"no token", sending(func(string) *string { return nil }), both(diagnosis.NoToken), both(diagnosis.NoToken)},
		{"sealed by 2.1.7", func(*testing.T, *scheduler.Scheduler) examine.Subject {
			return examine.Subject{Header: text(sealed), Key: key}
		}, both(diagnosis.Cipher), both(diagnosis.Cipher)},
		{"expired", after(age), on("2.1.4", diagnosis.Expired), on("2.1.4", diagnosis.Expired)},
		{"sign-in without its cookie", signedIn(false, nil), on("2.1.4", diagnosis.WithoutSession), on("2.1.4", diagnosis.WithoutSession)},
		{"sign-in after signing out", signedIn(true, signOut), on("2.1.4", diagnosis.WithoutSession), on("2.1.4", diagnosis.WithoutSession)},
		{"sign-in past the TTL", signedIn(true, wait), on("2.1.5", diagnosis.Expired), on("2.1.5", diagnosis.Expired)},
		{"sign-in after the password was changed", signedIn(true, password), on("2.1.5", diagnosis.Signature), nil},
		{"sign-in after its owner was renamed", signedIn(true, rename), on("2.1.5", diagnosis.UserMissing), nil},
		{"sign-in after a restart", signedIn(true, restart),
			map[string]diagnosis.Cause{"2.1.4": diagnosis.WithoutSession, "2.1.5": diagnosis.BeforeStart}, on("2.1.4", diagnosis.WithoutSession)},
	}
}

// sealedForNobody is a token as releases up to 2.1.6 make it.
func sealedForNobody() (string, error) {
	return token.Mint(token.Claims{Kind: token.API, UserID: 7, UserName: "caller"}, "secret")
}
