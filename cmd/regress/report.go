package main

import (
	"errors"
	"fmt"
	"io"
	"path/filepath"

	"github.com/spf13/cobra"

	"streampark-regress/harness/evidence"
	"streampark-regress/harness/judge"
	"streampark-regress/harness/report"
	"streampark-regress/harness/report/github"
	"streampark-regress/harness/report/result"
	"streampark-regress/harness/verdict"
)

// reporting is what regress report was asked to do.
type reporting struct {
	options
	judge, merge, markdown bool
}

func newReport(s streams) *cobra.Command {
	o := &reporting{}
	c := &cobra.Command{
		Use:   "report RUN | --merge DIR...",
		Short: "Write the reports of an earlier run again, from its event log, or join those of shards",
		Long: `RUN is the folder of a run, such as results/latest. With --judge the log is judged
again with today's catalogue: what was seen stays what it was, and what it means
is decided again. With --known-issues the known issues count as it is said now. The
event log itself is never changed.

With --merge the event logs of the shards of a plan (regress run --shard) become
that of one run, with a folder of its own, one report and one verdict. A DIR is the
folder of a shard's run, or one with several. A shard that is missing makes the
verdict inconclusive; one that is there twice, or that is of another plan, another
version or another image, is an error.`,
		Args: func(c *cobra.Command, args []string) error {
			if o.merge {
				return cobra.MinimumNArgs(1)(c, args)
			}
			return cobra.ExactArgs(1)(c, args)
		},
		RunE: func(c *cobra.Command, args []string) error {
			if err := o.validate(c); err != nil {
				return usage(err)
			}
			return o.write(s, args)
		},
	}
	o.look.addTo(c.Flags())
	c.Flags().StringVar(&o.known, knownIssues, "", "what a scenario counts as that meets a known issue: pass or fail, as for a run (default: as the run had it)")
	c.Flags().BoolVar(&o.judge, "judge", false, "judge the log again with today's catalogue")
	c.Flags().StringVar(&o.catalogue, "releases-file", "", "with --judge: a catalogue to use instead of the built-in releases.yaml")
	c.Flags().BoolVar(&o.markdown, "markdown", false, "print the run as Markdown, as the body of an issue or a comment wants it")
	c.Flags().BoolVar(&o.merge, "merge", false, "join the runs of a plan's shards into one")
	c.Flags().StringVar(&o.out, "out", usualOut, "with --merge: folder for the results")
	onCommandLineOnly(c.Flags(), "merge", "markdown")
	return c
}

func (o *reporting) validate(c *cobra.Command) error {
	given := func(name string) bool {
		f := c.Flags().Lookup(name)
		return f.Changed && f.Annotations[ambient] == nil
	}
	switch {
	case given("releases-file") && !o.judge:
		return errors.New("--releases-file: only --judge looks into a catalogue: add that, or leave out --releases-file")
	case given("out") && !o.merge:
		return errors.New("--out: only --merge makes a folder: add that, or leave out --out")
	}
	return errors.Join(o.look.validate(), o.knownValid())
}

// write writes the reports of a run, or of the one that shards are together.
func (o *reporting) write(s streams, args []string) error {
	folder, seen, err := o.read(args)
	events := seen
	if err == nil && o.judge {
		events, err = o.again(seen)
	}
	if err != nil {
		return usage(err)
	}
	if o.known != "" {
		events = evidence.Counting(events, o.knownAs())
	}
	r := result.Build(events)
	if o.merge {
		err = errors.Join(report.Keep(folder, seen, r), tellGitHub(s.out, r))
	} else {
		err = report.Write(folder, r)
	}
	if err != nil {
		return inconclusive(err)
	}
	if err := o.tell(s.out, folder, r); err != nil {
		return inconclusive(err)
	}
	if code := r.Verdict.ExitCode(); code != verdict.ExitAsExpected {
		return &exit{code: code}
	}
	return nil
}

// tell prints the run.
func (o *reporting) tell(out io.Writer, folder string, r result.Result) error {
	if o.markdown {
		return github.Summary(out, r)
	}
	problems := []error{o.look.details(out, r)}
	if o.merge && !o.look.quiet {
		_, err := fmt.Fprintf(out, "results: %s\n", filepath.ToSlash(folder))
		problems = append(problems, err)
	}
	return errors.Join(append(problems, o.look.headline(out, r))...)
}

// read reads the event log that the reports are made of, and says into which folder
// they go.
func (o *reporting) read(args []string) (folder string, events []evidence.Event, err error) {
	if o.merge {
		return mergeRuns(o.out, args)
	}
	events, err = report.Read(args[0])
	return args[0], events, err
}

// again judges a log again.
func (o *reporting) again(events []evidence.Event) ([]evidence.Event, error) {
	catalogue, err := o.readCatalogue()
	if err != nil {
		return nil, err
	}
	return judge.Again(events, catalogue)
}
