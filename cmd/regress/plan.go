package main

import (
	"context"

	"github.com/spf13/cobra"
)

func newPlan(s streams) *cobra.Command {
	o := &options{}
	c := &cobra.Command{
		Use:   "plan",
		Short: "Say what a run would start and check, and stop",
		Args:  cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			if err := o.planAtSite(c.Context()); err != nil {
				return err
			}
			plan, _, err := o.plan()
			if err == nil {
				plan.Print(s.out)
			}
			return err
		},
	}
	o.addTo(c.Flags())
	o.addImagesTo(c.Flags())
	c.Flags().StringVar(&o.target, "target", "auto", "url: say what runs at a server that runs already, and what is left out there (see --url); others make no difference")
	o.addSiteTo(c.Flags())
	return c
}

// planAtSite finds out what a plan at a server that runs already has to know.
func (o *options) planAtSite(ctx context.Context) error {
	if _, err := o.clockSettings(); err != nil {
		return usage(err)
	}
	if !o.atSite() {
		return nil
	}
	catalogue, err := o.readCatalogue()
	if err != nil {
		return usage(err)
	}
	if _, err := o.visit(); err != nil {
		return usage(err)
	}
	return o.identifySite(ctx, catalogue)
}
