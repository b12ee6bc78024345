package diagnosis_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/cause"
	"streampark-regress/harness/clock"
	"streampark-regress/harness/deployment"
	"streampark-regress/harness/diagnosis"
	"streampark-regress/harness/docker/dockertest"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/model"
	"streampark-regress/harness/token"
)

// situation is one in which a token may be 401.
type situation struct {
	name string
	// bring brings a token into it and says what is sent.
	bring func(*testing.T, *world) diagnosis.Subject
	// want is the cause by release; a release that is not there accepts it.
	want map[string]cause.Cause
	// blind is the cause named without the database; a release that is not
	// there names none.
	blind map[string]cause.Cause
}

func both(c cause.Cause) map[string]cause.Cause {
	return map[string]cause.Cause{"2.1.4": c, "2.1.5": c}
}

func on(version string, c cause.Cause) map[string]cause.Cause {
	return map[string]cause.Cause{version: c}
}

func situations(t *testing.T) []situation {
	text := func(s string) *string { return &s }
	sealed, err := token.MintWithKey(token.Claims{Kind: token.API, UserID: 7, UserName: "caller"}, serverKey())
	require.NoError(t, err)
	idle := func(*testing.T, *world) {}
	return []situation{
		{"disabled", sendingAfter(disable), both(cause.Disabled), nil},
		{"deleted", sendingAfter(remove), both(cause.Deleted), nil},
		{"password changed", sendingAfter(newPassword), both(cause.Signature), nil},
		{"locked", sendingAfter(lock), both(cause.UserLocked), nil},
		{"renamed", sendingAfter(rename), both(cause.UserMissing), nil},
		{"renewed", sendingAfter(renew), on("2.1.4", cause.Replaced), nil},
		{"two rows", sendingAfter(askAgain), on("2.1.4", cause.DuplicateRows), nil},
		{"half", sendingInstead(func(t string) *string { return text(t[:len(t)/2]) }), both(cause.Malformed), both(cause.Malformed)},
		{"first character changed", sendingInstead(func(t string) *string { return text("A" + t[1:]) }), both(cause.Malformed), both(cause.Malformed)},
		{"empty", sendingInstead(func(string) *string { return text("") }), both(cause.NoToken), both(cause.NoToken)},
		{"bearer", sendingInstead(func(t string) *string { return text("Bearer " + t) }), both(cause.BearerPrefix), both(cause.BearerPrefix)},
		{"no token", sendingInstead(func(string) *string { return nil }), both(cause.NoToken), both(cause.NoToken)},
		{"sealed by 2.1.7", func(*testing.T, *world) diagnosis.Subject {
			return diagnosis.Subject{Header: &sealed, Key: serverKey()}
		}, both(cause.Cipher), both(cause.Cipher)},
		{"expired", sendingAfter(outlive), on("2.1.4", cause.Expired), nil},
		{"sign-in without its cookie", sendingSignIn(idle), on("2.1.4", cause.WithoutSession), on("2.1.4", cause.WithoutSession)},
		{"sign-in after signing out", withCookie(sendingSignIn(signOut)), on("2.1.4", cause.WithoutSession), on("2.1.4", cause.WithoutSession)},
		{"sign-in past the TTL", withCookie(sendingSignIn(outlive)), on("2.1.5", cause.Expired), nil},
		{"sign-in after the password was changed", withCookie(sendingSignIn(newPassword)), on("2.1.5", cause.Signature), nil},
		{"sign-in after its owner was renamed", withCookie(sendingSignIn(rename)), on("2.1.5", cause.UserMissing), nil},
		{"sign-in after a restart", withCookie(sendingSignIn(restart)),
			map[string]cause.Cause{"2.1.4": cause.WithoutSession, "2.1.5": cause.BeforeStart}, on("2.1.4", cause.WithoutSession)},
	}
}

func models(t *testing.T) deployment.Provider {
	return closing(t, model.NewProvider(model.ProviderOptions{Clock: clock.Settings{Kind: clock.Jump}}))
}

func TestExamineTheModel(t *testing.T) { examineEverything(t, models(t)) }

func TestExamineContainers(t *testing.T) { examineEverything(t, dockertest.Provider(t)) }

func examineEverything(t *testing.T, p deployment.Provider) {
	for _, version := range []string{"2.1.4", "2.1.5"} {
		d := start(t, p, version)
		for i, at := range situations(t) {
			t.Run(version+"/"+at.name, func(t *testing.T) {
				subject := at.bring(t, newWorld(t, d, i))
				subject.URL = d.URL() // a restart moves it
				examine(t, subject, d, version, at)
			})
		}
	}
}

func examine(t *testing.T, subject diagnosis.Subject, d deployment.Deployment, version string, at situation) {
	c, err := builtIn()
	require.NoError(t, err)
	blind, err := diagnosis.Examine(t.Context(), c, subject)
	require.NoError(t, err)
	assert.Equal(t, d.Target() != deployment.Docker, blind.Model)
	assert.Equal(t, version, blind.Releases[0].Version, "the release is found out")
	for _, r := range blind.Releases {
		assert.NotEqual(t, "2.1.7", r.Version, "by the key it seals with")
	}
	subject.Database = d.Database()
	seen, err := diagnosis.Examine(t.Context(), c, subject)
	require.NoError(t, err)
	want, fails := at.want[version]
	if !fails {
		assert.True(t, seen.Accepted, "on %s this token still works; %+v", version, seen.Diagnosis)
		return
	}
	require.False(t, seen.Accepted)
	assert.Equal(t, want, seen.Diagnosis.Cause, "%+v", seen.Diagnosis)
	assert.Equal(t, diagnosis.Advise(seen.Diagnosis, find(t, version)), seen.Advice)
	assert.Empty(t, seen.Gaps)
	assert.Equal(t, []diagnosis.Gap{diagnosis.NoDatabase}, blind.Gaps)
	assert.Len(t, seen.Calls, 2)
	if at.name == "expired" {
		assert.Greater(t, seen.Skew, 2*time.Hour, "the server's clock was moved, and that is told")
	}
	if told, named := at.blind[version]; named {
		assert.Equal(t, told, blind.Diagnosis.Cause, "%+v", blind.Diagnosis)
		return
	}
	assert.Equal(t, cause.Unknown, blind.Diagnosis.Cause, "without the database nothing is guessed")
	assert.Equal(t, evidence.SomeUnseen, blind.Diagnosis.Decisive().Detail)
	assert.Contains(t, blind.Diagnosis.Decisive().Open, want)
}

// No API token works on 2.1.7. Who has neither its key file nor its database
// cannot tell that from a sign-in token that died.
func TestExamineTheModelOf217(t *testing.T) { examine217(t, models(t)) }

func TestExamineContainersOf217(t *testing.T) { examine217(t, dockertest.Provider(t, "2.1.7")) }

func examine217(t *testing.T, p deployment.Provider) {
	d := start(t, p, "2.1.7")
	w := newWorld(t, d, 1)
	key, err := d.Key(t.Context())
	require.NoError(t, err)
	require.NotNil(t, key, "there is one as soon as there is a token")
	shared, err := token.Mint(token.Claims{Kind: token.API, UserID: 7, UserName: "caller"}, "secret")
	require.NoError(t, err)
	half := w.token.Token[:len(w.token.Token)/2/4*4]
	for name, tt := range map[string]struct {
		subject diagnosis.Subject
		want    cause.Cause
		detail  evidence.Detail
		gaps    []diagnosis.Gap
	}{
		"blind":                      {diagnosis.Subject{Header: &w.token.Token}, cause.Unknown, evidence.KeyFileNeeded, []diagnosis.Gap{diagnosis.NoDatabase, diagnosis.NoKeyFile}},
		"with the key file":          {diagnosis.Subject{Header: &w.token.Token, Key: key}, cause.Unknown, evidence.SomeUnseen, []diagnosis.Gap{diagnosis.NoDatabase}},
		"with the database":          {diagnosis.Subject{Header: &w.token.Token, Database: d.Database()}, cause.Unknown, evidence.SomeUnseen, []diagnosis.Gap{diagnosis.NoKeyFile}},
		"with both":                  {diagnosis.Subject{Header: &w.token.Token, Key: key, Database: d.Database()}, cause.Cipher, evidence.SealNeverSame, nil},
		"with the wrong key file":    {diagnosis.Subject{Header: &w.token.Token, Key: lostKey(), Database: d.Database()}, cause.Unknown, evidence.NotThisKey, nil},
		"half":                       {diagnosis.Subject{Header: &half, Key: key, Database: d.Database()}, cause.Malformed, evidence.NotThisKey, []diagnosis.Gap{diagnosis.NoSender}},
		"a token of another release": {diagnosis.Subject{Header: &shared}, cause.Cipher, evidence.SharedSeal, []diagnosis.Gap{diagnosis.NoSender, diagnosis.NoDatabase, diagnosis.NoKeyFile}},
		"a release that is told":     {diagnosis.Subject{Header: &shared, Release: "2.1.7"}, cause.Cipher, evidence.SharedSeal, []diagnosis.Gap{diagnosis.NoSender, diagnosis.NoDatabase, diagnosis.NoKeyFile}},
	} {
		t.Run(name, func(t *testing.T) {
			tt.subject.URL = d.URL()
			c, err := builtIn()
			require.NoError(t, err)
			found, err := diagnosis.Examine(t.Context(), c, tt.subject)
			require.NoError(t, err)
			require.Len(t, found.Releases, 1)
			assert.Equal(t, "2.1.7", found.Releases[0].Version, "told from 2.1.5 by the key it seals with")
			assert.Equal(t, tt.want, found.Diagnosis.Cause, "%+v", found.Diagnosis)
			assert.Equal(t, tt.detail, found.Diagnosis.Decisive().Detail)
			assert.Equal(t, tt.gaps, found.Gaps)
		})
	}
}
