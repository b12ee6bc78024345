package main

import (
	"context"
	"fmt"
	"slices"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"streampark-regress/harness/choice"
	"streampark-regress/harness/docker"
	"streampark-regress/harness/report/words"
	"streampark-regress/suite/session"
)

// The values of --warm.
const (
	warmAuto = "auto"
	warmYes  = "yes"
	warmNo   = "no"
)

// warmths are the values of --warm.
func warmths() []string { return []string{warmAuto, warmYes, warmNo} }

// addWarmTo declares the flag for servers that are up.
func (o *options) addWarmTo(f *pflag.FlagSet) {
	f.StringVar(&o.warm, "warm", warmAuto, "use servers of regress up where they are the same: auto (yes, but not where CI is set), yes or no")
}

// chooseWarm finds out whether servers that are up are used. Nothing is asked of an
// engine where they are not wanted, and one that does not answer has none.
func (o *options) chooseWarm(ctx context.Context) error {
	if !slices.Contains(warmths(), o.warm) {
		return usage(fmt.Errorf("--warm %q: choose %s", o.warm, choice.OneOf(warmths())))
	}
	containers := o.target == string(session.Auto) || o.target == string(session.Docker)
	if o.warm == warmYes && !containers {
		return usage(fmt.Errorf("--warm yes: only containers stay up: leave out --target %s", o.target))
	}
	if o.warm == warmNo || !containers || o.warm == warmAuto && (fallback() == session.Stop || o.shard != "" || o.keep) {
		return nil
	}
	engine, err := docker.Connect(ctx)
	if err != nil {
		return nil //nolint:nilerr // the run says so itself, or takes the model
	}
	up, err := engine.Running(ctx, docker.WarmLabel)
	if err != nil {
		return inconclusive(err)
	}
	if len(up) > 0 {
		o.warmth = docker.UseWarm
	}
	return nil
}

func newUp(s streams) *cobra.Command {
	o := &options{}
	c := &cobra.Command{
		Use:   "up",
		Short: "Start the servers that a run needs, and leave them up for many runs",
		Long: `Starts the servers that a run with the same flags shares between its scenarios, with
their database, and leaves them up. regress run takes each that is the same in image,
configuration, JVM options, clock and shim, says so, and leaves it up in turn; one
after the other, for a run has a server to itself. Each scenario still has a user, a
token and an application of its own, and the clock only goes forward. Scenarios that
restart or upgrade their server, or have it to themselves, get a fresh one.

Servers that are up belong to no program that runs: regress clean spares them, unless
it is told --all, and regress down removes them.`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return o.up(c.Context(), s) },
	}
	o.addTo(c.Flags())
	o.addTargetTo(c.Flags())
	o.addExpectTo(c.Flags())
	o.addMemoryTo(c.Flags())
	return c
}

// up starts what is not up yet.
func (o *options) up(ctx context.Context, s streams) error {
	if o.target != string(session.Auto) && o.target != string(session.Docker) {
		return usage(fmt.Errorf("--target %s: only containers stay up: leave it out", o.target))
	}
	o.target, o.warmth = string(session.Docker), docker.LeaveWarm
	if err := o.identify(ctx, s); err != nil {
		return err
	}
	plan, catalogue, err := o.plan()
	if err != nil {
		return err
	}
	settings, err := o.settings(catalogue)
	if err != nil {
		return err
	}
	if err := settings.Unused(plan.Releases()); err != nil {
		return usage(err)
	}
	left, err := session.Up(ctx, session.UpOptions{Settings: settings, Plan: plan, Catalogue: catalogue, ShowSecrets: o.secrets, Report: progress(s, "up")})
	for _, r := range left {
		fmt.Fprintf(s.out, "up: StreamPark %s at %s (%s)\n", r.Release, r.URL, r.Name)
	}
	if err != nil {
		return inconclusive(err)
	}
	fmt.Fprintf(s.out, "%s up; `regress run` uses what is the same, `regress down` removes it\n", words.Count(len(left), "server"))
	return nil
}

func newDown(s streams) *cobra.Command {
	return &cobra.Command{
		Use:   "down",
		Short: "Remove the servers that regress up has left up",
		Args:  cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			engine, err := docker.Connect(c.Context())
			if err != nil {
				return inconclusive(err)
			}
			swept, err := engine.Sweep(c.Context(), docker.WarmLabel)
			fmt.Fprintf(s.out, "removed %s, %s, %s\n",
				words.Count(swept.Containers, "container"), words.Count(swept.Networks, "network"), words.Count(swept.Volumes, "volume"))
			if err != nil {
				return inconclusive(err)
			}
			return nil
		},
	}
}
