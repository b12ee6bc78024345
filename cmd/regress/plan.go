package main

import (
	"github.com/spf13/cobra"
)

func newPlan(s streams) *cobra.Command {
	o := &options{}
	c := &cobra.Command{
		Use:   "plan",
		Short: "Say what a run would start and check, and stop",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			plan, _, err := o.plan()
			if err == nil {
				plan.Print(s.out)
			}
			return err
		},
	}
	o.addTo(c.Flags())
	o.addImagesTo(c.Flags())
	return c
}
