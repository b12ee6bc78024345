package caller_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/caller"
	"streampark-regress/harness/cause"
	"streampark-regress/harness/evidence"
)

// What cannot be done is an error that says what to do, and no call.
func TestWhatCannotBeDone(t *testing.T) {
	s := serve(t, "2.1.5")
	nothing := func(*caller.Options) {}
	signIn := func(ctx context.Context, a *actor) error { return a.StartSignedIn(ctx, caller.WithCookie) }
	for name, tt := range map[string]struct {
		options func(*caller.Options)
		before  []deed
		do      func(context.Context, *actor) error
		want    string
	}{
		"a sign-in that nobody made":      {nothing, nil, signIn, "nobody has signed in yet: let the scheduler sign in first"},
		"time after a sign-in of nobody":  {nothing, nil, func(ctx context.Context, a *actor) error { return a.AfterSignIn(ctx, time.Hour) }, "nobody has signed in yet"},
		"an upgrade without a catalogue":  {func(o *caller.Options) { o.Catalogue = nil }, nil, func(ctx context.Context, a *actor) error { return a.Upgrade(ctx, "2.1.7") }, "upgrade to 2.1.7: there is no catalogue"},
		"an upgrade to nowhere":           {nothing, nil, func(ctx context.Context, a *actor) error { return a.Upgrade(ctx, "9.9") }, `unknown release "9.9"`},
		"an unknown twist":                {nothing, nil, func(ctx context.Context, a *actor) error { return a.StartTwisted(ctx, "backwards") }, `"backwards": choose one of absent, garbage, half`},
		"the log of no call":              {nothing, nil, func(ctx context.Context, a *actor) error { _, err := a.Logged(ctx, "x"); return err }, "nothing has been called yet"},
		"nothing in a log without sense":  {nothing, []deed{(*caller.Caller).Start}, func(ctx context.Context, a *actor) error { _, err := a.NotLogged(ctx, "x"); return err }, "its absence proves nothing"},
		"disabling what is disabled":      {nothing, []deed{(*caller.Caller).Disable}, func(ctx context.Context, a *actor) error { return a.Disable(ctx) }, "its row's status is not 0 afterwards (the owner has 1 rows)"},
		"fetching a token that is gone":   {nothing, []deed{(*caller.Caller).Delete}, func(ctx context.Context, a *actor) error { return a.FetchNewest(ctx) }, "fetch the newest token from the token page: scheduler"},
		"a second owner of the same name": {nothing, nil, func(ctx context.Context, a *actor) error { return a.MakeToken(ctx, evidence.Developer) }, "make the user scheduler"},
		"a token beside the old row":      {nothing, nil, func(ctx context.Context, a *actor) error { return a.UseAnother(ctx) }, "already has a token"},
	} {
		t.Run(name, func(t *testing.T) {
			a := s.ready(t, tt.options)
			a.do(t, tt.before...)
			calls := len(a.calls())
			assert.ErrorContains(t, tt.do(t.Context(), a), tt.want)
			assert.Len(t, a.calls(), calls)
		})
	}
}

// Nobody has a token before one is made: what is sent then would prove nothing
// about a token.
func TestWithoutATokenNothingIsCalled(t *testing.T) {
	s := serve(t, "2.1.5")
	for name, call := range map[string]deed{
		"start": (*caller.Caller).Start, "call": at("/flink/app/start"), "page": page("/token/list"), "half": twisted(evidence.Half), "changed": twisted(evidence.Changed),
		"forged": (*caller.Caller).StartForged, "careful": (*caller.Caller).StartWithCarefulClient, "naive": (*caller.Caller).StartWithNaiveClient,
		"time": after(time.Hour), "disable": (*caller.Caller).Disable, "delete": (*caller.Caller).Delete, "another": (*caller.Caller).UseAnother,
	} {
		t.Run(name, func(t *testing.T) {
			a := s.enter()
			require.ErrorContains(t, call(a.Caller, t.Context()), "there is no API token yet: make one first")
			assert.Empty(t, a.log.Events())
		})
	}
}

// What needs no token needs none: a call without one, or with garbage.
func TestCallsThatNeedNoToken(t *testing.T) {
	s := serve(t, "2.1.5")
	for twist, why := range map[evidence.Twist]cause.Cause{evidence.Absent: cause.NoToken, evidence.Garbage: cause.Malformed} {
		a := s.enter()
		a.do(t, twisted(twist))
		assert.Equal(t, why, a.last(t).Cause)
	}
}

func TestAWaitEndsWithItsContext(t *testing.T) {
	a := serve(t, "2.1.5").ready(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	assert.ErrorIs(t, a.Idle(ctx, time.Hour), context.Canceled)
}

func TestAServerThatIsGoneIsNoAnswer(t *testing.T) {
	s := serve(t, "2.1.5")
	a := s.ready(t)
	s.Deployment = elsewhere{s.Deployment, "http://127.0.0.1:1"}
	require.Error(t, a.Start(t.Context()))
	_, made := a.Last()
	assert.False(t, made, "a call without an answer is none")
}
