package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"streampark-regress/harness/docker"
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
			fmt.Fprintf(s.out, "removed %d containers, %d networks, %d volumes\n", swept.Containers, swept.Networks, swept.Volumes)
			if err != nil {
				return inconclusive(err)
			}
			return nil
		},
	}
}
