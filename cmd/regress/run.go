package main

import (
	"context"
	"fmt"
	"os"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"streampark-regress/fixtures"
	"streampark-regress/harness/choice"
	"streampark-regress/harness/docker"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/release"
	"streampark-regress/harness/report/words"
	"streampark-regress/harness/results"
	"streampark-regress/suite"
	"streampark-regress/suite/session"
)

func newRun(s streams) *cobra.Command {
	o := &options{}
	c := &cobra.Command{
		Use:   "run",
		Short: "Run the scenarios and say how each release behaved",
		Long: `Runs the scenarios on every release that was chosen, and ends with the verdict. It
prints a line for each scenario, the known issues that were met and what went
wrong; --verbose adds the table of calls, --quiet leaves the verdict alone.

A scenario that meets a known issue exactly is as expected: △ known issue 3933. It
is shown apart from what passed, and is a skipped test for other programs. With
--known-issues fail it is unexpected: ✗ in every report, a failed test, and exit
code 1, so that no report says otherwise than the exit code.

With --features DIR it runs the feature files below a folder of your own, instead of
the built-in ones: regress steps lists what they can say, and regress new scenario
writes the first.

--rerun-failed [RUN] runs again what was not as expected in an earlier run, the
last one if none is named: the same scenarios on the same releases and databases,
with the flags of that run that are not given now. It is a run of its own with
results of its own, and changes nothing of the earlier one.

--shard I/N runs a part of the plan, so that N machines run all of it side by side.
Servers are dealt out whole, those that take longest first: by the durations of the
last whole run in the folder of the results that has any, else by the number of
scenarios and restarts. regress report --merge joins the shards into one verdict; a
shard without work is inconclusive alone.

--issue ISSUE runs the scenarios that are about an issue. With --bisect-exit it ends
as git bisect run wants it: 0 where the one release or image does not show the issue,
1 where it does, 125 where that could not be found out, and 128 where git bisect is
to stop. --bisect-exit=fix exchanges 0 and 1, to find where an issue went.`,
		Args: o.oneRun,
		RunE: func(c *cobra.Command, _ []string) error {
			besides, err := o.besides(s)
			if err == nil {
				err = o.failedOf(s)
			}
			if err != nil {
				return usage(err)
			}
			if err := o.knownValid(); err != nil {
				return usage(err)
			}
			about, err := o.aboutIssue()
			if err != nil {
				return usage(err)
			}
			prepared, err := prepare(c.Context(), s, o)
			if err != nil {
				return err
			}
			ended, err := session.Run(c.Context(), prepared.Options)
			prepared.screen.stop()
			return o.answer(besides, about, ended, err)
		},
	}
	o.addTo(c.Flags())
	o.addShardTo(c.Flags())
	o.addRunTo(c.Flags())
	o.addWarmTo(c.Flags())
	o.addKnownTo(c.Flags())
	o.addEventsTo(c.Flags())
	c.Flags().StringVar(&o.rerun, rerunFailed, "", "run again what failed in this run, a folder or an ID")
	c.Flags().Lookup(rerunFailed).NoOptDefVal = results.Latest
	o.addIssueTo(c.Flags())
	return c
}

// knownIssues is the flag that says what a known issue counts as.
const knownIssues = "known-issues"

// The values of --known-issues.
const (
	knownPass = "pass"
	knownFail = "fail"
)

// addKnownTo declares the flag that says what a known issue counts as.
func (o *options) addKnownTo(f *pflag.FlagSet) {
	f.StringVar(&o.known, knownIssues, knownPass, "what a scenario counts as that meets a known issue: pass (as expected, shown apart) or fail (unexpected, exit code 1)")
}

// knownAs is what a known issue counts as.
func (o *options) knownAs() evidence.KnownAs {
	if o.known == knownFail {
		return evidence.KnownFails
	}
	return ""
}

// knownValid refuses another value. An earlier run may have said it itself.
func (o *options) knownValid() error {
	if o.known == "" || o.known == knownPass || o.known == knownFail {
		return nil
	}
	return fmt.Errorf("--%s %q: choose %s", knownIssues, o.known, choice.OneOf([]string{knownPass, knownFail}))
}

// prepared is a session that is ready to go, and the screen that shows it.
type prepared struct {
	session.Options
	screen *screen
}

// prepare turns the flags into a session. Whatever is wrong with them is found
// before anything is started.
func prepare(ctx context.Context, s streams, o *options) (prepared, error) {
	if err := o.look.validate(); err != nil {
		return prepared{}, usage(err)
	}
	if _, err := o.clockSettings(); err != nil { // before anybody is called
		return prepared{}, usage(err)
	}
	if err := o.identify(ctx, s); err != nil {
		return prepared{}, err
	}
	if o.warm != "" {
		if err := o.chooseWarm(ctx); err != nil {
			return prepared{}, err
		}
	}
	redactor := &evidence.Redactor{Show: o.secrets}
	if o.atSite() {
		if err := o.enterSite(ctx, s); err != nil {
			return prepared{}, err
		}
		o.there.Hide(redactor)
	}
	plan, catalogue, err := o.plan()
	if err != nil {
		return prepared{}, err
	}
	o.gone(s, o.whole)
	settings, err := o.settings(catalogue)
	if err != nil {
		return prepared{}, err
	}
	if err := settings.Unused(o.whole.Releases()); err != nil {
		return prepared{}, usage(err)
	}
	if settings.Flink.Kind.Real() && !plan.Real() {
		fmt.Fprintln(s.err, "--flink real: no scenario of this run looks at Flink's jobs, none is started")
		settings.Flink = session.Flink{}
	}
	if plan.Shard != nil {
		fmt.Fprintln(o.look.progress(s), words.Shard(plan.Shard, len(plan.IDs())))
	}
	configured := given(o.whole, redactor)
	enclosed, err := o.enclosed(redactor)
	if err != nil {
		return prepared{}, usage(err)
	}
	shown := newScreen(o.look.progress(s), plan)
	return prepared{screen: shown, Options: session.Options{Enclosed: enclosed, Settings: settings, Plan: plan, Catalogue: catalogue, Features: o.files, Out: o.out,
		Redactor: redactor, Observers: o.observers(s, shown), Retention: o.retention(), KnownAs: o.knownAs(), Config: configured, Program: program(os.Args[0]), Again: o.again}}, nil
}

// plan reads features and catalogue and makes the plan. Whatever is wrong here
// is wrong before anything was started.
func (o *options) plan() (suite.Plan, *release.Catalogue, error) {
	catalogue, err := o.readCatalogue()
	if err != nil {
		return suite.Plan{}, nil, usage(err)
	}
	settings, err := o.clockSettings()
	if err != nil {
		return suite.Plan{}, nil, usage(err)
	}
	flink, err := o.flinkSettings()
	if err != nil {
		return suite.Plan{}, nil, usage(err)
	}
	if len(o.releases) == 0 {
		o.releases = buildNames(catalogue)
	}
	scenarios, files, err := o.readFeatures()
	if err != nil {
		return suite.Plan{}, nil, usage(err)
	}
	o.files = files
	given, err := o.given(catalogue)
	if err != nil {
		return suite.Plan{}, nil, usage(err)
	}
	own, err := release.Parse(fixtures.Releases)
	if err != nil {
		return suite.Plan{}, nil, usage(err)
	}
	standing, databases := o.standing()
	p, err := suite.Make(scenarios, catalogue, suite.Selection{Releases: o.releases, Tags: o.tags, Scenarios: o.scenarios, Jobs: o.jobs, Clock: settings, WrittenFor: own, Given: given, Flink: flink.Kind,
		Databases: databases, Standing: standing, Warm: o.warmth != docker.Cold})
	if err != nil {
		return suite.Plan{}, nil, usage(err)
	}
	if p, err = o.part(p); err != nil {
		return suite.Plan{}, nil, usage(err)
	}
	return p, catalogue, nil
}
