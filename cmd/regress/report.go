package main

import (
	"github.com/spf13/cobra"

	"streampark-regress/harness/report"
	"streampark-regress/harness/verdict"
)

func newReport(s streams) *cobra.Command {
	return &cobra.Command{
		Use:   "report RUN",
		Short: "Write the reports of an earlier run again, from its event log",
		Long:  "RUN is the folder of a run, such as results/latest.",
		Args:  cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			events, err := report.ReadFolder(args[0])
			if err != nil {
				return usage(err)
			}
			result := report.Build(events)
			if err := report.WriteFolder(args[0], result); err != nil {
				return inconclusive(err)
			}
			if err := report.Summary(s.out, result, terminal(s.out)); err != nil {
				return inconclusive(err)
			}
			if result.ExitCode != verdict.ExitAsExpected {
				return &exit{code: result.ExitCode}
			}
			return nil
		},
	}
}
