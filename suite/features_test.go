package suite_test

import (
	"context"
	"io"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/features"
	"streampark-regress/fixtures"
	"streampark-regress/harness/clock"
	"streampark-regress/harness/deployment"
	"streampark-regress/harness/docker/dockertest"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/front"
	"streampark-regress/harness/model"
	"streampark-regress/harness/release"
	"streampark-regress/harness/verdict"
	"streampark-regress/suite"
)

// TestFeaturesOnTheModel runs every scenario on the embedded model.
func TestFeaturesOnTheModel(t *testing.T) {
	runFeatures(t, model.NewProvider(model.ProviderOptions{Clock: clock.Settings{Kind: clock.Jump}}), deployment.Model, suite.Selection{})
}

// TestTopologiesOnTheModel runs every scenario about replicas, replaced containers
// and proxies on the embedded model of each release that one is about.
func TestTopologiesOnTheModel(t *testing.T) {
	p := front.Of(model.NewProvider(model.ProviderOptions{Clock: clock.Settings{Kind: clock.Jump}}))
	runFeatures(t, p, deployment.Model, suite.Selection{Tags: "@topology", Releases: []string{"2.1.3", "2.1.4", "2.1.5", "2.1.7"}})
}

// TestFeaturesOnContainers runs every scenario on containers: of StreamPark
// where its images are on the engine, else of the model's images. It pulls
// nothing.
func TestFeaturesOnContainers(t *testing.T) {
	runFeatures(t, dockertest.Provider(t), "", suite.Selection{})
}

func readCatalogue(t *testing.T) *release.Catalogue {
	t.Helper()
	catalogue, err := release.Parse(fixtures.Releases)
	require.NoError(t, err)
	return catalogue
}

// runFeatures carries out the whole plan; each scenario is a subtest.
func runFeatures(t *testing.T, p deployment.Provider, target string, sel suite.Selection) {
	all, err := suite.Load(features.Files)
	require.NoError(t, err)
	sel.Clock = clock.Settings{Kind: clock.Jump}
	plan, err := suite.Make(all, readCatalogue(t), sel)
	require.NoError(t, err)
	log := evidence.NewLog(io.Discard, &evidence.Redactor{})
	pool := deployment.NewPool(p, deployment.Limits{MemoryMB: 8000}, deployment.RemoveUnused, quiet{})
	t.Cleanup(func() { assert.NoError(t, p.Close(context.WithoutCancel(t.Context()))) })

	outcome := (&suite.Runner{Pool: pool, Log: log, Files: features.Files, Catalogue: readCatalogue(t), Target: p.Target()}).Run(t.Context(), plan)

	ended := 0
	for _, e := range log.Events() {
		if e.Kind != evidence.KindScenario || e.Scenario.Phase != evidence.Ended {
			continue
		}
		ended++
		t.Run(e.Scenario.Release+"/"+e.Scenario.Name, func(t *testing.T) {
			assert.Equal(t, verdict.AsExpected, e.Scenario.Verdict, "%s:%d: %+v", e.Scenario.File, e.Scenario.Line, e.Scenario.Reason)
			if target != "" {
				assert.Equal(t, target, e.Scenario.Target)
			}
		})
	}
	assert.Equal(t, plan.Jobs(), ended, "every scenario of the plan ended")
	assert.Equal(t, verdict.AsExpected, outcome)
	assert.NoError(t, log.Err())
}

// quiet observes nothing.
type quiet struct{}

func (quiet) Starting(string, deployment.Spec)                                      {}
func (quiet) Progress(string, deployment.Spec, string)                              {}
func (quiet) Ready(deployment.Deployment, deployment.Spec)                          {}
func (quiet) Failed(string, deployment.Spec, error)                                 {}
func (quiet) Broken(deployment.Deployment, deployment.Spec, *deployment.FaultError) {}
func (quiet) Removing(context.Context, deployment.Deployment)                       {}
