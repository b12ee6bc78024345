package main

import (
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"streampark-regress/harness/evidence"
	"streampark-regress/harness/migration"
	"streampark-regress/harness/report/callers"
	"streampark-regress/harness/script"
	"streampark-regress/harness/verdict"
)

// longestScript is how much is read of a script, in bytes.
const longestScript = 16 << 20

func newCheckCaller(s streams) *cobra.Command {
	o := &options{}
	var from, to string
	var told conclusion
	c := &cobra.Command{
		Use:   "check-caller --from R --to R [FILE ...]",
		Short: "Find out what an upgrade breaks in your own scripts",
		Long: `Reads the curl commands in shell scripts, or in texts that have some in them, and
says for each call to StreamPark what the upgrade changes: the address, the names
of the fields and what their values mean there, the token. Without files standard
input is read.

Nothing is run and nobody is called: what a variable hides stays hidden, and is
said to be undecided where it matters. Everything comes from the catalogue; see
regress releases.

A field that a release does not know is ignored with 200 "success", and so is a
value that it takes for false. That is the worst that can happen, since nobody
notices, and stands first. What was not measured on the release says so.`,
		RunE: func(_ *cobra.Command, files []string) error {
			check, err := o.migration(from, to)
			if err := errors.Join(err, told.ready()); err != nil {
				return usage(err)
			}
			scripts, err := readScripts(s.in, files)
			if err != nil {
				return usage(err)
			}
			redactor := &evidence.Redactor{Show: o.secrets}
			conceal(redactor, scripts)
			found := check.Of(scripts...)
			err = told.tell(s.out, func(out io.Writer) error { return callers.Write(out, found, redactor.Redact) },
				func(out io.Writer) error { return callers.JSON(out, found, redactor.Redact) })
			if err != nil {
				return err
			}
			switch found.Verdict() {
			case migration.Breaks:
				return &exit{code: verdict.ExitUnexpected}
			case migration.Unknown:
				return &exit{code: verdict.ExitInconclusive}
			case migration.Unchanged:
			}
			return nil
		},
	}
	c.Flags().StringVar(&from, "from", "", "the release that the scripts are written for")
	c.Flags().StringVar(&to, "to", "", "the release to upgrade to")
	told.addTo(c.Flags(), "harness/report/callers/schema/callers.v1.json")
	c.Flags().BoolVar(&o.secrets, "show-secrets", false, "show tokens and passwords as they stand in the scripts")
	_ = c.MarkFlagRequired("from") // fails only for a flag that is not there
	_ = c.MarkFlagRequired("to")
	o.addCatalogueTo(c.Flags())
	return c
}

// migration is the upgrade to check scripts against.
func (o *options) migration(from, to string) (migration.Check, error) {
	c, err := o.readCatalogue()
	if err != nil {
		return migration.Check{}, err
	}
	before, err := c.Find(from)
	if err != nil {
		return migration.Check{}, fmt.Errorf("--from: %w", err)
	}
	after, err := c.Find(to)
	if err != nil {
		return migration.Check{}, fmt.Errorf("--to: %w", err)
	}
	if from == to {
		return migration.Check{}, fmt.Errorf("--from and --to are both %s: name two releases", from)
	}
	return migration.Check{Catalogue: c, From: before, To: after}, nil
}

// readScripts reads the files, or standard input for none and for "-".
func readScripts(in io.Reader, files []string) ([]script.Script, error) {
	if len(files) == 0 {
		files = []string{"-"}
	}
	var all []script.Script
	for _, name := range files {
		text, err := readScript(in, name)
		if err != nil {
			return nil, fmt.Errorf("read a script: %w", err)
		}
		if name == "-" {
			name = "standard input"
		}
		all = append(all, script.Read(name, text))
	}
	return all, nil
}

func readScript(in io.Reader, name string) (string, error) {
	if name != "-" {
		file, err := os.Open(name)
		if err != nil {
			return "", err
		}
		defer file.Close()
		in = file
	}
	text, err := io.ReadAll(io.LimitReader(in, longestScript+1))
	switch {
	case err != nil:
		return "", err
	case len(text) > longestScript:
		return "", fmt.Errorf("%s is longer than %d MB: give the part with the calls", name, longestScript>>20)
	case len(text) == 0 && name == "-":
		return "", errors.New("there is nothing on standard input: give a file, or a script on standard input")
	}
	return string(text), nil
}

// conceal tells the redactor of what must not be printed.
func conceal(r *evidence.Redactor, scripts []script.Script) {
	for _, s := range scripts {
		for _, c := range s.Calls {
			tokens, passwords := c.Credentials()
			for _, t := range tokens {
				r.Token(t)
			}
			for _, p := range passwords {
				r.Password(p)
			}
		}
	}
}
