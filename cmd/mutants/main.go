// Command mutants changes the packages that decide in every small way that
// gremlins knows, runs their tests on each change, and lists the changes that no
// test notices. It ends with 1 where one of them is not explained in
// docs/mutants.yaml.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	err := mutate(ctx, os.Args[1:])
	switch {
	case err == nil:
	case errors.Is(err, errUnexplained):
		fmt.Fprintf(os.Stderr, "mutants: %v\n", err)
		stop()
		os.Exit(1)
	default:
		fmt.Fprintf(os.Stderr, "mutants: %v\n", err)
		stop()
		os.Exit(2)
	}
}

// errUnexplained is the end of a run that found what nobody has explained.
var errUnexplained = errors.New("no test noticed the mutants above, and docs/mutants.yaml does not explain them: add a test, or, where no test could tell the difference, an entry that says why")

func mutate(ctx context.Context, args []string) (err error) {
	flags := flag.NewFlagSet("mutants", flag.ContinueOnError)
	listed := flags.String("list", "docs/mutants.yaml", "the packages to mutate, and the explained survivors")
	only := flags.String("packages", "", "only these packages of the list, separated by commas or spaces")
	workers := flags.Int("workers", 1, "mutants tried at once")
	patience := flags.Int("patience", 10, "how many times longer than without a mutant the tests of a package may take, building them included; more on a busy machine")
	if err := flags.Parse(args); err != nil {
		return err
	}
	text, err := os.ReadFile(*listed)
	if err != nil {
		return fmt.Errorf("read the list of packages (run this in the root of the repository): %w", err)
	}
	list, err := ReadList(*listed, text)
	if err != nil {
		return err
	}
	packages, err := list.Choose(strings.FieldsFunc(*only, func(r rune) bool { return r == ',' || r == ' ' }))
	if err != nil {
		return err
	}
	scratch, err := os.MkdirTemp("", "mutants-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(scratch)) }()
	g, err := NewGremlins(ctx, scratch, Pace{Workers: *workers, Patience: *patience})
	if err != nil {
		return err
	}
	var reports []Report
	for _, p := range packages {
		fmt.Fprintf(os.Stderr, "\n== %s\n", p.Path)
		mutants, err := g.Unleash(ctx, p)
		if err != nil {
			return fmt.Errorf("mutate %s: %w", p.Path, err)
		}
		if err := Locate(filepath.Join(g.Root(), filepath.FromSlash(p.Path)), mutants); err != nil {
			return err
		}
		reports = append(reports, list.Judge(p, mutants))
	}
	fmt.Println()
	Write(os.Stdout, reports)
	if slices.ContainsFunc(reports, Report.Open) {
		return errUnexplained
	}
	return nil
}
