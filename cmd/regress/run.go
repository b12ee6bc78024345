package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"streampark-regress/features"
	"streampark-regress/fixtures"
	"streampark-regress/harness/choice"
	"streampark-regress/harness/deployment"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/release"
	"streampark-regress/harness/results"
	"streampark-regress/harness/verdict"
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

--rerun-failed [RUN] runs again what was not as expected in an earlier run, the
last one if none is named: the same scenarios on the same releases and databases,
with the flags of that run that are not given now. It is a run of its own with
results of its own, and changes nothing of the earlier one.

Exit codes:
  0   every release behaved as expected, known issues included
  1   a release behaved differently, or with --known-issues fail shows a known issue
  2   it could not be found out
  64  the command line or an input file is wrong`,
		Args: o.oneRun,
		RunE: func(c *cobra.Command, _ []string) error {
			besides, err := o.besides(s)
			if err == nil {
				err = o.failedOf(s)
			}
			if err != nil {
				return usage(err)
			}
			if o.known != knownPass && o.known != knownFail {
				return usage(fmt.Errorf("--known-issues %q: choose %s", o.known, choice.OneOf([]string{knownPass, knownFail})))
			}
			prepared, err := prepare(c.Context(), s, o)
			if err != nil {
				return err
			}
			ended, err := session.Run(c.Context(), prepared.Options)
			prepared.screen.stop()
			return conclude(besides, o.look, ended, err)
		},
	}
	o.addTo(c.Flags())
	o.addRunTo(c.Flags())
	o.addKnownTo(c.Flags())
	o.addEventsTo(c.Flags())
	c.Flags().StringVar(&o.rerun, rerunFailed, "", "run again what failed in this run, a folder or an ID")
	c.Flags().Lookup(rerunFailed).NoOptDefVal = results.Latest
	return c
}

// The values of --known-issues.
const (
	knownPass = "pass"
	knownFail = "fail"
)

// addKnownTo declares the flag that says what a known issue counts as.
func (o *options) addKnownTo(f *pflag.FlagSet) {
	f.StringVar(&o.known, "known-issues", knownPass, "what a scenario counts as that meets a known issue: pass (as expected, shown apart) or fail (unexpected, exit code 1)")
}

// knownAs is what a known issue counts as.
func (o *options) knownAs() evidence.KnownAs {
	if o.known == knownFail {
		return evidence.KnownFails
	}
	return ""
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
	o.gone(s, plan)
	settings, err := o.settings(catalogue)
	if err != nil {
		return prepared{}, err
	}
	if err := settings.Unused(plan.Releases()); err != nil {
		return prepared{}, usage(err)
	}
	if settings.Flink.Kind.Real() && !plan.Real() {
		fmt.Fprintln(s.err, "--flink real: no scenario of this run looks at Flink's jobs, none is started")
		settings.Flink = session.Flink{}
	}
	shown := newScreen(o.look.progress(s), plan)
	return prepared{screen: shown, Options: session.Options{Settings: settings, Plan: plan, Catalogue: catalogue, Features: features.Files, Out: o.out,
		Redactor: redactor, Observers: o.observers(s, shown), Retention: o.retention(), KnownAs: o.knownAs(), Config: given(plan, redactor), Program: program(os.Args[0]), Again: o.again}}, nil
}

func (o *options) retention() deployment.Retention {
	if o.keep {
		return deployment.KeepAll
	}
	return deployment.RemoveUnused
}

// conclude prints what came of a session and turns it into the exit code.
func conclude(s streams, l look, ended session.Ended, err error) error {
	if err := show(s, l, ended, err); err != nil {
		return err
	}
	if code := ended.Verdict().ExitCode(); code != verdict.ExitAsExpected {
		return &exit{code: code}
	}
	return nil
}

// show prints what came of a session. The error is for one that could not be
// carried out or shown.
func show(s streams, l look, ended session.Ended, err error) error {
	if ended.Folder == "" { // there is nothing to show
		return inconclusive(err)
	}
	if ended.Kept {
		fmt.Fprintf(s.err, "kept: docker ps --filter label=streampark-regress.run=%s\n  `regress clean` removes them\n", ended.ID)
	}
	problems := []error{err}
	if err == nil || len(ended.Result.Scenarios) > 0 { // the error says it all
		problems = append(problems, l.details(s.out, ended.Result))
	}
	problems = append(problems, tellGitHub(s.out, ended.Result))
	if !l.quiet {
		fmt.Fprintf(s.out, "results: %s\n", filepath.ToSlash(ended.Folder))
	}
	problems = append(problems, l.headline(s.out, ended.Result))
	if err := errors.Join(problems...); err != nil {
		return inconclusive(err)
	}
	return nil
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
	scenarios, err := suite.Load(features.Files)
	if err != nil {
		return suite.Plan{}, nil, usage(err)
	}
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
		Databases: databases, Standing: standing})
	if err != nil {
		return suite.Plan{}, nil, usage(err)
	}
	return p, catalogue, nil
}
