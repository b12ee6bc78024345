package docker

import (
	"context"
	"fmt"

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
		if r.Files.Jar == "" {
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
