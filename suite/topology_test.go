package suite_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/fixtures"
	"streampark-regress/harness/clock"
	"streampark-regress/harness/deployment"
	"streampark-regress/harness/release"
	"streampark-regress/suite"
)

// between are a scenario about one server, and two about what stands in front.
const between = `
Feature: x
  Scenario: alone
    Given StreamPark 2.1.5 as shipped
    And a scheduler with a new API token
    Then the token says that it never expires
  @topology
  Scenario: replicas
    Given StreamPark 2.1.5 as two replicas behind a round robin
    And a scheduler with a new API token
    Then the token says that it never expires
  @topology @restart
  Scenario: proxy
    Given StreamPark 2.1.5 behind a reverse proxy that drops Authorization
    And a scheduler with a new API token
    Then the token says that it never expires
`

func planBetween(t *testing.T, sel suite.Selection) (suite.Plan, error) {
	t.Helper()
	catalogue, err := release.Parse(fixtures.Releases)
	require.NoError(t, err)
	all, err := suite.Load(fstest.MapFS{"topology/x.feature": {Data: []byte(between)}})
	require.NoError(t, err)
	sel.Clock.Kind = clock.Jump
	return suite.Make(all, catalogue, sel)
}

// Scenarios about replicas and proxies are planned where somebody asks for them, and
// a plan without them says so.
func TestTopologiesAreOnRequest(t *testing.T) {
	for name, tt := range map[string]struct {
		sel    suite.Selection
		fronts []deployment.FrontKind
		left   int
	}{
		"nothing is asked for": {suite.Selection{}, []deployment.FrontKind{deployment.Direct}, 2},
		"by their tag":         {suite.Selection{Tags: "@topology"}, []deployment.FrontKind{deployment.RoundRobin, deployment.DroppingProxy}, 0},
		"some of them":         {suite.Selection{Tags: "(@topology) and @restart"}, []deployment.FrontKind{deployment.DroppingProxy}, 0},
		"but for them":         {suite.Selection{Tags: "not @topology"}, []deployment.FrontKind{deployment.Direct}, 0},
		"everything": {suite.Selection{Tags: "@topology or not @topology"},
			[]deployment.FrontKind{deployment.Direct, deployment.RoundRobin, deployment.DroppingProxy}, 0},
		"by its place": {suite.Selection{Scenarios: []string{"features/topology/x.feature:8"}}, []deployment.FrontKind{deployment.RoundRobin}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			p, err := planBetween(t, tt.sel)
			require.NoError(t, err)
			var fronts []deployment.FrontKind
			for _, s := range p.Servers {
				fronts = append(fronts, s.Spec.Front)
			}
			assert.Equal(t, tt.fronts, fronts, "what stands in front takes a server of its own")
			assert.Equal(t, tt.left, p.OnRequest)
			var text strings.Builder
			p.Print(&text)
			assert.Equal(t, tt.left > 0, strings.Contains(text.String(), "2 scenarios; --tags @topology plans them"), text.String())
		})
	}
	_, err := planBetween(t, suite.Selection{Tags: "@restart"})
	require.ErrorIs(t, err, suite.ErrNothing)
	assert.ErrorContains(t, err, "is on request; add @topology to the tags")
}
