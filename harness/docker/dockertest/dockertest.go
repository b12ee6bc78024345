// Package dockertest gives tests a provider of containers: of StreamPark where
// its images are on the engine, else of the model's. It pulls nothing.
package dockertest

import (
	"context"
	"fmt"
	"os"
	"testing"
	"time"

	"streampark-regress/fixtures"
	"streampark-regress/harness/clock"
	"streampark-regress/harness/docker"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/release"
	"streampark-regress/harness/requirement"
)

// Provider returns a provider of the releases, or of the usual ones, whose
// containers are gone when the test ends.
func Provider(t *testing.T, versions ...string) *docker.Provider {
	t.Helper()
	if testing.Short() {
		t.Skip("containers take longer than -short allows")
	}
	engine, err := docker.Connect(t.Context())
	if err != nil {
		requirement.Missing(t, "docker", err.Error())
	}
	catalogue, err := release.Parse(fixtures.Releases)
	if err != nil {
		t.Fatal(err)
	}
	database := os.Getenv("REGRESS_POSTGRES_IMAGE")
	if database == "" {
		database = catalogue.Databases["postgres"].Image
	}
	if !engine.HasImage(t.Context(), database) {
		requirement.Missing(t, "docker", "the image "+database+" is not here; `make images` builds one, REGRESS_POSTGRES_IMAGE names it")
	}
	images := map[string]string{}
	if len(versions) == 0 {
		versions = catalogue.Usual()
	}
	for _, version := range versions {
		r, err := catalogue.Find(version)
		if err != nil {
			t.Fatal(err)
		}
		for _, ref := range append(r.Images, "streampark-regress/model:"+version) {
			if images[version] == "" && engine.HasImage(t.Context(), ref) {
				images[version] = ref
			}
		}
		if images[version] == "" {
			requirement.Missing(t, "docker", "no image of StreamPark "+version+" is here; `make images` builds the model's")
		}
	}
	p := docker.NewProvider(engine, docker.Options{Run: fmt.Sprintf("gotest-%d", time.Now().UnixNano()), Images: images, DatabaseImage: database,
		Database: catalogue.Databases["postgres"], Clock: clock.Settings{Kind: clock.Jump}, StartTimeout: 3 * time.Minute,
		Folder: t.TempDir(), Redactor: &evidence.Redactor{}})
	t.Cleanup(func() {
		if err := p.Close(context.Background()); err != nil {
			t.Error(err)
		}
	})
	return p
}
