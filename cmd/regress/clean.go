package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"streampark-regress/harness/docker"
	"streampark-regress/harness/report/words"
	"streampark-regress/harness/tenure"
)

// cleaning is what regress clean was asked to remove.
type cleaning struct {
	run string
	all bool
}

func newClean(s streams) *cobra.Command {
	var asked cleaning
	c := &cobra.Command{
		Use:   "clean [--run ID | --all]",
		Short: "Remove the containers, networks and volumes of runs that were killed or kept",
		Long: `Removes what is left of runs that were killed or kept (--keep). A run that goes on is
left alone, and so is what another user or another machine has made, for nobody here
can see whether that goes on, and what regress up has left up.`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			if err := asked.validate(); err != nil {
				return usage(err)
			}
			engine, err := docker.Connect(c.Context())
			if err != nil {
				return inconclusive(err)
			}
			swept, spared, err := asked.sweep(c.Context(), engine)
			fmt.Fprintf(s.out, "removed %s, %s, %s\n",
				words.Count(swept.Containers, "container"), words.Count(swept.Networks, "network"), words.Count(swept.Volumes, "volume"))
			tellSpared(s.out, spared)
			if err != nil {
				return inconclusive(err)
			}
			return nil
		},
	}
	c.Flags().StringVar(&asked.run, "run", "", "those of this run alone, even if it goes on")
	c.Flags().BoolVar(&asked.all, "all", false, "remove what belongs to runs that go on, to other users and to other machines, and what is up, too")
	onCommandLineOnly(c.Flags(), "run", "all")
	return c
}

func (a cleaning) validate() error {
	if strings.ContainsAny(a.run, "= \t,") {
		return fmt.Errorf("--run %q: give the ID of a run, as run --keep prints it", a.run)
	}
	if a.run != "" && a.all {
		return errors.New("--run removes one run and --all all of them: give one of the two")
	}
	return nil
}

func (a cleaning) sweep(ctx context.Context, e *docker.Engine) (docker.Swept, docker.Spared, error) {
	label := docker.Label
	switch {
	case a.run != "":
		label = docker.RunLabel + "=" + a.run
	case !a.all:
		return e.SweepAbandoned(ctx)
	}
	swept, err := e.Sweep(ctx, label)
	return swept, nil, err
}

// tellSpared says what was left alone, and why.
func tellSpared(out io.Writer, spared docker.Spared) {
	for _, holder := range slices.Sorted(maps.Keys(spared)) {
		if holder == docker.Up {
			fmt.Fprintf(out, "left %s of `regress up`; `regress down` removes them\n", words.Count(spared[holder], "container"))
			continue
		}
		whose := fmt.Sprintf("a run that goes on (process %d)", tenure.Process(holder))
		if standing, err := tenure.Of(holder); err == nil && standing == tenure.Elsewhere {
			whose = "a run of another user or machine (" + holder + ")"
		}
		fmt.Fprintf(out, "left %s of %s; `regress clean --all` removes them, too\n", words.Count(spared[holder], "container"), whose)
	}
}
