package upgrade_test

import (
	"context"
	"io"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/fixtures"
	"streampark-regress/harness/cause"
	"streampark-regress/harness/clock"
	"streampark-regress/harness/deployment"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/model"
	"streampark-regress/harness/outcome"
	"streampark-regress/harness/release"
	"streampark-regress/harness/upgrade"
)

// journey is an upgrade of the model.
func journey(t *testing.T, path ...string) upgrade.Journey {
	t.Helper()
	c, err := release.Parse(fixtures.Releases)
	require.NoError(t, err)
	p := model.NewProvider(model.ProviderOptions{Clock: clock.Settings{Kind: clock.Jump}})
	t.Cleanup(func() { assert.NoError(t, p.Close(context.WithoutCancel(t.Context()))) })
	return upgrade.Journey{Provider: p, Catalogue: c, Path: path, Log: evidence.NewLog(io.Discard, &evidence.Redactor{}), Report: func(string) {}}
}

// seen is what a look came to, in short.
type seen struct {
	look    upgrade.Look
	release string
	outcome outcome.Outcome
	cause   cause.Cause
	path    string
}

func looks(f upgrade.Found) []seen {
	var all []seen
	for _, s := range f.Steps {
		in := seen{look: s.Look, release: s.Release}
		if s.Attempt != nil {
			in.outcome, in.cause, in.path = s.Attempt.Outcome, s.Attempt.Cause, s.Attempt.Path
		}
		all = append(all, in)
	}
	return all
}

func kinds(f upgrade.Found) []upgrade.AdviceKind {
	var all []upgrade.AdviceKind
	for _, a := range f.Advice {
		all = append(all, a.Kind)
	}
	return all
}

const (
	flink   = "/flink/app/start"
	openapi = "/openapi/app/start"
)

func TestFrom214To215(t *testing.T) {
	t.Parallel()
	found, err := journey(t, "2.1.4", "2.1.5").Take(t.Context())
	require.NoError(t, err)
	assert.Equal(t, "model", found.Target)
	assert.Equal(t, []string{"2.1.4", "2.1.5"}, found.Path)
	assert.Equal(t, []seen{
		{upgrade.TokenBefore, "2.1.4", outcome.Started, cause.None, flink},
		{upgrade.DeveloperBefore, "2.1.4", outcome.Started, cause.None, flink},
		{upgrade.DisabledBefore, "2.1.4", outcome.Unauthenticated, cause.Disabled, flink},
		{upgrade.SignInBefore, "2.1.4", outcome.Started, cause.None, flink},
		{upgrade.RestoreBefore, "2.1.4", outcome.Started, cause.None, flink},
		{upgrade.SaveBefore, "2.1.4", outcome.Cancelled, cause.None, "/flink/app/cancel"},
		{upgrade.OldToken, "2.1.5", outcome.Unauthenticated, cause.Signature, flink},
		{look: upgrade.OldRow, release: "2.1.5"},
		{look: upgrade.DeveloperRow, release: "2.1.5"},
		{upgrade.DisabledAfter, "2.1.5", outcome.Unauthenticated, cause.Disabled, flink},
		{look: upgrade.DisabledRow, release: "2.1.5"},
		{upgrade.SignInAfter, "2.1.5", outcome.Unauthenticated, cause.Signature, openapi},
		{look: upgrade.SecondToken, release: "2.1.5"},
		{upgrade.OldAddress, "2.1.5", outcome.Closed, cause.None, flink},
		{upgrade.NewAddress, "2.1.5", outcome.Started, cause.None, openapi},
		{upgrade.RestoreOldNames, "2.1.5", outcome.Started, cause.None, openapi},
		{upgrade.SaveOldNames, "2.1.5", outcome.Cancelled, cause.None, "/openapi/app/cancel"},
		{upgrade.RestoreNewNames, "2.1.5", outcome.Started, cause.None, openapi},
		{upgrade.SaveNewNames, "2.1.5", outcome.Cancelled, cause.None, "/openapi/app/cancel"},
		{upgrade.DeveloperAfter, "2.1.5", outcome.Failed, cause.None, openapi},
		{look: upgrade.NewcomerAfter, release: "2.1.5"},
	}, looks(found))
	row, _ := found.Step(upgrade.OldRow)
	assert.Equal(t, evidence.RowUnchanged, row.Fact.Row.State)
	second, _ := found.Step(upgrade.SecondToken)
	assert.Contains(t, second.Fact.Refused, "already has a token")

	require.Equal(t, []upgrade.AdviceKind{upgrade.ChooseTeams, upgrade.RenameFields, upgrade.DeleteAndRenew, upgrade.MoveAddress, upgrade.UseAdministrator, upgrade.SignInAgain}, kinds(found))
	assert.Equal(t, &upgrade.NotStored{Issue: "4134", Database: "postgres", Field: "savepointPath"}, found.Advice[1].NotStored)
	assert.Contains(t, found.Declared, upgrade.Declared{In: "2.1.5", Because: "a sign-in is read as an object"}, "it is for callers")
	assert.NotContains(t, found.Declared, upgrade.Declared{In: "2.1.5", Because: "H2 keeps its data in this folder"}, "it is for operators")
	for _, a := range found.Advice {
		assert.Equal(t, "2.1.4", a.From)
		assert.Equal(t, "2.1.5", a.To)
		assert.Equal(t, a.Kind == upgrade.UseAdministrator, a.Issue == "4281")
		for _, l := range a.Looks {
			_, taken := found.Step(l)
			assert.True(t, taken, "%s is advised by what was seen: %s", a.Kind, l)
		}
	}
	assert.Equal(t, flink, found.Advice[3].OldPath)
	assert.Equal(t, openapi, found.Advice[3].NewPath)
	assert.Equal(t, []upgrade.Renamed{
		{Action: release.Start, Means: release.Restore, Old: "savePointed", New: "restoreFromSavepoint"},
		{Action: release.Start, Means: release.RestorePath, Old: "savePoint", New: "savepointPath"},
		{Action: release.Cancel, Means: release.Trigger, Old: "savePointed", New: "triggerSavepoint"},
		{Action: release.Cancel, Means: release.Target, Old: "savePoint", New: "savepointPath"},
	}, found.Advice[1].Renamed)
	assert.True(t, found.Advice[1].OldPathIgnores, "the white list does not help")
}

// No token works on 2.1.7; what else tokens need there is no advice.
func TestFrom215To217(t *testing.T) {
	t.Parallel()
	found, err := journey(t, "2.1.5", "2.1.7").Take(t.Context())
	require.NoError(t, err)
	require.NotEmpty(t, found.Advice)
	first := found.Advice[0]
	assert.Equal(t, upgrade.DoNotUpgrade, first.Kind)
	assert.Equal(t, "4322", first.Issue)
	assert.Equal(t, "every API token gets 401, even a new one", first.Title)
	assert.Equal(t, []upgrade.Look{upgrade.OldToken, upgrade.OldAddress, upgrade.NewAddress, upgrade.DeveloperAfter}, first.Looks)
	assert.Equal(t, []upgrade.AdviceKind{upgrade.DoNotUpgrade, upgrade.SignInAgain}, kinds(found))
	last, _ := found.Step(upgrade.NewAddress)
	assert.Equal(t, cause.Cipher, last.Attempt.Cause)
}

// Whoever is not an administrator is not told to use one where nobody gets in.
func TestFrom214To217(t *testing.T) {
	t.Parallel()
	found, err := journey(t, "2.1.4", "2.1.7").Take(t.Context())
	require.NoError(t, err)
	developer, _ := found.Step(upgrade.DeveloperBefore)
	assert.Equal(t, outcome.Started, developer.Attempt.Outcome)
	assert.Equal(t, []upgrade.AdviceKind{upgrade.DoNotUpgrade, upgrade.ChooseTeams, upgrade.SignInAgain}, kinds(found))
	assert.Equal(t, "4322", found.Advice[0].Issue)
}

// Downwards the address is not there, and nothing stands in the way of a new
// token.
func TestFrom215To214(t *testing.T) {
	t.Parallel()
	found, err := journey(t, "2.1.5", "2.1.4").Take(t.Context())
	require.NoError(t, err)
	assert.Equal(t, []upgrade.AdviceKind{upgrade.RenameFields, upgrade.DeleteAndRenew, upgrade.MoveAddress, upgrade.SignInAgain}, kinds(found))
	assert.Equal(t, "3865", found.Advice[1].Issue, "beside the old row a new token would not work either")
	old, _ := found.Step(upgrade.OldAddress)
	assert.Equal(t, outcome.NotFound, old.Attempt.Outcome)
	assert.Equal(t, []string{openapi, flink}, []string{found.Advice[2].OldPath, found.Advice[2].NewPath})
}

// Up to 2.1.3 a disabled token works until a restart, so that it ends with the
// others.
func TestFrom213To214(t *testing.T) {
	t.Parallel()
	found, err := journey(t, "2.1.3", "2.1.4").Take(t.Context())
	require.NoError(t, err)
	assert.Equal(t, []upgrade.AdviceKind{upgrade.DeleteAndRenew, upgrade.SignInAgain}, kinds(found))
	disabled, _ := found.Step(upgrade.DisabledBefore)
	assert.Equal(t, outcome.Started, disabled.Attempt.Outcome)
	assert.Empty(t, found.Unadvised())
}

// A token that never worked has to be made again like any other.
func TestATokenThatNeverWorked(t *testing.T) {
	t.Parallel()
	found, err := journey(t, "2.1.7", "2.1.5").Take(t.Context())
	require.NoError(t, err)
	before, _ := found.Step(upgrade.TokenBefore)
	assert.Equal(t, outcome.Unauthenticated, before.Attempt.Outcome)
	assert.Equal(t, []upgrade.AdviceKind{upgrade.DeleteAndRenew, upgrade.SignInAgain}, kinds(found))
}

func TestNothingBreaksBetweenReleasesThatAreAlike(t *testing.T) {
	t.Parallel()
	found, err := journey(t, "2.1.5", "2.1.6").Take(t.Context())
	require.NoError(t, err)
	// A sign-in of 2.1.5 dies with its server, whatever comes after it.
	assert.Equal(t, []upgrade.AdviceKind{upgrade.SignInAgain}, kinds(found))
}

func TestAWayOverARelease(t *testing.T) {
	t.Parallel()
	var said []string
	j := journey(t, "2.1.4", "2.1.5", "2.1.6")
	j.Report = func(text string) { said = append(said, text) }
	j.Provider = broken{j.Provider, func(ctx context.Context, d deployment.Deployment, to release.Release) error {
		_, err := d.Upgrade(ctx, to, func(string) {})
		return err
	}}
	found, err := j.Take(t.Context())
	require.NoError(t, err)
	assert.Subset(t, said, []string{"measuring 2.1.4", "upgrading to 2.1.5", "upgrading to 2.1.6", "measuring 2.1.6"})
	old, _ := found.Step(upgrade.OldToken)
	assert.Equal(t, "2.1.6", old.Release)
	assert.Equal(t, "2.1.6", found.Advice[0].To)
	assert.Equal(t, []string{"2.1.5.sql", "2.1.6.sql"}, found.Scripts)
}

// The way back is looked at, and changes nothing of what the way there breaks.
func TestTheWayBack(t *testing.T) {
	t.Parallel()
	there, err := journey(t, "2.1.4", "2.1.5").Take(t.Context())
	require.NoError(t, err)
	j := journey(t, "2.1.4", "2.1.5")
	j.Return = upgrade.GoBack
	found, err := j.Take(t.Context())
	require.NoError(t, err)
	assert.Equal(t, append(looks(there),
		seen{upgrade.Back, "2.1.4", outcome.Unauthenticated, cause.Signature, flink},
		seen{upgrade.BackRenewed, "2.1.4", outcome.Started, cause.None, flink}), looks(found))
	last := len(found.Advice) - 1
	assert.Equal(t, there.Advice, found.Advice[:last])
	assert.Equal(t, upgrade.RenewAfterReturn, found.Advice[last].Kind)
	assert.Equal(t, "2.1.5", found.Advice[last].To)
}
