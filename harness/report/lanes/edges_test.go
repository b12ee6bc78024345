package lanes_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/evidence"
	"streampark-regress/harness/outcome"
	"streampark-regress/harness/report/lanes"
	"streampark-regress/harness/report/reporttest"
	"streampark-regress/harness/report/result"
)

// lane is the lane of a scenario in which a new token starts the application.
func lane(t *testing.T, s result.Scenario) lanes.Lane {
	t.Helper()
	s.Attempts = []evidence.Attempt{{Subject: evidence.Subject{Kind: evidence.APIToken}, Application: evidence.OwnApplication, Outcome: outcome.Started, TokenMade: reporttest.Made(), ServerTime: reporttest.Made()}}
	all := lanes.Of(result.Result{Scenarios: []result.Scenario{s}})
	require.Len(t, all, 1)
	return all[0]
}

// An expiry that nobody lives to see is on no lane.
func TestExpiries(t *testing.T) {
	const day = 86400.0
	for seconds, want := range map[float64][]time.Duration{
		0: nil, -1: nil, 1: {time.Second}, 7200: {2 * time.Hour}, 500*day - 1: {500*24*time.Hour - time.Second}, 500 * day: nil, 501 * day: nil,
	} {
		assert.Equal(t, want, lane(t, result.Scenario{Tokens: []evidence.Token{{Life: evidence.Life{Seconds: seconds}}}}).Expiries, seconds)
	}
}

// Only jumps over a token's age are moves, and none begins before the token.
func TestMoves(t *testing.T) {
	for name, tt := range map[string]struct {
		clock evidence.Clock
		want  []lanes.Span
	}{
		"a jump":                    {evidence.Clock{Age: evidence.Age{Since: evidence.SinceToken, Seconds: 90}, MovedSeconds: 60}, []lanes.Span{{From: 30 * time.Second, To: 90 * time.Second}}},
		"a jump from the beginning": {evidence.Clock{Age: evidence.Age{Since: evidence.SinceToken, Seconds: 60}, MovedSeconds: 61}, []lanes.Span{{From: 0, To: time.Minute}}},
		"a wait":                    {evidence.Clock{Age: evidence.Age{Since: evidence.SinceToken, Seconds: 90}}, nil},
		"since a sign-in":           {evidence.Clock{Age: evidence.Age{Since: evidence.SinceSignIn, Seconds: 90}, MovedSeconds: 60}, nil},
	} {
		assert.Equal(t, tt.want, lane(t, result.Scenario{Clock: []evidence.Clock{tt.clock}}).Moves, name)
	}
}

// A restart has an age where both its time and the token's are known.
func TestRestarts(t *testing.T) {
	made := reporttest.Made()
	for name, tt := range map[string]struct {
		action evidence.Action
		want   []time.Duration
	}{
		"a restart":                {evidence.Action{Kind: evidence.ServerRestarted, TokenMade: made, ServerTime: made.Add(time.Minute)}, []time.Duration{time.Minute}},
		"before there was a token": {evidence.Action{Kind: evidence.ServerRestarted, ServerTime: made}, nil},
		"at an unknown time":       {evidence.Action{Kind: evidence.ServerRestarted, TokenMade: made}, nil},
		"something else":           {evidence.Action{Kind: evidence.TokenDisabled, TokenMade: made, ServerTime: made.Add(time.Minute)}, nil},
	} {
		assert.Equal(t, tt.want, lane(t, result.Scenario{Actions: []evidence.Action{tt.action}}).Restarts, name)
	}
}

// A call that nobody knows the token's age of is no mark.
func TestATokenOfAnUnknownAgeIsNoMark(t *testing.T) {
	s := result.Scenario{Attempts: []evidence.Attempt{{Subject: evidence.Subject{Kind: evidence.APIToken}, Application: evidence.OwnApplication, Outcome: outcome.Started, ServerTime: reporttest.Made()}}}
	assert.Empty(t, lanes.Of(result.Result{Scenarios: []result.Scenario{s}}))
}

// Servers that are described alike share a lane, in the order of the scenarios,
// and one scenario that is upgraded takes no other with it.
func TestLanesAreOfServers(t *testing.T) {
	scenario := func(deployment string, actions ...evidence.Action) result.Scenario {
		call := evidence.Attempt{Subject: evidence.Subject{Kind: evidence.APIToken}, Application: evidence.OwnApplication, Outcome: outcome.Started, TokenMade: reporttest.Made(), ServerTime: reporttest.Made()}
		return result.Scenario{Scenario: evidence.Scenario{Deployment: deployment}, Attempts: []evidence.Attempt{call}, Actions: actions}
	}
	r := result.Result{Deployments: []result.Server{{Name: "a", Detail: "as shipped"}, {Name: "b", Detail: "another"}, {Name: "c", Detail: "as shipped"}},
		Scenarios: []result.Scenario{scenario("b", evidence.Action{Kind: evidence.ServerUpgraded}), scenario("a"), scenario("b"), scenario("c")}}
	got := map[string]int{}
	var names []string
	for _, l := range lanes.Of(r) {
		names = append(names, l.Name)
		got[l.Name] = len(l.Marks)
	}
	assert.Equal(t, []string{"as shipped", "another"}, names)
	assert.Equal(t, map[string]int{"as shipped": 2, "another": 1}, got)
}

// The axis is logarithmic from ten seconds on, and ends at five hundred days.
func TestTheAxis(t *testing.T) {
	for age, want := range map[time.Duration]float64{
		0: 0, 10 * time.Second: 0.0454, time.Minute: 0.1274, 2 * time.Hour: 0.4307, 400 * 24 * time.Hour: 0.9854, 500 * 24 * time.Hour: 1, 501 * 24 * time.Hour: 1,
	} {
		assert.InDelta(t, want, lanes.Place(age), 0.0001, age)
	}
}
