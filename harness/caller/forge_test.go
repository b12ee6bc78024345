package caller_test

import (
	"context"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/caller"
	"streampark-regress/harness/cause"
	"streampark-regress/harness/database"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/model/store"
	"streampark-regress/harness/outcome"
	"streampark-regress/harness/streampark"
)

// What looks like a token and is none is sent as what it is, and gets nobody in.
func TestForgeries(t *testing.T) {
	type want struct {
		does   deed
		kind   evidence.SubjectKind
		causes map[string]cause.Cause
	}
	forgeries := []want{
		{(*caller.Caller).StartForged, evidence.Forged, map[string]cause.Cause{"2.1.4": cause.Signature, "2.1.5": cause.Replaced, "2.1.7": cause.Cipher}},
		{(*caller.Caller).StartUnheld, evidence.Unheld, map[string]cause.Cause{"2.1.4": cause.Replaced, "2.1.5": cause.Replaced, "2.1.7": cause.Cipher}},
		{(*caller.Caller).StartForgedSignIn, evidence.ForgedSignIn, map[string]cause.Cause{"2.1.4": cause.WithoutSession, "2.1.5": cause.Signature, "2.1.7": cause.Cipher}},
		{(*caller.Caller).StartUnsignedSignIn, evidence.UnsignedSignIn, map[string]cause.Cause{"2.1.4": cause.WithoutSession, "2.1.5": cause.Signature, "2.1.7": cause.Cipher}},
	}
	for _, version := range []string{"2.1.4", "2.1.5", "2.1.7"} {
		s := serve(t, version)
		for _, f := range forgeries {
			a := s.ready(t)
			a.do(t, f.does)
			got := a.last(t)
			assert.Equal(t, outcome.Unauthenticated, got.Outcome, "%s %s", version, f.kind)
			assert.Equal(t, f.kind, got.Subject.Kind)
			assert.Equal(t, f.causes[version], got.Cause, "%s %s", version, f.kind)
			assert.Equal(t, evidence.EffectNone, got.Effect.Name)
		}
	}
}

// Where only the server knows the secret, a user without a salt signs all the same.
func TestAForgeryWithoutASalt(t *testing.T) {
	s := serve(t, "2.1.7")
	a := s.ready(t)
	admin, found, err := s.Database().UserByName(t.Context(), streampark.SeededAdmin)
	require.NoError(t, err)
	require.True(t, found)
	require.NoError(t, store.New(s.Database()).SetPassword(t.Context(), admin.ID, database.Secrets{Hash: "longer"}, time.Now()))
	a.do(t, (*caller.Caller).StartForged)
	assert.Equal(t, evidence.Forged, a.last(t).Subject.Kind)
	assert.Equal(t, outcome.Unauthenticated, a.last(t).Outcome)
}

// A web session's cookie is one that a server has set, and helps nobody.
func TestCookiesOfWebSessions(t *testing.T) {
	for _, version := range []string{"2.1.4", "2.1.5"} {
		a := serve(t, version).ready(t)
		for _, twist := range []evidence.Twist{evidence.CookieAlone, evidence.GarbageInSession} {
			require.NoError(t, a.StartTwisted(t.Context(), twist))
			assert.Equal(t, outcome.Undecoded, a.last(t).Rejection, "%s %s", version, twist)
		}
		a.do(t, (*caller.Caller).Start, (*caller.Caller).Disable, (*caller.Caller).StartInSession)
		assert.Equal(t, cause.Disabled, a.last(t).Cause, version)
		assert.True(t, a.last(t).Subject.Cookie)
	}
}

func TestStartWithAFormerToken(t *testing.T) {
	a := serve(t, "2.1.4").ready(t)
	require.ErrorContains(t, a.StartWithFormer(t.Context()), "no token was used before")
	a.do(t, (*caller.Caller).Renew, (*caller.Caller).StartWithFormer)
	assert.Equal(t, cause.Replaced, a.last(t).Cause)
	assert.Equal(t, evidence.Former, a.last(t).Subject.Kind)
}

// A start by another method starts nothing, and says so.
func TestStartByAnotherMethod(t *testing.T) {
	a := serve(t, "2.1.5").ready(t)
	require.NoError(t, a.StartBy(t.Context(), http.MethodGet))
	assert.Equal(t, outcome.Failed, a.last(t).Outcome)
	assert.Equal(t, evidence.EffectNone, a.last(t).Effect.Name)
}

// An application that is being started is left at that.
func TestABusyApplication(t *testing.T) {
	a := serve(t, "2.1.5").enter()
	require.NoError(t, a.MakeToken(t.Context(), evidence.Administrator))
	a.do(t, (*caller.Caller).MakeBusyApplication, (*caller.Caller).Start)
	assert.Equal(t, outcome.Refused, a.last(t).Outcome)
	assert.Equal(t, evidence.EffectNone, a.last(t).Effect.Name)
}

func TestPasswordsThatAreWrong(t *testing.T) {
	a := serve(t, "2.1.5").ready(t)
	_, err := a.Admission(t.Context(), caller.FormerOne)
	require.ErrorContains(t, err, "no other password before")
	_, err = a.Admission(t.Context(), "a pony")
	require.ErrorContains(t, err, "unknown way to get a password wrong")
	a.do(t, (*caller.Caller).ChangePassword)
	for _, how := range caller.Passwords() {
		fact, err := a.Admission(t.Context(), how)
		require.NoError(t, err)
		assert.Equal(t, evidence.Fact{Kind: evidence.AdmissionFact, Admission: evidence.Barred}, fact, how)
	}
	fact, err := a.Admission(t.Context(), caller.RightPassword)
	require.NoError(t, err)
	assert.Equal(t, evidence.Admitted, fact.Admission)
}

// What an answer or the server's log tells is noticed, wherever it stands.
func TestSecretsThatAreTold(t *testing.T) {
	for defect, want := range map[string]evidence.Secret{"hash-at-sign-in": evidence.SecretHash, "salt-at-sign-in": evidence.SecretSalt,
		"password-at-sign-in": evidence.SecretPassword} {
		fact, err := serveWith(t, "2.1.5", defect, nil).ready(t).Admission(t.Context(), caller.RightPassword)
		require.NoError(t, err)
		assert.Equal(t, []evidence.Secret{want}, fact.Leaks, defect)
	}
	for defect, want := range map[string]evidence.Secret{"log-tells-password": evidence.SecretPassword, "log-tells-token": evidence.SecretToken,
		"log-tells-new-token": evidence.SecretToken} {
		a := serveWith(t, "2.1.5", defect, nil).ready(t)
		a.do(t, (*caller.Caller).Start, func(c *caller.Caller, ctx context.Context) error {
			_, err := c.Admission(ctx, caller.RightPassword)
			return err
		})
		fact, err := a.Secrecy(t.Context())
		require.NoError(t, err)
		assert.Equal(t, []evidence.Secret{want}, fact.Leaks, defect)
	}
	for _, defect := range []string{"token-in-a-header", "token-in-a-cookie"} {
		a := serveWith(t, "2.1.5", defect, nil).ready(t)
		a.do(t, (*caller.Caller).Start)
		assert.Equal(t, []evidence.Secret{evidence.SecretToken}, a.last(t).Leaks, defect)
	}
	fact, err := serve(t, "2.1.5").ready(t).Secrecy(t.Context())
	require.NoError(t, err)
	assert.Empty(t, fact.Leaks)
}
