package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"streampark-regress/harness/docker"
	"streampark-regress/harness/report/words"
)

func newClean(s streams) *cobra.Command {
	return &cobra.Command{
		Use:   "clean",
		Short: "Remove the containers, networks and volumes of runs that were killed or kept",
		Args:  cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			engine, err := docker.Connect(c.Context())
			if err != nil {
				return inconclusive(err)
			}
			swept, err := engine.Sweep(c.Context(), docker.Label)
			fmt.Fprintf(s.out, "removed %s, %s, %s\n",
				words.Count(swept.Containers, "container"), words.Count(swept.Networks, "network"), words.Count(swept.Volumes, "volume"))
			if err != nil {
				return inconclusive(err)
			}
			return nil
		},
	}
}
