// Package upgrade finds out what an upgrade does to the people who call the
// API: one database is taken from release to release as an administrator would
// do it, with a token, a sign-in and a user who is not an administrator, and every
// call before and after is made for real. It expects nothing; it returns what
// it found and what that means for callers.
package upgrade

import (
	"context"
	"fmt"
	"slices"

	"streampark-regress/harness/caller"
	"streampark-regress/harness/database"
	"streampark-regress/harness/deployment"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/release"
)

// Step is something that was found: what a call came to, or a fact.
type Step struct {
	Look Look `json:"look"`
	// Release is the release that answered.
	Release string            `json:"release"`
	Attempt *evidence.Attempt `json:"attempt,omitempty"`
	Fact    *evidence.Fact    `json:"fact,omitempty"`
}

// End is how a journey ended.
type End string

// The ends.
const (
	// Arrived: everything was looked at.
	Arrived End = "arrived"
	// Broken: it ended before, and nothing is concluded from it.
	Broken End = "broken"
)

// Found is the result.
type Found struct {
	Target string `json:"target"`
	// Database is the product it was taken on, empty where nothing is said of it.
	Database database.Product `json:"database,omitempty"`
	Path     []string         `json:"path"`
	Scripts  []string         `json:"scripts"`
	Steps    []Step           `json:"steps"`
	End      End              `json:"end"`
	// Failure is why it is Broken.
	Failure string `json:"failure,omitempty"`
	// Changes are what became different, in the order of the looks.
	Changes []Change `json:"changes"`
	// Advice is what callers have to do, in order.
	Advice []Advice `json:"advice"`
	// Declared are the changes on the way that the catalogue declares to matter to
	// callers. Nothing of them is measured here.
	Declared []Declared `json:"declared,omitempty"`
}

// Declared is what a release changed for callers, by the catalogue.
type Declared struct {
	In      string `json:"in"`
	Because string `json:"because"`
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

// attempt is the call of a look; the zero attempt for none.
func (f Found) attempt(l Look) evidence.Attempt {
	if s, _ := f.Step(l); s.Attempt != nil {
		return *s.Attempt
	}
	return evidence.Attempt{}
}

// fact is the fact of a look; the zero fact for none.
func (f Found) fact(l Look) evidence.Fact {
	if s, _ := f.Step(l); s.Fact != nil {
		return *s.Fact
	}
	return evidence.Fact{}
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
	// Flink is what the server has beside it.
	Flink deployment.FlinkKind
	// Database is the product that keeps the rows, empty for the usual one, of which
	// nothing is said.
	Database database.Product
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
	from, to  release.Release
	deployed  deployment.Deployment
	admin     *caller.Caller
	developer *caller.Caller
	// retired has a token that was disabled before the upgrade.
	retired *caller.Caller
	// newcomer is an administrator who does not sign in before the upgrade.
	newcomer *caller.Caller
}

// Take starts the first release, upgrades it along the path and, if asked to,
// goes back at the end. On an error what was found so far is returned, and
// nothing is concluded from it.
func (j Journey) Take(ctx context.Context) (Found, error) {
	f := &finder{Journey: j, found: Found{Database: j.Database, Path: j.Path, End: Broken, Scripts: []string{}, Steps: []Step{}, Changes: []Change{}, Advice: []Advice{}}}
	if err := f.take(ctx); err != nil {
		f.found.Failure = err.Error()
		return f.found, err
	}
	f.found.End = Arrived
	f.found.Declared = declared(j.Catalogue, f.from, f.to)
	return Conclude(f.found, f.from, f.to), nil
}

// declared are the changes for callers on the way, each reason once.
func declared(c *release.Catalogue, from, to release.Release) []Declared {
	var all []Declared
	for _, d := range c.ChangesFor(release.Callers, from.Base(), to.Base()) {
		if one := (Declared{d.In, d.Because}); !slices.Contains(all, one) {
			all = append(all, one)
		}
	}
	return all
}

// Conclude adds what callers have to do, and what became different, to the looks
// of a journey that has arrived. It is pure.
func Conclude(f Found, from, to release.Release) Found {
	f.Advice = advise(f, from, to)
	f.Changes = changes(f)
	return f
}

func (f *finder) take(ctx context.Context) error {
	j := f.Journey
	var err error
	if f.from, err = j.Catalogue.Find(j.Path[0]); err != nil {
		return err
	}
	if f.deployed, err = j.Provider.Start(ctx, "upgrade", deployment.Spec{Release: f.from, Database: j.Database, Flink: j.Flink}, j.Report); err != nil {
		return err
	}
	f.found.Target = f.deployed.Target()
	last := j.Path[len(j.Path)-1]
	j.Report("measuring " + j.Path[0])
	if err := f.before(ctx); err != nil {
		return fmt.Errorf("before the upgrade, on %s: %w", j.Path[0], err)
	}
	for _, version := range j.Path[1:] {
		j.Report("upgrading to " + version)
		if err := f.admin.Upgrade(ctx, version); err != nil {
			return err
		}
		f.found.Scripts = append(f.found.Scripts, f.admin.Ran()...)
	}
	f.to = f.deployed.Release()
	j.Report("measuring " + last)
	if err := f.after(ctx); err != nil {
		return fmt.Errorf("after the upgrade, on %s: %w", last, err)
	}
	if j.Return == GoBack {
		j.Report("going back to " + j.Path[0])
		if err := f.back(ctx); err != nil {
			return fmt.Errorf("going back to %s: %w", j.Path[0], err)
		}
	}
	return ctx.Err()
}

// Check finds out whether the path leads up, from release to release, as an
// upgrade does. The error is the user's.
func (j Journey) Check() error {
	var before release.Release
	for i, version := range j.Path {
		next, err := j.Catalogue.Find(version)
		if err != nil {
			return err
		}
		switch {
		case i == 0:
		case release.Compare(before.Base(), next.Base()) > 0:
			return fmt.Errorf("upgrade %s to %s: that is the way down; name the releases from the oldest to the newest, and --rollback for the way back", before.Title(), next.Title())
		case before.Version == next.Version:
			return fmt.Errorf("upgrade %s to itself: name another release to go to", version)
		}
		before = next
	}
	return nil
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
