package caller_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/caller"
	"streampark-regress/harness/cause"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/outcome"
	"streampark-regress/harness/streampark"
	"streampark-regress/harness/token"
)

// A sign-in is sent with the cookie of its web session or without.
func TestSignIns(t *testing.T) {
	stages := map[string]*stage{"2.1.4": serve(t, "2.1.4"), "2.1.5": serve(t, "2.1.5")}
	for name, tt := range map[string]struct {
		version string
		does    []deed
		cookie  bool
		why     cause.Cause
	}{
		"a fresh one with its cookie": {"2.1.4", []deed{withSignIn(caller.WithCookie)}, true, cause.None},
		"a fresh one without":         {"2.1.4", []deed{withSignIn(caller.WithoutCookie)}, false, cause.WithoutSession},
		"a kept one with its cookie":  {"2.1.4", []deed{(*caller.Caller).KeepSignIn, after(24 * time.Hour), signedIn(caller.WithCookie)}, true, cause.None},
		"a kept one without":          {"2.1.4", []deed{(*caller.Caller).KeepSignIn, signedIn(caller.WithoutCookie)}, false, cause.WithoutSession},
		"one that lost its session":   {"2.1.4", []deed{(*caller.Caller).KeepSignIn, (*caller.Caller).Restart, signedIn(caller.WithCookie)}, true, cause.WithoutSession},
		"one without on 2.1.5":        {"2.1.5", []deed{withSignIn(caller.WithoutCookie)}, false, cause.None},
		"one after its TTL":           {"2.1.5", []deed{(*caller.Caller).KeepSignIn, afterSignIn(121 * time.Minute), signedIn(caller.WithCookie)}, true, cause.Expired},
		"one of before the restart":   {"2.1.5", []deed{(*caller.Caller).KeepSignIn, afterSignIn(time.Minute), (*caller.Caller).Restart, signedIn(caller.WithoutCookie)}, false, cause.BeforeStart},
	} {
		t.Run(name, func(t *testing.T) {
			a := stages[tt.version].ready(t)
			a.do(t, tt.does...)
			last := a.last(t)
			assert.Equal(t, evidence.Subject{Kind: evidence.SignIn, Role: evidence.Administrator, Cookie: tt.cookie}, last.Subject)
			assert.Equal(t, tt.why, last.Cause, "%+v", last.Findings)
			assert.Zero(t, last.TokenMade)
			assert.Equal(t, tt.why == cause.None, last.Outcome == outcome.Started)
		})
	}
}

// The forgery names the owner and carries the signature of another user, the
// seeded administrator.
func TestATokenThatAnotherUserSigned(t *testing.T) {
	for version, tt := range map[string]struct {
		why    cause.Cause
		secret func(salt, hash string) string
	}{
		"2.1.4": {cause.Signature, func(salt, _ string) string { return salt }},
		"2.1.5": {cause.Replaced, func(_, hash string) string { return hash }},
		"2.1.7": {cause.Cipher, func(salt, _ string) string { return salt }},
	} {
		t.Run(version, func(t *testing.T) {
			s := serve(t, version)
			line := overhear(t, s.Deployment)
			s.Deployment = line
			a := s.ready(t)
			a.do(t, (*caller.Caller).StartForged)
			last := a.last(t)
			assert.Equal(t, evidence.Forged, last.Subject.Kind)
			assert.Equal(t, tt.why, last.Cause)
			assert.Zero(t, last.TokenMade)

			sent, err := token.Open(line.sent[len(line.sent)-1])
			require.NoError(t, err)
			admin, found, err := s.Database().UserByName(t.Context(), streampark.SeededAdmin)
			require.NoError(t, err)
			require.True(t, found)
			assert.True(t, sent.Verify(tt.secret(admin.Salt, admin.Password)))
			assert.Equal(t, "scheduler1", sent.UserName)
		})
	}
}

// What was accepted once is not rejected for its cipher.
func TestATokenThatWasAcceptedBefore(t *testing.T) {
	a := serveWith(t, "2.1.7", "seal-compared-open", nil).ready(t)
	a.do(t, (*caller.Caller).Start)
	require.Equal(t, outcome.Started, a.last(t).Outcome)
	a.do(t, (*caller.Caller).Disable, (*caller.Caller).Start)
	last := a.last(t)
	assert.Equal(t, cause.Unknown, last.Cause)
	for _, f := range last.Findings {
		if f.Cause == cause.Cipher {
			assert.Equal(t, evidence.AcceptedBefore, f.Detail)
			return
		}
	}
	assert.Fail(t, "nobody looked at the cipher", "%+v", last.Findings)
}

// The key file of a server that is gone is still known: a token that it sealed
// is told from one that was cut.
func TestATokenOfAKeyFileThatIsGone(t *testing.T) {
	a := serve(t, "2.1.7").ready(t)
	a.do(t, upgraded("2.1.5"), (*caller.Caller).Start)
	last := a.last(t)
	assert.Equal(t, cause.Cipher, last.Cause)
	decisive, decided := last.Decisive()
	require.True(t, decided)
	assert.Equal(t, evidence.KeyFileSeal, decisive.Detail)
	assert.Equal(t, []evidence.Action{{Kind: evidence.ServerUpgraded, From: "2.1.7", To: "2.1.5", Back: true, ServerTime: last.Since[0].ServerTime, TokenMade: a.made(t).Made}}, last.Since)
}
