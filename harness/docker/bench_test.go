package docker_test

import (
	"context"
	"fmt"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/fixtures"
	"streampark-regress/harness/clock"
	"streampark-regress/harness/database"
	"streampark-regress/harness/deployment"
	"streampark-regress/harness/docker"
	"streampark-regress/harness/docker/dockertest"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/release"
)

// bench is an engine with the images the tests need: the model's, because they
// start in a second, and PostgreSQL.
type bench struct {
	engine    *docker.Engine
	catalogue *release.Catalogue
	options   docker.Options
}

func newBench(t *testing.T) bench {
	t.Helper()
	engine := dockertest.Engine(t)
	catalogue, err := release.Parse(fixtures.Releases)
	require.NoError(t, err)
	o := docker.Options{Run: fmt.Sprintf("test-%d", time.Now().UnixNano()), Images: map[string]string{}, Databases: map[database.Product]docker.Database{},
		Clock: clock.Settings{Kind: clock.Jump}, StartTimeout: time.Minute,
		Folder: t.TempDir(), Redactor: &evidence.Redactor{}}
	postgres := docker.Database{Database: catalogue.Databases["postgres"]}
	if image := os.Getenv("REGRESS_POSTGRES_IMAGE"); image != "" {
		postgres.Image = image
	}
	o.Databases[database.PostgreSQL] = postgres
	for _, version := range catalogue.Usual() {
		o.Images[version] = "streampark-regress/model:" + version
		dockertest.Need(t, engine, "docker", o.Images[version], postgres.Image)
	}
	return bench{engine, catalogue, o}
}

func (b bench) spec(t *testing.T, version string, settings ...release.Setting) deployment.Spec {
	t.Helper()
	r, err := b.catalogue.Find(version)
	require.NoError(t, err)
	return deployment.Spec{Release: r, Settings: settings}
}

// provider returns a provider whose containers are gone when the test ends.
func (b bench) provider(t *testing.T) *docker.Provider {
	t.Helper()
	p := docker.NewProvider(b.engine, b.options)
	t.Cleanup(func() {
		assert.NoError(t, p.Close(context.Background()))
		left, err := b.engine.Sweep(context.Background(), docker.RunLabel+"="+b.options.Run)
		assert.NoError(t, err)
		assert.Zero(t, left, "Close leaves nothing")
		// Something whose creation was cut off could still appear.
		assert.Never(t, func() bool {
			late, err := b.engine.Sweep(context.Background(), docker.RunLabel+"="+b.options.Run)
			return err != nil || late != (docker.Swept{})
		}, 2*time.Second, 200*time.Millisecond, "something appeared after Close")
	})
	return p
}
