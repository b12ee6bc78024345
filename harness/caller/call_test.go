package caller_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/caller"
	"streampark-regress/harness/cause"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/outcome"
)

// The story of issue 3933, call by call.
func TestACallIsRecordedWithEverythingThatWasSeen(t *testing.T) {
	a := serve(t, "2.1.4").ready(t)
	_, made := a.Last()
	assert.False(t, made, "nothing has been called yet")
	a.do(t, (*caller.Caller).Start)

	first, token := a.last(t), a.made(t)
	assert.Equal(t, evidence.Subject{Kind: evidence.APIToken, Role: evidence.Administrator}, first.Subject)
	assert.Equal(t, evidence.OwnApplication, first.Application)
	assert.Equal(t, "2.1.4", first.Release)
	assert.Equal(t, 1, first.Generation)
	assert.Equal(t, "POST", first.Method)
	assert.Equal(t, "/flink/app/start", first.Path)
	assert.Equal(t, "200001", first.Form["id"])
	assert.Regexp(t, `^69qMW7re\.\.\.\[[0-9a-f]{8}\]$`, first.Authorization)
	assert.Equal(t, token.Made, first.TokenMade)
	assert.Nil(t, first.Age)
	assert.Empty(t, first.Since)
	assert.False(t, first.ServerTime.Before(token.Made))
	assert.Equal(t, 200, first.Status)
	assert.Contains(t, first.Body, `"data":true`)
	assert.Contains(t, first.ContentType, "json")
	assert.Equal(t, outcome.Started, first.Outcome)
	assert.Equal(t, cause.None, first.Cause)
	assert.Empty(t, first.Findings)
	assert.Equal(t, evidence.EffectStarted, first.Effect.Name)
	assert.NotEqual(t, first.Effect.Before, first.Effect.After)
	assert.Equal(t, evidence.RowUnseen, first.Row.State, "a token that works needs no look at its row")
	assert.Positive(t, first.Seconds)

	require.NoError(t, a.After(t.Context(), 121*time.Minute))
	a.do(t, (*caller.Caller).Start)
	second := a.last(t)
	age := &evidence.Age{Since: evidence.SinceToken, AskedSeconds: 7260, Seconds: 7260}
	assert.Equal(t, first.ID+1, second.ID)
	assert.Equal(t, age, second.Age)
	assert.Equal(t, []evidence.Action{{Kind: evidence.TimePassed, Age: age}}, second.Since)
	assert.Equal(t, 401, second.Status)
	assert.Empty(t, second.Body)
	assert.Equal(t, []string{"rememberMe", "rememberMe"}, second.SetCookie)
	assert.Equal(t, outcome.Unauthenticated, second.Outcome)
	assert.Equal(t, outcome.Decoded, second.Rejection)
	assert.Equal(t, cause.Expired, second.Cause)
	decisive, decided := second.Decisive()
	require.True(t, decided)
	assert.Equal(t, evidence.ExpiryPassed, decisive.Detail)
	assert.Equal(t, token.Expires, decisive.Expiry)
	assert.Equal(t, second.ServerTime, decisive.ServerTime)
	assert.Equal(t, evidence.RowState{State: evidence.RowUnchanged}, second.Row)
	assert.Equal(t, evidence.EffectNone, second.Effect.Name)
	assert.Equal(t, second.Effect.Before, second.Effect.After)
	for _, e := range a.log.Events() {
		assert.Equal(t, "a job", e.Job, "every event belongs to the scenario: %s", e.Kind)
	}
}

func TestTimeThatPassesIsRecorded(t *testing.T) {
	a := serve(t, "2.1.5").ready(t)
	require.NoError(t, a.After(t.Context(), 25*time.Hour))
	moves := a.of(evidence.KindClock)
	require.Len(t, moves, 1)
	move := moves[0].Clock
	assert.Equal(t, evidence.SinceToken, move.Since)
	assert.InDelta(t, 90000, move.AskedSeconds, 0)
	assert.GreaterOrEqual(t, move.Seconds, 90000.0, "at least so much passed")
	assert.InDelta(t, 90000, move.MovedSeconds, 60)
	assert.Equal(t, "jump", move.Kind)

	a.do(t, (*caller.Caller).KeepSignIn)
	require.NoError(t, a.AfterSignIn(t.Context(), time.Hour))
	require.NoError(t, a.StartSignedIn(t.Context(), caller.WithoutCookie))
	last := a.last(t)
	assert.Equal(t, &evidence.Age{Since: evidence.SinceSignIn, AskedSeconds: 3600, Seconds: 3600}, last.Age)
	assert.Equal(t, evidence.Subject{Kind: evidence.SignIn, Role: evidence.Administrator}, last.Subject)
	assert.Zero(t, last.TokenMade, "no API token was sent")
	assert.Equal(t, outcome.Started, last.Outcome)
}

// Where the server's session TTL is another than the shipped one, a time stands
// for the scenario's, and both are told.
func TestATimeThatStandsForAnother(t *testing.T) {
	a := serveWith(t, "2.1.4", "", []byte("server:\n  session:\n    ttl: 30m\n")).ready(t)
	require.NoError(t, a.After(t.Context(), 121*time.Minute))
	a.do(t, (*caller.Caller).Start)
	last := a.last(t)
	assert.InDelta(t, 7260, last.Age.AskedSeconds, 0)
	assert.InDelta(t, 1860, last.Age.Seconds, 5)
	assert.Equal(t, cause.Expired, last.Cause)
	assert.Equal(t, 30*time.Minute, a.TTL(2*time.Hour))
}

// What was done counts until the caller is let in again.
func TestSinceBeginsAgainWhenTheCallerIsLetIn(t *testing.T) {
	a := serve(t, "2.1.5").ready(t)
	since := func() []evidence.ActionKind { return kinds(a.last(t).Since) }
	a.do(t, (*caller.Caller).Disable, (*caller.Caller).Start)
	assert.Equal(t, []evidence.ActionKind{evidence.TokenDisabled}, since())
	a.do(t, (*caller.Caller).Enable, (*caller.Caller).Start)
	assert.Equal(t, []evidence.ActionKind{evidence.TokenDisabled, evidence.TokenEnabled}, since(), "a 401 lets nobody in")
	assert.Equal(t, outcome.Started, a.last(t).Outcome)
	a.do(t, (*caller.Caller).Start)
	assert.Empty(t, since())
	a.do(t, (*caller.Caller).Lock)
	require.NoError(t, a.Call(t.Context(), "/no/such/page"))
	assert.Equal(t, outcome.Unauthenticated, a.last(t).Outcome)
	a.do(t, (*caller.Caller).Unlock)
	require.NoError(t, a.Call(t.Context(), "/flink/app/start"))
	assert.Equal(t, outcome.Closed, a.last(t).Outcome)
	a.do(t, (*caller.Caller).Start)
	assert.Empty(t, since(), "who is told that a page is closed was let in")
}

func TestWhoCalledAndForWhat(t *testing.T) {
	for name, tt := range map[string]struct {
		version string
		role    evidence.Role
		make    deed
		call    deed
		want    evidence.Attempt
	}{
		"a developer": {"2.1.4", evidence.Developer, (*caller.Caller).MakeApplication, (*caller.Caller).Start, evidence.Attempt{
			Subject: evidence.Subject{Kind: evidence.APIToken, Role: evidence.Developer}, Application: evidence.OwnApplication, Outcome: outcome.Started, Status: 200}},
		"a developer on 2.1.5": {"2.1.5", evidence.Developer, (*caller.Caller).MakeApplication, (*caller.Caller).Start, evidence.Attempt{
			Subject: evidence.Subject{Kind: evidence.APIToken, Role: evidence.Developer}, Application: evidence.OwnApplication, Outcome: outcome.Failed, Status: 500}},
		"another team's application": {"2.1.4", evidence.Developer, (*caller.Caller).MakeForeignApplication, (*caller.Caller).Start, evidence.Attempt{
			Subject: evidence.Subject{Kind: evidence.APIToken, Role: evidence.Developer}, Application: evidence.ForeignApplication, Outcome: outcome.Forbidden, Status: 500}},
		"a page that is closed": {"2.1.4", evidence.Administrator, (*caller.Caller).MakeApplication, page("/token/list"), evidence.Attempt{
			Subject: evidence.Subject{Kind: evidence.APIToken, Role: evidence.Administrator}, Outcome: outcome.Closed, Status: 500}},
		"a page that is open": {"2.1.5", evidence.Administrator, (*caller.Caller).MakeApplication, page("/token/list"), evidence.Attempt{
			Subject: evidence.Subject{Kind: evidence.APIToken, Role: evidence.Administrator}, Outcome: outcome.Answered, Status: 200}},
		"an address that is not there": {"2.1.4", evidence.Administrator, (*caller.Caller).MakeApplication, at("/openapi/app/start"), evidence.Attempt{
			Subject: evidence.Subject{Kind: evidence.APIToken, Role: evidence.Administrator}, Application: evidence.OwnApplication, Outcome: outcome.NotFound, Status: 404}},
		"an address that is closed": {"2.1.5", evidence.Administrator, (*caller.Caller).MakeApplication, at("/flink/app/start"), evidence.Attempt{
			Subject: evidence.Subject{Kind: evidence.APIToken, Role: evidence.Administrator}, Application: evidence.OwnApplication, Outcome: outcome.Closed, Status: 500}},
	} {
		t.Run(name, func(t *testing.T) {
			a := serve(t, tt.version).enter()
			require.NoError(t, a.MakeToken(t.Context(), tt.role))
			a.do(t, tt.make, tt.call)
			got := a.last(t)
			assert.Equal(t, tt.want, evidence.Attempt{Subject: got.Subject, Application: got.Application, Outcome: got.Outcome, Status: got.Status})
			want := map[outcome.Outcome]evidence.EffectName{outcome.Started: evidence.EffectStarted, outcome.Answered: evidence.EffectUnseen}
			if effect, special := want[got.Outcome]; special || got.Application == evidence.NoApplication {
				assert.Equal(t, effect, got.Effect.Name)
			} else {
				assert.Equal(t, evidence.EffectNone, got.Effect.Name)
			}
		})
	}
}
