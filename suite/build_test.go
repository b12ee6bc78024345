package suite_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/features"
	"streampark-regress/harness/clock"
	"streampark-regress/harness/database"
	"streampark-regress/harness/deployment"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/model"
	"streampark-regress/harness/release"
	"streampark-regress/harness/report/result"
	"streampark-regress/harness/verdict"
	"streampark-regress/suite"
)

// tryBuild plays the features on the model of a build.
func tryBuild(t *testing.T, b release.Build, tags string) (suite.Plan, result.Result) {
	t.Helper()
	b.Name, b.Image = "mine", "my/streampark:1"
	catalogue, err := readCatalogue(t).WithBuilds(b)
	require.NoError(t, err)
	all, err := suite.Load(features.Files)
	require.NoError(t, err)
	plan, err := suite.Make(all, catalogue, suite.Selection{Releases: []string{"mine"}, Tags: tags, Clock: clock.Settings{Kind: clock.Jump}})
	require.NoError(t, err)
	log := evidence.NewLog(&strings.Builder{}, &evidence.Redactor{})
	log.Add(evidence.Event{Kind: evidence.KindRun, Run: &evidence.Run{Phase: evidence.Begun, Format: evidence.LogFormat, Planned: plan.IDs()}})
	provider := model.NewProvider(model.ProviderOptions{Clock: clock.Settings{Kind: clock.Jump}})
	t.Cleanup(func() { assert.NoError(t, provider.Close(t.Context())) })
	pool := deployment.NewPool(provider, deployment.Limits{MemoryMB: 8000}, deployment.RemoveUnused, quiet{})
	(&suite.Runner{Pool: pool, Log: log, Files: features.Files, Catalogue: catalogue, Target: provider.Target()}).Run(t.Context(), plan)
	log.Add(evidence.Event{Kind: evidence.KindRun, Run: &evidence.Run{Phase: evidence.Ended}})
	require.NoError(t, log.Err())
	return plan, result.Build(log.Events())
}

// surprises lists the known issues that showed and were not expected to.
func surprises(r result.Result) map[string]int {
	all := map[string]int{}
	for _, s := range r.Scenarios {
		for _, c := range s.Checks {
			if c.Unasked != "" {
				all[c.Unasked]++
			}
		}
	}
	return all
}

// A build shows what the release shows that it is like, and each known issue that
// nobody named is a surprise.
func TestABuildIsAsExpectedByWhatIsExpectedOfIt(t *testing.T) {
	const tags = "@known-issue-4281"
	plan, r := tryBuild(t, release.Build{Like: "2.1.5"}, tags)
	assert.Equal(t, verdict.Unexpected, r.Verdict)
	assert.Equal(t, map[string]int{"4281": 2}, surprises(r))
	for _, s := range r.Scenarios {
		assert.Equal(t, "mine", s.Release)
		assert.Empty(t, s.KnownIssues)
	}
	assert.Equal(t, []evidence.Build{{Name: "mine", Image: "my/streampark:1", Like: "2.1.5"}}, plan.Builds)

	plan, r = tryBuild(t, release.Build{Like: "2.1.5", Expect: []string{"4281"}}, tags)
	assert.Equal(t, verdict.AsExpected, r.Verdict)
	assert.Empty(t, surprises(r))
	assert.Equal(t, []string{"4281"}, plan.Builds[0].Expect)

	// One that was fixed may be named, and is missed.
	_, r = tryBuild(t, release.Build{Like: "2.1.4", Expect: []string{"3933"}}, "@known-issue-3933 and @contract")
	assert.Equal(t, verdict.AsExpected, r.Verdict)
	_, r = tryBuild(t, release.Build{Like: "2.1.4"}, "@known-issue-3933 and @contract")
	assert.Equal(t, verdict.Unexpected, r.Verdict)
	assert.NotZero(t, surprises(r)["3933"])
}

// What is written for a release by its name says nothing of a build, and the plan
// says how much that is.
func TestABuildPlaysWhatIsWrittenForAnyRelease(t *testing.T) {
	catalogue, err := readCatalogue(t).WithBuilds(release.Build{Name: "mine", Image: "x", Like: "2.1.5"}, release.Build{Name: "mine-2", Image: "y", Like: "2.1.5"})
	require.NoError(t, err)
	all, err := suite.Load(features.Files)
	require.NoError(t, err)
	planned := func(releases ...string) suite.Plan {
		plan, err := suite.Make(all, catalogue, suite.Selection{Releases: releases, Clock: clock.Settings{Kind: clock.Jump}})
		require.NoError(t, err)
		return plan
	}
	like, mine := planned("2.1.5"), planned("mine")
	require.Len(t, mine.Builds, 1)
	named := mine.Builds[0].NamedOnly
	assert.NotZero(t, named)
	assert.Equal(t, like.Jobs()+like.NeedFlink, mine.Jobs()+mine.NeedFlink+named, "the rest of what is played on the release")
	for _, s := range mine.Servers {
		for _, j := range s.Jobs {
			for _, step := range j.Scenario.Steps {
				if step.Needs.Deployment != nil {
					assert.Empty(t, step.Needs.Deployment.Version, j.ID)
				}
			}
		}
	}
	var out strings.Builder
	mine.Print(&out)
	assert.Contains(t, out.String(), "\nmine: StreamPark mine (like 2.1.5) as shipped\n")
	assert.Contains(t, out.String(), "mine is a build like 2.1.5 (x), expected to show no known issue; not played on it, because they are written for 2.1.5 by its name: ")
	assert.Empty(t, like.Builds)

	names := map[string]bool{}
	for _, s := range planned("mine", "mine-2").Servers {
		assert.False(t, names[s.Name], "two servers are called %s", s.Name)
		names[s.Name] = true
	}
}

// A build is tried on each database, and told of once.
func TestABuildOnTwoDatabases(t *testing.T) {
	catalogue, err := readCatalogue(t).WithBuilds(release.Build{Name: "mine", Image: "x", Like: "2.1.5", Expect: []string{"4134", "4281"}},
		release.Build{Name: "mine-mariadb", Image: "y", Like: "2.1.5"})
	require.NoError(t, err)
	all, err := suite.Load(features.Files)
	require.NoError(t, err)
	planned := func(databases ...database.Product) suite.Plan {
		plan, err := suite.Make(all, catalogue, suite.Selection{Releases: []string{"mine", "mine-mariadb"}, Clock: clock.Settings{Kind: clock.Jump}, Databases: databases})
		require.NoError(t, err)
		return plan
	}
	usual, both := planned(), planned(database.MariaDB, database.PostgreSQL)
	require.Len(t, both.Builds, 2)
	assert.ElementsMatch(t, []string{"4134", "4281"}, both.Builds[0].Expect, "4134 is met on PostgreSQL alone")
	assert.Equal(t, usual.Builds[0].NamedOnly, planned(database.PostgreSQL).Builds[0].NamedOnly)
	assert.GreaterOrEqual(t, both.Builds[0].NamedOnly, usual.Builds[0].NamedOnly)
	assert.Less(t, both.Builds[0].NamedOnly, 2*usual.Builds[0].NamedOnly, "each scenario counts once")
	assert.Equal(t, []string{"4281"}, planned(database.MariaDB).Builds[0].Expect)

	names := map[string]bool{}
	for _, s := range both.Servers {
		assert.False(t, names[s.Name], "two servers are called %s", s.Name)
		names[s.Name] = true
	}
	assert.Contains(t, names, "mine-mariadb")
	assert.Contains(t, names, "mine-mariadb-mariadb")
	assert.Contains(t, both.Servers[0].Spec.Describe(), "StreamPark mine (like 2.1.5) on MariaDB")
}
