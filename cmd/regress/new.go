package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"streampark-regress/harness/script"
)

func newNew(s streams) *cobra.Command {
	c := &cobra.Command{
		Use:   "new",
		Short: "Write the beginning of a scenario of your own",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			return usage(errors.New("say what to write: `regress new scenario NAME --features DIR`"))
		},
	}
	c.AddCommand(newScenario(s))
	return c
}

func newScenario(s streams) *cobra.Command {
	o := &options{}
	c := &cobra.Command{
		Use:   "scenario NAME [FILE.feature]",
		Short: "Write a feature file with a scenario that runs as it stands",
		Long: `Writes a feature file with one scenario, which runs as it stands: change its steps to
what you have seen, in the words that regress steps lists. The file is FILE, or one
named after the scenario in the folder of --features, which is made if it is not
there. A file that is there already is left as it is.`,
		Args: func(_ *cobra.Command, args []string) error {
			switch {
			case len(args) == 0:
				return errNoName
			case len(args) > 2:
				return fmt.Errorf("unexpected argument %q: quote the name if it has spaces", args[2])
			}
			return nil
		},
		RunE: func(c *cobra.Command, args []string) error {
			name, err := scenarioName(args[0])
			if err != nil {
				return usage(err)
			}
			file, err := o.scenarioFile(c, name, args[1:])
			if err != nil {
				return usage(err)
			}
			if err := writeNew(file, skeleton(name)); err != nil {
				return usage(err)
			}
			dir := o.features
			if len(args) > 1 {
				dir = filepath.Dir(file)
			}
			quoted := func(word string) string { return script.Literal(filepath.ToSlash(word)).Quoted() }
			fmt.Fprintf(s.out, "wrote %s; run it on the model:\n  regress run --features %s --scenario %s --target model\n", filepath.ToSlash(file), quoted(dir), quoted(file))
			return nil
		},
	}
	c.Flags().StringVar(&o.features, ownFeatures, "", "the folder to write the file into, for regress run --features")
	return c
}

// errNoName is the error of a scenario without a name.
var errNoName = errors.New("the scenario has no name: say what it shows, as in \"It starts the nightly job\"")

// longestName is how many letters the name of a scenario may have: it stands in a
// line of every report.
const longestName = 200

// scenarioName is a name as it can stand in a feature file.
func scenarioName(name string) (string, error) {
	name = strings.TrimSpace(name)
	switch {
	case name == "":
		return "", errNoName
	case !utf8.ValidString(name) || strings.ContainsFunc(name, unicode.IsControl):
		return "", fmt.Errorf("invalid name %q: it has to be one line of text", name)
	case utf8.RuneCountInString(name) > longestName:
		return "", fmt.Errorf("the name has %d letters, and no more than %d are of use: shorten it", utf8.RuneCountInString(name), longestName)
	}
	return name, nil
}

// scenarioFile is where a scenario is to be written.
func (o *options) scenarioFile(c *cobra.Command, name string, files []string) (string, error) {
	dir := c.Flags().Lookup(ownFeatures)
	switch {
	case len(files) > 0 && dir.Changed && dir.Annotations[ambient] == nil:
		return "", fmt.Errorf("give %s or --%s, not both", files[0], ownFeatures)
	case len(files) > 0 && filepath.Ext(files[0]) != ".feature":
		return "", fmt.Errorf("invalid file %q: its name has to end with .feature, or nobody reads it", files[0])
	case len(files) > 0:
		return files[0], nil
	case o.features == "":
		return "", errors.New("say where to write it: --features DIR, or a FILE.feature behind the name")
	}
	base := fileName(name)
	if base == "" {
		return "", fmt.Errorf("%q makes no name for a file: give a FILE.feature behind it", name)
	}
	if err := os.MkdirAll(o.features, 0o755); err != nil {
		return "", fmt.Errorf("--%s: %w", ownFeatures, err)
	}
	return filepath.Join(o.features, base+".feature"), nil
}

// longestFileName is how many bytes of a scenario's name the name of its file takes.
const longestFileName = 80

// fileName is the name of a scenario as that of a file, without an ending.
func fileName(name string) string {
	var b strings.Builder
	for word := range strings.FieldsFuncSeq(strings.ToLower(name), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		if b.Len() > 0 && b.Len()+len(word) >= longestFileName {
			break
		}
		if b.Len() > 0 {
			b.WriteByte('_')
		}
		b.WriteString(word)
	}
	return b.String()
}

// writeNew writes a file that is not there yet.
func writeNew(file, text string) error {
	f, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("%s is there already, and stays as it is: name another file", file)
	}
	if err != nil {
		return fmt.Errorf("write the scenario: %w", err)
	}
	_, err = f.WriteString(text)
	return errors.Join(err, f.Close())
}

// skeleton is a feature file with a scenario that holds on every usual release.
func skeleton(name string) string {
	return `# What you have seen, in the words that ` + "`regress steps`" + ` lists. As it stands it
# makes a token, starts an application with it, and expects that it starts.
Feature: ` + name + `

  Scenario: ` + name + `
    Given StreamPark as shipped
    And a scheduler with a new API token
    And an application that can be started
    When the scheduler starts the application
    Then the application starts
`
}
