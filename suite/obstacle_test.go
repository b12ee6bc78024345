package suite_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/features"
	"streampark-regress/harness/clock"
	"streampark-regress/harness/evidence"
	"streampark-regress/suite"
)

// What a scenario needs and a server that runs already does not give is the reason
// to leave it out; what nothing stands in the way of is in the plan.
func TestWhatIsLeftOutAtAServerThatRunsAlready(t *testing.T) {
	const (
		token   = "    And a scheduler with a new API token\n"
		shipped = "    Given StreamPark 2.1.5 as shipped\n"
		nobody  = "    When somebody without a token calls /token/list\n    Then the call is not authenticated\n"
	)
	all := []evidence.ObstacleKind{evidence.NeedsWrites, evidence.NeedsRows, evidence.NeedsCluster}
	for name, tt := range map[string]struct {
		scenario string
		lacks    []evidence.ObstacleKind
		want     evidence.ObstacleKind
	}{
		"nothing is changed":            {shipped + nobody, all, ""},
		"another config.yaml":           {"    Given StreamPark 2.1.5 with this in config.yaml:\n      \"\"\"\n      a: b\n      \"\"\"\n" + nobody, nil, evidence.NeedsSettings},
		"another environment":           {"    Given StreamPark 2.1.5 with this in its environment:\n      \"\"\"\n      A: b\n      \"\"\"\n" + nobody, nil, evidence.NeedsEnvironment},
		"replicas":                      {"    Given StreamPark 2.1.5 as two replicas behind a round robin\n" + nobody, nil, evidence.NeedsFront},
		"a proxy":                       {"    Given StreamPark 2.1.5 behind a reverse proxy that drops Authorization\n" + nobody, nil, evidence.NeedsFront},
		"a restart":                     {shipped + "    When the server is restarted\n" + nobody, nil, evidence.NeedsRestart},
		"an upgrade":                    {shipped + "    When the server is upgraded to 2.1.6\n" + nobody, nil, evidence.NeedsUpgrade},
		"the log":                       {shipped + caller + "    When the scheduler starts the application\n    Then the job starts without its state\n", nil, evidence.NeedsLog},
		"secrets in the log":            {shipped + nobody + "    And the server's log tells no secret\n", nil, evidence.NeedsLog},
		"a token, read-only":            {shipped + token + "    Then the token's owner is let in\n", all, evidence.NeedsWrites},
		"a token, without rows":         {shipped + token + "    Then the token's owner is let in\n", all[1:], ""},
		"a row, without rows":           {shipped + token + "    Then the token's row has not changed since it was made\n", all[1:], evidence.NeedsRows},
		"a cause that rows tell":        {shipped + "    When somebody without a token calls /token/list\n    Then the call is answered 401, because the token was deleted\n", all[1:], evidence.NeedsRows},
		"a cause that tells itself":     {shipped + "    When somebody without a token calls /token/list\n    Then the call is answered 401, because no token was sent\n", all[1:], ""},
		"an application without Flink":  {shipped + caller + starts, all[2:], evidence.NeedsCluster},
		"an application":                {shipped + caller + starts, nil, ""},
		"time that is too long to wait": {shipped + caller + "    When the scheduler starts the application 2h01m after the token was made\n    Then the application starts\n", nil, evidence.BeyondReach},
	} {
		t.Run(name, func(t *testing.T) {
			p, err := planned(t, text("Feature: x\n  Scenario: y\n"+tt.scenario), suite.Selection{Releases: []string{"2.1.5"},
				Clock: clock.Settings{Kind: clock.Wait, MaxWait: 5 * time.Minute}, Standing: &suite.Standing{Address: "http://there", Lacks: tt.lacks}})
			require.NoError(t, err)
			if tt.want == "" {
				require.Equal(t, 1, p.Jobs())
				assert.Equal(t, "StreamPark 2.1.5 at http://there", p.Servers[0].Spec.Describe())
				return
			}
			require.Len(t, p.LeftOut, 1)
			assert.Zero(t, p.Jobs())
			assert.Equal(t, tt.want, p.LeftOut[0].LeftOut.Kind)
		})
	}
}

// Times move with the session TTL of the server.
func TestTimesAtAServerOfAnotherTTL(t *testing.T) {
	scenario := "    Given StreamPark 2.1.4 as shipped\n" + caller + "    When the scheduler starts the application 2h01m after the token was made\n    Then the application starts\n"
	p, err := planned(t, text("Feature: x\n  Scenario: y\n"+scenario), suite.Selection{Releases: []string{"2.1.4"},
		Clock: clock.Settings{Kind: clock.Wait, MaxWait: 5 * time.Minute}, Standing: &suite.Standing{Address: "http://there", TTL: time.Minute}})
	require.NoError(t, err)
	assert.Equal(t, 1, p.Jobs(), "2h01m stand for a minute more than the TTL")
}

// No scenario of a whole plan is lost: each runs, or says why not.
func TestAWholePlanAtAServerThatRunsAlready(t *testing.T) {
	all, err := suite.Load(features.Files)
	require.NoError(t, err)
	sel := suite.Selection{Releases: []string{"2.1.4"}, Clock: clock.Settings{Kind: clock.Jump}}
	usual, err := suite.Make(all, readCatalogue(t), sel)
	require.NoError(t, err)
	sel.Standing = &suite.Standing{Address: "http://there"}
	there, err := suite.Make(all, readCatalogue(t), sel)
	require.NoError(t, err)
	assert.Equal(t, usual.Jobs()+len(usual.LeftOut)+usual.NeedFlink, there.Jobs()+len(there.LeftOut))
	assert.Len(t, there.Servers, 1, "there is one server")
}
