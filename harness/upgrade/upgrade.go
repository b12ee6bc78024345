// Package upgrade finds out what an upgrade does to the people who call the
// API: one database is taken from release to release as an administrator would
// do it, with a token, a sign-in and a user who is no administrator, and every
// call before and after is made for real. It expects nothing; it reports what
// it found and what that means for callers.
package upgrade

import (
	"context"
	"fmt"

	"streampark-regress/harness/deployment"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/release"
	"streampark-regress/harness/scheduler"
)

// Step is something that was found.
type Step struct {
	// Release is the release that answered.
	Release string
	What    string
	// Outcome, Cause and Summary are what a call came to; empty for a fact.
	Outcome, Cause, Summary string
}

func (s Step) String() string {
	text := s.Outcome
	if s.Cause != "" {
		text += ", " + s.Cause
	}
	return text
}

// Advice is something callers have to do, in order.
type Advice struct {
	Breaks, Change string
	// Evidence is what was measured.
	Evidence string
}

// Found is the result.
type Found struct {
	Target  string
	Path    []string
	Scripts []string
	Steps   []Step
	Advice  []Advice
}

// finder walks a deployment through an upgrade.
type finder struct {
	found     Found
	catalogue *release.Catalogue
	log       *evidence.Log
	d         deployment.Deployment
	admin     *scheduler.Scheduler
	developer *scheduler.Scheduler
	steps     map[string]Step
}

// Way is where an upgrade leads.
type Way struct {
	// Path are the releases, the first and the last included.
	Path []string
	// Back leads back to the first release at the end.
	Back bool
}

// Run starts the first release and leads it along the way.
func Run(ctx context.Context, p deployment.Provider, c *release.Catalogue, log *evidence.Log, way Way, report deployment.Report) (Found, error) {
	path := way.Path
	f := &finder{catalogue: c, log: log, steps: map[string]Step{}, found: Found{Path: path}}
	from, err := c.Find(path[0])
	if err != nil {
		return f.found, err
	}
	if f.d, err = p.Start(ctx, "upgrade", deployment.Spec{Release: from}, report); err != nil {
		return f.found, err
	}
	f.found.Target = f.d.Target()
	report("measuring " + path[0])
	if err := f.before(ctx); err != nil {
		return f.found, fmt.Errorf("before the upgrade, on %s: %w", path[0], err)
	}
	for _, version := range path[1:] {
		report("upgrading to " + version)
		if err := f.admin.Upgrade(ctx, version); err != nil {
			return f.found, err
		}
		f.found.Scripts = append(f.found.Scripts, f.admin.Ran()...)
	}
	report("measuring " + path[len(path)-1])
	if err := f.after(ctx, from); err != nil {
		return f.found, fmt.Errorf("after the upgrade, on %s: %w", f.d.Release().Version, err)
	}
	f.advise(from)
	if way.Back {
		report("going back to " + path[0])
		if err := f.back(ctx, from); err != nil {
			return f.found, fmt.Errorf("going back to %s: %w", path[0], err)
		}
	}
	return f.found, nil
}

// probe makes a call and notes what it came to, under a name and in words.
func (f *finder) probe(name, what string, s *scheduler.Scheduler, call func() error) error {
	if err := call(); err != nil {
		return err
	}
	_, outcome, cause, summary, err := s.Observe()
	if err != nil {
		return err
	}
	f.note(name, Step{f.d.Release().Version, what, outcome, cause, summary})
	return nil
}

func (f *finder) note(name string, s Step) {
	f.steps[name] = s
	f.found.Steps = append(f.found.Steps, s)
}

func (f *finder) scheduler(number int) *scheduler.Scheduler {
	s := scheduler.New(f.d, f.log, "upgrade", number)
	s.UseCatalogue(f.catalogue)
	return s
}

// before makes an administrator's and a developer's token and a sign-in, and
// uses each.
func (f *finder) before(ctx context.Context) error {
	f.admin, f.developer = f.scheduler(1), f.scheduler(2)
	for _, prepare := range []func(context.Context) error{f.admin.MakeToken, f.admin.MakeApplication, f.developer.MakeDeveloperToken, f.developer.MakeApplication, f.admin.SignInAndKeep} {
		if err := prepare(ctx); err != nil {
			return err
		}
	}
	start := f.d.Release().API.Start
	for _, p := range []struct {
		name, what string
		by         *scheduler.Scheduler
		call       func() error
	}{
		{"token before", "an administrator's API token at " + start, f.admin, func() error { return f.admin.Call(ctx, start) }},
		{"developer before", "a developer's API token at " + start, f.developer, func() error { return f.developer.Call(ctx, start) }},
		{"sign-in before", "a sign-in with its cookie at " + start, f.admin, func() error { return f.admin.StartSignedIn(ctx, true) }},
	} {
		if err := f.probe(p.name, p.what, p.by, p.call); err != nil {
			return err
		}
	}
	return f.developer.Settle(ctx)
}

// after uses what was made before, tries to make a second token, and starts
// again with a new one.
func (f *finder) after(ctx context.Context, from release.Release) error {
	old, now := from.API.Start, f.d.Release().API.Start
	if err := f.probe("old token", "the token made before at "+old, f.admin, func() error { return f.admin.Call(ctx, old) }); err != nil {
		return err
	}
	changed, err := f.admin.RowChanged(ctx)
	if err != nil {
		return err
	}
	row := "unchanged"
	if changed != "" {
		row = changed
	}
	f.note("row", Step{Release: f.d.Release().Version, What: "its row in t_access_token", Outcome: row})
	if err := f.probe("sign-in", "the sign-in made before, with its cookie, at "+now, f.admin, func() error { return f.admin.StartSignedIn(ctx, true) }); err != nil {
		return err
	}
	refused, err := f.admin.TrySecondToken(ctx)
	if err != nil {
		return err
	}
	if refused == "" {
		refused = "made"
	}
	f.note("second token", Step{Release: f.d.Release().Version, What: "another token while the old row is there", Outcome: refused})
	if err := f.admin.Renew(ctx); err != nil {
		return err
	}
	if err := f.probe("old address", "a token made anew at "+old, f.admin, func() error { return f.admin.Call(ctx, old) }); err != nil {
		return err
	}
	if err := f.probe("new address", "a token made anew at "+now, f.admin, func() error { return f.admin.Call(ctx, now) }); err != nil {
		return err
	}
	if err := f.developer.Renew(ctx); err != nil {
		return err
	}
	return f.probe("developer", "a developer's token made anew at "+now, f.developer, func() error { return f.developer.Call(ctx, now) })
}

// back goes back to the first release and uses a token made there anew.
func (f *finder) back(ctx context.Context, from release.Release) error {
	if err := f.admin.Upgrade(ctx, from.Version); err != nil {
		return err
	}
	if err := f.probe("back", "back again: the token made on the newer release at "+from.API.Start, f.admin, func() error { return f.admin.Call(ctx, from.API.Start) }); err != nil {
		return err
	}
	if err := f.admin.Renew(ctx); err != nil {
		return err
	}
	return f.probe("back anew", "back again: a token made anew at "+from.API.Start, f.admin, func() error { return f.admin.Call(ctx, from.API.Start) })
}
