package upgrade_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/fixtures"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/outcome"
	"streampark-regress/harness/release"
	"streampark-regress/harness/upgrade"
)

// uneventful is what a journey finds on which nothing changes, and change makes
// another of it.
func uneventful(change ...func(upgrade.Look, *upgrade.Step)) upgrade.Found {
	call := func(o outcome.Outcome) upgrade.Step {
		a := evidence.Attempt{Application: evidence.OwnApplication}
		settle(&a, o)
		return upgrade.Step{Attempt: &a}
	}
	row := func() upgrade.Step {
		return upgrade.Step{Fact: &evidence.Fact{Kind: evidence.RowFact, Row: evidence.RowState{State: evidence.RowUnchanged}}}
	}
	started, refused := outcome.Started, outcome.Unauthenticated
	var f upgrade.Found
	for _, s := range []struct {
		look upgrade.Look
		step upgrade.Step
	}{
		{upgrade.TokenBefore, call(started)}, {upgrade.DeveloperBefore, call(started)}, {upgrade.DisabledBefore, call(refused)}, {upgrade.SignInBefore, call(started)},
		{upgrade.RestoreBefore, keeps(evidence.RestoredLatest)}, {upgrade.SaveBefore, keeps(evidence.StoppedSaved)},
		{upgrade.OldToken, call(started)}, {upgrade.OldRow, row()}, {upgrade.DeveloperRow, row()}, {upgrade.DisabledAfter, call(refused)}, {upgrade.DisabledRow, row()},
		{upgrade.SignInAfter, call(started)}, {upgrade.SecondToken, upgrade.Step{Fact: &evidence.Fact{Kind: evidence.SecondTokenFact}}},
		{upgrade.OldAddress, call(started)}, {upgrade.NewAddress, call(started)},
		{upgrade.RestoreOldNames, keeps(evidence.RestoredLatest)}, {upgrade.SaveOldNames, keeps(evidence.StoppedSaved)},
		{upgrade.RestoreNewNames, keeps(evidence.RestoredLatest)}, {upgrade.SaveNewNames, keeps(evidence.StoppedSaved)}, {upgrade.DeveloperAfter, call(started)},
		{upgrade.NewcomerAfter, upgrade.Step{Fact: &evidence.Fact{Kind: evidence.AdmissionFact, Admission: evidence.Admitted}}},
		{upgrade.Back, call(started)}, {upgrade.BackRenewed, call(started)},
	} {
		s.step.Look = s.look
		for _, c := range change {
			c(s.look, &s.step)
		}
		f.Steps = append(f.Steps, s.step)
	}
	return f
}

// settle gives a call an outcome, and does what it says.
func settle(a *evidence.Attempt, o outcome.Outcome) {
	a.Outcome, a.Effect.Name, a.Submission = o, evidence.EffectNone, &evidence.Submission{State: evidence.NotSubmitted}
	switch o { //nolint:exhaustive // the others do nothing
	case outcome.Started:
		a.Effect.Name, a.Submission.State = evidence.EffectStarted, evidence.StartedFresh
	case outcome.Cancelled:
		a.Effect.Name, a.Submission.State = evidence.EffectCancelled, evidence.StoppedBare
	}
}

// keeps is a call that keeps the job's state, or does not.
func keeps(s evidence.State) upgrade.Step {
	var a evidence.Attempt
	settle(&a, map[bool]outcome.Outcome{true: outcome.Cancelled, false: outcome.Started}[s == evidence.StoppedSaved || s == evidence.StoppedBare])
	a.Submission.State = s
	return upgrade.Step{Attempt: &a}
}

// loses has looks lose the state of the job.
func loses(looks ...upgrade.Look) changing {
	return func(l upgrade.Look, s *upgrade.Step) {
		if slices.Contains(looks, l) {
			settle(s.Attempt, s.Attempt.Outcome)
		}
	}
}

type changing = func(upgrade.Look, *upgrade.Step)

// comes has looks come to an outcome, with the effect that it should have.
func comes(o outcome.Outcome, looks ...upgrade.Look) changing {
	return func(l upgrade.Look, s *upgrade.Step) {
		for _, look := range looks {
			if l == look {
				settle(s.Attempt, o)
			}
		}
	}
}

func with(look upgrade.Look, change func(*upgrade.Step)) changing {
	return func(l upgrade.Look, s *upgrade.Step) {
		if l == look {
			change(s)
		}
	}
}

// shows4281 is the call of a developer on 2.1.5 that shows issue 4281.
func shows4281(s *upgrade.Step) {
	s.Attempt = &evidence.Attempt{Subject: evidence.Subject{Kind: evidence.APIToken, Role: evidence.Developer}, Outcome: outcome.Failed, Status: 500, Message: "EL1008E: Property or field 'appId' cannot be found",
		Application: evidence.OwnApplication, Row: evidence.RowState{State: evidence.RowUnchanged}, Effect: evidence.Effect{Name: evidence.EffectNone},
		Submission: &evidence.Submission{State: evidence.NotSubmitted}}
}

// told is what was concluded: the advice, and each change with its advice.
func told(f upgrade.Found) (advice, changes string) {
	var all []string
	for _, c := range f.Changes {
		text := string(c.Kind)
		if c.Before != "" {
			text += fmt.Sprintf(" %s %s", c.Before, c.Was)
		}
		text += fmt.Sprintf(" > %s %s", c.After, c.Is)
		for _, a := range c.Advice {
			text += ", " + string(a)
		}
		all = append(all, strings.TrimSpace(text))
	}
	var kinds []string
	for _, a := range f.Advice {
		kinds = append(kinds, strings.TrimSpace(string(a.Kind)+" "+a.Issue))
	}
	return strings.Join(kinds, ", "), strings.Join(all, "\n")
}

func TestConclusions(t *testing.T) {
	catalogue, err := release.Parse(fixtures.Releases)
	require.NoError(t, err)
	from, err := catalogue.Find("2.1.4")
	require.NoError(t, err)
	to, err := catalogue.Find("2.1.5")
	require.NoError(t, err)
	const (
		failed, refused, closed = outcome.Failed, outcome.Unauthenticated, outcome.Closed
		already                 = "the user already has a token"
	)
	second := with(upgrade.SecondToken, func(s *upgrade.Step) { s.Fact.Refused = already })
	for name, tt := range map[string]struct {
		changes []changing
		advice  string
		want    []string
	}{
		"nothing": {nil, "", nil},

		"no token works": {[]changing{comes(failed, upgrade.OldToken, upgrade.OldAddress, upgrade.NewAddress, upgrade.DeveloperAfter, upgrade.SignInAfter)}, "do-not-upgrade", []string{
			"outcome token-before started > old-token error, do-not-upgrade", "outcome sign-in-before started > sign-in-after error",
			"outcome token-before started > old-address error, do-not-upgrade", "outcome token-before started > new-address error, do-not-upgrade",
			"outcome developer-before started > developer-after error, do-not-upgrade"}},
		"no new token works, and what tokens need": {[]changing{comes(refused, upgrade.OldToken, upgrade.NewAddress), comes(closed, upgrade.OldAddress), comes(outcome.Forbidden, upgrade.DeveloperAfter), second},
			"do-not-upgrade, move-address", []string{
				"outcome token-before started > old-token unauthenticated, do-not-upgrade", "outcome token-before started > old-address closed, do-not-upgrade, move-address",
				"outcome token-before started > new-address unauthenticated, do-not-upgrade", "outcome developer-before started > developer-after forbidden, do-not-upgrade"}},
		"no token worked before": {[]changing{comes(failed, upgrade.TokenBefore, upgrade.OldToken, upgrade.NewAddress, upgrade.Back, upgrade.BackRenewed), comes(closed, upgrade.OldAddress)}, "", []string{
			"outcome token-before error > old-address closed"}},

		"the token dies": {[]changing{comes(refused, upgrade.OldToken)}, "renew-tokens", []string{"outcome token-before started > old-token unauthenticated, renew-tokens"}},
		"the token dies, and its row has to go": {[]changing{comes(refused, upgrade.OldToken), second}, "delete-and-renew-tokens", []string{
			"outcome token-before started > old-token unauthenticated, delete-and-renew-tokens"}},
		"another refusal of a second token": {[]changing{comes(refused, upgrade.OldToken), with(upgrade.SecondToken, func(s *upgrade.Step) { s.Fact.Refused = "no" })}, "renew-tokens", []string{
			"outcome token-before started > old-token unauthenticated, renew-tokens"}},
		"the token dies, and the new one at the old address": {[]changing{comes(refused, upgrade.OldToken, upgrade.OldAddress)}, "renew-tokens", []string{
			"outcome token-before started > old-token unauthenticated, renew-tokens", "outcome token-before started > old-address unauthenticated"}},

		"state is lost by the old names": {[]changing{loses(upgrade.RestoreOldNames, upgrade.SaveOldNames)}, "rename-fields", []string{
			"state restore-before started > restore-old-names started, rename-fields", "state save-before cancelled > save-old-names cancelled, rename-fields"}},
		"a cancel alone loses it": {[]changing{loses(upgrade.SaveOldNames)}, "rename-fields", []string{"state save-before cancelled > save-old-names cancelled, rename-fields"}},
		"state is lost by the new names too": {[]changing{loses(upgrade.RestoreOldNames, upgrade.RestoreNewNames)}, "rename-fields", []string{
			"state restore-before started > restore-old-names started, rename-fields", "state restore-before started > restore-new-names started"}},
		"state was lost before":              {[]changing{loses(upgrade.RestoreBefore, upgrade.RestoreOldNames)}, "", nil},
		"a start fails that asked for state": {[]changing{comes(failed, upgrade.RestoreNewNames)}, "", []string{"outcome restore-before started > restore-new-names error"}},
		"nothing is submitted":               {[]changing{with(upgrade.NewAddress, func(s *upgrade.Step) { s.Attempt.Submission.State = evidence.NotSubmitted })}, "", []string{"effect > new-address started"}},

		"the address is closed": {[]changing{comes(closed, upgrade.OldToken, upgrade.OldAddress, upgrade.SignInAfter)}, "move-address", []string{
			"outcome token-before started > old-token closed, move-address", "outcome sign-in-before started > sign-in-after closed", "outcome token-before started > old-address closed, move-address"}},
		"the address is gone": {[]changing{comes(outcome.NotFound, upgrade.OldToken, upgrade.OldAddress)}, "move-address", []string{
			"outcome token-before started > old-token not-found, move-address", "outcome token-before started > old-address not-found, move-address"}},
		"the address is closed, and the token does something else": {[]changing{comes(failed, upgrade.OldToken), comes(closed, upgrade.OldAddress)}, "move-address", []string{
			"outcome token-before started > old-token error", "outcome token-before started > old-address closed, move-address"}},
		"the address fails": {[]changing{comes(failed, upgrade.OldAddress)}, "", []string{"outcome token-before started > old-address error"}},

		"a developer is forbidden": {[]changing{comes(outcome.Forbidden, upgrade.DeveloperAfter), comes(failed, upgrade.SignInAfter)}, "use-an-administrator", []string{
			"outcome sign-in-before started > sign-in-after error", "outcome developer-before started > developer-after forbidden, use-an-administrator"}},
		"a developer meets a known issue": {[]changing{with(upgrade.DeveloperAfter, shows4281)}, "use-an-administrator 4281", []string{
			"outcome developer-before started > developer-after error, use-an-administrator"}},
		"a developer meets something else": {[]changing{comes(failed, upgrade.DeveloperAfter)}, "", []string{"outcome developer-before started > developer-after error"}},
		"a developer was forbidden before": {[]changing{comes(outcome.Forbidden, upgrade.DeveloperBefore, upgrade.DeveloperAfter)}, "", nil},
		"a developer is forbidden, and what it did otherwise": {[]changing{comes(outcome.Forbidden, upgrade.DeveloperAfter), with(upgrade.DeveloperAfter, func(s *upgrade.Step) { s.Attempt.Effect.Name = evidence.EffectStarted })},
			"use-an-administrator", []string{"outcome developer-before started > developer-after forbidden, use-an-administrator", "effect > developer-after forbidden"}},

		"a sign-in ends": {[]changing{comes(refused, upgrade.SignInAfter, upgrade.OldAddress)}, "sign-in-again", []string{
			"outcome sign-in-before started > sign-in-after unauthenticated, sign-in-again", "outcome token-before started > old-address unauthenticated"}},
		"a sign-in fails":           {[]changing{comes(failed, upgrade.SignInAfter)}, "", []string{"outcome sign-in-before started > sign-in-after error"}},
		"a sign-in never worked":    {[]changing{comes(failed, upgrade.SignInBefore), comes(refused, upgrade.SignInAfter)}, "", []string{"outcome sign-in-before error > sign-in-after unauthenticated"}},
		"a disabled token is alive": {[]changing{comes(outcome.Started, upgrade.DisabledAfter)}, "", []string{"outcome disabled-before unauthenticated > disabled-after started"}},

		"back, no token works": {[]changing{comes(refused, upgrade.Back, upgrade.BackRenewed, upgrade.OldAddress)}, "do-not-return", []string{
			"outcome token-before started > old-address unauthenticated",
			"outcome token-before started > back unauthenticated, do-not-return", "outcome token-before started > back-renewed unauthenticated, do-not-return"}},
		"back, the token is dead": {[]changing{comes(refused, upgrade.Back, upgrade.OldAddress)}, "renew-tokens-after-the-return", []string{
			"outcome token-before started > old-address unauthenticated", "outcome token-before started > back unauthenticated, renew-tokens-after-the-return"}},
		"back, the token fails": {[]changing{comes(failed, upgrade.Back)}, "", []string{"outcome token-before started > back error"}},
		"no token works, there and back": {[]changing{comes(failed, upgrade.NewAddress, upgrade.Back, upgrade.BackRenewed)}, "do-not-upgrade, do-not-return", []string{
			"outcome token-before started > new-address error, do-not-upgrade",
			"outcome token-before started > back error, do-not-return", "outcome token-before started > back-renewed error, do-not-return"}},

		"who never signed in is asked for a team": {[]changing{with(upgrade.NewcomerAfter, func(s *upgrade.Step) { s.Fact.Admission = evidence.AskedForTeam })}, "choose-teams", []string{
			"locked-out > newcomer-after , choose-teams"}},
		"who never signed in is kept out": {[]changing{with(upgrade.NewcomerAfter, func(s *upgrade.Step) { s.Fact.Admission = evidence.Barred })}, "", []string{"locked-out > newcomer-after"}},

		"a row changes":                {[]changing{with(upgrade.OldRow, func(s *upgrade.Step) { s.Fact.Row.State = evidence.RowChanged })}, "", []string{"row > old-row"}},
		"a row nobody saw":             {[]changing{with(upgrade.DisabledRow, func(s *upgrade.Step) { s.Fact.Row.State = evidence.RowUnseen })}, "", []string{"row > disabled-row"}},
		"a start that never came":      {[]changing{with(upgrade.NewAddress, func(s *upgrade.Step) { s.Attempt.Effect.Name = evidence.EffectNone })}, "", []string{"effect > new-address started"}},
		"a start nobody asked for":     {[]changing{with(upgrade.DisabledAfter, func(s *upgrade.Step) { s.Attempt.Effect.Name = evidence.EffectStarted })}, "", []string{"effect > disabled-after unauthenticated"}},
		"a submission of others":       {[]changing{with(upgrade.NewAddress, func(s *upgrade.Step) { s.Attempt.Submission.Others = []string{"another"} })}, "", []string{"effect > new-address started"}},
		"a start nobody saw submitted": {[]changing{with(upgrade.NewAddress, func(s *upgrade.Step) { s.Attempt.Submission = nil })}, "", nil},
		"a start of others":            {[]changing{with(upgrade.NewAddress, func(s *upgrade.Step) { s.Attempt.Effect.Others = []int64{100001} })}, "", []string{"effect > new-address started"}},
	} {
		t.Run(name, func(t *testing.T) {
			advice, changes := told(upgrade.Conclude(uneventful(tt.changes...), from, to))
			assert.Equal(t, tt.advice, advice)
			assert.Equal(t, strings.Join(tt.want, "\n"), changes)
		})
	}
}

// Whoever did not go back is told nothing of the way back.
func TestNothingIsConcludedOfAWayThatWasNotTaken(t *testing.T) {
	f := uneventful()
	f.Steps = f.Steps[:len(f.Steps)-2]
	f = upgrade.Conclude(f, release.Release{}, release.Release{})
	assert.Empty(t, f.Advice)
	assert.Empty(t, f.Changes)
}
