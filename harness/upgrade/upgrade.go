// Package upgrade finds out what an upgrade does to the people who call the
// API: one database is taken from release to release as an administrator would
// do it, with a token, a sign-in and a user who is not an administrator, and every
// call before and after is made for real. It expects nothing; it returns what
// it found and what that means for callers.
package upgrade

import (
	"context"
	"fmt"

	"streampark-regress/harness/caller"
	"streampark-regress/harness/deployment"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/release"
)

// Look names one thing that was looked at.
type Look string

// The looks, in order.
const (
	TokenBefore     Look = "token-before"
	DeveloperBefore Look = "developer-before"
	SignInBefore    Look = "sign-in-before"
	OldToken        Look = "old-token"
	OldRow          Look = "old-row"
	SignInAfter     Look = "sign-in-after"
	SecondToken     Look = "second-token"
	OldAddress      Look = "old-address"
	NewAddress      Look = "new-address"
	DeveloperAfter  Look = "developer-after"
	Back            Look = "back"
	BackRenewed     Look = "back-renewed"
)

// Step is something that was found: what a call came to, or a fact.
type Step struct {
	Look Look `json:"look"`
	// Release is the release that answered.
	Release string            `json:"release"`
	Attempt *evidence.Attempt `json:"attempt,omitempty"`
	Fact    *evidence.Fact    `json:"fact,omitempty"`
}

// Found is the result.
type Found struct {
	Target  string   `json:"target"`
	Path    []string `json:"path"`
	Scripts []string `json:"scripts"`
	Steps   []Step   `json:"steps"`
	// Advice is what callers have to do, in order.
	Advice []Advice `json:"advice"`
}

// Step returns a look that was taken; the second result is false for one that
// was not.
func (f Found) Step(l Look) (Step, bool) {
	for _, s := range f.Steps {
		if s.Look == l {
			return s, true
		}
	}
	return Step{}, false
}

// Journey is an upgrade to take.
type Journey struct {
	Provider  deployment.Provider
	Catalogue *release.Catalogue
	Log       caller.Log
	// Path are the releases, the first to begin with and the last to arrive at.
	Path []string
	// Return says whether to go back to the first release at the end.
	Return Return
	// Report tells how it goes on.
	Report deployment.Report
}

// Return says whether a journey goes back.
type Return string

// The ways to end a journey.
const (
	Stay   Return = ""
	GoBack Return = "go-back"
)

// finder walks a deployment through an upgrade.
type finder struct {
	Journey
	found     Found
	from      release.Release
	deployed  deployment.Deployment
	admin     *caller.Caller
	developer *caller.Caller
}

// Take starts the first release, upgrades it along the path and, if asked to,
// goes back at the end. On an error what was found so far is returned, without
// advice.
func (j Journey) Take(ctx context.Context) (Found, error) {
	f := &finder{Journey: j, found: Found{Path: j.Path}}
	var err error
	if f.from, err = j.Catalogue.Find(j.Path[0]); err != nil {
		return f.found, err
	}
	if f.deployed, err = j.Provider.Start(ctx, "upgrade", deployment.Spec{Release: f.from}, j.Report); err != nil {
		return f.found, err
	}
	f.found.Target = f.deployed.Target()
	last := j.Path[len(j.Path)-1]
	j.Report("measuring " + j.Path[0])
	if err := f.before(ctx); err != nil {
		return f.found, fmt.Errorf("before the upgrade, on %s: %w", j.Path[0], err)
	}
	for _, version := range j.Path[1:] {
		j.Report("upgrading to " + version)
		if err := f.admin.Upgrade(ctx, version); err != nil {
			return f.found, err
		}
		f.found.Scripts = append(f.found.Scripts, f.admin.Ran()...)
	}
	j.Report("measuring " + last)
	if err := f.after(ctx); err != nil {
		return f.found, fmt.Errorf("after the upgrade, on %s: %w", last, err)
	}
	arrived := f.deployed.Release()
	if j.Return == GoBack {
		j.Report("going back to " + j.Path[0])
		if err := f.back(ctx); err != nil {
			return f.found, fmt.Errorf("going back to %s: %w", j.Path[0], err)
		}
	}
	f.found.Advice = advise(f.found, f.from, arrived)
	return f.found, nil
}

func (f *finder) caller(number int) *caller.Caller {
	return caller.New(f.deployed, f.Log, caller.Options{Job: "upgrade", Number: number, Catalogue: f.Catalogue})
}

// probe makes a call and notes what it came to.
func (f *finder) probe(l Look, by *caller.Caller, call func() error) error {
	if err := call(); err != nil {
		return err
	}
	attempt, _ := by.Last()
	f.found.Steps = append(f.found.Steps, Step{Look: l, Release: f.deployed.Release().Version, Attempt: &attempt})
	return nil
}

func (f *finder) note(l Look, fact evidence.Fact, err error) error {
	if err != nil {
		return err
	}
	f.found.Steps = append(f.found.Steps, Step{Look: l, Release: f.deployed.Release().Version, Fact: &fact})
	return nil
}

// inOrder does one thing after the other, up to the first that fails.
func inOrder(all ...func() error) error {
	for _, do := range all {
		if err := do(); err != nil {
			return err
		}
	}
	return nil
}

// before makes an administrator's and a developer's token and a sign-in, and
// uses each.
func (f *finder) before(ctx context.Context) error {
	f.admin, f.developer = f.caller(1), f.caller(2)
	return inOrder(
		func() error { return f.admin.MakeToken(ctx, evidence.Administrator) },
		func() error { return f.admin.MakeApplication(ctx) },
		func() error { return f.developer.MakeToken(ctx, evidence.Developer) },
		func() error { return f.developer.MakeApplication(ctx) },
		func() error { return f.admin.KeepSignIn(ctx) },
		func() error { return f.probe(TokenBefore, f.admin, func() error { return f.admin.Start(ctx) }) },
		func() error {
			return f.probe(DeveloperBefore, f.developer, func() error { return f.developer.Start(ctx) })
		},
		func() error {
			return f.probe(SignInBefore, f.admin, func() error { return f.admin.StartSignedIn(ctx, caller.WithCookie) })
		},
		func() error { return f.developer.Settle(ctx) },
	)
}

// after uses what was made before, tries to make a second token, and starts
// again with a new one.
func (f *finder) after(ctx context.Context) error {
	old := f.from.API.Start
	return inOrder(
		func() error { return f.probe(OldToken, f.admin, func() error { return f.admin.Call(ctx, old) }) },
		func() error { row, err := f.admin.Row(ctx); return f.note(OldRow, row, err) },
		func() error {
			return f.probe(SignInAfter, f.admin, func() error { return f.admin.StartSignedIn(ctx, caller.WithCookie) })
		},
		func() error { second, err := f.admin.SecondToken(ctx); return f.note(SecondToken, second, err) },
		func() error { return f.admin.Renew(ctx) },
		func() error { return f.probe(OldAddress, f.admin, func() error { return f.admin.Call(ctx, old) }) },
		func() error { return f.probe(NewAddress, f.admin, func() error { return f.admin.Start(ctx) }) },
		func() error { return f.developer.Renew(ctx) },
		func() error {
			return f.probe(DeveloperAfter, f.developer, func() error { return f.developer.Start(ctx) })
		},
	)
}

// back goes back to the first release and uses a token made there again.
func (f *finder) back(ctx context.Context) error {
	return inOrder(
		func() error { return f.admin.Upgrade(ctx, f.from.Version) },
		func() error { return f.probe(Back, f.admin, func() error { return f.admin.Start(ctx) }) },
		func() error { return f.admin.Renew(ctx) },
		func() error { return f.probe(BackRenewed, f.admin, func() error { return f.admin.Start(ctx) }) },
	)
}
