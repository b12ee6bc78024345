// Command bench measures what docs/performance.md says: it runs each way of seeing the
// issue in turn, as often as it is told, and writes the table and what it aims at. The
// way by hand and the bare start are scripts beside it; the rest is bin/regress. Run it
// as `make bench`.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"time"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	o, err := parse(os.Args[1:], os.Getenv, os.Stderr)
	if err != nil {
		os.Exit(64)
	}
	if err := bench(ctx, o); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// options are what the command line says.
type options struct {
	runs   int
	out    string
	within time.Duration
	images images
}

// parse reads the command line. What is wrong with it has been said on stderr then.
func parse(args []string, env func(string) string, stderr io.Writer) (options, error) {
	o := options{images: usual(env)}
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.IntVar(&o.runs, "runs", 3, "how often each way is taken")
	flags.StringVar(&o.out, "out", "docs/performance.md", "the page whose table is replaced")
	flags.DurationVar(&o.within, "within", 10*time.Minute, "how long one way may take")
	flags.Func("image", "the image of one of the two releases, as 2.1.4=REF; may be repeated (default apache/streampark:VERSION)", o.images.set)
	flags.StringVar(&o.images.database, "database-image", o.images.database, "the image of PostgreSQL (REGRESS_POSTGRES_IMAGE)")
	if err := flags.Parse(args); err != nil {
		return o, err
	}
	var wrong string
	switch {
	case flags.NArg() > 0:
		wrong = fmt.Sprintf("there is no argument %q, only flags", flags.Arg(0))
	case o.runs < 1:
		wrong = fmt.Sprintf("-runs %d: choose 1 or more", o.runs)
	case o.within <= 0:
		wrong = fmt.Sprintf("-within %s: choose more than nothing", o.within)
	default:
		return o, nil
	}
	err := fmt.Errorf("%s; bench -help lists what there is", wrong)
	fmt.Fprintln(stderr, "bench:", err)
	return o, err
}

// bench takes all measures in turn, so that a busy minute falls on each of them.
func bench(ctx context.Context, o options) error {
	work, err := os.MkdirTemp("", "regress-bench-")
	if err != nil {
		return fmt.Errorf("make a folder for the results: %w", err)
	}
	defer func() { _ = os.RemoveAll(work) }()
	if _, err := os.ReadFile(o.out); err != nil { // before half an hour has passed
		return fmt.Errorf("read the page: %w", err)
	}
	m := measures{images: o.images.String(), ways: ways(work, o.images)}
	engine, missing := connect(ctx, o.images)
	m.processors = engine.processors(ctx)
	if m.starts, err = starts(ctx, o.images); err != nil {
		return err
	}
	for n := range o.runs {
		for i := range m.ways {
			w := &m.ways[i]
			if w.containers && missing != nil {
				w.why = missing.Error()
			}
			if w.why != "" {
				continue
			}
			fmt.Fprintf(os.Stderr, "%d of %d: %s\n", n+1, o.runs, w.title)
			if err := w.take(ctx, engine, o.within); err != nil {
				w.why = err.Error()
			}
			if ctx.Err() != nil {
				return ctx.Err()
			}
		}
	}
	return write(o.out, m)
}
