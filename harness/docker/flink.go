package docker

import (
	"context"
	"fmt"
	"path"
	"strings"

	cerrdefs "github.com/containerd/errdefs"
	"github.com/moby/moby/client"

	"streampark-regress/harness/flink"
	"streampark-regress/harness/release"
)

// FlinkImage is an image in which Flink lies.
type FlinkImage struct {
	Ref string
	// Home is where it lies.
	Home string
	flink.Distribution
}

// FlinkImages are the images that are looked for where nobody names one: the
// official one, and the one that `make flink-image` builds.
func FlinkImages() []string { return []string{"flink:1.18", "streampark-regress/flink:1.18.1"} }

// FindFlink finds the first of some images that is here or can be pulled, and
// Flink in it. Nothing of it is started.
func (e *Engine) FindFlink(ctx context.Context, candidates []string, report func(string)) (FlinkImage, error) {
	ref, err := e.Ensure(ctx, candidates, report)
	if err != nil {
		return FlinkImage{}, fmt.Errorf("%w\n  name another with --flink real=IMAGE; `make flink-image` builds one where no registry is reached", err)
	}
	found := FlinkImage{Ref: ref, Home: "/opt/flink"}
	image, err := e.client.ImageInspect(ctx, ref)
	if err != nil {
		return found, fmt.Errorf("inspect image %s: %w", ref, err)
	}
	if image.Config != nil {
		for _, variable := range image.Config.Env {
			if home, ok := strings.CutPrefix(variable, "FLINK_HOME="); ok && path.IsAbs(home) {
				found.Home = path.Clean(home)
			}
		}
	}
	id, remove, err := e.open(ctx, ref, map[string]string{Label: "true"})
	if err != nil {
		return found, err
	}
	defer remove()
	found.Distribution, err = e.distribution(ctx, id, path.Join(found.Home, "lib"))
	if err != nil {
		return found, fmt.Errorf("look for Flink in image %s: %w\n  name another with --flink real=IMAGE", ref, err)
	}
	return found, nil
}

// distribution finds Flink's main jar in a folder of a container.
func (e *Engine) distribution(ctx context.Context, id, folder string) (flink.Distribution, error) {
	var d flink.Distribution
	found, err := e.find(ctx, id, folder, func(name string) bool {
		var is bool
		d, is = flink.ParseDistribution(name)
		return is
	})
	if err == nil && found == "" {
		err = fmt.Errorf("there is no flink-dist jar in %s: it does not look like Flink", folder)
	}
	return d, err
}

// The versions of Flink for which some release of StreamPark has shims.
const oldestShims, newestShims = 12, 20

// CheckShims returns an error if an image of StreamPark cannot work with a
// version of Flink. StreamPark has a jar of shims for each minor version, beside
// the jar of its console (tags v2.1.4 to v2.1.7, streampark-flink-shims).
func (e *Engine) CheckShims(ctx context.Context, ref string, r release.Release, f FlinkImage) error {
	id, remove, err := e.open(ctx, ref, map[string]string{Label: "true"})
	if err != nil {
		return err
	}
	defer remove()
	version, err := e.holds(ctx, id, r)
	if err != nil {
		return fmt.Errorf("look for the version of the build in image %s: %w", ref, err)
	}
	var there []string
	for n := oldestShims; n <= newestShims; n++ {
		minor := fmt.Sprintf("1.%d", n)
		jar := path.Join(path.Dir(r.Path(r.Jar())), fmt.Sprintf("streampark-flink-shims_flink-%s_%s-%s.jar", minor, f.Scala, version))
		_, err := e.client.ContainerStatPath(ctx, id, client.ContainerStatPathOptions{Path: jar})
		switch {
		case err != nil && !cerrdefs.IsNotFound(err):
			return fmt.Errorf("look for %s in image %s: %w", jar, ref, err)
		case err == nil && minor == f.Minor():
			return nil
		case err == nil:
			there = append(there, minor)
		}
	}
	has := "it has none for Scala " + f.Scala
	if len(there) > 0 {
		has = "it has them for " + strings.Join(there, ", ")
	}
	return fmt.Errorf("image %s has no shims for Flink %s (Scala %s) of image %s: %s\n  name an image of such a version with --flink real=IMAGE",
		ref, f.Version, f.Scala, f.Ref, has)
}
