package main

import (
	"context"
	"errors"
	"io"

	"github.com/spf13/cobra"

	"streampark-regress/harness/clock"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/report/journey"
	"streampark-regress/harness/upgrade"
	"streampark-regress/harness/verdict"
)

func newUpgrade(s streams) *cobra.Command {
	o := &options{clock: string(clock.Jump)}
	var from, to string
	var via []string
	var back bool
	var told conclusion
	c := &cobra.Command{
		Use:   "upgrade --from R --to R",
		Short: "Find out what an upgrade breaks for the people who call the API",
		Long: `Takes one database through an upgrade as an administrator would: the old server
is stopped, the new image's upgrade scripts are run in order and as a whole, the
new server starts on the same database. It makes the calls before and after and
ends with a list of what breaks, what to change and what was measured.

Everything that becomes different is in that list, or below it as UNEXPECTED where
nobody has advice for it. At the end it names what else the catalogue declares to
change for callers on the way.`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			catalogue, err := o.readCatalogue()
			if err != nil {
				return usage(err)
			}
			j := upgrade.Journey{Catalogue: catalogue, Path: append(append([]string{from}, via...), to), Report: progress(s, "upgrade")}
			if back {
				j.Return = upgrade.GoBack
			}
			if err := errors.Join(j.Check(), told.ready()); err != nil {
				return usage(err)
			}
			flink, err := o.flinkSettings()
			if err != nil {
				return usage(err)
			}
			j.Flink = flink.Kind
			return withTarget(c.Context(), s, o, j.Path, func(ctx context.Context, t target) error {
				j.Provider, j.Catalogue, j.Database, j.Log = t.Provider, t.catalogue, t.database, evidence.NewLog(io.Discard, &evidence.Redactor{Show: o.secrets})
				found, err := j.Take(ctx)
				printed := told.tell(s.out, func(out io.Writer) error { return journey.Write(out, found) }, func(out io.Writer) error { return journey.JSON(out, found) })
				if err := errors.Join(err, printed); err != nil {
					return inconclusive(err)
				}
				if len(found.Unadvised()) > 0 {
					return &exit{code: verdict.ExitUnexpected}
				}
				return nil
			})
		},
	}
	c.Flags().StringVar(&from, "from", "", "the release to start with")
	c.Flags().StringVar(&to, "to", "", "the release to upgrade to")
	c.Flags().StringSliceVar(&via, "via", nil, "releases to stop at on the way")
	c.Flags().BoolVar(&back, "rollback", false, "go back to the first release at the end and say what works")
	told.addTo(c.Flags(), "harness/report/journey/schema/upgrade.v1.json")
	_ = c.MarkFlagRequired("from") // fails only for a flag that is not there
	_ = c.MarkFlagRequired("to")
	o.addCatalogueTo(c.Flags())
	o.addTargetTo(c.Flags())
	o.addExpectTo(c.Flags())
	o.addMemoryTo(c.Flags())
	o.addOneDatabaseTo(c.Flags())
	o.addFlinkTo(c.Flags())
	return c
}
