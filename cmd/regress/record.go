package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"streampark-regress/harness/clock"
	"streampark-regress/harness/deployment"
	"streampark-regress/harness/recording"
	"streampark-regress/harness/upgrade"
)

func newRecord(s streams) *cobra.Command {
	o := &options{clock: string(clock.Jump)}
	var version, to, what, out string
	c := &cobra.Command{
		Use:   "record --release R --out FILE",
		Short: "Record what a release answers, exchange by exchange",
		Args:  cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			script, err := recording.For(what, version, to)
			if err != nil {
				return usage(err)
			}
			if err := o.recordable(script); err != nil {
				return usage(err)
			}
			if script.Database, err = o.oneDatabase(); err != nil {
				return usage(err)
			}
			o.inside = script.UpgradeTo == ""
			if err := writable(out); err != nil {
				return usage(fmt.Errorf("write the recording: %w; choose another file with --out", err))
			}
			return withTarget(c.Context(), s, o, releasesOf([]recording.Script{script}), func(ctx context.Context, t target) error {
				made, err := recording.Record(ctx, t.Provider, t.catalogue, script, "record-"+version, progress(s, version))
				if err != nil {
					return inconclusive(err)
				}
				return keep(s, made, out)
			})
		},
	}
	c.Flags().StringVar(&version, "release", "", "the release to record")
	c.Flags().StringVar(&to, "to", "", "the release to upgrade to, with --suite upgrade")
	c.Flags().StringVar(&what, "suite", "release", "what to record: "+strings.Join(recording.Suites(), ", "))
	c.Flags().StringVar(&out, "out", "", "the file to write")
	_ = c.MarkFlagRequired("release") // fails only for a flag that is not there
	_ = c.MarkFlagRequired("out")
	o.addCatalogueTo(c.Flags())
	onCommandLineOnly(c.Flags(), "release", "out", "to")
	o.addTargetTo(c.Flags())
	o.addOneDatabaseTo(c.Flags())
	return c
}

// recordable refuses an upgrade that no administrator would do.
func (o *options) recordable(script recording.Script) error {
	if script.UpgradeTo == "" {
		return nil
	}
	catalogue, err := o.readCatalogue()
	if err != nil {
		return err
	}
	return upgrade.Journey{Catalogue: catalogue, Path: []string{script.Release, script.UpgradeTo}}.Check()
}

func keep(s streams, r *recording.Recording, file string) error {
	if err := replace(file, r.Write); err != nil {
		return inconclusive(fmt.Errorf("write the recording: %w", err))
	}
	fmt.Fprintf(s.out, "%s: %d entries of %s on %s\n", file, r.Entries(), r.Release, placeOf(r))
	return nil
}

// progress tells what is being done for something, and since when.
func progress(s streams, name string) deployment.Report {
	began := time.Now()
	return func(detail string) {
		fmt.Fprintf(s.err, "• %s, %s: %s\n", name, time.Since(began).Truncate(time.Second), detail)
	}
}
