// Package dockertest gives tests a provider of containers: of StreamPark where
// its images are on the engine, else of the model's; or a database server
// alone. It pulls nothing.
package dockertest

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"streampark-regress/fixtures"
	"streampark-regress/harness/clock"
	"streampark-regress/harness/database"
	"streampark-regress/harness/docker"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/release"
	"streampark-regress/harness/requirement"
)

// reaper is testcontainers-go's variable that leaves its reaper out, whose
// image would have to be pulled.
const reaper = "TESTCONTAINERS_RYUK_DISABLED"

// startWithin is how long one container may take on a busy machine.
const startWithin = 3 * time.Minute

// Provider returns a provider of the releases, or of the usual ones, whose
// containers are gone when the test ends.
func Provider(t *testing.T, versions ...string) *docker.Provider {
	t.Helper()
	engine, catalogue := connect(t)
	kind := docker.Database{Database: catalogue.Databases[string(database.PostgreSQL)]}
	kind.Image = databaseImage(t, engine, catalogue, database.PostgreSQL)
	images := map[string]string{}
	if len(versions) == 0 {
		versions = catalogue.Usual()
	}
	for _, version := range versions {
		r, err := catalogue.Find(version)
		if err != nil {
			t.Fatal(err)
		}
		for _, ref := range append([]string{"streampark-regress/model:" + version}, r.Images...) {
			if images[version] == "" && Has(t, engine, ref) {
				images[version] = ref
			}
		}
		if images[version] == "" {
			requirement.Missing(t, "docker", "no image of StreamPark "+version+" is here; `make images` builds the model's")
		}
	}
	p := docker.NewProvider(engine, docker.Options{Run: run(), Images: images,
		Databases: map[database.Product]docker.Database{database.PostgreSQL: kind}, Clock: clock.Settings{Kind: clock.Jump}, StartTimeout: startWithin,
		Folder: t.TempDir(), Redactor: &evidence.Redactor{}})
	t.Cleanup(func() {
		if err := p.Close(context.Background()); err != nil {
			t.Error(err)
		}
	})
	return p
}

// Database returns a database server of the test's own, which is gone when the
// test ends.
func Database(t *testing.T, product database.Product) database.Server {
	t.Helper()
	engine, catalogue := connect(t)
	image, run := databaseImage(t, engine, catalogue, product), run()
	t.Cleanup(func() {
		if _, err := engine.Sweep(context.Background(), docker.RunLabel+"="+run); err != nil {
			t.Error(err)
		}
	})
	server, err := engine.StartDatabase(t.Context(), docker.DatabaseOptions{Product: product, Image: image, Timeout: startWithin, Redactor: &evidence.Redactor{},
		Labels: map[string]string{docker.Label: "true", docker.RunLabel: run}})
	if err != nil {
		t.Fatal(err)
	}
	return server.Server
}

// Engine finds the engine, and skips the test where there is none. The images are all
// that is there: testcontainers-go's reaper is left out for the whole program, because
// testcontainers-go asks for that once in its life.
func Engine(t *testing.T) *docker.Engine {
	t.Helper()
	if testing.Short() {
		t.Skip("containers take longer than -short allows")
	}
	if _, set := os.LookupEnv(reaper); !set {
		if err := os.Setenv(reaper, "true"); err != nil { //nolint:usetesting // it must outlive the test: see above
			t.Fatal(err)
		}
	}
	engine, err := docker.Connect(t.Context())
	if err != nil {
		requirement.Missing(t, "docker", err.Error())
	}
	return engine
}

// connect finds the engine and reads the catalogue.
func connect(t *testing.T) (*docker.Engine, *release.Catalogue) {
	t.Helper()
	engine := Engine(t)
	catalogue, err := release.Parse(fixtures.Releases)
	if err != nil {
		t.Fatal(err)
	}
	return engine, catalogue
}

// Need skips the test, or fails it where the machine promised what is needed (package
// requirement), unless every image is on the engine.
func Need(t *testing.T, engine *docker.Engine, what string, refs ...string) {
	t.Helper()
	for _, ref := range refs {
		if !Has(t, engine, ref) {
			requirement.Missing(t, what, "the image "+ref+" is not here; `make images` builds it")
		}
	}
}

// Has reports whether an image is on the engine, and fails the test where that cannot
// be said.
func Has(t *testing.T, engine *docker.Engine, ref string) bool {
	t.Helper()
	is, err := engine.HasImage(t.Context(), ref)
	if err != nil {
		t.Fatal(err)
	}
	return is
}

// databaseImage finds the image of a database product on the engine.
func databaseImage(t *testing.T, engine *docker.Engine, catalogue *release.Catalogue, product database.Product) string {
	t.Helper()
	variable := "REGRESS_" + strings.ToUpper(string(product)) + "_IMAGE"
	image := os.Getenv(variable)
	if image == "" {
		image = catalogue.Databases[string(product)].Image
	}
	if !Has(t, engine, image) {
		requirement.Missing(t, needed(product), "the image "+image+" is not here; `make images` builds one, "+variable+" names it")
	}
	return image
}

// needed is what a machine without a product's image lacks: REGRESS_REQUIRE names
// it where it must not be missing.
func needed(product database.Product) string {
	if product == database.PostgreSQL {
		return "docker"
	}
	return string(product)
}

func run() string { return fmt.Sprintf("gotest-%d", time.Now().UnixNano()) }
