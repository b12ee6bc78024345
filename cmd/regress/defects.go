package main

import (
	"context"
	"fmt"
	"io"
	"runtime"
	"sort"
	"strings"
	"sync"
	"text/tabwriter"

	"github.com/spf13/cobra"
	"golang.org/x/sync/errgroup"

	"streampark-regress/features"
	"streampark-regress/fixtures"
	"streampark-regress/harness/clock"
	"streampark-regress/harness/deployment"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/model"
	"streampark-regress/harness/release"
	"streampark-regress/harness/report"
	"streampark-regress/harness/verdict"
	"streampark-regress/suite"
)

func newDefects(s streams) *cobra.Command {
	var byScenario bool
	c := &cobra.Command{
		Use:   "defects",
		Short: "Break the model on purpose, once for each defect, and say which scenario noticed",
		Long: `Runs every scenario against the model with each defect it can be started with.
A defect that no scenario notices makes the exit code 1: the scenarios would not
notice a release that is broken like that.`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			if byScenario {
				return killers(c.Context(), s)
			}
			return defects(c.Context(), s)
		},
	}
	c.Flags().BoolVar(&byScenario, "by-scenario", false, "inject every defect into every release and say which defects each scenario notices")
	return c
}

// killers says for each scenario which defects it notices, on any release.
func killers(ctx context.Context, s streams) error {
	catalogue, scenarios, err := builtIn()
	if err != nil {
		return inconclusive(err)
	}
	var mu sync.Mutex
	noticedBy := map[string][]string{}
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(runtime.NumCPU() + 2)
	for _, d := range model.Defects() {
		for _, version := range catalogue.Versions() {
			group.Go(func() error {
				plan, err := suite.Make(scenarios, catalogue, suite.Selection{Releases: []string{version}, Clock: clock.Settings{Kind: clock.Jump}})
				if err != nil {
					return err
				}
				result, err := runDefect(ctx, catalogue, version, d, plan)
				if err != nil {
					return err
				}
				mu.Lock()
				defer mu.Unlock()
				for _, sc := range result.Scenarios {
					if sc.Verdict == verdict.Unexpected {
						at := fmt.Sprintf("%s:%d", sc.File, sc.Line)
						noticedBy[at] = append(noticedBy[at], d.Name+" on "+version)
					}
				}
				return nil
			})
		}
	}
	if err := group.Wait(); err != nil {
		return inconclusive(err)
	}
	idle := 0
	for _, sc := range scenarios {
		at := fmt.Sprintf("%s:%d", sc.File, sc.Line)
		by := "NO DEFECT"
		if found := noticedBy[at]; len(found) > 0 {
			sort.Strings(found)
			by = strings.Join(found, ", ")
		} else {
			idle++
		}
		fmt.Fprintf(s.out, "%s (%s)\n    %s\n", sc.Name, at, by)
	}
	fmt.Fprintf(s.out, "%d of %d scenarios notice no defect\n", idle, len(scenarios))
	if idle > 0 {
		return &exit{code: verdict.ExitUnexpected}
	}
	return nil
}

// builtIn is the catalogue and the scenarios the program carries.
func builtIn() (*release.Catalogue, []suite.Scenario, error) {
	catalogue, err := release.Parse(fixtures.Releases)
	if err != nil {
		return nil, nil, err
	}
	scenarios, err := suite.Load(features.Files)
	return catalogue, scenarios, err
}

func defects(ctx context.Context, s streams) error {
	catalogue, scenarios, err := builtIn()
	if err != nil {
		return inconclusive(err)
	}
	w := tabwriter.NewWriter(s.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "DEFECT\tRELEASE\tCAUGHT BY\tSUSPECT NAMED\tFIRST SCENARIO")
	all, missed := model.Defects(), 0
	results, homes := make([]report.Result, len(all)), make([]string, len(all))
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(runtime.NumCPU() + 2) // they mostly wait
	for i, d := range all {
		home, found := d.Home(catalogue)
		if !found {
			return inconclusive(fmt.Errorf("no release of the catalogue has what the defect %s breaks", d.Name))
		}
		homes[i] = home.Version
		group.Go(func() error {
			plan, err := suite.Make(scenarios, catalogue, suite.Selection{Releases: []string{home.Version}, Clock: clock.Settings{Kind: clock.Jump}})
			if err == nil {
				results[i], err = runDefect(ctx, catalogue, home.Version, d, plan)
			}
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return inconclusive(err)
	}
	for i, d := range all {
		result := results[i]
		caught, first, suspect := noticed(result, d)
		by := fmt.Sprintf("%d of %d scenarios", caught, len(result.Scenarios))
		switch {
		case caught == 0:
			by, missed = "NOBODY", missed+1
		case d.Suspect != "" && suspect == "":
			suspect, missed = "NOT NAMED, should be "+d.Suspect, missed+1
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", d.Name, homes[i], by, suspect, first)
	}
	if err := w.Flush(); err != nil {
		return inconclusive(err)
	}
	if missed > 0 {
		return &exit{code: verdict.ExitUnexpected, err: fmt.Errorf("%d defects were missed or not named", missed)}
	}
	return nil
}

// runDefect runs a plan on the model of a release with a defect.
func runDefect(ctx context.Context, c *release.Catalogue, version string, d model.Defect, plan suite.Plan) (report.Result, error) {
	p := model.NewProvider(model.ProviderOptions{Clock: clock.Settings{Kind: clock.Jump}, Defects: map[string]string{version: d.Name}})
	log := evidence.NewLog(io.Discard, &evidence.Redactor{})
	log.Add(evidence.Event{Kind: evidence.KindRun, Run: &evidence.Run{Phase: evidence.Begun, Target: p.Target()}})
	pool := deployment.NewPool(p, 1<<20, deployment.RemoveUnused, &watcher{log: log})
	(&suite.Runner{Pool: pool, Log: log, Catalogue: c, Target: p.Target()}).Run(ctx, plan)
	if err := p.Close(context.WithoutCancel(ctx)); err != nil {
		return report.Result{}, err
	}
	if ctx.Err() != nil {
		return report.Result{}, ctx.Err()
	}
	return report.Build(log.Events()), nil
}

// noticed counts the scenarios that ended unexpectedly, and returns the first
// and the suspect that was named, the defect's own if anybody named it.
func noticed(r report.Result, d model.Defect) (caught int, first, suspect string) {
	for _, s := range r.Scenarios {
		if s.Verdict != verdict.Unexpected {
			continue
		}
		caught++
		if first == "" {
			first = fmt.Sprintf("%s (%s:%d)", s.Name, s.File, s.Line)
		}
		_, named, _ := strings.Cut(s.Reason, "suspect: ")
		named, _, _ = strings.Cut(named, " (")
		if named != "" && (suspect == "" || d.Suspect != "" && strings.Contains(named, d.Suspect)) {
			suspect = named
		}
	}
	if d.Suspect != "" && !strings.Contains(suspect, d.Suspect) {
		suspect = ""
	}
	return caught, first, suspect
}
