// Package warm_test runs sessions on an engine that is there. In the tests of package
// session a pretended one stands in, and testcontainers-go looks for an engine once in
// the life of a program.
package warm_test

import (
	"context"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/features"
	"streampark-regress/fixtures"
	"streampark-regress/harness/clock"
	"streampark-regress/harness/database"
	"streampark-regress/harness/docker"
	"streampark-regress/harness/docker/dockertest"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/release"
	"streampark-regress/harness/requirement"
	"streampark-regress/harness/verdict"
	"streampark-regress/suite"
	"streampark-regress/suite/session"
)

// The model's images, and a database for them.
const (
	model214 = "streampark-regress/model:2.1.4"
	model215 = "streampark-regress/model:2.1.5"
	rows     = "streampark-regress/postgres:15"
)

// warmTags select scenarios that let time pass, end tokens and look at rows.
const warmTags = "@contract and not @restart and (@known-issue-3933 or @known-issue-4281)"

// What is found out on servers that are up, by the second run on them too and in any
// order, is what fresh ones show.
func TestWarmServersAreAsFreshOnes(t *testing.T) {
	engine := dockertest.Engine(t)
	dockertest.Need(t, engine, "docker", model214, model215, rows)
	up, err := engine.Running(t.Context(), docker.WarmLabel)
	require.NoError(t, err)
	if len(up) > 0 {
		requirement.Missing(t, "docker", "servers of `regress up` are up here, and this test takes them down: regress down")
	}
	t.Cleanup(func() {
		_, err := engine.Sweep(context.WithoutCancel(t.Context()), docker.WarmLabel)
		assert.NoError(t, err)
	})
	c, err := release.Parse(fixtures.Releases)
	require.NoError(t, err)
	all, err := suite.Load(features.Files)
	require.NoError(t, err)
	plan, err := suite.Make(all, c, suite.Selection{Releases: []string{"2.1.4", "2.1.5"}, Tags: warmTags, Clock: clock.Settings{Kind: clock.Jump}, Warm: true})
	require.NoError(t, err)
	settings := session.Settings{Target: session.Docker, JVM: session.FastJVM, Databases: []database.Product{database.PostgreSQL}, Clock: clock.Settings{Kind: clock.Jump}, StartTimeout: 3 * time.Minute,
		Images: map[string]string{"2.1.4": model214, "2.1.5": model215}, DatabaseImages: map[database.Product]string{database.PostgreSQL: rows}}

	fresh, started := play(t, settings, plan, c)
	assert.Zero(t, started)
	left, err := session.Up(t.Context(), session.UpOptions{Settings: settings, Plan: plan, Catalogue: c, Report: func(string) {}})
	require.NoError(t, err)
	require.NotEmpty(t, left)
	again, err := session.Up(t.Context(), session.UpOptions{Settings: settings, Plan: plan, Catalogue: c, Report: func(string) {}})
	require.NoError(t, err)
	assert.Empty(t, again, "they are up already")
	_, _, err = engine.SweepAbandoned(t.Context())
	require.NoError(t, err)
	settings.Warmth = docker.UseWarm
	for seed := range uint64(2) {
		shuffled := plan
		shuffled.Servers = slices.Clone(plan.Servers)
		for i, s := range plan.Servers {
			jobs := slices.Clone(s.Jobs)
			rand.New(rand.NewPCG(seed, 0)).Shuffle(len(jobs), func(a, b int) { jobs[a], jobs[b] = jobs[b], jobs[a] })
			shuffled.Servers[i].Jobs = jobs
		}
		warm, used := play(t, settings, shuffled, c)
		assert.Equal(t, fresh, warm)
		assert.Equal(t, len(left), used, "each server says that it was up")
	}
	settings.JVM = session.ShippedJVM
	_, used := play(t, settings, plan, c)
	assert.Zero(t, used, "with other JVM options they are not the same")
	still, err := engine.Running(t.Context(), docker.WarmLabel)
	require.NoError(t, err)
	assert.Len(t, still, len(left))
}

// warmth counts the servers that were up.
type warmth struct{ warm int }

func (w *warmth) Observe(e evidence.Event) {
	if e.Deployment != nil && strings.HasPrefix(e.Deployment.Detail, "using the warm server ") {
		w.warm++
	}
}

// play runs a plan and returns the verdicts by job, and how many servers were warm.
func play(t *testing.T, s session.Settings, plan suite.Plan, c *release.Catalogue) (verdicts map[string]verdict.Verdict, warm int) {
	t.Helper()
	told := &warmth{}
	ended, err := session.Run(t.Context(), session.Options{Settings: s, Plan: plan, Catalogue: c, Features: features.Files, Out: t.TempDir(), Redactor: &evidence.Redactor{},
		Observers: []evidence.Observer{told}, Again: func(string) []string { return nil }})
	require.NoError(t, err)
	all := map[string]verdict.Verdict{}
	for _, s := range ended.Result.Scenarios {
		all[s.Job] = s.Ended()
		assert.Equal(t, verdict.AsExpected, s.Ended(), "%s: %v", s.Job, s.Reason)
	}
	return all, told.warm
}
