package main

import (
	"context"
	"io"

	"github.com/spf13/cobra"

	"streampark-regress/suite/session"
)

func newPlan(s streams) *cobra.Command {
	o := &options{}
	var told conclusion
	c := &cobra.Command{
		Use:   "plan",
		Short: "Say what a run would start and check, and stop",
		Args:  cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			if err := told.ready(); err != nil {
				return usage(err)
			}
			if err := o.planAtSite(c.Context()); err != nil {
				return err
			}
			plan, _, err := o.plan()
			if err != nil {
				return err
			}
			return told.tell(s.out, func(out io.Writer) error { plan.Print(out); return nil }, plan.JSON)
		},
	}
	o.addTo(c.Flags())
	o.addShardTo(c.Flags())
	o.addOutTo(c.Flags())
	c.Flags().Lookup("out").Usage = "folder with the results of earlier runs, by whose durations --shard splits"
	o.addImagesTo(c.Flags())
	o.addExpectTo(c.Flags())
	c.Flags().StringVar(&o.target, "target", "auto", "url: say what runs at a server that runs already, and what is left out there (see --url); others make no difference")
	o.addSiteTo(c.Flags())
	told.addTo(c.Flags(), "suite/schema/plan.v1.json")
	return c
}

// planAtSite finds out what a plan at a server that runs already has to know.
func (o *options) planAtSite(ctx context.Context) error {
	if err := session.Target(o.target).Validate(); err != nil {
		return usage(err)
	}
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
