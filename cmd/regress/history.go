package main

import (
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"streampark-regress/harness/report/comparison"
	"streampark-regress/harness/report/history"
	"streampark-regress/harness/report/result"
	"streampark-regress/harness/report/words"
	"streampark-regress/harness/results"
	"streampark-regress/harness/verdict"
)

func newHistory(s streams) *cobra.Command {
	o := &options{}
	var last int
	var told conclusion
	c := &cobra.Command{
		Use:   "history",
		Short: "List the earlier runs with the verdict of each release",
		Long: `Lists the runs in the folder of the results, the oldest first: when each was made,
on what, and how each release fared. "✓ 99" is 99 scenarios, all as expected;
"△ 99" is with known issues, and "✗ 2 of 99" is 2 of them that were not.`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			if c.Flags().Changed("last") && last == 0 {
				return usage(errors.New("--last 0 lists nothing: give at least 1, or leave it out"))
			}
			if err := told.ready(); err != nil {
				return usage(err)
			}
			runs, strange, err := results.Folder(o.out).List()
			if err != nil {
				return usage(err)
			}
			var all []result.Result
			for _, r := range runs {
				all = append(all, r.Result)
			}
			if last > 0 {
				all = all[max(0, len(all)-last):]
			}
			var left []history.Left
			for _, other := range strange {
				left = append(left, history.Left(other))
			}
			if len(all) > 0 {
				err := told.tell(s.out, func(out io.Writer) error { return history.Write(out, all) }, func(out io.Writer) error { return history.JSON(out, all, left) })
				if err != nil {
					return err
				}
			}
			for _, other := range left {
				fmt.Fprintf(s.err, "not listed: %s: %s\n", other.Path, other.Why)
			}
			if len(all) == 0 {
				return usage(fmt.Errorf("there is no run in %s; name the folder of others with --out", o.out))
			}
			return nil
		},
	}
	o.addOutTo(c.Flags())
	told.addTo(c.Flags(), "harness/report/history/schema/history.v1.json")
	c.Flags().IntVar(&last, "last", 0, "list only so many, the last ones (default: all)")
	return c
}

func newCompare(s streams) *cobra.Command {
	o := &options{}
	var told conclusion
	c := &cobra.Command{
		Use:   "compare RUN RUN", //nolint:dupword // two of them
		Short: "Say what changed between two runs",
		Long: `Says what changed from the first run to the second: verdicts, outcomes, causes,
known issues, images, Javas and durations. A RUN is its folder, its ID or the word
latest. A scenario is found again by its release, its database, its file and its
name.`,
		Args: cobra.ExactArgs(2),
		RunE: func(_ *cobra.Command, args []string) error {
			if err := told.ready(); err != nil {
				return usage(err)
			}
			var both [2]result.Result
			for i, name := range args {
				run, err := results.Folder(o.out).Find(name)
				if err != nil {
					return usage(err)
				}
				both[i] = run.Result
			}
			if both[0].Run.ID == both[1].Run.ID {
				return usage(fmt.Errorf("%s and %s are the same run: name two", args[0], args[1]))
			}
			c := comparison.Of(both[0], both[1])
			err := told.tell(s.out, func(out io.Writer) error { return comparison.Write(out, c) }, func(out io.Writer) error { return comparison.JSON(out, c) })
			if err != nil {
				return err
			}
			if !c.Same() {
				return &exit{code: verdict.ExitUnexpected}
			}
			return nil
		},
	}
	told.addTo(c.Flags(), "harness/report/comparison/schema/comparison.v1.json")
	o.addOutTo(c.Flags())
	return c
}

func newResults(s streams) *cobra.Command {
	c := &cobra.Command{
		Use:   "results",
		Short: "Look after the folder of the results",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			return usage(errors.New("say what to do: `regress results prune --keep N`"))
		},
	}
	c.AddCommand(newPrune(s))
	return c
}

func newPrune(s streams) *cobra.Command {
	o := &options{}
	var keep int
	var dry bool
	c := &cobra.Command{
		Use:   "prune --keep N",
		Short: "Remove the results of old runs",
		Long: `Removes the folders of all runs but the last N, and says which. What it does not
know as a run is left alone: a folder with another name, without an event log, or
with that of another run. The run that latest points at stays, and one that may be
going on.`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			if keep < 1 {
				return usage(errors.New("--keep: give the number of runs that stay, at least 1"))
			}
			pruning, err := results.Folder(o.out).Prune(keep)
			if err != nil {
				return usage(err)
			}
			for _, other := range pruning.Strange {
				fmt.Fprintf(s.out, "left:    %s: %s\n", other.Path, other.Why)
			}
			if dry {
				for _, path := range pruning.Old {
					fmt.Fprintf(s.out, "would remove: %s\n", path)
				}
			} else if err := pruning.Remove(func(path string) { fmt.Fprintf(s.out, "removed: %s\n", path) }); err != nil {
				return inconclusive(err)
			}
			fmt.Fprintf(s.out, "%s kept, %d old\n", words.Count(pruning.Kept, "run"), len(pruning.Old))
			return nil
		},
	}
	o.addOutTo(c.Flags())
	c.Flags().IntVar(&keep, "keep", 0, "how many runs to keep, the last ones")
	c.Flags().BoolVar(&dry, "dry-run", false, "say what would be removed, and remove nothing")
	onCommandLineOnly(c.Flags(), "keep", "dry-run")
	return c
}
