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

// flinkImage says which Flink an image holds.
func flinkImage(ctx context.Context, s streams, e *docker.Engine, ref string) {
	if found, err := e.FindFlink(ctx, []string{ref}, func(string) {}); err != nil {
		fmt.Fprintf(s.out, "missing  Flink: %v\n", err)
	} else {
		fmt.Fprintf(s.out, "ok       Flink %s: %s\n", found.Version, ref)
	}
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
	unread(s)
	fmt.Fprintf(s.out, "ok       model of %s: `regress run --target model` works without Docker\n", strings.Join(standIns(catalogue), ", "))
	engine, err := docker.Connect(ctx)
	if err != nil {
		fmt.Fprintf(s.out, "missing  %v\n         start Docker, or name another engine in DOCKER_HOST\n", err)
		return inconclusive(nil)
	}
	fmt.Fprintf(s.out, "ok       Docker %s on %s, %s, %d MB\n", engine.Version, engine.Machine, engine.Arch, engine.MemoryMB)
	engine = engine.From(settings.Registry)
	all, err := needs(catalogue, settings, catalogue.Versions())
	if err != nil {
		return usage(err)
	}
	missing := 0
	for _, n := range all {
		ref := engine.Here(ctx, n.candidates)
		switch {
		case ref != "" && n.what == "Flink":
			flinkImage(ctx, s, engine, ref)
		case ref != "":
			fmt.Fprintf(s.out, "ok       %s: %s\n", n.what, ref)
		case n.request:
			fmt.Fprintf(s.out, "-        %s: %s is not here, and is run only when it is asked for\n", n.what, choice.Of(n.candidates))
		default:
			missing++
			fmt.Fprintf(s.out, "pull     %s: %s is not here and will be pulled; a local one: %s\n", n.what, choice.Of(n.candidates), n.flag)
		}
	}
	if missing > 0 {
		fmt.Fprintf(s.out, "         %s\n", bring)
	}
	return drivers(s, catalogue, settings)
}
