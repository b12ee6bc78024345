// Command mutants changes the packages that decide in every small way, runs their
// tests on each change, and lists the changes that no test notices. All changes of
// a package are built into one program, which makes one of them at a time. It ends
// with 1 where a change that no test notices is not explained in docs/mutants.yaml.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"time"
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

func mutate(ctx context.Context, args []string) error {
	hunt := Hunt{Log: os.Stderr}
	flags := flag.NewFlagSet("mutants", flag.ContinueOnError)
	listed := flags.String("list", "docs/mutants.yaml", "the packages to mutate, and the explained survivors")
	only := flags.String("packages", "", "only these packages of the list, separated by commas or spaces")
	flags.IntVar(&hunt.Workers, "workers", runtime.NumCPU(), "mutants tried at once")
	flags.IntVar(&hunt.Patience, "patience", 5, "how many times longer than without a mutant the tests of a package may take, before the mutant is tried again by itself, for three times as long")
	flags.DurationVar(&hunt.Least, "least", 10*time.Second, "how long the tests of a package may take in any case")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if hunt.Workers < 1 || hunt.Patience < 1 {
		return errors.New("-workers and -patience are at least 1")
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
	reports, err := hunt.Packages(ctx, list, packages)
	if err != nil {
		return err
	}
	fmt.Println()
	Write(os.Stdout, reports)
	if slices.ContainsFunc(reports, Report.Open) {
		return errUnexplained
	}
	return nil
}
