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

func TestMarksAreCallsThatShowHowLongATokenWorks(t *testing.T) {
	passed := evidence.Action{Kind: evidence.TimePassed}
	for name, tt := range map[string]struct {
		call evidence.Attempt
		want int
	}{
		"a new token":                        {evidence.Attempt{}, 1},
		"a token that aged":                  {reporttest.After(7260, passed), 1},
		"the first try of a client":          {evidence.Attempt{Try: 1, Since: []evidence.Action{passed}}, 1},
		"something was done":                 {evidence.Attempt{Since: []evidence.Action{{Kind: evidence.TokenDisabled}, passed}}, 0},
		"another page":                       {evidence.Attempt{Application: "none"}, 0},
		"another team's application":         {evidence.Attempt{Application: evidence.ForeignApplication}, 0},
		"half a token":                       {evidence.Attempt{Subject: evidence.Subject{Kind: evidence.APIToken, Twist: evidence.Half}}, 0},
		"a sign-in":                          {evidence.Attempt{Subject: evidence.Subject{Kind: evidence.SignIn, Cookie: true}}, 0},
		"a token of nobody":                  {evidence.Attempt{Subject: evidence.Subject{Kind: evidence.Forged}}, 0},
		"a user who is not an administrator": {evidence.Attempt{Subject: evidence.Subject{Kind: evidence.APIToken, Role: evidence.Developer}}, 0},
	} {
		l := reporttest.Begin(t, "docker")
		l.Server("2.1.4")
		s := l.Story("2.1.4", name)
		s.Starts(tt.call)
		s.End()
		marks := 0
		for _, lane := range lanes.Of(result.Build(l.End())) {
			marks += len(lane.Marks)
		}
		assert.Equal(t, tt.want, marks, name)
	}
}

func TestLanes(t *testing.T) {
	all := lanes.Of(result.Build(reporttest.Green(t)))
	require.Len(t, all, 1, "a lane without marks is left out")
	lane := all[0]
	assert.Equal(t, "StreamPark 2.1.4 as shipped", lane.Name)
	assert.Equal(t, []time.Duration{2 * time.Hour, 2 * time.Hour}, lane.Expiries, "of two scenarios")
	assert.Equal(t, []time.Duration{30 * time.Second}, lane.Restarts)
	require.Len(t, lane.Moves, 1)
	assert.Equal(t, 2*time.Hour, lane.Moves[0].To-lane.Moves[0].From)
	var classes []lanes.Class
	for _, m := range lane.Marks {
		classes = append(classes, m.Class)
	}
	assert.Equal(t, []lanes.Class{lanes.Started, lanes.Rejected}, classes)
	assert.Equal(t, 121*time.Minute, lane.Marks[1].Age)
}

func TestAnUpgradeIsOnNoLane(t *testing.T) {
	for _, lane := range lanes.Of(result.Build(reporttest.Everything(t))) {
		for _, m := range lane.Marks {
			assert.NotEqual(t, "is upgraded", m.Scenario.Name)
		}
	}
}

func TestClasses(t *testing.T) {
	assert.Equal(t, lanes.Started, lanes.ClassOf(outcome.Started))
	assert.Equal(t, lanes.Rejected, lanes.ClassOf(outcome.Unauthenticated))
	for _, o := range []outcome.Outcome{outcome.Answered, outcome.Refused, outcome.Closed, outcome.Forbidden, outcome.NotFound, outcome.Failed} {
		assert.Equal(t, lanes.Other, lanes.ClassOf(o), o)
	}
}

func TestTheAxisGrowsWithTheAge(t *testing.T) {
	last := -1.0
	for _, tick := range lanes.Ticks() {
		assert.Greater(t, lanes.Place(tick.Age), last)
		last = lanes.Place(tick.Age)
	}
	assert.InDelta(t, 1, lanes.Place(1000*24*time.Hour), 0, "what is older is at the end")
	assert.InDelta(t, 0, lanes.Place(-time.Hour), 0)
}
