package caller_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/caller"
	"streampark-regress/harness/evidence"
)

// anonymous is what 2.1.4 logs of a sign-in token without its web session.
const anonymous = "This subject is anonymous"

func TestWhatTheServerLoggedForACall(t *testing.T) {
	a := serve(t, "2.1.4").ready(t)
	a.do(t, withSignIn(caller.WithoutCookie))
	for range 2 {
		fact, err := a.Logged(t.Context(), anonymous)
		require.NoError(t, err)
		assert.Equal(t, evidence.Fact{Kind: evidence.LogFact, Lines: 1}, fact, "every look begins at the call")
	}
	fact, err := a.NotLogged(t.Context(), anonymous)
	require.NoError(t, err)
	assert.Equal(t, evidence.Fact{Kind: evidence.LogFact, Lines: 1}, fact, "the call that is made to be sure is not counted")

	a.do(t, (*caller.Caller).Delete, (*caller.Caller).Start)
	calls := len(a.calls())
	fact, err = a.NotLogged(t.Context(), anonymous)
	require.NoError(t, err)
	assert.Equal(t, evidence.Fact{Kind: evidence.LogFact}, fact, "what was logged before the call is none of its")
	assert.Len(t, a.calls(), calls, "that call is none of the scenario's")
}

// The log is looked at across a restart.
func TestWhatWasLoggedBeforeARestartIsSeenAfterIt(t *testing.T) {
	a := serve(t, "2.1.4").ready(t)
	a.do(t, withSignIn(caller.WithoutCookie), (*caller.Caller).Restart)
	fact, err := a.Logged(t.Context(), anonymous)
	require.NoError(t, err)
	assert.Equal(t, 1, fact.Lines)
}

func TestHowLongATokenLives(t *testing.T) {
	a := serve(t, "2.1.4").ready(t)
	life := a.Life()
	assert.Equal(t, evidence.LifeFact, life.Kind)
	require.NotNil(t, life.Life)
	assert.False(t, life.Life.Never)
	assert.InDelta(t, 7200, life.Life.Seconds, 2)
	assert.Equal(t, *life.Life, a.made(t).Life)

	b := serve(t, "2.1.5").ready(t)
	assert.Equal(t, &evidence.Life{Never: true}, b.Life().Life)
	assert.Zero(t, b.made(t).Expires)
	assert.Contains(t, b.made(t).Claims, `"userName":"scheduler1"`)
}
