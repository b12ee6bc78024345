package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"streampark-regress/harness/clock"
	"streampark-regress/harness/docker"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/release"
	"streampark-regress/harness/settings"
	"streampark-regress/suite"
)

// This file holds what a bug report brings: an image of its own and a
// config.yaml of its own.

// identify finds out which release an image without RELEASE= in front holds,
// and runs on that release alone unless another was asked for.
func (o *options) identify(ctx context.Context, s streams) error {
	if _, err := o.readCatalogue(); err != nil { // before the engine is asked
		return usage(err)
	}
	for i, given := range o.images {
		if strings.Contains(given, "=") {
			continue
		}
		version, err := o.releaseOf(ctx, s, given)
		if err != nil {
			return err
		}
		o.images[i] = version + "=" + given
		if len(o.releases) == 0 {
			o.releases = []string{version}
		}
	}
	return nil
}

// imageReleases lists the releases that --image names.
func (o *options) imageReleases() []string {
	var all []string
	for _, given := range o.images {
		if version, _, named := strings.Cut(given, "="); named {
			all = append(all, version)
		}
	}
	return all
}

func (o *options) releaseOf(ctx context.Context, s streams, image string) (string, error) {
	switch {
	case len(o.releases) == 1:
		return o.releases[0], nil
	case o.target == "model":
		return "", usage(fmt.Errorf("--image %s: the model runs no image; leave out --target model", image))
	}
	catalogue, err := o.readCatalogue()
	if err != nil {
		return "", usage(err)
	}
	engine, err := docker.Connect(ctx)
	if err != nil {
		return "", inconclusive(fmt.Errorf("find out the release of --image %s: %w; say which it is: --image RELEASE=%s", image, err, image))
	}
	registry, err := docker.ParseRegistry(o.registry)
	if err != nil {
		return "", usage(fmt.Errorf("--registry: %w", err))
	}
	version, err := engine.From(registry).Identify(ctx, image, catalogue, progress(s, image))
	if err != nil {
		return "", inconclusive(fmt.Errorf("find out the release of --image %s: %w; say which it is, or which to compare it with: --image RELEASE=%s", image, err, image))
	}
	return version, nil
}

// given reads --config, by the release it belongs to.
func (o *options) given(c *release.Catalogue) (map[string]*settings.Given, error) {
	if o.config == "" {
		return nil, nil
	}
	if len(o.releases) != 1 {
		return nil, fmt.Errorf("--config %s belongs to one release: say which with --release", o.config)
	}
	r, err := c.Find(o.releases[0])
	if err != nil {
		return nil, err
	}
	text, err := os.ReadFile(o.config)
	if err != nil {
		return nil, fmt.Errorf("read --config: %w", err)
	}
	g, err := settings.Read(filepath.Base(o.config), text, r)
	if err != nil {
		return nil, err
	}
	return map[string]*settings.Given{r.Version: g}, nil
}

// given says what became of the config.yaml that was given, and keeps its
// secrets out of the results.
func given(plan suite.Plan, redactor *evidence.Redactor) string {
	for _, server := range plan.Servers {
		g := server.Spec.Given
		if g == nil {
			continue
		}
		for _, secret := range g.Secrets() {
			redactor.Password(secret)
		}
		text := fmt.Sprintf("%s as given for %s, session TTL %s", g.Name, server.Spec.Release.Version, clock.Format(g.TTL))
		if len(g.Replaced) > 0 {
			text += "; replaced for this run: " + strings.Join(g.Replaced, ", ")
		}
		return text
	}
	return ""
}
