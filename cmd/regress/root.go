package main

import (
	"io"

	"github.com/spf13/cobra"

	"streampark-regress/harness/version"
)

// streams are the program's input and outputs.
type streams struct {
	in       io.Reader
	out, err io.Writer
}

const long = `regress starts StreamPark releases with a database, makes API tokens, lets time
pass in seconds, calls /flink/app/start, and says what happened, why, and
whether that was expected.

Flags can be set in the environment: --clock is REGRESS_CLOCK, for every command that
has it. A flag with a meaning of its own in one command, as record --out, is set on
the command line only, and an unknown REGRESS_ variable is an error.`

func newRoot(s streams) *cobra.Command {
	root := &cobra.Command{
		Use:           "regress",
		Short:         "Regression harness for StreamPark's API tokens",
		Long:          long,
		SilenceUsage:  true,
		SilenceErrors: true,
		PersistentPreRunE: func(c *cobra.Command, _ []string) error {
			if completing(c.Name()) {
				return nil
			}
			if err := unknownVariables(c.Root()); err != nil {
				return usage(err)
			}
			return fromEnvironment(c.Flags())
		},
	}
	root.Version = version.Of().String()
	root.SetVersionTemplate("regress {{.Version}}\n")
	root.SetIn(s.in)
	root.SetOut(s.out)
	root.SetErr(s.err)
	root.AddCommand(newRun(s), newPlan(s), newReleases(s), newReport(s), newClean(s), newUp(s), newDown(s), newClock(s), newDoctor(s), newModel(s),
		newRecord(s), newVerify(s), newDefects(s), newExplore(s), newInspect(s),
		newImage(s), newImages(s), newUpgrade(s), newDiagnose(s), newReproduce(s), newReplay(s), newCheckCaller(s),
		newHistory(s), newTrackRecord(s), newCompare(s), newCompareReleases(s), newBisect(s), newResults(s), newSteps(s), newNew(s), newDocs(s), newMan(s))
	root.InitDefaultHelpCmd()
	root.InitDefaultCompletionCmd()
	asksForShell(root)
	withManuals(root)
	complete(root)
	return root
}
