package main

import (
	"errors"

	"github.com/spf13/cobra"

	"streampark-regress/harness/judge"
	"streampark-regress/harness/report"
	"streampark-regress/harness/report/result"
	"streampark-regress/harness/verdict"
)

func newReport(s streams) *cobra.Command {
	o := &options{}
	var again bool
	c := &cobra.Command{
		Use:   "report RUN",
		Short: "Write the reports of an earlier run again, from its event log",
		Long: `RUN is the folder of a run, such as results/latest. With --judge the log is judged
again with today's catalogue: what was seen stays what it was, and what it means
is decided again. The event log itself is never changed.`,
		Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if c.Flags().Changed("releases-file") && !again && c.Flags().Lookup("releases-file").Annotations[ambient] == nil {
				return usage(errors.New("--releases-file: only --judge looks into a catalogue: add that, or leave out --releases-file"))
			}
			if err := o.look.validate(); err != nil {
				return usage(err)
			}
			events, err := report.Read(args[0])
			if err != nil {
				return usage(err)
			}
			if again {
				catalogue, err := o.readCatalogue()
				if err != nil {
					return usage(err)
				}
				if events, err = judge.Again(events, catalogue); err != nil {
					return usage(err)
				}
			}
			r := result.Build(events)
			if err := report.Write(args[0], r); err != nil {
				return inconclusive(err)
			}
			if err := errors.Join(o.look.details(s.out, r), o.look.headline(s.out, r)); err != nil {
				return inconclusive(err)
			}
			if code := r.Verdict.ExitCode(); code != verdict.ExitAsExpected {
				return &exit{code: code}
			}
			return nil
		},
	}
	o.look.addTo(c.Flags())
	c.Flags().BoolVar(&again, "judge", false, "judge the log again with today's catalogue")
	c.Flags().StringVar(&o.catalogue, "releases-file", "", "with --judge: a catalogue to use instead of the built-in releases.yaml")
	return c
}
