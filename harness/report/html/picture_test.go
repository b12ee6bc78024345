package html_test

import (
	"fmt"
	"math"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/evidence"
	"streampark-regress/harness/outcome"
	"streampark-regress/harness/report/html"
	"streampark-regress/harness/report/reporttest"
	"streampark-regress/harness/report/result"
)

// at is the age that lies at an x of the picture, whose axis begins at 24, is 650
// broad, and is logarithmic from ten seconds to five hundred days.
func at(x float64) time.Duration {
	whole := math.Log1p(500 * 86400.0 / 10)
	return time.Duration(10 * math.Expm1((x-24)/650*whole) * float64(time.Second))
}

// call is a call with a token that lies at an x.
func call(x float64, o outcome.Outcome) evidence.Attempt {
	return evidence.Attempt{Subject: evidence.Subject{Kind: evidence.APIToken}, Application: evidence.OwnApplication, Outcome: o, TokenMade: reporttest.Made(), ServerTime: reporttest.Made().Add(at(x))}
}

// drawn are the parts of the picture of a scenario that match a pattern, each by
// the group in it.
func drawn(t *testing.T, s result.Scenario, pattern string) []string {
	t.Helper()
	s.Attempts = append(s.Attempts, call(24, outcome.Cancelled)) // a lane without marks is left out
	var got strings.Builder
	require.NoError(t, html.Write(&got, result.Result{Scenarios: []result.Scenario{s}}))
	picture, _, _ := strings.Cut(got.String(), "</svg>")
	var all []string
	for _, m := range regexp.MustCompile(pattern).FindAllStringSubmatch(picture, -1) {
		all = append(all, m[1])
	}
	return all
}

// Alike marks that lie too close are one.
func TestMarksThatAreNearAreOne(t *testing.T) {
	for name, tt := range map[string]struct {
		calls []evidence.Attempt
		want  []string
	}{
		"far enough":       {[]evidence.Attempt{call(324, outcome.Started), call(327, outcome.Started)}, []string{"324 44", "327 44"}},
		"too close":        {[]evidence.Attempt{call(324, outcome.Started), call(326.9, outcome.Started)}, []string{"324 44"}},
		"too close before": {[]evidence.Attempt{call(324, outcome.Started), call(321.1, outcome.Started)}, []string{"324 44"}},
		"another class":    {[]evidence.Attempt{call(324, outcome.Started), call(324, outcome.Unauthenticated)}, []string{"324 44", "324 76"}},
		"another answer":   {[]evidence.Attempt{call(324, outcome.Closed), call(324, outcome.Refused)}, []string{"324 60", "324 60"}},
	} {
		got := drawn(t, result.Scenario{Attempts: tt.calls}, `<g transform="translate\(([0-9. ]+)\)"><circle class="reach"`)
		assert.Equal(t, append(tt.want, "24 60"), got, name)
	}
}

// Of expiries and restarts that lie too close the first is drawn.
func TestTicksThatAreNearAreOne(t *testing.T) {
	for second, want := range map[float64][]string{327: {"324", "327"}, 326.9: {"324"}, 321.1: {"324"}, 321: {"324", "321"}} {
		var s result.Scenario
		for _, x := range []float64{324, second} {
			s.Tokens = append(s.Tokens, evidence.Token{Life: evidence.Life{Seconds: at(x).Seconds()}})
			s.Actions = append(s.Actions, evidence.Action{Kind: evidence.ServerRestarted, TokenMade: reporttest.Made(), ServerTime: reporttest.Made().Add(at(x))})
		}
		assert.Equal(t, want, drawn(t, s, `<line class="ttl" x1="([0-9.]+)"`), second)
		assert.Equal(t, want, drawn(t, s, `class="restart" transform="translate\(([0-9.]+) `), second)
	}
}

// Jumps are one where both ends lie close.
func TestJumpsThatAreNearAreOne(t *testing.T) {
	jump := func(from, to float64) evidence.Clock {
		return evidence.Clock{Age: evidence.Age{Since: evidence.SinceToken, Seconds: at(to).Seconds()}, MovedSeconds: (at(to) - at(from)).Seconds()}
	}
	first := "M324 98H424"
	for name, tt := range map[string]struct {
		from, to float64
		want     []string
	}{
		"both ends close":      {326.9, 426.9, []string{first}},
		"both before":          {321.1, 421.1, []string{first}},
		"the beginning is far": {327, 424, []string{first, "M327 98H424"}},
		"the end is far":       {324, 427, []string{first, "M324 98H427"}},
		"far before":           {321, 421, []string{first, "M321 98H421"}},
	} {
		assert.Equal(t, tt.want, drawn(t, result.Scenario{Clock: []evidence.Clock{jump(324, 424), jump(tt.from, tt.to)}}, `<path class="move" d="([MH0-9. ]+)m`), name)
	}
}

// A mark does not cover an expiry: it is on the side of it that the call was on.
func TestAMarkIsBesideAnExpiry(t *testing.T) {
	expiry := evidence.Token{Life: evidence.Life{Seconds: at(324).Seconds()}}
	for x, want := range map[float64]string{317.9: "317.9", 318: "318", 318.1: "318", 323.9: "318", 324: "330", 324.1: "330", 329.9: "330", 330: "330", 330.1: "330.1"} {
		got := drawn(t, result.Scenario{Tokens: []evidence.Token{expiry}, Attempts: []evidence.Attempt{call(x, outcome.Started)}}, `<g transform="translate\(([0-9.]+) [0-9.]+\)"><circle class="reach"`)
		assert.Equal(t, want, got[0], fmt.Sprint(x))
	}
	both := []evidence.Token{expiry, {Life: evidence.Life{Seconds: at(329).Seconds()}}}
	for x, want := range map[float64]string{323: "318", 330: "335", 336: "336"} {
		got := drawn(t, result.Scenario{Tokens: both, Attempts: []evidence.Attempt{call(x, outcome.Started)}}, `<g transform="translate\(([0-9.]+) [0-9.]+\)"><circle class="reach"`)
		assert.Equal(t, want, got[0], "beside two expiries, at %v", x)
	}
	exact := result.Scenario{Tokens: []evidence.Token{{Life: evidence.Life{Seconds: 7200}}}, Attempts: []evidence.Attempt{{Subject: evidence.Subject{Kind: evidence.APIToken}, Application: evidence.OwnApplication,
		Outcome: outcome.Started, TokenMade: reporttest.Made(), ServerTime: reporttest.Made().Add(2 * time.Hour)}}}
	line, mark := drawn(t, exact, `<line class="ttl" x1="([0-9.]+)"`), drawn(t, exact, `<g transform="translate\(([0-9.]+) [0-9.]+\)"><circle class="reach"`)
	assert.Less(t, line[0], mark[0], "a token that is as old as it says is dead")
}

// Lanes lie below each other, and the picture has room for all.
func TestEachLaneHasItsPlace(t *testing.T) {
	var r result.Result
	for _, name := range []string{"a", "b", "c"} {
		r.Deployments = append(r.Deployments, result.Server{Name: name, Detail: name})
		r.Scenarios = append(r.Scenarios, result.Scenario{Scenario: evidence.Scenario{Deployment: name}, Attempts: []evidence.Attempt{call(24, outcome.Started)}})
	}
	var got strings.Builder
	require.NoError(t, html.Write(&got, r))
	assert.Contains(t, got.String(), `<svg viewBox="0 -12 720 320"`)
	for name, y := range map[string]int{"a": 32, "b": 126, "c": 220} {
		assert.Contains(t, got.String(), fmt.Sprintf(`<text class="label" x="4" y="%d">%s</text>`, y, name))
		assert.Contains(t, got.String(), fmt.Sprintf(`<g transform="translate(24 %d)"><circle class="reach"`, y+12))
	}
	assert.Contains(t, got.String(), `y1="14" y2="308"/>`)
}

// What there is no room for is there for whoever hovers over it.
func TestLongNamesOfLanesAreCut(t *testing.T) {
	name := "StreamPark 2.1.5 with " + strings.Repeat("é", 100)
	var got strings.Builder
	require.NoError(t, html.Write(&got, result.Result{Deployments: []result.Server{{Name: "a", Detail: name}},
		Scenarios: []result.Scenario{{Scenario: evidence.Scenario{Deployment: "a"}, Attempts: []evidence.Attempt{call(24, outcome.Started)}}}}))
	assert.Contains(t, got.String(), `>StreamPark 2.1.5 with `+strings.Repeat("é", 77)+`…<title>`+name+`</title></text>`)
}
