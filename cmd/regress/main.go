// Command regress starts StreamPark releases, lets time pass, calls them with
// API tokens, and says what happened, why, and whether that was expected.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"streampark-regress/harness/printable"
	"streampark-regress/harness/verdict"
)

func main() {
	// Later signals are caught too: what was started is removed in any case.
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	defer stop()
	if err := leaveOutReaper(); err != nil {
		fmt.Fprintf(os.Stderr, "regress: %v\n", err)
	}
	os.Exit(execute(ctx, streams{os.Stdin, os.Stdout, os.Stderr}, os.Args[1:]))
}

// reaper is testcontainers-go's variable that leaves its reaper out.
const reaper = "TESTCONTAINERS_RYUK_DISABLED"

// leaveOutReaper sets the only switch that testcontainers-go knows for its
// reaper, which would remove what --keep keeps and whose image would have to be
// pulled; docker.Sweep does its work. Whoever has set the variable has his way.
// testcontainers-go reads it once, so this comes before everything else.
func leaveOutReaper() error {
	if _, set := os.LookupEnv(reaper); set {
		return nil
	}
	if err := os.Setenv(reaper, "true"); err != nil {
		return fmt.Errorf("leave out testcontainers-go's reaper: %w", err)
	}
	return nil
}

// execute runs the program and returns its exit code. Nothing that a server says
// gets to the terminal as it is.
func execute(ctx context.Context, s streams, args []string) int {
	s.out, s.err = printable.NewWriter(s.out), printable.NewWriter(s.err)
	root := newRoot(s) //nolint:contextcheck // cobra hands the context to the command that runs
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
	if err == nil {
		return verdict.ExitAsExpected
	}
	if end, ok := errors.AsType[*exit](err); ok {
		if end.err != nil {
			fmt.Fprintf(s.err, "regress: %v\n", end.err)
		}
		return end.code
	}
	fmt.Fprintf(s.err, "regress: %v\nTry 'regress --help'.\n", err)
	return verdict.ExitUsage
}

// exit ends the program with a code; err, if any, is printed.
type exit struct {
	code int
	err  error
}

func (e *exit) Error() string {
	if e.err == nil {
		return fmt.Sprintf("exit code %d", e.code)
	}
	return e.err.Error()
}

func (e *exit) Unwrap() error { return e.err }

// inconclusive marks an error as "could not be carried out".
func inconclusive(err error) error { return &exit{verdict.ExitInconclusive, err} }

// usage marks an error as the caller's.
func usage(err error) error { return &exit{verdict.ExitUsage, err} }
