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

// onFlink are a scenario about the token alone, one about the state of a job, one
// about a Flink that knows no directory for savepoints, and one that looks at Flink.
const onFlink = `
Feature: x
  Scenario: token
    Given StreamPark 2.1.5 as shipped
    And a scheduler with a new API token
    Then the token says that it never expires
  @state
  Scenario: state
    Given StreamPark 2.1.5 as shipped
    And a scheduler with a new API token
    Then the token says that it never expires
  @flink
  Scenario: no savepoints
    Given StreamPark 2.1.5 beside a Flink without a savepoint directory
    And a scheduler with a new API token
    Then the token says that it never expires
  @flink
  Scenario: job
    Given StreamPark 2.1.5 as shipped
    And a scheduler with a new API token
    Then the token says that it never expires
`

func planOnFlink(t *testing.T, sel suite.Selection) (suite.Plan, error) {
	t.Helper()
	catalogue, err := release.Parse(fixtures.Releases)
	require.NoError(t, err)
	all, err := suite.Load(fstest.MapFS{"contract/x.feature": {Data: []byte(onFlink)}})
	require.NoError(t, err)
	sel.Clock.Kind = clock.Jump
	return suite.Make(all, catalogue, sel)
}

// Scenarios about jobs share a server with Flink, and others one without.
func TestPlanWithFlink(t *testing.T) {
	p, err := planOnFlink(t, suite.Selection{Flink: deployment.RealFlink})
	require.NoError(t, err)
	require.Len(t, p.Servers, 3)
	assert.Equal(t, deployment.RealFlinkWithoutSavepoints, p.Servers[2].Spec.Flink)
	assert.Equal(t, deployment.StandIn, p.Servers[0].Spec.Flink)
	assert.Equal(t, deployment.RealFlink, p.Servers[1].Spec.Flink)
	assert.Len(t, p.Servers[1].Jobs, 2)
	assert.True(t, p.Real())
	var printed strings.Builder
	p.Print(&printed)
	assert.Contains(t, printed.String(), "2.1.5-2: StreamPark 2.1.5 beside a real Flink as shipped\n")
	assert.NotContains(t, printed.String(), "not in the plan")
}

func TestPlanWithoutFlink(t *testing.T) {
	p, err := planOnFlink(t, suite.Selection{})
	require.NoError(t, err)
	require.Len(t, p.Servers, 1)
	assert.Len(t, p.Servers[0].Jobs, 2)
	assert.False(t, p.Real())
	assert.Len(t, p.IDs(), 2, "nobody waits for what is not planned")
	var printed strings.Builder
	p.Print(&printed)
	assert.Contains(t, printed.String(), "\nnot in the plan, for they look at Flink's jobs: 2 scenarios; --flink real adds them\n")
	_, err = planOnFlink(t, suite.Selection{Tags: "@flink"})
	assert.ErrorContains(t, err, `nothing to run: every scenario of 2.1.4, 2.1.5 with the tags "@flink" needs a real Flink; add --flink real`)
}
