package main

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"streampark-regress/harness/choice"
	"streampark-regress/harness/database"
)

// ambient marks a flag whose value is that of its variable. A variable is set for
// many commands, so it may be of no use to one of them; a flag may not.
const ambient = "from the environment"

// withoutVariable marks a flag that no variable sets: what it does cannot be undone,
// or the variable means something else to other commands.
const withoutVariable = "on the command line only"

// onCommandLineOnly marks flags so.
func onCommandLineOnly(flags *pflag.FlagSet, names ...string) {
	for _, name := range names {
		f := flags.Lookup(name)
		if f.Annotations == nil {
			f.Annotations = map[string][]string{}
		}
		f.Annotations[withoutVariable] = []string{"true"}
	}
}

// fromEnvironment gives each flag that was not set on the command line the
// value of its variable.
func fromEnvironment(flags *pflag.FlagSet) error {
	var failure error
	flags.VisitAll(func(f *pflag.Flag) {
		if f.Changed {
			return
		}
		for _, v := range variables(f) {
			value, set := os.LookupEnv(v.name)
			if !set || value == "" || failure != nil {
				continue
			}
			if err := flags.Set(f.Name, v.before+value); err != nil {
				failure = usage(fmt.Errorf("the variable %s: %w", v.name, err))
			}
			if f.Annotations == nil {
				f.Annotations = map[string][]string{}
			}
			f.Annotations[ambient] = []string{v.name}
		}
	})
	return failure
}

// aVariable is a variable of the environment, and what stands before its value in
// that of its flag.
type aVariable struct{ name, before string }

// prefix is that of all variables that mean something to the program.
const prefix = "REGRESS_"

// variables are those of a flag: one, but for the images of databases, which have
// one each, and for flags that are set on the command line only.
func variables(f *pflag.Flag) []aVariable {
	switch {
	case f.Annotations[withoutVariable] != nil, slices.Contains(cobras(), f.Name):
		return nil
	case f.Name != databaseImage:
		return []aVariable{{prefix + strings.ToUpper(strings.ReplaceAll(f.Name, "-", "_")), ""}}
	}
	var all []aVariable
	for _, p := range []database.Product{database.PostgreSQL, database.MySQL, database.MariaDB} {
		all = append(all, aVariable{prefix + strings.ToUpper(string(p)) + "_IMAGE", string(p) + "="})
	}
	return all
}

// cobras are the flags that cobra declares.
func cobras() []string { return []string{"help", "version", "no-descriptions"} }

// required is the variable that says what a machine promises to have for the tests
// of this program; it is set while they run it.
const required = "REGRESS_REQUIRE"

// knownVariables are those of all flags, and those that are not of a flag.
func knownVariables(root *cobra.Command) []string {
	all := []string{passwordVariable, required}
	var add func(*cobra.Command)
	add = func(c *cobra.Command) {
		c.LocalFlags().VisitAll(func(f *pflag.Flag) {
			for _, v := range variables(f) {
				all = append(all, v.name)
			}
		})
		for _, below := range c.Commands() {
			add(below)
		}
	}
	add(root)
	slices.Sort(all)
	return slices.Compact(all)
}

// unknownVariables finds variables of the environment that mean nothing: who set one
// took it for obeyed. Their values are not told: one may be a password.
func unknownVariables(root *cobra.Command) error {
	known := knownVariables(root)
	var wrong []error
	for _, set := range os.Environ() {
		name, value, _ := strings.Cut(set, "=")
		if strings.HasPrefix(name, prefix) && value != "" && !slices.Contains(known, name) {
			wrong = append(wrong, fmt.Errorf("unknown variable %s in the environment: the nearest is %s; correct it, or unset it", name, choice.Nearest(name, known)))
		}
	}
	return errors.Join(wrong...)
}
