// Package defects runs the scenarios against models that are broken on purpose,
// and says which scenario noticed which defect. A defect that nobody notices is
// a release that could be broken like that without a word.
package defects

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"runtime"
	"slices"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"streampark-regress/harness/clock"
	"streampark-regress/harness/deployment"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/front"
	"streampark-regress/harness/model"
	"streampark-regress/harness/release"
	"streampark-regress/harness/report/result"
	"streampark-regress/harness/verdict"
	"streampark-regress/suite"
	"streampark-regress/suite/session"
)

// Bench is what defects are tried on.
type Bench struct {
	Catalogue *release.Catalogue
	Scenarios []suite.Scenario
	// Features are the files the scenarios are in.
	Features fs.FS
	// Tell is told of each defect that was tried, one after the other; nil for
	// nobody.
	Tell func(Found)
}

// Found is what became of one defect.
type Found struct {
	Defect model.Defect
	// Release is the release it was injected into.
	Release string
	// Scenarios is how many were played to their end, Caught those that ended
	// unexpectedly.
	Scenarios int
	Caught    []result.Scenario
	// played are the places of those that were played to their end.
	played []string
	// Suspects are those that were named.
	Suspects []evidence.Suspect
}

// Named reports whether the defect's own suspect was named, or there is none to
// name.
func (f Found) Named() bool {
	return f.Defect.Suspect == evidence.NoSuspect || slices.Contains(f.Suspects, f.Defect.Suspect)
}

// Extent is how much is played of each defect.
type Extent string

// The extents.
const (
	// UntilCaught ends with the scenario that notices the defect and names its
	// suspect.
	UntilCaught Extent = "until caught"
	// Everything plays all scenarios, to count those that notice.
	Everything Extent = "everything"
)

// Try tries each defect on the first release that has what it breaks, and
// returns what was found in their order.
func (b Bench) Try(ctx context.Context, chosen []model.Defect, extent Extent) ([]Found, error) {
	homes := make([]release.Release, len(chosen))
	for i, d := range chosen {
		var known bool
		if homes[i], known = d.Home(b.Catalogue); !known {
			return nil, fmt.Errorf("no release of the catalogue has what the defect %s breaks", d.Name)
		}
	}
	found := make([]Found, len(chosen))
	var telling sync.Mutex
	group, ctx := b.group(ctx)
	for i, d := range chosen {
		group.Go(func() (err error) {
			if found[i], err = b.try(ctx, d, homes[i].Version, extent); err != nil {
				return fmt.Errorf("try the defect %s on %s: %w", d.Name, homes[i].Version, err)
			}
			if b.Tell != nil {
				telling.Lock()
				defer telling.Unlock()
				b.Tell(found[i])
			}
			return nil
		})
	}
	return found, group.Wait()
}

func (b Bench) group(ctx context.Context) (*errgroup.Group, context.Context) {
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(runtime.NumCPU() + 2) // they mostly wait
	return group, ctx
}

// Where time really has to pass, few scenarios are tried, with a session TTL
// that is soon over.
const (
	waitingTag = "@known-issue-3933"
	waitingTTL = 12 * time.Second
)

// everyTag selects all scenarios, those on request too.
const everyTag = "@topology or not @topology"

// selection is what is tried of a release with a defect.
func selection(d model.Defect, version string) suite.Selection {
	if d.Waits() {
		return suite.Selection{Releases: []string{version}, Tags: waitingTag, Clock: clock.Settings{Kind: clock.ShortTTL, ShortTTL: waitingTTL}}
	}
	return suite.Selection{Releases: []string{version}, Tags: everyTag, Clock: clock.Settings{Kind: clock.Jump}}
}

// tagged reports whether a scenario of the bench has a tag.
func (b Bench) tagged(tag string) bool {
	return slices.ContainsFunc(b.Scenarios, func(s suite.Scenario) bool { return slices.Contains(s.Tags, tag) })
}

// try runs the scenarios on the model of a release with a defect. Where it is
// interrupted already it begins nothing: hundreds of defects may wait for their turn.
func (b Bench) try(ctx context.Context, d model.Defect, version string, extent Extent) (Found, error) {
	if err := ctx.Err(); err != nil {
		return Found{}, err
	}
	selected := selection(d, version)
	if d.Waits() && !b.tagged(waitingTag) {
		return Found{Defect: d, Release: version}, nil
	}
	plan, err := suite.Make(b.Scenarios, b.Catalogue, selected)
	if err != nil {
		return Found{}, err
	}
	p := front.Of(model.NewProvider(model.ProviderOptions{Clock: selected.Clock, Defects: map[string]string{version: d.Name}}))
	playing, enough := context.WithCancel(ctx)
	defer enough()
	var observers []evidence.Observer
	if extent == UntilCaught {
		observers = append(observers, &catch{found: Found{Defect: d}, enough: enough, checks: map[string][]evidence.Check{}})
	}
	log := evidence.NewLog(io.Discard, &evidence.Redactor{}, observers...)
	log.Add(evidence.Event{Kind: evidence.KindRun, Run: &evidence.Run{Phase: evidence.Begun, Format: evidence.LogFormat, Target: p.Target(), Planned: plan.IDs()}})
	pool := deployment.NewPool(p, deployment.Limits{MemoryMB: 1 << 20}, deployment.RemoveUnused, session.Watch(log, nil))
	(&suite.Runner{Pool: pool, Log: log, Files: b.Features, Catalogue: b.Catalogue, Target: p.Target(), Rest: suite.Untold}).Run(playing, plan)
	// What is being started yet would outlive its provider.
	pool.Close(context.WithoutCancel(ctx))
	log.Add(evidence.Event{Kind: evidence.KindRun, Run: &evidence.Run{Phase: evidence.Ended}})
	if err := p.Close(context.WithoutCancel(ctx)); err != nil {
		return Found{}, err
	}
	if ctx.Err() != nil {
		return Found{}, ctx.Err()
	}
	return noticed(d, version, result.Build(log.Events())), nil
}

func noticed(d model.Defect, version string, r result.Result) Found {
	found := Found{Defect: d, Release: version}
	for _, s := range r.Scenarios {
		ended := s.Ended()
		if ended == verdict.AsExpected || ended == verdict.Unexpected {
			found.Scenarios++
			found.played = append(found.played, place(s))
		}
		if ended != verdict.Unexpected {
			continue
		}
		found.Caught = append(found.Caught, s)
		for _, c := range s.Checks {
			found.suspect(c)
		}
	}
	return found
}

// suspect notes what a check suspects.
func (f *Found) suspect(c evidence.Check) {
	if c.Suspect != evidence.NoSuspect && !slices.Contains(f.Suspects, c.Suspect) {
		f.Suspects = append(f.Suspects, c.Suspect)
	}
}

// catch watches a log until a scenario has noticed a defect, and one that did has
// named its suspect.
type catch struct {
	found  Found
	enough context.CancelFunc
	// checks are those of the scenarios that have not ended, by job.
	checks map[string][]evidence.Check
}

// Observe implements evidence.Observer.
func (c *catch) Observe(e evidence.Event) {
	switch {
	case e.Kind == evidence.KindCheck:
		c.checks[e.Job] = append(c.checks[e.Job], *e.Check)
	case e.Kind == evidence.KindScenario && e.Scenario.Phase == evidence.Ended && e.Scenario.Verdict == verdict.Unexpected:
		for _, check := range c.checks[e.Job] {
			c.found.suspect(check)
		}
		if c.found.Named() {
			c.enough()
		}
	}
}
