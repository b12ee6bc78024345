package model_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/fixtures"
	"streampark-regress/harness/clock"
	"streampark-regress/harness/database"
	"streampark-regress/harness/deployment"
	"streampark-regress/harness/deployment/deploymenttest"
	"streampark-regress/harness/model"
	"streampark-regress/harness/release"
	"streampark-regress/harness/streampark"
)

func builtIn(t *testing.T, version string) release.Release {
	t.Helper()
	catalogue, err := release.Parse(fixtures.Releases)
	require.NoError(t, err)
	r, err := catalogue.Find(version)
	require.NoError(t, err)
	return r
}

func provider(t *testing.T) *model.Provider {
	t.Helper()
	p := model.NewProvider(model.ProviderOptions{Clock: clock.Settings{Kind: clock.Jump}})
	t.Cleanup(func() { assert.NoError(t, p.Close(context.Background())) })
	return p
}

func TestEmbeddedModelKeepsItsLog(t *testing.T) {
	deploymenttest.KeepsItsLog(t, provider(t), builtIn(t, "2.1.4"), builtIn(t, "2.1.5"))
}

func TestEmbeddedModelIsNoReleaseItDoesNotKnow(t *testing.T) {
	d, err := provider(t).Start(t.Context(), "old", deployment.Spec{Release: builtIn(t, "2.1.4")}, func(string) {})
	require.NoError(t, err)
	deploymenttest.CannotUpgrade(t, d, release.Release{Version: "9.9.9"})
}

// A key file belongs to the releases that seal with it.
func TestEmbeddedModelHasAKeyFileWhereItsReleaseHas(t *testing.T) {
	d, err := provider(t).Start(t.Context(), "keys", deployment.Spec{Release: builtIn(t, "2.1.4")}, func(string) {})
	require.NoError(t, err)
	for _, step := range []struct {
		to  string
		has assert.ValueAssertionFunc
	}{{"2.1.4", assert.Nil}, {"2.1.7", assert.NotNil}, {"2.1.4", assert.Nil}} {
		if d.Release().Version != step.to {
			_, err := d.Upgrade(t.Context(), builtIn(t, step.to), func(string) {})
			require.NoError(t, err)
		}
		key, err := d.Key(t.Context())
		require.NoError(t, err)
		step.has(t, key, step.to)
	}
	assert.Empty(t, d.Image(), "the embedded model has no image")
}

// On H2 the model has that product's seeds, loses its rows as the release does,
// and cannot be upgraded.
func TestEmbeddedModelOnH2(t *testing.T) {
	for version, lost := range map[string]bool{"2.1.4": true, "2.1.5": false} {
		d, err := provider(t).Start(t.Context(), "h2", deployment.Spec{Release: builtIn(t, version), Database: database.H2}, func(string) {})
		require.NoError(t, err)
		admin, err := streampark.New(d.URL()).SignIn(t.Context(), streampark.SeededAdmin, streampark.SeededPassword)
		require.NoError(t, err, "the team is chosen")
		made, err := admin.CreateToken(t.Context(), database.AdminID, "first")
		require.NoError(t, err)
		assert.EqualValues(t, 1, made.ID)
		require.NoError(t, d.Restart(t.Context()))
		rows, err := d.Database().TokensOf(t.Context(), database.AdminID)
		require.NoError(t, err)
		assert.Equal(t, lost, len(rows) == 0, version)
		_, err = streampark.New(d.URL()).SignIn(t.Context(), streampark.SeededAdmin, streampark.SeededPassword)
		require.NoError(t, err)
		_, err = d.Upgrade(t.Context(), builtIn(t, "2.1.5"), func(string) {})
		assert.ErrorIs(t, err, errors.ErrUnsupported)
	}
}

// Where permissions cannot be read, only administrators get past what needs one.
func TestPermissionsThatTheDatabaseDoesNotTell(t *testing.T) {
	for name, tt := range map[string]struct {
		version string
		on      database.Product
		status  int
	}{
		"PostgreSQL":          {"2.1.0", database.PostgreSQL, http.StatusInternalServerError},
		"the usual database":  {"2.1.1", "", http.StatusInternalServerError},
		"MariaDB":             {"2.1.0", database.MariaDB, http.StatusOK},
		"a release after it":  {"2.1.2", database.PostgreSQL, http.StatusOK},
		"one that tells more": {"2.1.5", database.PostgreSQL, http.StatusOK},
	} {
		t.Run(name, func(t *testing.T) {
			d, err := provider(t).Start(t.Context(), "permissions", deployment.Spec{Release: builtIn(t, tt.version), Database: tt.on}, func(string) {})
			require.NoError(t, err)
			client := streampark.New(d.URL())
			admin, err := client.SignIn(t.Context(), streampark.SeededAdmin, streampark.SeededPassword)
			require.NoError(t, err)
			require.NoError(t, admin.CreateUser(t.Context(), "member", "member123", streampark.PlainUser))
			require.NoError(t, admin.JoinDefaultTeam(t.Context(), "member"))
			member, err := client.SignIn(t.Context(), "member", "member123")
			require.NoError(t, err, "a sign-in needs no permission")
			list := streampark.ListApplicationsCall()
			answer, err := client.Do(t.Context(), list.As(member.Credentials()))
			require.NoError(t, err)
			assert.Equal(t, tt.status, answer.Status)
			assert.Equal(t, tt.status != http.StatusOK, strings.Contains(string(answer.Body), "could not determine data type of parameter $2"))
			answer, err = client.Do(t.Context(), list.As(admin.Credentials()))
			require.NoError(t, err)
			assert.Equal(t, http.StatusOK, answer.Status, "an administrator needs none")
		})
	}
}

// Who has no team is asked for one for ever where the release gives none.
func TestTheTeamChooserHasAWayOutUpTo214(t *testing.T) {
	for version, out := range map[string]bool{"2.1.4": true, "2.1.5": false} {
		d, err := provider(t).Start(t.Context(), "chooser", deployment.Spec{Release: builtIn(t, version)}, func(string) {})
		require.NoError(t, err)
		require.NoError(t, d.Database().AddTeam(t.Context(), 300001, "another"))
		require.NoError(t, d.Database().ForgetTeam(t.Context(), database.AdminID))
		_, answer, err := streampark.New(d.URL()).TrySignIn(t.Context(), streampark.SeededAdmin, streampark.SeededPassword)
		require.NoError(t, err)
		user, asked := answer.AsksForTeam()
		assert.True(t, asked)
		assert.Equal(t, database.AdminID, user)
		assert.Equal(t, out, streampark.New(d.URL()).FirstSignIn(t.Context()) == nil, version)
	}
}
