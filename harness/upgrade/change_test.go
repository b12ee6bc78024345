package upgrade_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/clock"
	"streampark-regress/harness/model"
	"streampark-regress/harness/outcome"
	"streampark-regress/harness/release"
	"streampark-regress/harness/upgrade"
)

// withDefects is a journey on a model that has defects, by release.
func withDefects(t *testing.T, defects map[string]string, path ...string) upgrade.Journey {
	t.Helper()
	j := journey(t, path...)
	p := model.NewProvider(model.ProviderOptions{Clock: clock.Settings{Kind: clock.Jump}, Defects: defects})
	t.Cleanup(func() { assert.NoError(t, p.Close(context.WithoutCancel(t.Context()))) })
	j.Provider = p
	return j
}

// Every change is there, and every change has its advice.
func TestWhatAnUpgradeBreaks(t *testing.T) {
	t.Parallel() // most of it is waiting for submissions to end
	for name, tt := range map[string]struct {
		path []string
		want []upgrade.AdviceKind
	}{
		"to 2.1.5":       {[]string{"2.1.4", "2.1.5"}, []upgrade.AdviceKind{upgrade.ChooseTeams, upgrade.RenameFields, upgrade.DeleteAndRenew, upgrade.MoveAddress, upgrade.UseAdministrator, upgrade.SignInAgain}},
		"to 2.1.6":       {[]string{"2.1.5", "2.1.6"}, []upgrade.AdviceKind{upgrade.SignInAgain}},
		"to 2.1.7":       {[]string{"2.1.6", "2.1.7"}, []upgrade.AdviceKind{upgrade.DoNotUpgrade, upgrade.SignInAgain}},
		"all the way up": {[]string{"2.1.4", "2.1.5", "2.1.6", "2.1.7"}, []upgrade.AdviceKind{upgrade.DoNotUpgrade, upgrade.ChooseTeams, upgrade.SignInAgain}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			found, err := journey(t, tt.path...).Take(t.Context())
			require.NoError(t, err)
			assert.Equal(t, upgrade.Arrived, found.End)
			assert.Equal(t, tt.want, kinds(found))
			assert.NotEmpty(t, found.Changes)
			assert.Empty(t, found.Unadvised())
		})
	}
}

// What nobody has advice for is a finding all the same.
func TestWhatNobodyHasAdviceFor(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		defects map[string]string
		want    upgrade.Change
	}{
		"a row that is deleted":   {map[string]string{"2.1.4": "upgrade-deletes"}, upgrade.Change{Kind: upgrade.RowChanged, After: upgrade.OldRow}},
		"a token that comes back": {map[string]string{"2.1.4": "upgrade-enables"}, upgrade.Change{Kind: upgrade.RowChanged, After: upgrade.DisabledRow}},
		"a 200 for a 401":         {map[string]string{"2.1.5": "ok-for-401"}, upgrade.Change{Kind: upgrade.OutcomeChanged, Before: upgrade.TokenBefore, After: upgrade.OldToken, Was: outcome.Started, Is: outcome.Failed}},
		"a 401 for a closed address": {map[string]string{"2.1.5": "closed-as-401"},
			upgrade.Change{Kind: upgrade.OutcomeChanged, Before: upgrade.TokenBefore, After: upgrade.OldAddress, Was: outcome.Started, Is: outcome.Unauthenticated}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			found, err := withDefects(t, tt.defects, "2.1.4", "2.1.5").Take(t.Context())
			require.NoError(t, err)
			var unadvised []upgrade.Change
			for _, c := range found.Unadvised() {
				c.Row, c.Advice = nil, nil
				unadvised = append(unadvised, c)
			}
			assert.Contains(t, unadvised, tt.want)
		})
	}
}

// From a release that behaves otherwise than it is known to, and from a journey
// that ends before its end, nothing is concluded.
func TestNothingIsConcludedFromAFailure(t *testing.T) {
	t.Parallel()
	cancelled, cancel := context.WithCancel(t.Context())
	interrupted := journey(t, "2.1.4", "2.1.5")
	interrupted.Report = func(text string) {
		if text == "upgrading to 2.1.5" {
			cancel()
		}
	}
	for name, tt := range map[string]struct {
		ctx     context.Context
		journey upgrade.Journey
		want    string
	}{
		"interrupted":              {cancelled, interrupted, "context canceled"},
		"nothing starts":           {t.Context(), withDefects(t, map[string]string{"2.1.4": "starts-nothing"}, "2.1.4", "2.1.5"), "before the upgrade, on 2.1.4: token-before"},
		"a start loses the state":  {t.Context(), withDefects(t, map[string]string{"2.1.4": "field-of-start-renamed"}, "2.1.4", "2.1.5"), "before the upgrade, on 2.1.4: restore-before: the state of the job was lost"},
		"a cancel loses the state": {t.Context(), withDefects(t, map[string]string{"2.1.4": "field-of-cancel-renamed"}, "2.1.4", "2.1.5"), "before the upgrade, on 2.1.4: save-before: the state of the job was lost"},
		"nothing is submitted":     {t.Context(), withDefects(t, map[string]string{"2.1.4": "submits-nothing"}, "2.1.4", "2.1.5"), "before the upgrade, on 2.1.4: token-before: the applications did not do what the answer, started, says"},
		"a dead token starts":      {t.Context(), withDefects(t, map[string]string{"2.1.4": "token-cache"}, "2.1.4", "2.1.5"), "before the upgrade, on 2.1.4: disabled-before"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			found, err := tt.journey.Take(tt.ctx)
			require.ErrorContains(t, err, tt.want)
			assert.Equal(t, upgrade.Broken, found.End)
			assert.Contains(t, found.Failure, tt.want)
			assert.Empty(t, found.Advice)
			assert.Empty(t, found.Changes)
		})
	}
}

// An upgrade goes up.
func TestAPathGoesUp(t *testing.T) {
	for want, path := range map[string][]string{
		"":                             {"2.1.4", "2.1.5", "2.1.7"},
		`unknown release "9.9"`:        {"2.1.4", "9.9"},
		"upgrade 2.1.5 to itself":      {"2.1.5", "2.1.5"},
		"upgrade 2.1.5 to 2.1.4: that": {"2.1.5", "2.1.4"},
		"upgrade 2.1.6 to 2.1.5: that": {"2.1.4", "2.1.6", "2.1.5", "2.1.7"},
	} {
		err := journey(t, path...).Check()
		if want == "" {
			assert.NoError(t, err)
			continue
		}
		assert.ErrorContains(t, err, want)
	}
}

// A build stands where the release stands that it is like.
func TestAPathOfABuildGoesUp(t *testing.T) {
	for want, path := range map[string][]string{
		"":                                    {"2.1.4", "2.1.5", "mine", "2.1.6"},
		"upgrade mine to itself":              {"mine", "mine"},
		"upgrade 2.1.6 to mine (like 2.1.5):": {"2.1.6", "mine"},
		"upgrade mine (like 2.1.5) to 2.1.4:": {"mine", "2.1.4"},
	} {
		j := journey(t, path...)
		var err error
		j.Catalogue, err = j.Catalogue.WithBuilds(release.Build{Name: "mine", Image: "x", Like: "2.1.5"})
		require.NoError(t, err)
		err = j.Check()
		if want == "" {
			assert.NoError(t, err)
			continue
		}
		assert.ErrorContains(t, err, want)
	}
}
