package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"streampark-regress/harness/evidence"
	"streampark-regress/harness/report/result"
	"streampark-regress/harness/report/words"
	"streampark-regress/harness/results"
	"streampark-regress/harness/verdict"
	"streampark-regress/suite"
)

// rerunFailed is the flag that runs again what failed in an earlier run.
const rerunFailed = "rerun-failed"

// oneRun takes the name of a run behind --rerun-failed, and nothing else.
func (o *options) oneRun(c *cobra.Command, args []string) error {
	given := c.Flags().Changed(rerunFailed)
	switch {
	case len(args) == 0:
		return nil
	case !given:
		return fmt.Errorf("unexpected argument %q: run takes none without --%s", args[0], rerunFailed)
	case len(args) > 1 || o.rerun != results.Latest:
		return fmt.Errorf("unexpected argument %q: --%s takes one run", args[len(args)-1], rerunFailed)
	}
	o.rerun = args[0]
	return nil
}

// failedOf takes what failed in the run that was named, and the flags of that run
// that were not given now. The error is the user's.
func (o *options) failedOf(s streams) error {
	if o.rerun == "" {
		return nil
	}
	run, err := results.Folder(o.out).Find(o.rerun)
	if err != nil {
		return err
	}
	again := failed(run.Result)
	if len(again) == 0 {
		return fmt.Errorf("%w: nothing failed in %s, %s", suite.ErrNothing, run.ID, words.Count(len(run.Result.Scenarios), "scenario"))
	}
	if err := o.inherit(run.Result.FlagsFor(again)); err != nil {
		return fmt.Errorf("run again what failed in %s: %w", run.ID, err)
	}
	var releases, databases []string
	for _, s := range again {
		o.jobs = append(o.jobs, s.Job)
		if !slices.Contains(releases, s.Release) {
			releases = append(releases, s.Release)
		}
		if on := string(s.Database); on != "" && !slices.Contains(databases, on) {
			databases = append(databases, on)
		}
	}
	if len(o.releases) == 0 {
		o.releases = releases
	}
	if len(databases) > 0 && !o.flags.Changed("database") && !o.atSite() {
		o.databases = databases
	}
	fmt.Fprintf(s.err, "running again what failed in %s: %s\n", run.ID, words.Count(len(again), "scenario"))
	return nil
}

// failed lists what a run had planned that was neither as expected nor left out by
// its plan.
func failed(r result.Result) []result.Scenario {
	var all []result.Scenario
	for _, s := range r.Scenarios {
		if s.Ended() != verdict.AsExpected && s.Ended() != verdict.NotRun {
			all = append(all, s)
		}
	}
	for _, id := range r.NeverBegan {
		version, on := suite.PlaceOf(id)
		all = append(all, result.Scenario{Job: id, Scenario: evidence.Scenario{Release: version, Database: on}})
	}
	return all
}

// gone says which of the scenarios to run again are not in the plan: the features
// have changed, or other flags leave them out.
func (o *options) gone(s streams, plan suite.Plan) {
	planned := plan.IDs()
	for _, id := range o.jobs {
		if !slices.Contains(planned, id) {
			fmt.Fprintf(s.err, "not run again, for it is not in the plan: %s\n", id)
		}
	}
}

// inherit takes the flags of an earlier run that nobody has given now.
func (o *options) inherit(words []string) error {
	was := &options{}
	earlier := pflag.NewFlagSet("run", pflag.ContinueOnError)
	was.addTo(earlier)
	was.addRunTo(earlier)
	was.addKnownTo(earlier)
	if err := earlier.Parse(words); err != nil {
		return err
	}
	var problems []error
	earlier.Visit(func(f *pflag.Flag) {
		now := o.flags.Lookup(f.Name)
		if now == nil || now.Changed || f.Name == "out" {
			return
		}
		values := []string{f.Value.String()}
		if list, is := f.Value.(pflag.SliceValue); is {
			values = list.GetSlice()
		}
		for _, value := range values {
			problems = append(problems, o.flags.Set(f.Name, value))
		}
		// It is taken for what was given then: what it does not go with is said of
		// the flags of now.
		now.Annotations = map[string][]string{ambient: {strings.Join(words, " ")}}
	})
	return errors.Join(problems...)
}
