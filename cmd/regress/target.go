package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"streampark-regress/harness/deployment"
	"streampark-regress/harness/docker"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/model"
	"streampark-regress/harness/release"
)

// target is where deployments come from, and why from there.
type target struct {
	provider deployment.Provider
	// why is set when the user left the choice open.
	why string
	// memoryMB is what the engine has; zero when that does not matter.
	memoryMB int64
	machine  map[string]string
	// keepLog keeps a server's log with the results.
	keepLog func(deployment, log string) error
}

// chooser makes the target of a run.
type chooser struct {
	options   *options
	catalogue *release.Catalogue
	releases  []release.Release
	run       string
	folder    string
	redactor  *evidence.Redactor
	report    func(string)
}

func (c *chooser) choose(ctx context.Context) (target, error) {
	switch c.options.target {
	case "model":
		return c.model("it was asked for")
	case "docker":
		engine, o, err := c.docker(ctx)
		if err != nil {
			return target{}, fmt.Errorf("%w\n  start Docker, or use --target model to check the harness without StreamPark", err)
		}
		return containers(engine, o), nil
	}
	engine, o, err := c.docker(ctx)
	if err == nil {
		err = c.ensure(ctx, engine, o)
	}
	if err == nil {
		t := containers(engine, o)
		t.why = "Docker answers and the images are there"
		return t, nil
	}
	if ctx.Err() != nil {
		return target{}, ctx.Err()
	}
	if ci := os.Getenv("CI"); ci != "" && ci != "false" {
		return target{}, fmt.Errorf("CI is set and the target was left open, but %w\n  in CI the model is never taken silently: set REGRESS_TARGET=docker (and provide Docker and the images), or REGRESS_TARGET=model if that is what you want", err)
	}
	return c.model(oneLine(err))
}

// docker connects to the engine and says what it is to start.
func (c *chooser) docker(ctx context.Context) (*docker.Engine, docker.Options, error) {
	engine, err := docker.Connect(ctx)
	if err != nil {
		return nil, docker.Options{}, err
	}
	images, err := pairs("--image", c.options.images, c.catalogue)
	if err != nil {
		return nil, docker.Options{}, err
	}
	settings, err := c.options.clockSettings()
	if err != nil {
		return nil, docker.Options{}, err
	}
	database := c.catalogue.Databases[c.options.database]
	o := docker.Options{Run: c.run, Images: images, DatabaseImage: database.Image, Database: database, Clock: settings,
		ShippedJVM: c.options.jvm == "shipped", StartTimeout: c.options.startTimeout, Folder: c.folder, Redactor: c.redactor}
	if c.options.dbImage != "" {
		o.DatabaseImage = c.options.dbImage
	}
	return engine, o, nil
}

func containers(engine *docker.Engine, o docker.Options) target {
	p := docker.NewProvider(engine, o)
	return target{provider: p, memoryMB: engine.MemoryMB, keepLog: p.KeepLog,
		machine: map[string]string{"docker": engine.Version, "docker host": engine.Machine}}
}

// ensure makes sure that all images of the plan are there.
func (c *chooser) ensure(ctx context.Context, e *docker.Engine, o docker.Options) error {
	for _, r := range c.releases {
		if _, err := e.Ensure(ctx, o.Candidates(r), c.report); err != nil {
			return fmt.Errorf("StreamPark %s: %w", r.Version, err)
		}
	}
	if _, err := e.Ensure(ctx, []string{o.DatabaseImage}, c.report); err != nil {
		return fmt.Errorf("the database: %w", err)
	}
	return nil
}

func (c *chooser) model(why string) (target, error) {
	defects, err := pairs("--model-defect", c.options.defects, c.catalogue)
	if err != nil {
		return target{}, err
	}
	for version, defect := range defects {
		r, err := c.catalogue.Find(version)
		if err != nil {
			return target{}, usage(err)
		}
		design, err := model.DesignOf(r)
		if err == nil {
			_, err = design.With(defect)
		}
		if err != nil {
			return target{}, usage(err)
		}
	}
	settings, err := c.options.clockSettings()
	if err != nil {
		return target{}, err
	}
	return target{provider: model.NewProvider(model.ProviderOptions{Clock: settings, Defects: defects}), why: why}, nil
}

// oneLine is an error without the lines that say what to do.
func oneLine(err error) string {
	if end, ok := errors.AsType[*exit](err); ok && end.err != nil {
		err = end.err
	}
	line, _, _ := strings.Cut(err.Error(), "\n")
	return strings.TrimSuffix(line, ":")
}
