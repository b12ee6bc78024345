package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"github.com/spf13/cobra"

	"streampark-regress/features"
	"streampark-regress/fixtures"
	"streampark-regress/harness/deployment"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/release"
	"streampark-regress/harness/report/terminal"
	"streampark-regress/harness/verdict"
	"streampark-regress/suite"
	"streampark-regress/suite/session"
)

func newRun(s streams) *cobra.Command {
	o := &options{}
	c := &cobra.Command{
		Use:   "run",
		Short: "Run the scenarios and say how each release behaved",
		Args:  cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			prepared, err := prepare(c.Context(), s, o)
			if err != nil {
				return err
			}
			ended, err := session.Run(c.Context(), prepared.Options)
			prepared.screen.stop()
			return conclude(s, ended, err)
		},
	}
	o.addTo(c.Flags())
	o.addRunTo(c.Flags())
	return c
}

// prepared is a session that is ready to go, and the screen that shows it.
type prepared struct {
	session.Options
	screen *screen
}

// prepare turns the flags into a session. Whatever is wrong with them is found
// before anything is started.
func prepare(ctx context.Context, s streams, o *options) (prepared, error) {
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
	shown := newScreen(s.err, plan)
	return prepared{screen: shown, Options: session.Options{Settings: settings, Plan: plan, Catalogue: catalogue, Features: features.Files, Out: o.out,
		Redactor: redactor, Observers: []evidence.Observer{shown}, Retention: o.retention(), Config: given(plan, redactor), Again: o.again}}, nil
}

func (o *options) retention() deployment.Retention {
	if o.keep {
		return deployment.KeepAll
	}
	return deployment.RemoveUnused
}

// conclude prints what came of a session and turns it into the exit code.
func conclude(s streams, ended session.Ended, err error) error {
	if err := show(s, ended, err); err != nil {
		return err
	}
	if code := ended.Verdict().ExitCode(); code != verdict.ExitAsExpected {
		return &exit{code: code}
	}
	return nil
}

// show prints what came of a session. The error is for one that could not be
// carried out or shown.
func show(s streams, ended session.Ended, err error) error {
	if ended.Folder == "" { // there is nothing to show
		return inconclusive(err)
	}
	if ended.Kept {
		fmt.Fprintf(s.err, "kept: docker ps --filter label=streampark-regress.run=%s\n  `regress clean` removes them\n", ended.ID)
	}
	write := terminal.Write
	if err != nil && len(ended.Result.Scenarios) == 0 { // the error says it all
		write = terminal.Headline
	}
	problems := []error{err, write(behind(s.out), ended.Result, screenOf(s.out))}
	fmt.Fprintf(s.out, "results: %s\n", filepath.ToSlash(ended.Folder))
	problems = append(problems, tellGitHub(s.out, ended.Result))
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
	p, err := suite.Make(scenarios, catalogue, suite.Selection{Releases: o.releases, Tags: o.tags, Scenario: o.scenario, Clock: settings, WrittenFor: own, Given: given, Flink: flink.Kind,
		Databases: databases, Standing: standing})
	if err != nil {
		return suite.Plan{}, nil, usage(err)
	}
	return p, catalogue, nil
}
