package main

import (
	"context"
	"errors"
	"fmt"
	"math"
	"net/url"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"streampark-regress/harness/clock"
	"streampark-regress/harness/docker"
)

func newClock(s streams) *cobra.Command {
	var address string
	var show bool
	c := &cobra.Command{
		Use:   "clock --url U {+DURATION|--show}",
		Short: "Move the clock of a server that --keep has left running",
		Long: `Moves the clock of a StreamPark that a run has left running (run --keep): the server
believes that so much time has passed, and everything that depends on it, such as
the expiry of a token, has happened. It only goes forward: a StreamPark whose clock
was set back rejects every sign-in.

The server is found by its address among the containers that regress has started on
this machine's engine. Any other is refused.`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			by, err := step(args, show)
			if err != nil {
				return usage(err)
			}
			at, err := localAddress(address)
			if err != nil {
				return usage(err)
			}
			r, err := ours(c.Context(), at)
			if err != nil {
				return err
			}
			return moveClock(c.Context(), s, r, by)
		},
	}
	c.Flags().StringVar(&address, "url", "", "the address of the server, as --keep has printed it")
	c.Flags().BoolVar(&show, "show", false, "show the clock and leave it as it is")
	_ = c.MarkFlagRequired("url") // fails only for a flag that is not there
	c.SetFlagErrorFunc(func(_ *cobra.Command, err error) error {
		if strings.Contains(err.Error(), "unknown shorthand flag") {
			return errors.New("a clock only goes forward: write how far as +2h")
		}
		return err
	})
	return c
}

// step is how far to move a clock, zero to show it.
func step(args []string, show bool) (time.Duration, error) {
	switch {
	case show && len(args) > 0:
		return 0, errors.New("give how far to move the clock or --show, not both")
	case show:
		return 0, nil
	case len(args) == 0:
		return 0, errors.New("say how far to move the clock, such as +2h, or --show it")
	}
	by, err := clock.ParseDuration(strings.TrimPrefix(args[0], "+"))
	if err != nil {
		return 0, fmt.Errorf("invalid step %q: write it as +2h, +90m or \"+400 days\"; a clock only goes forward", args[0])
	}
	if by < time.Second {
		return 0, fmt.Errorf("invalid step %q: give at least 1s", args[0])
	}
	return by, nil
}

// localAddress reads the address of a container, with or without http:// in front.
func localAddress(text string) (*url.URL, error) {
	if !strings.Contains(text, "://") {
		text = "http://" + text
	}
	return serverAddress(text)
}

// ours is the server of ours at an address.
func ours(ctx context.Context, at *url.URL) (docker.Running, error) {
	engine, err := docker.Connect(ctx)
	if err != nil {
		return docker.Running{}, inconclusive(err)
	}
	all, err := engine.Running(ctx, docker.Label)
	if err != nil {
		return docker.Running{}, inconclusive(err)
	}
	known := "none runs: start one with `regress run --keep`"
	var urls []string
	for _, r := range all {
		if r.Serves(at) {
			if !r.Movable {
				return r, usage(fmt.Errorf("%s was started without the clock that can be moved: run with --clock jump --keep", r.Name))
			}
			return r, nil
		}
		urls = append(urls, fmt.Sprintf("%s (%s)", r.URL, r.Name))
	}
	if len(urls) > 0 {
		known = "those that run: " + strings.Join(urls, ", ")
	}
	return docker.Running{}, usage(fmt.Errorf("no container of regress's serves %s, and the clock of any other server is left alone; %s", at, known))
}

// movedWithin is how long a move may take to show in the server's answers.
const movedWithin = 15 * time.Second

// moveClock moves a clock by a step, zero for none, and says what it shows.
func moveClock(ctx context.Context, s streams, r docker.Running, by time.Duration) error {
	ahead, err := r.Ahead(ctx)
	if err != nil {
		return inconclusive(err)
	}
	now, err := r.ServerTime(ctx)
	if err == nil && by > 0 {
		if ahead > math.MaxInt64-by {
			return usage(fmt.Errorf("the clock of %s is %s ahead already: it goes no further than 292 years", r.Name, clock.Format(ahead)))
		}
		ahead += by
		now, err = move(ctx, r, ahead, now.Add(by))
	}
	if err != nil {
		return inconclusive(fmt.Errorf("the clock of %s: %w", r.Name, err))
	}
	fmt.Fprintf(s.out, "%s: %s UTC, moved ahead by %s in all\n", r.Name, now.UTC().Format(time.DateTime), clock.Format(ahead))
	return nil
}

// move moves a clock and waits until the server shows it. What a server shows may be
// older than its clock, and never younger.
func move(ctx context.Context, r docker.Running, ahead time.Duration, until time.Time) (time.Time, error) {
	if err := r.Shift(ctx, ahead); err != nil {
		return time.Time{}, err
	}
	ctx, cancel := context.WithTimeout(ctx, movedWithin)
	defer cancel()
	for {
		now, err := r.ServerTime(ctx)
		if err == nil && !now.Before(until) {
			return now, nil
		}
		if ctx.Err() != nil {
			return now, fmt.Errorf("it was moved, and the server's Date does not show it after %s: %w", movedWithin, errors.Join(err, ctx.Err()))
		}
		_ = clock.Idle(ctx, 50*time.Millisecond) // the next look sees the interrupt
	}
}
