package session

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"streampark-regress/harness/docker"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/front"
	"streampark-regress/harness/model"
	"streampark-regress/harness/release"
	"streampark-regress/harness/site"
)

// Choice is what it takes to choose a source.
type Choice struct {
	Settings  Settings
	Catalogue *release.Catalogue
	// Releases are those whose images are needed.
	Releases []release.Release
	// Run names the run, and Folder holds its results.
	Run      string
	Folder   string
	Redactor *evidence.Redactor
	// Report tells how it goes on.
	Report func(string)
}

// Choose finds out where deployments come from. The error says what to do.
func (c Choice) Choose(ctx context.Context) (Source, error) {
	switch c.Settings.Target {
	case Model:
		return c.model("it was asked for"), nil
	case Docker:
		s, err := c.docker(ctx)
		if err != nil {
			return s, fmt.Errorf("%w\n  start Docker, or use --target model to check the harness without StreamPark", err)
		}
		return s, nil
	case URL:
		return Source{Provider: site.NewProvider(c.Settings.Site, c.Run, c.Settings.Clock, c.Report)}, nil
	case Auto:
		return c.whatThereIs(ctx)
	}
	return Source{}, fmt.Errorf("unknown target %q", c.Settings.Target)
}

// whatThereIs is Docker if it answers and has the images, or can get them, and
// the model where it has not.
func (c Choice) whatThereIs(ctx context.Context) (Source, error) {
	s, err := c.docker(ctx)
	if err == nil {
		s.Why = "Docker answers and the images are there"
		return s, nil
	}
	if ctx.Err() != nil {
		return s, ctx.Err()
	}
	if c.Settings.Fallback == Stop {
		return s, fmt.Errorf("CI is set and the target was left open, but %w\n  in CI the model never stands in silently: set REGRESS_TARGET=docker (and provide Docker and the images), or REGRESS_TARGET=model if that is what you want", err)
	}
	if named := c.Settings.Named; len(named) > 0 {
		return s, fmt.Errorf("%s: %w\n  the model does not stand in for what was named: provide Docker and the images, leave out %s, or use --target model",
			strings.Join(named, " and "), err, strings.Join(named, " and "))
	}
	line, _, _ := strings.Cut(err.Error(), "\n")
	return c.model(strings.TrimSuffix(line, ":")), nil
}

// docker connects to the engine and makes sure that all images of the plan are
// there.
func (c Choice) docker(ctx context.Context) (Source, error) {
	engine, err := docker.Connect(ctx)
	if err != nil {
		return Source{}, err
	}
	engine = engine.From(c.Settings.Registry)
	o := c.dockerOptions()
	images := make([]string, len(c.Releases))
	for i, r := range c.Releases {
		if images[i], err = engine.Ensure(ctx, o.Candidates(r), c.Report); err != nil {
			return Source{}, fmt.Errorf("find an image of StreamPark %s: %w\n  name a local image with --image %s=REF", r.Version, err, r.Version)
		}
	}
	if o.Databases, err = c.databases(ctx, engine); err != nil {
		return Source{}, err
	}
	if err := c.enoughMemory(docker.NewProvider(engine, o), max(engine.MemoryMB-o.DatabasesMB(), 1)); err != nil {
		return Source{}, err
	}
	if o.Flink, err = c.findFlink(ctx, engine, images); err != nil {
		return Source{}, err
	}
	used := slices.Clone(images)
	for _, d := range o.Databases {
		if d.Image != "" { // StreamPark's own is in its image
			used = append(used, d.Image)
		}
	}
	if o.Flink != nil {
		used = append(used, o.Flink.Ref)
	}
	digests, err := engine.Digests(ctx, used)
	if err != nil {
		return Source{}, err
	}
	p := docker.NewProvider(engine, o)
	return Source{Provider: front.Of(p), MemoryMB: max(engine.MemoryMB-o.DatabasesMB(), 1), CPUs: engine.CPUs, KeepLog: p.KeepLog, Images: digests, Spared: p.Spared,
		Running: func(ctx context.Context) ([]docker.Running, error) {
			return engine.Running(ctx, docker.RunLabel+"="+c.Run)
		},
		Machine: map[string]string{"docker": engine.Version, "docker host": engine.Machine}}, nil
}

func (c Choice) dockerOptions() docker.Options {
	return docker.Options{Run: c.Run, Images: c.Settings.Images, Clock: c.Settings.Clock,
		ShippedJVM: c.Settings.JVM == ShippedJVM, StartTimeout: c.Settings.StartTimeout, Folder: c.Folder, Redactor: c.Redactor, Warmth: c.Settings.Warmth}
}

func (c Choice) model(why string) Source {
	return Source{Provider: front.Of(model.NewProvider(model.ProviderOptions{Clock: c.Settings.Clock, Defects: c.Settings.Defects})), Why: why}
}
