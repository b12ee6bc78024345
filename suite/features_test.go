package suite_test

import (
	"context"
	"io"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/features"
	"streampark-regress/fixtures"
	"streampark-regress/harness/clock"
	"streampark-regress/harness/deployment"
	"streampark-regress/harness/docker"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/model"
	"streampark-regress/harness/release"
	"streampark-regress/harness/requirement"
	"streampark-regress/harness/verdict"
	"streampark-regress/suite"
)

// TestFeaturesOnTheModel runs every scenario on the embedded model.
func TestFeaturesOnTheModel(t *testing.T) {
	runFeatures(t, model.NewProvider(model.ProviderOptions{Clock: clock.Settings{Kind: clock.Jump}}), deployment.Model)
}

// TestFeaturesOnContainers runs every scenario on containers: of StreamPark
// where its images are on the engine, else of the model's images. It pulls
// nothing.
func TestFeaturesOnContainers(t *testing.T) {
	if testing.Short() {
		t.Skip("containers take longer than -short allows")
	}
	engine, err := docker.Connect(t.Context())
	if err != nil {
		requirement.Missing(t, "docker", err.Error())
	}
	catalogue := readCatalogue(t)
	database := os.Getenv("REGRESS_POSTGRES_IMAGE")
	if database == "" {
		database = catalogue.Databases["postgres"].Image
	}
	if !engine.HasImage(t.Context(), database) {
		requirement.Missing(t, "docker", "the image "+database+" is not here; `make images` builds one, REGRESS_POSTGRES_IMAGE names it")
	}
	images := map[string]string{}
	for _, r := range catalogue.Releases {
		if r.OnRequest {
			continue
		}
		for _, ref := range append(r.Images, "streampark-regress/model:"+r.Version) {
			if images[r.Version] == "" && engine.HasImage(t.Context(), ref) {
				images[r.Version] = ref
			}
		}
		if images[r.Version] == "" {
			requirement.Missing(t, "docker", "no image of StreamPark "+r.Version+" is here; `make images` builds the model's")
		}
	}
	runFeatures(t, docker.NewProvider(engine, docker.Options{Run: "gotest-" + time.Now().UTC().Format("150405.000"), Images: images,
		DatabaseImage: database, Database: catalogue.Databases["postgres"], Clock: clock.Settings{Kind: clock.Jump},
		StartTimeout: 3 * time.Minute, Folder: t.TempDir(), Redactor: &evidence.Redactor{}}), "")
}

func readCatalogue(t *testing.T) *release.Catalogue {
	t.Helper()
	catalogue, err := release.Parse(fixtures.Releases)
	require.NoError(t, err)
	return catalogue
}

// runFeatures carries out the whole plan; each scenario is a subtest.
func runFeatures(t *testing.T, p deployment.Provider, target string) {
	all, err := suite.Load(features.Files)
	require.NoError(t, err)
	plan, err := suite.Make(all, readCatalogue(t), suite.Selection{Clock: clock.Settings{Kind: clock.Jump}})
	require.NoError(t, err)
	log := evidence.NewLog(io.Discard, &evidence.Redactor{})
	pool := deployment.NewPool(p, 8000, false, quiet{})
	t.Cleanup(func() { assert.NoError(t, p.Close(context.WithoutCancel(t.Context()))) })

	outcome := (&suite.Runner{Pool: pool, Log: log, Catalogue: readCatalogue(t), Target: p.Target()}).Run(t.Context(), plan)

	ended := 0
	for _, e := range log.Events() {
		if e.Kind != evidence.KindScenario || e.Scenario.Phase != evidence.Ended {
			continue
		}
		ended++
		t.Run(e.Scenario.Release+"/"+e.Scenario.Name, func(t *testing.T) {
			assert.Equal(t, verdict.AsExpected, e.Scenario.Verdict, "%s:%d: %s", e.Scenario.File, e.Scenario.Line, e.Scenario.Reason)
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

func (quiet) Starting(string, deployment.Spec)                {}
func (quiet) Progress(string, deployment.Spec, string)        {}
func (quiet) Ready(deployment.Deployment, deployment.Spec)    {}
func (quiet) Failed(string, deployment.Spec, error)           {}
func (quiet) Removing(context.Context, deployment.Deployment) {}
