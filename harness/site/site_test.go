package site_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/fixtures"
	"streampark-regress/harness/clock"
	"streampark-regress/harness/database"
	"streampark-regress/harness/deployment"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/model"
	"streampark-regress/harness/release"
	"streampark-regress/harness/site"
	"streampark-regress/harness/streampark"
)

// running starts the model of 2.1.4, and says how it is entered.
func running(t *testing.T) (deployment.Deployment, site.Options) {
	t.Helper()
	catalogue, err := release.Parse(fixtures.Releases)
	require.NoError(t, err)
	r, err := catalogue.Find("2.1.4")
	require.NoError(t, err)
	p := model.NewProvider(model.ProviderOptions{Clock: clock.Settings{Kind: clock.Jump}})
	t.Cleanup(func() { assert.NoError(t, p.Close(context.WithoutCancel(t.Context()))) })
	d, err := p.Start(t.Context(), "running", deployment.Spec{Release: r}, func(string) {})
	require.NoError(t, err)
	server, err := database.NewServer("sqlite:" + d.Flink().Home)
	require.NoError(t, err)
	rows, err := server.Address("streampark")
	require.NoError(t, err)
	return d, site.Options{Address: d.URL(), Client: d.Client(), Release: r, Permission: site.Write, Administrator: deployment.SeededAdministrator(), Database: rows}
}

// enter opens a site and signs in.
func enter(t *testing.T, o site.Options) *site.Site {
	t.Helper()
	s, err := site.Open(t.Context(), o)
	require.NoError(t, err)
	require.NoError(t, s.Enter(t.Context()))
	return s
}

// handed is a site as the deployment of a run, with its provider.
func handed(t *testing.T, s *site.Site) (*site.Provider, deployment.Deployment) {
	t.Helper()
	p := site.NewProvider(s, "20261126-040000-a1b2", clock.Settings{Kind: clock.Wait, MaxWait: time.Minute}, func(string) {})
	d, err := p.Start(t.Context(), "there", deployment.Spec{Release: s.Release}, func(string) {})
	require.NoError(t, err)
	return p, d
}

func names(t *testing.T, d deployment.Deployment) (all []string) {
	t.Helper()
	session, err := d.Client().SignIn(t.Context(), streampark.SeededAdmin, streampark.SeededPassword)
	require.NoError(t, err)
	users, err := session.Users(t.Context())
	require.NoError(t, err)
	for _, u := range users {
		all = append(all, u.Name)
	}
	return all
}

func TestWhatASiteLacks(t *testing.T) {
	d, o := running(t)
	assert.Equal(t, []evidence.ObstacleKind{evidence.NeedsKey, evidence.NeedsCluster}, enter(t, o).Lacks(), "no Flink is registered yet")
	require.NoError(t, d.Database().AddFlink(t.Context(), d.Flink()))
	assert.Equal(t, []evidence.ObstacleKind{evidence.NeedsKey}, enter(t, o).Lacks())
	o.Permission, o.Database = site.ReadOnly, ""
	assert.Equal(t, []evidence.ObstacleKind{evidence.NeedsWrites, evidence.NeedsRows, evidence.NeedsKey}, o.Lacks())
}

func TestASiteIsNoServerOfTheRunsOwn(t *testing.T) {
	_, o := running(t)
	s := enter(t, o)
	assert.Zero(t, s.TTL(), "it has the shipped one")
	p, d := handed(t, s)
	assert.Equal(t, deployment.URLModel, d.Target())
	assert.Equal(t, "regress-a1b2-", d.Tenancy().Prefix())
	require.ErrorIs(t, d.Restart(t.Context()), errors.ErrUnsupported)
	require.ErrorIs(t, d.Recreate(t.Context()), errors.ErrUnsupported)
	_, err := d.Upgrade(t.Context(), s.Release, nil)
	require.ErrorIs(t, err, errors.ErrUnsupported)
	_, err = d.LogCursor(t.Context())
	require.ErrorIs(t, err, errors.ErrUnsupported)
	_, err = d.Cluster()
	require.ErrorIs(t, err, errors.ErrUnsupported)
	_, err = p.Start(t.Context(), "again", deployment.Spec{Release: s.Release}, func(string) {})
	require.ErrorContains(t, err, "there is one server, and it serves there already")
	require.NoError(t, p.Close(t.Context()))
}

// What cannot be removed in the database is removed on the pages as far as they
// reach, and the rest is listed with how to remove it.
func TestWhatCannotBeRemovedIsListed(t *testing.T) {
	own, o := running(t)
	before := names(t, own)
	s := enter(t, o)
	p, d := handed(t, s)
	session, err := d.Client().SignIn(t.Context(), streampark.SeededAdmin, streampark.SeededPassword)
	require.NoError(t, err)
	require.NoError(t, session.CreateUser(t.Context(), d.Tenancy().Name("scheduler", 1), "Pw-1", streampark.Administrator))
	require.NoError(t, s.Close())

	err = p.Close(t.Context())
	var left *site.LeftError
	require.ErrorAs(t, err, &left)
	assert.Equal(t, "regress-a1b2-", left.Prefix)
	assert.Contains(t, strings.Join(left.What, "\n"), "t_user where username like 'regress-a1b2-%';")
	require.ErrorContains(t, err, "remove what this run has made at "+o.Address+": ")
	require.ErrorContains(t, err, "database is closed")
	assert.Equal(t, before, names(t, own), "the pages reach so far")
}
