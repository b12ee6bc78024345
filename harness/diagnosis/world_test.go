package diagnosis_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"streampark-regress/harness/deployment"
	"streampark-regress/harness/diagnosis"
	"streampark-regress/harness/streampark"
)

// world is a running StreamPark and somebody with an API token and, once it was
// asked for, a sign-in.
type world struct {
	deployment.Deployment
	id             int64
	name, password string
	token          streampark.APIToken
	signIn         *streampark.Session
}

// newWorld makes an administrator and an API token of its own.
func newWorld(t *testing.T, d deployment.Deployment, n int) *world {
	t.Helper()
	w := &world{Deployment: d, name: fmt.Sprintf("caller%d", n), password: "Pw-caller"}
	ctx, admin := t.Context(), w.admin(t)
	require.NoError(t, admin.CreateUser(ctx, w.name, w.password, "ADMIN"))
	user, found, err := d.Database().UserByName(ctx, w.name)
	require.NoError(t, err)
	require.True(t, found)
	w.id = user.ID
	w.token, err = admin.CreateToken(ctx, w.id, "made by a test")
	require.NoError(t, err)
	return w
}

func (w *world) client() *streampark.Client { return streampark.New(w.URL()) }

// admin signs in for each use: the clock may have been moved.
func (w *world) admin(t *testing.T) *streampark.Session {
	t.Helper()
	admin, err := w.client().SignIn(t.Context(), streampark.SeededAdmin, streampark.SeededPassword)
	require.NoError(t, err)
	return admin
}

// pass lets time pass since now by the server's clock.
func (w *world) pass(t *testing.T, d time.Duration) {
	t.Helper()
	now, err := w.client().ServerTime(t.Context())
	require.NoError(t, err)
	_, err = w.Clock().Pass(t.Context(), now, d)
	require.NoError(t, err)
}

// deed is something that is done to the owner, the token or the server.
type deed func(*testing.T, *world)

func disable(t *testing.T, w *world) {
	require.NoError(t, w.admin(t).ToggleToken(t.Context(), w.token.ID))
}

func remove(t *testing.T, w *world) {
	require.NoError(t, w.admin(t).DeleteToken(t.Context(), w.token.ID))
}

func newPassword(t *testing.T, w *world) {
	own, err := w.client().SignIn(t.Context(), w.name, w.password)
	require.NoError(t, err)
	require.NoError(t, own.ChangePassword(t.Context(), w.id, w.name, w.password, "Pw-another"))
}

func lock(t *testing.T, w *world) {
	require.NoError(t, w.Database().Lock(t.Context(), w.id))
}

func rename(t *testing.T, w *world) {
	require.NoError(t, w.Database().RenameUser(t.Context(), w.id, fmt.Sprint("renamed", w.id)))
}

// askAgain asks for a second token: 2.1.5 refuses.
func askAgain(t *testing.T, w *world) {
	w.pass(t, 3*time.Second) // a token made within the second is the same text on 2.1.4
	_, _, err := w.admin(t).TryCreateToken(t.Context(), w.id, "the second")
	require.NoError(t, err)
}

// renew makes another token in place of the first.
func renew(t *testing.T, w *world) {
	w.pass(t, 3*time.Second)
	remove(t, w)
	_, err := w.admin(t).CreateToken(t.Context(), w.id, "the second")
	require.NoError(t, err)
}

func restart(t *testing.T, w *world) {
	w.pass(t, 2*time.Second) // the model restarts within the millisecond of a sign-in
	require.NoError(t, w.Restart(t.Context()))
}

func outlive(t *testing.T, w *world) { w.pass(t, 121*time.Minute) }

func signOut(t *testing.T, w *world) { require.NoError(t, w.signIn.SignOut(t.Context())) }

// sendingAfter sends the API token that was made first, after something was done.
func sendingAfter(do deed) func(*testing.T, *world) diagnosis.Subject {
	return func(t *testing.T, w *world) diagnosis.Subject {
		sent := w.token.Token
		do(t, w)
		return diagnosis.Subject{Header: &sent}
	}
}

// sendingInstead sends something made of the API token.
func sendingInstead(of func(string) *string) func(*testing.T, *world) diagnosis.Subject {
	return func(_ *testing.T, w *world) diagnosis.Subject {
		return diagnosis.Subject{Header: of(w.token.Token)}
	}
}

// sendingSignIn sends a sign-in token without its cookie, after something was
// done.
func sendingSignIn(do deed) func(*testing.T, *world) diagnosis.Subject {
	return func(t *testing.T, w *world) diagnosis.Subject {
		var err error
		w.signIn, err = w.client().SignIn(t.Context(), w.name, w.password)
		require.NoError(t, err)
		do(t, w)
		return diagnosis.Subject{Header: &w.signIn.Token}
	}
}

// withCookie sends the cookie of the sign-in too.
func withCookie(of func(*testing.T, *world) diagnosis.Subject) func(*testing.T, *world) diagnosis.Subject {
	return func(t *testing.T, w *world) diagnosis.Subject {
		s := of(t, w)
		s.Session = w.signIn.Cookie
		return s
	}
}

// start starts a deployment of a release.
func start(t *testing.T, p deployment.Provider, version string) deployment.Deployment {
	t.Helper()
	d, err := p.Start(t.Context(), "diagnose-"+version, deployment.Spec{Release: find(t, version)}, func(string) {})
	require.NoError(t, err)
	return d
}

// closing closes a provider when the test ends.
func closing(t *testing.T, p deployment.Provider) deployment.Provider {
	t.Cleanup(func() { require.NoError(t, p.Close(context.Background())) })
	return p
}
