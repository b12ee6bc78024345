package main

import (
	"context"
	"io"

	"github.com/spf13/cobra"

	"streampark-regress/harness/clock"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/report/journey"
	"streampark-regress/harness/upgrade"
)

func newUpgrade(s streams) *cobra.Command {
	o := &options{clock: string(clock.Jump)}
	var from, to string
	var via []string
	var back bool
	c := &cobra.Command{
		Use:   "upgrade --from R --to R",
		Short: "Find out what an upgrade breaks for the people who call the API",
		Long: `Takes one database through an upgrade as an administrator would: the old server
is stopped, the new image's upgrade scripts are run in order and as a whole, the
new server starts on the same database. It makes the calls before and after and
ends with a list of what breaks, what to change and what was measured.`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			path := append(append([]string{from}, via...), to)
			return withTarget(c.Context(), s, o, path, func(ctx context.Context, t target) error {
				j := upgrade.Journey{Provider: t.Provider, Catalogue: t.catalogue, Path: path, Report: progress(s, "upgrade"),
					Log: evidence.NewLog(io.Discard, &evidence.Redactor{Show: o.secrets})}
				if back {
					j.Return = upgrade.GoBack
				}
				end := journey.Arrived
				found, err := j.Take(ctx)
				if err != nil {
					end = journey.Broken
				}
				if printed := journey.Write(s.out, found, end); err == nil {
					err = printed
				}
				if err != nil {
					return inconclusive(err)
				}
				return nil
			})
		},
	}
	c.Flags().StringVar(&from, "from", "", "the release to start with")
	c.Flags().StringVar(&to, "to", "", "the release to upgrade to")
	c.Flags().StringSliceVar(&via, "via", nil, "releases to stop at on the way")
	c.Flags().BoolVar(&back, "rollback", false, "go back to the first release at the end and say what works")
	_ = c.MarkFlagRequired("from") // fails only for a flag that is not there
	_ = c.MarkFlagRequired("to")
	c.Flags().StringVar(&o.catalogue, "releases-file", "", "a catalogue to use instead of the built-in releases.yaml")
	o.addTargetTo(c.Flags())
	return c
}
