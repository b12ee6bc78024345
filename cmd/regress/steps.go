package main

import (
	"github.com/spf13/cobra"

	"streampark-regress/steps/listing"
)

func newSteps(s streams) *cobra.Command {
	var told conclusion
	c := &cobra.Command{
		Use:   "steps",
		Short: "List what scenarios can say, with an example each",
		Long: `Lists the steps that a scenario is written in. Each acts, calls or expects something:
after a call comes what is expected of it. Below an example, behind =, stands what
it looks like with other words: those in capitals are explained at the end, [...] can
be left out, and (a|b) is a choice.`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			if err := told.ready(); err != nil {
				return usage(err)
			}
			return told.tell(s.out, listing.Text, listing.JSON)
		},
	}
	told.addTo(c.Flags(), "steps/listing/schema/steps.v1.json")
	return c
}
