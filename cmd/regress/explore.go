package main

import (
	"context"
	"errors"
	"fmt"
	"sort"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"streampark-regress/harness/clock"
	"streampark-regress/harness/deployment"
	"streampark-regress/harness/explore"
	"streampark-regress/harness/model"
	"streampark-regress/harness/release"
	"streampark-regress/harness/report/words"
	"streampark-regress/harness/verdict"
)

func newExplore(s streams) *cobra.Command {
	o := &options{clock: string(clock.Jump)}
	e := explore.Options{}
	var version string
	c := &cobra.Command{
		Use:   "explore --release R",
		Short: "Play random operations on a release and on the model and look for answers that differ",
		Args:  cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			switch {
			case e.Steps == 0:
				return usage(errors.New("--steps 0 plays nothing: let it play one operation or more"))
			case e.Restarts > 1000:
				return usage(fmt.Errorf("--restarts %d: no more than 1000 of a thousand operations can be restarts", e.Restarts))
			}
			if o.target == "model" && o.withItself(o.target) {
				return usage(errItself)
			}
			return withTarget(c.Context(), s, o, []string{version}, func(ctx context.Context, t target) error {
				if o.withItself(t.Provider.Target()) {
					return inconclusive(errItself)
				}
				r, err := t.catalogue.Find(version)
				if err != nil {
					return usage(err)
				}
				e.Report = progress(s, version)
				return exploreOn(ctx, s, t, r, e)
			})
		},
	}
	c.Flags().StringVar(&version, "release", "", "the release to explore")
	c.Flags().IntVar(&e.Steps, "steps", 2000, "how many operations to play")
	c.Flags().Uint64Var(&e.Seed, "seed", 1, "the seed of the first sequence")
	c.Flags().IntVar(&e.Restarts, "restarts", 5, "restarts in a thousand operations")
	_ = c.MarkFlagRequired("release") // fails only for a flag that is not there
	o.addCatalogueTo(c.Flags())
	onCommandLineOnly(c.Flags(), "release")
	o.addTargetTo(c.Flags())
	o.addOneDatabaseTo(c.Flags())
	c.Flags().SetNormalizeFunc(func(_ *pflag.FlagSet, name string) pflag.NormalizedName {
		if name == "against" { // what the target is held against is always the model
			name = "target"
		}
		return pflag.NormalizedName(name)
	})
	return c
}

// exploreOn explores a target; the model it is held against has no defect.
func exploreOn(ctx context.Context, s streams, t target, r release.Release, e explore.Options) (err error) {
	reference := model.NewProvider(model.ProviderOptions{Clock: clock.Settings{Kind: clock.Jump}})
	defer func() {
		if closed := reference.Close(context.WithoutCancel(ctx)); err == nil && closed != nil {
			err = inconclusive(closed)
		}
	}()
	spec := deployment.Spec{Release: r}
	d, err := t.Provider.Start(ctx, "explored", spec, e.Report)
	if err != nil {
		return inconclusive(err)
	}
	if d.Target() == deployment.DockerModel {
		return inconclusive(fmt.Errorf("the image %s holds the built-in model: %w", d.Image(), errItself))
	}
	m, err := reference.Start(ctx, "reference", spec, e.Report)
	if err != nil {
		return inconclusive(err)
	}
	found, failed := explore.Run(ctx, d, m, e)
	fmt.Fprintf(s.out, "%s in %s on %s %s and on its model, from seed %d\n",
		words.Count(found.Steps, "operation"), words.Count(found.Sequences, "sequence"), r.Version, d.Target(), e.Seed)
	w := tabwriter.NewWriter(s.out, 0, 0, 2, ' ', tabwriter.AlignRight)
	var names []string
	for name := range found.Kinds {
		names = append(names, name)
	}
	sort.Strings(names)
	for _, name := range names {
		fmt.Fprintf(w, "%d\t  %s\n", found.Kinds[name], strings.TrimSpace(name))
	}
	if err := w.Flush(); err != nil {
		return inconclusive(err)
	}
	for _, difference := range found.Differences {
		fmt.Fprintf(s.out, "\nDIFFERENCE %s\n", difference)
	}
	if failed != nil {
		return inconclusive(failed)
	}
	v := verdict.AsExpected
	if len(found.Differences) > 0 {
		v = verdict.Unexpected
	}
	fmt.Fprintf(s.out, "%s on %s: %s between %s and the model in %s\n", strings.ToUpper(string(v)), place(d.Target()),
		words.Count(len(found.Differences), "difference"), r.Version, words.Count(found.Steps, "operation"))
	if code := v.ExitCode(); code != verdict.ExitAsExpected {
		return &exit{code: code}
	}
	return nil
}
