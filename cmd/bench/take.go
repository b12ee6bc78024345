package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"syscall"
	"time"
)

// take takes it once.
func (w *way) take(ctx context.Context, e *engine, within time.Duration) error {
	run := fmt.Sprintf("bench-%d", time.Now().UnixNano())
	if len(w.up) > 0 {
		if err := e.noneUp(ctx); err != nil {
			return err
		}
		// What is up is removed also where it came up in part, or an interrupt ends this.
		defer func() { _, _ = w.do(context.WithoutCancel(ctx), w.down, run, within) }()
		if _, err := w.do(ctx, w.up, run, within); err != nil {
			return err
		}
	}
	// The results of the last time would name its run.
	if err := os.RemoveAll(w.results); w.results != "" && err != nil {
		return err
	}
	var spent func() float64
	if w.containers {
		spent = e.watch(ctx, func() string { return w.label(run) })
	}
	done, err := w.do(ctx, w.command, run, within)
	if w.containers {
		done.taken.containers = spent()
	}
	if err != nil {
		return err
	}
	if len(w.up) > 0 && bytes.Contains(done.said, []byte("starting a fresh one")) {
		return errors.New("a server that was up was not used: " + last(done.said))
	}
	w.taken = append(w.taken, done.taken)
	return nil
}

// label is what the containers of it have, empty as long as nobody knows. The folder of
// a run is called like it, and the only one there.
func (w *way) label(run string) string {
	if len(w.up) > 0 {
		return warmLabel
	}
	if w.results == "" {
		return runLabel + run
	}
	found, _ := os.ReadDir(w.results) // there is none before it begins
	for _, f := range found {
		if f.IsDir() {
			return runLabel + f.Name()
		}
	}
	return ""
}

// done is a command that ended well: what it said, and what it took.
type done struct {
	said  []byte
	taken taken
}

// do runs a command of it to its end.
func (w *way) do(ctx context.Context, command []string, run string, within time.Duration) (done, error) {
	ctx, cancel := context.WithTimeout(ctx, within)
	defer cancel()
	c := exec.CommandContext(ctx, command[0], command[1:]...)
	c.Env = append(append(os.Environ(), w.environment...), "BENCH_RUN="+run)
	c.Cancel = func() error { return c.Process.Signal(os.Interrupt) } // it removes what it has made
	c.WaitDelay = time.Minute
	begun := time.Now()
	said, err := c.CombinedOutput()
	d := done{said, taken{seconds: time.Since(begun).Seconds()}}
	if ctx.Err() != nil {
		return d, fmt.Errorf("%s took longer than %s", command[0], within)
	}
	if failed := (*exec.ExitError)(nil); errors.As(err, &failed) {
		return d, fmt.Errorf("%s ended with %d: %s", command[0], failed.ExitCode(), last(said))
	}
	if err != nil {
		return d, err
	}
	d.taken.own = (c.ProcessState.UserTime() + c.ProcessState.SystemTime()).Seconds()
	if used, ok := c.ProcessState.SysUsage().(*syscall.Rusage); ok && w.results != "" {
		d.taken.peak = megabytes(used.Maxrss, runtime.GOOS)
	}
	return d, nil
}

// megabytes are those of a peak as getrusage(2) tells it: bytes on macOS, and units of
// 1024 bytes elsewhere.
func megabytes(peak int64, system string) float64 {
	if system == "darwin" {
		return float64(peak) / 1e6
	}
	return float64(peak) * 1024 / 1e6
}
