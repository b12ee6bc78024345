package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"streampark-regress/harness/clock"
	"streampark-regress/harness/release"
	"streampark-regress/harness/report/shipment"
	"streampark-regress/harness/report/words"
	"streampark-regress/harness/shipped"
	"streampark-regress/harness/verdict"
	"streampark-regress/suite/session"
)

func newCompareReleases(s streams) *cobra.Command {
	o := &options{clock: string(clock.Jump)}
	r := &releasesComparison{s: s, o: o}
	c := &cobra.Command{
		Use:   "compare-releases FROM TO",
		Short: "Say what the next release changes for those who run it or call it",
		Long: `Says what changed between two releases. FROM and TO are releases of the catalogue,
images, or folders with an unpacked installation.

What they ship is read and not run: keys of the configuration and their values,
addresses with their parameters and what a caller needs for them, environment
variables and JVM options of the start scripts, and columns of the database, fresh
and as the upgrade scripts leave them: where those differ, that is a drift.

Then both are started, with a database server beside them: every exchange that was
ever recorded is replayed on both, and status, business code and shape of the answers
are compared, and what was submitted to Flink; what the servers log at their start with
level WARN or ERROR; and the drift of a database on which the upgrade scripts were really
run. That takes minutes; --offline leaves it out, and the last line says so. A folder
cannot be started.

Each change is declared in the catalogue, with for whom it matters, or undeclared:
then the exit code is 1.`,
		Args: cobra.ExactArgs(2),
		RunE: func(c *cobra.Command, args []string) error {
			if err := r.told.ready(); err != nil {
				return usage(err)
			}
			return r.compare(c.Context(), args[0], args[1])
		},
	}
	o.addCatalogueTo(c.Flags())
	o.addTargetTo(c.Flags())
	o.addOneDatabaseTo(c.Flags())
	o.target = string(session.Docker)
	target := c.Flags().Lookup("target")
	target.DefValue, target.Usage = o.target, "docker, or model: that ships nothing, and only its answers are compared"
	c.Flags().BoolVar(&r.offline, "offline", false, "start nothing: compare only what the releases ship")
	r.told.addTo(c.Flags(), "harness/report/shipment/schema/shipment.v1.json")
	return c
}

// releasesComparison is what it takes to compare two releases.
type releasesComparison struct {
	s       streams
	o       *options
	told    conclusion
	offline bool
}

// installation is one of the two that are compared.
type installation struct {
	// name is what was asked for.
	name  string
	facts shipped.Facts
	// ships is false for what ships nothing of StreamPark: the model.
	ships bool
}

func (r *releasesComparison) compare(ctx context.Context, from, to string) error {
	if from == to {
		return usage(fmt.Errorf("%s and %s are the same: name two", from, to))
	}
	switch r.o.target {
	case string(session.URL): // said before an image is looked for
		return usage(errServersOfItsOwn)
	case string(session.Auto):
		// The model must not answer beside what a real image ships.
		r.o.target = string(session.Docker)
	}
	model := r.o.target == string(session.Model)
	if model && r.offline {
		return usage(errors.New("--target model ships nothing that could be compared: leave out --offline or --target model"))
	}
	catalogue, err := r.o.readCatalogue()
	if err != nil {
		return usage(err)
	}
	var sides [2]installation
	for i, name := range []string{from, to} {
		if sides[i], err = r.read(ctx, catalogue, name); err != nil {
			return err
		}
	}
	before, after := sides[0], sides[1]
	var changes []shipped.Change
	var left []string
	if ships := before.ships && after.ships; ships {
		changes = shipped.Compare(before.facts, after.facts)
	} else {
		left = append(left, "what they ship, of which the model has nothing")
	}
	ran, why, err := r.run(ctx, catalogue, before, after)
	if err != nil {
		return err
	}
	if why != "" && len(left) > 0 {
		return inconclusive(fmt.Errorf("nothing was compared: %s or %s is the built-in model's image, which ships nothing of StreamPark, and neither was started, %s", from, to, why))
	}
	if why != "" {
		left = append(left, "what running servers answer and log, "+why)
	}
	if ran.OneSided > 0 {
		left = append(left, words.Count(ran.OneSided, "exchange")+" that only one of the two was asked for, after a first that the other refused")
	}
	compared := shipment.Of(before.side(), after.side(), append(withoutDrift(changes, ran), ran.Changes()...), catalogue)
	compared.Target, compared.Exchanges, compared.Left, compared.Missed = ran.After.Target, ran.Exchanges(), left, ran.Missed
	err = r.told.tell(r.s.out, func(out io.Writer) error { return shipment.Write(out, compared) }, func(out io.Writer) error { return shipment.JSON(out, compared) })
	switch {
	case err != nil:
		return err
	case compared.Undeclared() > 0:
		return &exit{code: verdict.ExitUnexpected}
	case len(compared.Missed) > 0:
		return &exit{code: verdict.ExitInconclusive}
	}
	return nil
}

func (i installation) side() shipment.Side {
	return shipment.Side{Name: i.name, Version: i.facts.Version}
}

// read reads what one ships.
func (r *releasesComparison) read(ctx context.Context, c *release.Catalogue, name string) (installation, error) {
	i := installation{name: name}
	if r.o.target == string(session.Model) {
		found, err := c.Find(name)
		if err != nil {
			return i, usage(err)
		}
		i.facts.Version = found.Base()
		return i, nil
	}
	files, err := filesOf(ctx, r.s, r.o, c, name)
	if err != nil {
		return i, err
	}
	i.facts, err = shipped.Read(files)
	if errors.Is(err, shipped.ErrModel) {
		return i, nil
	}
	if err != nil {
		return i, inconclusive(fmt.Errorf("%s: %w", name, err))
	}
	i.ships = true
	return i, nil
}
