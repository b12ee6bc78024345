package main

import (
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"streampark-regress/harness/clock"
	"streampark-regress/harness/release"
	"streampark-regress/suite/session"
)

// The usual values of flags.
const (
	usualOut   = "results"
	usualStart = 3 * time.Minute
)

// startsNothing are the options of a command that looks for what a run takes, and
// has no flags for how servers start.
func startsNothing() *options {
	return &options{clock: string(clock.Jump), target: string(session.Auto), jvm: string(session.FastJVM), startTimeout: usualStart}
}

// addCatalogueTo declares the flag for a catalogue of one's own.
func (o *options) addCatalogueTo(f *pflag.FlagSet) {
	f.StringVar(&o.catalogue, "releases-file", "", "a catalogue to use instead of the built-in releases.yaml")
}

// addOutTo declares the flag for the folder of the results.
func (o *options) addOutTo(f *pflag.FlagSet) {
	f.StringVar(&o.out, "out", usualOut, "folder for the results")
}

// addMemoryTo declares the flag that limits how many servers run at once.
func (o *options) addMemoryTo(f *pflag.FlagSet) {
	f.Int64Var(&o.memory, "memory", 0, "memory for all servers that run at once, in MB (default: three quarters of the engine's)")
}

// fallback is what becomes of a run that named no target: in CI the model is
// never taken silently.
func fallback() session.Fallback {
	if ci := os.Getenv("CI"); ci != "" && ci != "false" {
		return session.Stop
	}
	return session.ToModel
}

// pairs reads RELEASE=VALUE flags.
func pairs(flag string, given []string, c *release.Catalogue) (map[string]string, error) {
	read := map[string]string{}
	for _, g := range given {
		version, value, ok := strings.Cut(g, "=")
		if !ok || value == "" {
			return nil, fmt.Errorf("%s %q: write it as RELEASE=VALUE, where RELEASE is a version", flag, g)
		}
		if _, err := c.Find(version); err != nil {
			return nil, fmt.Errorf("%s %q: %w", flag, g, err)
		}
		if was, twice := read[version]; twice {
			return nil, fmt.Errorf("%s %q: %s has %s already: give it one", flag, g, version, was)
		}
		read[version] = value
	}
	return read, nil
}
