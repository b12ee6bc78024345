package caller_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/caller"
	"streampark-regress/harness/cause"
	"streampark-regress/harness/deployment"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/outcome"
	"streampark-regress/harness/release"
)

// verb is something a caller can do between two calls, and what the second
// call comes to.
type verb struct {
	does []deed
	// records are the actions that are told of it, and why is what the call
	// after it was rejected for; none is a start.
	records []evidence.ActionKind
	why     cause.Cause
	detail  evidence.Detail
	row     evidence.RowState
}

func verbsOf214() map[string]verb {
	unchanged := evidence.RowState{State: evidence.RowUnchanged}
	another := []evidence.ActionKind{evidence.TokenMade}
	return map[string]verb{
		"a second token is asked for": {[]deed{second()}, []evidence.ActionKind{evidence.SecondTokenAsked}, cause.DuplicateRows, evidence.RowsCounted, unchanged},
		"another is used":             {[]deed{(*caller.Caller).UseAnother}, another, cause.DuplicateRows, evidence.RowsCounted, unchanged},
		"another is used, the older deleted": {[]deed{(*caller.Caller).UseAnother, (*caller.Caller).DeleteOlder},
			[]evidence.ActionKind{evidence.TokenMade, evidence.OlderTokenDeleted}, cause.None, "", evidence.RowState{}},
		"it is renewed": {[]deed{(*caller.Caller).Renew}, []evidence.ActionKind{evidence.TokenDeleted, evidence.TokenMade}, cause.None, "", evidence.RowState{}},
		"the newest is fetched": {[]deed{after(3 * time.Hour), (*caller.Caller).FetchNewest},
			[]evidence.ActionKind{evidence.TokenFetched}, cause.Expired, evidence.ExpiryPassed, unchanged},
		"a second is asked for and fetched": {[]deed{second(), (*caller.Caller).FetchNewest},
			[]evidence.ActionKind{evidence.SecondTokenAsked, evidence.TokenFetched}, cause.DuplicateRows, evidence.RowsCounted, unchanged},
		"another is used and deleted, the older fetched": {[]deed{(*caller.Caller).UseAnother, (*caller.Caller).Delete, (*caller.Caller).FetchNewest},
			[]evidence.ActionKind{evidence.TokenMade, evidence.TokenDeleted, evidence.TokenFetched}, cause.None, "", evidence.RowState{}},
		"the older is deleted twice": {[]deed{(*caller.Caller).UseAnother, (*caller.Caller).DeleteOlder, (*caller.Caller).DeleteOlder},
			[]evidence.ActionKind{evidence.TokenMade, evidence.OlderTokenDeleted, evidence.OlderTokenDeleted}, cause.None, "", evidence.RowState{}},
		"it is renewed, an older deleted": {[]deed{(*caller.Caller).UseAnother, (*caller.Caller).Renew, (*caller.Caller).DeleteOlder},
			[]evidence.ActionKind{evidence.TokenMade, evidence.TokenDeleted, evidence.TokenMade, evidence.OlderTokenDeleted}, cause.None, "", evidence.RowState{}},
		"it is renewed long after a sign-in": {[]deed{(*caller.Caller).KeepSignIn, afterSignIn(time.Hour), (*caller.Caller).Renew},
			[]evidence.ActionKind{evidence.TokenDeleted, evidence.TokenMade}, cause.None, "", evidence.RowState{}},
		"its owner changes the password": {[]deed{(*caller.Caller).ChangePassword}, []evidence.ActionKind{evidence.PasswordChanged}, cause.Signature, evidence.SignatureOther, unchanged},
		"its owner changes the password and signs in": {[]deed{(*caller.Caller).ChangePassword, (*caller.Caller).SignInAndOut},
			[]evidence.ActionKind{evidence.PasswordChanged, evidence.SignedOut}, cause.Signature, evidence.SignatureOther, unchanged},
	}
}

func verbsOf215() map[string]verb {
	unchanged := evidence.RowState{State: evidence.RowUnchanged}
	one := func(k evidence.ActionKind) []evidence.ActionKind { return []evidence.ActionKind{k} }
	return map[string]verb{
		"it is disabled": {[]deed{(*caller.Caller).Disable}, one(evidence.TokenDisabled), cause.Disabled, evidence.RowDisabled, unchanged},
		"it is enabled again": {[]deed{(*caller.Caller).Disable, (*caller.Caller).Enable},
			[]evidence.ActionKind{evidence.TokenDisabled, evidence.TokenEnabled}, cause.None, "", evidence.RowState{}},
		"it is deleted":             {[]deed{(*caller.Caller).Delete}, one(evidence.TokenDeleted), cause.Deleted, evidence.RowAbsent, evidence.RowState{State: evidence.RowMissing}},
		"its row is switched off":   {[]deed{status(0)}, one(evidence.RowStatusSet), cause.Disabled, evidence.RowDisabled, unchanged},
		"its owner is locked":       {[]deed{(*caller.Caller).Lock}, one(evidence.OwnerLocked), cause.UserLocked, evidence.UserLocked, unchanged},
		"its owner is locked twice": {[]deed{(*caller.Caller).Lock, (*caller.Caller).Lock}, []evidence.ActionKind{evidence.OwnerLocked, evidence.OwnerLocked}, cause.UserLocked, evidence.UserLocked, unchanged},
		"its owner is unlocked": {[]deed{(*caller.Caller).Lock, (*caller.Caller).Unlock},
			[]evidence.ActionKind{evidence.OwnerLocked, evidence.OwnerUnlocked}, cause.None, "", evidence.RowState{}},
		"its owner changes the password": {[]deed{(*caller.Caller).ChangePassword}, one(evidence.PasswordChanged), cause.Signature, evidence.SignatureOther, unchanged},
		"its owner's password is reset":  {[]deed{(*caller.Caller).ResetPassword}, one(evidence.PasswordReset), cause.Signature, evidence.SignatureOther, unchanged},
		"its owner is renamed":           {[]deed{(*caller.Caller).Rename}, one(evidence.OwnerRenamed), cause.UserMissing, evidence.UserAbsent, unchanged},
		"its owner is renamed back": {[]deed{(*caller.Caller).Rename, (*caller.Caller).RenameBack},
			[]evidence.ActionKind{evidence.OwnerRenamed, evidence.OwnerRenamed}, cause.None, "", evidence.RowState{}},
		"its owner is deleted": {[]deed{(*caller.Caller).DeleteOwner}, one(evidence.OwnerDeleted), cause.UserMissing, evidence.UserAbsent, unchanged},
		"its owner's name is taken": {[]deed{(*caller.Caller).DeleteOwner, (*caller.Caller).TakeName},
			[]evidence.ActionKind{evidence.OwnerDeleted, evidence.NameTaken}, cause.Signature, evidence.SignatureOther, unchanged},
		"its owner signs in and out":  {[]deed{(*caller.Caller).SignInAndOut}, one(evidence.SignedOut), cause.None, "", evidence.RowState{}},
		"nobody calls for a while":    {[]deed{idle(time.Millisecond)}, one(evidence.Idled), cause.None, "", evidence.RowState{}},
		"a second token is asked for": {[]deed{second()}, one(evidence.SecondTokenAsked), cause.None, "", evidence.RowState{}},
		"it is renewed":               {[]deed{(*caller.Caller).Renew}, []evidence.ActionKind{evidence.TokenDeleted, evidence.TokenMade}, cause.None, "", evidence.RowState{}},
		"the server is restarted":     {[]deed{(*caller.Caller).Restart}, one(evidence.ServerRestarted), cause.None, "", evidence.RowState{}},
	}
}

func TestEveryVerbIsRecordedAndActs(t *testing.T) {
	for version, verbs := range map[string]map[string]verb{"2.1.4": verbsOf214(), "2.1.5": verbsOf215()} {
		s := serve(t, version)
		for name, v := range verbs {
			t.Run(version+"/"+name, func(t *testing.T) { v.check(t, s) })
		}
	}
}

func (v verb) check(t *testing.T, s *stage) {
	a := s.ready(t)
	a.do(t, (*caller.Caller).Start)
	rest := a.last(t).Effect.Before
	require.Equal(t, outcome.Started, a.last(t).Outcome)
	a.do(t, v.does...)
	a.do(t, (*caller.Caller).Start)
	got := a.last(t)

	assert.Equal(t, v.records, kinds(a.actions()))
	var since []evidence.Action
	for _, done := range got.Since {
		if done.Kind != evidence.TimePassed { // time is told as a move of the clock
			since = append(since, done)
		}
	}
	assert.Equal(t, a.actions(), since, "what was done is known at the call after it")
	assert.Equal(t, v.why, got.Cause)
	decisive, decided := got.Decisive()
	assert.Equal(t, v.why != cause.None, decided)
	assert.Equal(t, v.detail, decisive.Detail)
	assert.Equal(t, v.row, got.Row)
	if v.why == cause.None {
		assert.Equal(t, outcome.Started, got.Outcome)
		assert.Equal(t, evidence.EffectStarted, got.Effect.Name)
	} else {
		assert.Equal(t, outcome.Unauthenticated, got.Outcome)
		assert.Equal(t, evidence.EffectNone, got.Effect.Name)
	}
	assert.Equal(t, rest, got.Effect.Before, "the application is at rest before each call")
	assert.False(t, got.TokenMade.IsZero())
	assert.Equal(t, a.made(t).Made, got.TokenMade)
}

// A restart waits until a start that is under way has come to its end.
func TestARestartWaitsForTheApplication(t *testing.T) {
	s := serve(t, "2.1.5")
	patient := &restless{Deployment: s.Deployment, t: t, application: 200001}
	s.Deployment = patient
	a := s.ready(t)
	a.do(t, (*caller.Caller).Start, (*caller.Caller).Restart, (*caller.Caller).Start, upgraded("2.1.6"))
	assert.Equal(t, 2, patient.stops)
}

// restless is a deployment that looks at its application when it is stopped.
type restless struct {
	deployment.Deployment
	t           *testing.T
	application int64
	stops       int
}

func (r *restless) stop(ctx context.Context) {
	r.stops++
	ready, err := r.Database().Startable(ctx, r.application)
	assert.NoError(r.t, err)
	assert.True(r.t, ready, "the application is at rest when the server is stopped")
}

func (r *restless) Restart(ctx context.Context) error {
	r.stop(ctx)
	return r.Deployment.Restart(ctx)
}

func (r *restless) Upgrade(ctx context.Context, to release.Release, report deployment.Report) ([]string, error) {
	r.stop(ctx)
	return r.Deployment.Upgrade(ctx, to, report)
}

// scripted is a deployment whose upgrades run a script, as containers' do.
type scripted struct{ deployment.Deployment }

func (s scripted) Upgrade(ctx context.Context, to release.Release, report deployment.Report) ([]string, error) {
	script := to.Version + ".sql"
	report("running " + script)
	_, err := s.Deployment.Upgrade(ctx, to, report)
	return []string{script}, err
}

// An action says what is particular about it.
func TestActionsSayWhatIsParticularAboutThem(t *testing.T) {
	s := serve(t, "2.1.4")
	s.Deployment = scripted{s.Deployment}
	a := s.ready(t)
	a.do(t, status(1), idle(time.Millisecond), (*caller.Caller).Restart, upgraded("2.1.5"))
	done := a.actions()
	require.Len(t, done, 4)
	assert.Equal(t, 1, done[0].Status)
	assert.InDelta(t, 0.001, done[1].IdleSeconds, 0)
	assert.Equal(t, "2.1.4", done[3].From)
	assert.Equal(t, "2.1.5", done[3].To)
	for _, server := range done[2:] {
		assert.True(t, server.Server())
		assert.Equal(t, a.made(t).Made, server.TokenMade)
		assert.False(t, server.ServerTime.Before(server.TokenMade))
	}
	assert.Equal(t, []string{"2.1.5.sql"}, a.Ran())
	assert.Equal(t, "2.1.5", a.Release().Version)
	a.do(t, (*caller.Caller).Start)
	last := a.last(t)
	assert.Equal(t, "2.1.5", last.Release)
	assert.Equal(t, 3, last.Generation)
	assert.Equal(t, "/openapi/app/start", last.Path, "the address is that of the release that answers")
	notes := a.of(evidence.KindNote)
	require.Len(t, notes, 1)
	assert.Equal(t, "2.1.4 to 2.1.5: running 2.1.5.sql", notes[0].Note)
}

// What changes in a row between the scenario's last touch and the call was
// somebody else.
func TestARowThatSomebodyElseChanges(t *testing.T) {
	s := serve(t, "2.1.5")
	a := s.ready(t)
	rows := a.of(evidence.KindRow)
	require.Len(t, rows, 1)
	require.NoError(t, s.Database().SetTokenStatus(t.Context(), rows[0].Row.ID, 0))
	a.do(t, (*caller.Caller).Start)
	assert.Equal(t, evidence.RowState{State: evidence.RowChanged, Columns: []string{"status"}}, a.last(t).Row)
	fact, err := a.Row(t.Context())
	require.NoError(t, err)
	assert.Equal(t, evidence.Fact{Kind: evidence.RowFact, Row: evidence.RowState{State: evidence.RowChanged, Columns: []string{"status"}}}, fact)
	a.do(t, status(1))
	fact, err = a.Row(t.Context())
	require.NoError(t, err)
	assert.Equal(t, evidence.RowUnchanged, fact.Row.State, "it is what it was when the token was made")
	a.do(t, status(0), (*caller.Caller).Start)
	assert.Equal(t, evidence.RowUnchanged, a.last(t).Row.State, "it is what the scenario left")
	fact, err = a.Row(t.Context())
	require.NoError(t, err)
	assert.Equal(t, evidence.RowChanged, fact.Row.State)
	all := a.of(evidence.KindRow)
	assert.Equal(t, rows[0].Row.Digest, all[3].Row.Digest)
	assert.NotEqual(t, rows[0].Row.Digest, all[len(all)-1].Row.Digest)
}
