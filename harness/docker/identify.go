package docker

import (
	"archive/tar"
	"context"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"

	cerrdefs "github.com/containerd/errdefs"
	"github.com/moby/moby/client"

	"streampark-regress/harness/choice"
	"streampark-regress/harness/release"
)

// Identify finds out which release of the catalogue an image holds, by the jar
// of its console. It pulls an image that is not on the engine, and looks
// through a container that is never started.
func (e *Engine) Identify(ctx context.Context, ref string, c *release.Catalogue, report func(string)) (string, error) {
	if _, err := e.Ensure(ctx, []string{ref}, report); err != nil {
		return "", err
	}
	id, remove, err := e.open(ctx, ref, map[string]string{Label: "true"})
	if err != nil {
		return "", err
	}
	defer remove()
	var looked []string
	for _, r := range c.Releases {
		if r.Files.Jar == "" || r.IsBuild() {
			continue
		}
		jar := r.Path(r.Jar())
		_, err := e.client.ContainerStatPath(ctx, id, client.ContainerStatPathOptions{Path: jar})
		switch {
		case err == nil:
			return r.Version, nil
		case !cerrdefs.IsNotFound(err):
			return "", fmt.Errorf("look for %s in image %s: %w", jar, ref, err)
		}
		looked = append(looked, r.Version)
	}
	return "", fmt.Errorf("image %s has the console's jar of none of the releases %s", ref, choice.Of(looked))
}

// holds is the version in the names of StreamPark's own jars: that of a release,
// and for a build what is found in the image a container was made of.
func (e *Engine) holds(ctx context.Context, id string, r release.Release) (string, error) {
	if !r.IsBuild() {
		return r.Version, nil
	}
	folder := path.Dir(r.Path(r.Jar()))
	jar := strings.Split(path.Base(r.Files.Jar), "{version}")
	version := ""
	found, err := e.find(ctx, id, folder, func(name string) bool {
		rest, begins := strings.CutPrefix(name, jar[0])
		v, ends := strings.CutSuffix(rest, jar[len(jar)-1])
		version = v
		return begins && ends
	})
	if err != nil {
		return "", err
	}
	if found == "" {
		return "", fmt.Errorf("there is no %s in %s: it does not look like StreamPark", path.Base(r.Files.Jar), folder)
	}
	return version, nil
}

// find is the first file of a container's folder whose name fits, empty for none.
// The folders with jars have hundreds of MB: only the names are read, and only up
// to the one that fits.
func (e *Engine) find(ctx context.Context, id, folder string, fits func(name string) bool) (string, error) {
	archive, err := e.client.CopyFromContainer(ctx, id, client.CopyFromContainerOptions{SourcePath: folder})
	if cerrdefs.IsNotFound(err) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	defer archive.Content.Close()
	in := tar.NewReader(archive.Content)
	for {
		header, err := in.Next()
		if errors.Is(err, io.EOF) {
			return "", nil
		}
		if err != nil {
			return "", err
		}
		if name := path.Base(header.Name); fits(name) {
			return name, nil
		}
	}
}
