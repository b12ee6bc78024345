package defects_test

import (
	"context"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/fixtures"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/model"
	"streampark-regress/harness/release"
	"streampark-regress/harness/verdict"
	"streampark-regress/suite"
	"streampark-regress/suite/defects"
)

// feature notices what becomes of the expiry, and little else.
const feature = `
Feature: x
  Background:
    Given StreamPark as shipped
    And a scheduler with a new API token
  @known-issue-3933 @known-issue-4322
  Scenario: an expiry
    And an application that can be started
    When the scheduler starts the application 2h01m after the token was made
    Then the application starts
  Scenario: nothing at all
    Then the token's row has not changed since it was made
`

func bench(t *testing.T) defects.Bench {
	t.Helper()
	files := fstest.MapFS{"causes/x.feature": {Data: []byte(feature)}}
	all, err := suite.Load(files)
	require.NoError(t, err)
	c, err := release.Parse(fixtures.Releases)
	require.NoError(t, err)
	return defects.Bench{Catalogue: c, Scenarios: all, Features: files}
}

// some are a few defects of every sort: to play all of them is what make defects
// is for.
func some(t *testing.T) []model.Defect {
	t.Helper()
	var found []model.Defect
	for _, name := range []string{"token-cache", "expiry", "session", "no-expiry", "lost-in-restart", "seal-compared-open", "monotonic-cache"} {
		for _, d := range model.Defects() {
			if d.Name == name {
				found = append(found, d)
			}
		}
	}
	require.Len(t, found, 7)
	return found
}

func TestEveryDefectHasAHome(t *testing.T) {
	b := bench(t)
	for _, d := range model.Defects() {
		_, known := d.Home(b.Catalogue)
		assert.True(t, known, d.Name)
	}
}

func TestDefectsAreTriedAtHome(t *testing.T) {
	b := bench(t)
	found, err := b.Try(t.Context(), some(t), defects.Everything)
	require.NoError(t, err)
	require.Len(t, found, len(some(t)))
	noticed := map[string][]string{}
	for i, d := range some(t) {
		f := found[i]
		assert.Equal(t, d.Name, f.Defect.Name, "in their order")
		home, known := d.Home(b.Catalogue)
		require.True(t, known)
		assert.Equal(t, home.Version, f.Release)
		tried := 2
		if d.Waits() {
			tried = 1 // the one that lets the session TTL pass
		}
		assert.Equal(t, tried, f.Scenarios, d.Name)
		for _, s := range f.Caught {
			assert.Equal(t, verdict.Unexpected, s.Verdict)
			noticed[d.Name] = append(noticed[d.Name], s.Name)
		}
	}
	assert.Equal(t, []string{"an expiry"}, noticed["expiry"])
	assert.Equal(t, []string{"an expiry"}, noticed["no-expiry"])
	assert.Equal(t, []string{"an expiry"}, noticed["seal-compared-open"], "an issue that is gone is noticed")
	assert.NotContains(t, noticed, "lost-in-restart", "nobody restarts here")
	for _, names := range noticed {
		assert.NotContains(t, names, "nothing at all", "what no defect breaks is as expected")
	}
}

func TestADefectIsNamedByItsSuspect(t *testing.T) {
	found, err := bench(t).Try(t.Context(), some(t), defects.Everything)
	require.NoError(t, err)
	named := map[string]bool{}
	for _, f := range found {
		named[f.Defect.Name] = f.Named()
		assert.NotContains(t, f.Suspects, evidence.NoSuspect)
		if f.Defect.Name == "expiry" {
			assert.Equal(t, []evidence.Suspect{evidence.SuspectExpiry}, f.Suspects)
		}
	}
	assert.True(t, named["expiry"])
	assert.False(t, named["session"], "it has a suspect, and nobody noticed it")
	assert.True(t, named["lost-in-restart"], "there is none to name")
}

func TestUntilADefectIsCaughtNoMoreIsPlayed(t *testing.T) {
	b := bench(t)
	for _, d := range model.Defects() {
		if d.Name != "expiry" && d.Name != "lost-in-restart" {
			continue
		}
		found, err := b.Try(t.Context(), []model.Defect{d}, defects.UntilCaught)
		require.NoError(t, err)
		if d.Name == "expiry" {
			require.Len(t, found[0].Caught, 1)
			assert.True(t, found[0].Named())
			continue
		}
		assert.Empty(t, found[0].Caught)
		assert.Equal(t, 2, found[0].Scenarios, "what nobody notices takes all of them")
	}
}

func TestNamed(t *testing.T) {
	for name, tt := range map[string]struct {
		suspect  evidence.Suspect
		suspects []evidence.Suspect
		want     bool
	}{
		"no suspect":       {evidence.NoSuspect, nil, true},
		"nobody":           {evidence.SuspectCache, nil, false},
		"another":          {evidence.SuspectCache, []evidence.Suspect{evidence.SuspectExpiry}, false},
		"among others":     {evidence.SuspectCache, []evidence.Suspect{evidence.SuspectExpiry, evidence.SuspectCache}, true},
		"whatever is said": {evidence.NoSuspect, []evidence.Suspect{evidence.SuspectExpiry}, true},
	} {
		assert.Equal(t, tt.want, defects.Found{Defect: model.Defect{Suspect: tt.suspect}, Suspects: tt.suspects}.Named(), name)
	}
}

func TestWhichDefectsAScenarioNotices(t *testing.T) {
	noticed, err := bench(t).ByScenario(t.Context(), some(t), defects.Everything)
	require.NoError(t, err)
	assert.Positive(t, noticed["features/causes/x.feature:11"].Played)
	expiry := noticed["features/causes/x.feature:7"].Defects
	assert.IsNonDecreasing(t, expiry)
	for _, want := range []string{"expiry on 2.1.5", "expiry on 2.1.6", "no-expiry on 2.1.4", "seal-compared-open on 2.1.7"} {
		assert.Contains(t, expiry, want)
	}
	assert.NotContains(t, expiry, "no-expiry on 2.1.5")
	assert.Empty(t, noticed["features/causes/x.feature:11"].Defects)
}

func TestADefectThatAScenarioNotices(t *testing.T) {
	noticed, err := bench(t).ByScenario(t.Context(), some(t), defects.UntilCaught)
	require.NoError(t, err)
	// Several may have begun before the first was noticed.
	found := len(noticed["features/causes/x.feature:7"].Defects)
	assert.Positive(t, found)
	every, err := bench(t).ByScenario(t.Context(), some(t), defects.Everything)
	require.NoError(t, err)
	assert.Less(t, found, len(every["features/causes/x.feature:7"].Defects))
	assert.Empty(t, noticed["features/causes/x.feature:11"].Defects)
	assert.Equal(t, every["features/causes/x.feature:11"].Played, noticed["features/causes/x.feature:11"].Played)
}

func TestADefectWithoutAHome(t *testing.T) {
	b := bench(t)
	only, err := b.Catalogue.Find("2.1.7")
	require.NoError(t, err)
	b.Catalogue = &release.Catalogue{Releases: []release.Release{only}}
	_, err = b.Try(t.Context(), some(t), defects.Everything)
	assert.ErrorContains(t, err, "no release of the catalogue has what the defect token-cache breaks")
}

func TestAnInterruptedBenchSaysNothing(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	found, err := bench(t).Try(ctx, model.Defects(), defects.Everything)
	require.ErrorIs(t, err, context.Canceled)
	for _, f := range found {
		assert.Empty(t, f.Caught)
	}
}
