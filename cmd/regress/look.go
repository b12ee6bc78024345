package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"slices"

	"github.com/spf13/pflag"

	"streampark-regress/harness/choice"
	"streampark-regress/harness/report/result"
	"streampark-regress/harness/report/terminal"
)

// look is how much of a run is printed, and whether in colours.
type look struct {
	color          string
	verbose, quiet bool
}

// colors are the values of --color.
func colors() []string { return []string{"auto", "always", "never"} }

func (l *look) addTo(f *pflag.FlagSet) {
	f.StringVar(&l.color, "color", "auto", "auto (on a terminal, unless NO_COLOR is set), always or never")
	f.BoolVar(&l.verbose, "verbose", false, "print the table of calls, and how long a token works, too")
	f.BoolVar(&l.quiet, "quiet", false, "print the verdict alone")
}

// validate refuses what cannot be meant. The error is the user's.
func (l *look) validate() error {
	switch {
	case !slices.Contains(colors(), l.color):
		return fmt.Errorf("--color %q: choose %s", l.color, choice.OneOf(colors()))
	case l.verbose && l.quiet:
		return errors.New("--verbose and --quiet: choose one of them")
	}
	return nil
}

// screen is what a summary is written to. Colours are for terminals, unless they
// are asked for; NO_COLOR (no-color.org) turns them off.
func (l *look) screen(out io.Writer) terminal.Screen {
	s := terminal.Screen{Columns: columns(out)}
	switch l.color {
	case "always":
		s.Colour = true
	case "auto":
		s.Colour = s.Columns > 0 && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"
	}
	return s
}

// details prints all but the headline.
func (l *look) details(out io.Writer, r result.Result) error {
	switch {
	case l.quiet:
		return nil
	case l.verbose:
		return terminal.Details(behind(out), r, l.screen(out))
	}
	return terminal.Brief(behind(out), r, l.screen(out))
}

// headline prints the verdict.
func (l *look) headline(out io.Writer, r result.Result) error {
	return terminal.Headline(behind(out), r, l.screen(out))
}

// progress is where is told how it goes on: nowhere, where the verdict alone is
// wanted.
func (l *look) progress(s streams) io.Writer {
	if l.quiet {
		return io.Discard
	}
	return s.err
}
