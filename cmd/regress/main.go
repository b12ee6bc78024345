// Command regress starts StreamPark releases, lets time pass, calls them with
// API tokens, and says what happened, why, and whether that was expected.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"sync"
	"syscall"

	"streampark-regress/harness/printable"
	"streampark-regress/harness/verdict"
)

func main() {
	// Later signals are caught too: what was started is removed in any case.
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	defer stop()
	// Who reads the output may go away in the middle (`| head -1`). What was
	// started is removed all the same, and the results are written.
	signal.Ignore(syscall.SIGPIPE)
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

// execute runs the program and returns its exit code, which is one that git bisect
// understands where it runs the program.
func execute(ctx context.Context, s streams, args []string) int {
	code := carryOut(ctx, s, args)
	if ofGitBisect(args) {
		return forGitBisect(ctx, code)
	}
	return code
}

// carryOut runs the program and returns its exit code. Nothing that a server says
// gets to the terminal as it is.
func carryOut(ctx context.Context, s streams, args []string) int {
	out := &recorder{to: s.out}
	s.out, s.err = printable.NewWriter(out), printable.NewWriter(s.err)
	root := newRoot(s) //nolint:contextcheck // cobra hands the context to the command that runs
	if len(args) == 0 || !completing(args[0]) {
		strict(root)
	}
	root.SetArgs(args)
	c, err := root.ExecuteContextC(ctx)
	if err == nil {
		err = out.failure()
	}
	if err == nil {
		return verdict.ExitAsExpected
	}
	end, ended := errors.AsType[*exit](err)
	switch {
	case ended:
	case ctx.Err() != nil, out.failure() != nil: // the command line is not to blame
		end = &exit{verdict.ExitInconclusive, err}
	default:
		fmt.Fprintf(s.err, "regress: %v\nTry '%s --help'.\n", err, c.CommandPath())
		return verdict.ExitUsage
	}
	switch {
	case end.err == nil, errors.Is(end.err, syscall.EPIPE): // who closed the output knows
	case ctx.Err() != nil:
		fmt.Fprintf(s.err, "regress: interrupted: %v\n", end.err)
	default:
		fmt.Fprintf(s.err, "regress: %v\n", end.err)
	}
	return end.code
}

// recorder keeps the first failure to write: nobody has seen what was to be
// shown, so nothing can be said to be as expected.
type recorder struct {
	to io.Writer

	mu     sync.Mutex
	failed error
}

// Write writes to the writer behind it.
func (r *recorder) Write(text []byte) (int, error) {
	n, err := r.to.Write(text)
	r.mu.Lock()
	defer r.mu.Unlock()
	if err != nil && r.failed == nil {
		r.failed = inconclusive(fmt.Errorf("write to the standard output: %w", err))
	}
	return n, err
}

func (r *recorder) failure() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.failed
}

// Unwrap is the writer behind it.
func (r *recorder) Unwrap() io.Writer { return r.to }

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
