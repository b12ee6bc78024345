package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"streampark-regress/harness/choice"
	"streampark-regress/harness/docker"
	"streampark-regress/harness/model"
	"streampark-regress/harness/release"
	"streampark-regress/suite/session"
)

func newDoctor(s streams) *cobra.Command {
	o := &options{}
	c := &cobra.Command{
		Use:   "doctor",
		Short: "Say what a run on this machine could use, and what is missing",
		Args:  cobra.NoArgs,
		RunE:  func(c *cobra.Command, _ []string) error { return doctor(c.Context(), s, o) },
	}
	o.addTo(c.Flags())
	o.addRunTo(c.Flags())
	return c
}

// standIns lists the releases that the model can stand in for.
func standIns(c *release.Catalogue) []string {
	var all []string
	for _, r := range c.Releases {
		if _, err := model.DesignOf(r); err == nil {
			all = append(all, r.Version)
		}
	}
	return all
}

// flinkImage says which image of Flink a run would take.
func flinkImage(ctx context.Context, s streams, e *docker.Engine, f session.Flink) {
	for _, ref := range f.Candidates() {
		if !e.HasImage(ctx, ref) {
			continue
		}
		if found, err := e.FindFlink(ctx, []string{ref}, func(string) {}); err != nil {
			fmt.Fprintf(s.out, "missing  Flink: %v\n", err)
		} else {
			fmt.Fprintf(s.out, "ok       Flink %s: %s\n", found.Version, ref)
		}
		return
	}
	fmt.Fprintf(s.out, "pull     Flink: %v is not here and will be pulled; `make flink-image` builds one, a local one: --flink real=REF\n", f.Candidates())
}

// doctor looks and changes nothing: it pulls no image.
func doctor(ctx context.Context, s streams, o *options) error {
	_, catalogue, err := o.plan()
	if err != nil {
		return err
	}
	settings, err := o.settings(catalogue)
	if err != nil {
		return err
	}
	fmt.Fprintf(s.out, "ok       model of %s: `regress run --target model` works without Docker\n", strings.Join(standIns(catalogue), ", "))
	engine, err := docker.Connect(ctx)
	if err != nil {
		fmt.Fprintf(s.out, "missing  %v\n         start Docker, or name another engine in DOCKER_HOST\n", err)
		return inconclusive(nil)
	}
	fmt.Fprintf(s.out, "ok       Docker %s on %s, %s, %d MB\n", engine.Version, engine.Machine, engine.Arch, engine.MemoryMB)
	for _, r := range catalogue.Releases {
		candidates := docker.Options{Images: settings.Images}.Candidates(r)
		found := false
		for _, ref := range candidates {
			if engine.HasImage(ctx, ref) {
				fmt.Fprintf(s.out, "ok       StreamPark %s: %s\n", r.Version, ref)
				found = true
				break
			}
		}
		if !found && r.OnRequest {
			fmt.Fprintf(s.out, "-        StreamPark %s: %s is not here, and is run only when it is asked for\n", r.Version, choice.Of(candidates))
		} else if !found {
			fmt.Fprintf(s.out, "pull     StreamPark %s: %s is not here and will be pulled; a local one: --image %s=REF\n", r.Version, choice.Of(candidates), r.Version)
		}
	}
	if settings.Flink.Kind.Real() {
		flinkImage(ctx, s, engine, settings.Flink)
	}
	db := o.dbImage
	if db == "" {
		db = catalogue.Databases[o.database].Image
	}
	if engine.HasImage(ctx, db) {
		fmt.Fprintf(s.out, "ok       database: %s\n", db)
	} else {
		fmt.Fprintf(s.out, "pull     database: %s is not here and will be pulled; a local one: --database-image REF\n", db)
	}
	return nil
}
