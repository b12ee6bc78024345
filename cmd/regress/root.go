package main

import (
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"streampark-regress/harness/database"
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

Exit codes:
  0   every release behaved as expected (known issues included, unless
      run --known-issues fail)
  1   a release behaved differently than it should
  2   it could not be found out: no Docker, no image, a server that did not start
  64  the command line or an input file is wrong

Every flag can be set in the environment: --clock is REGRESS_CLOCK.`

func newRoot(s streams) *cobra.Command {
	root := &cobra.Command{
		Use:           "regress",
		Short:         "Regression harness for StreamPark's API tokens",
		Long:          long,
		SilenceUsage:  true,
		SilenceErrors: true,
		PersistentPreRunE: func(c *cobra.Command, _ []string) error {
			return fromEnvironment(c.Flags())
		},
	}
	root.Version = version.Of().String()
	root.SetVersionTemplate("regress {{.Version}}\n")
	root.SetIn(s.in)
	root.SetOut(s.out)
	root.SetErr(s.err)
	root.CompletionOptions.HiddenDefaultCmd = true
	root.AddCommand(newRun(s), newPlan(s), newReleases(s), newReport(s), newClean(s), newDoctor(s), newModel(s),
		newRecord(s), newVerify(s), newDefects(s), newExplore(s), newInspect(s),
		newImage(s), newImages(s), newUpgrade(s), newDiagnose(s), newReproduce(s), newCheckCaller(s),
		newHistory(s), newCompare(s), newResults(s))
	strict(root)
	return root
}

// ambient marks a flag whose value is that of its variable. A variable is set for
// many commands, so it may be of no use to one of them; a flag may not.
const ambient = "from the environment"

// withoutVariable marks a flag that no variable sets: what it does cannot be undone.
const withoutVariable = "on the command line only"

// fromEnvironment gives each flag that was not set on the command line the
// value of its variable.
func fromEnvironment(flags *pflag.FlagSet) error {
	var failure error
	flags.VisitAll(func(f *pflag.Flag) {
		if f.Changed || f.Annotations[withoutVariable] != nil {
			return
		}
		for _, v := range variables(f.Name) {
			value, set := os.LookupEnv(v.name)
			if !set || value == "" || failure != nil {
				continue
			}
			if err := flags.Set(f.Name, v.before+value); err != nil {
				failure = usage(fmt.Errorf("the variable %s: %w", v.name, err))
			}
			f.Annotations = map[string][]string{ambient: {v.name}}
		}
	})
	return failure
}

// aVariable is a variable of the environment, and what stands before its value in
// that of its flag.
type aVariable struct{ name, before string }

// variables are those of a flag: one, but for the images of databases, which have
// one each.
func variables(flag string) []aVariable {
	if flag != databaseImage {
		return []aVariable{{"REGRESS_" + strings.ToUpper(strings.ReplaceAll(flag, "-", "_")), ""}}
	}
	var all []aVariable
	for _, p := range []database.Product{database.PostgreSQL, database.MySQL, database.MariaDB} {
		all = append(all, aVariable{"REGRESS_" + strings.ToUpper(string(p)) + "_IMAGE", string(p) + "="})
	}
	return all
}
