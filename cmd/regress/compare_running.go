package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"

	"streampark-regress/harness/conduct"
	"streampark-regress/harness/deployment"
	"streampark-regress/harness/recording"
	"streampark-regress/harness/release"
	"streampark-regress/harness/shipped"
)

// run starts both and observes what they do. Where they are not started it says why.
func (r *releasesComparison) run(ctx context.Context, c *release.Catalogue, before, after installation) (found conduct.Found, why string, err error) {
	if r.offline {
		return found, "which --offline leaves out", nil
	}
	for _, i := range []installation{before, after} {
		if isFolder(i.name) {
			return found, "since a folder cannot be started", nil
		}
	}
	from, err := r.startable(c, "from", before)
	if err != nil {
		return found, "", err
	}
	to, err := r.startable(c, "to", after)
	if err != nil {
		return found, "", err
	}
	scripts, err := everyScript()
	if err != nil {
		return found, "", usage(err)
	}
	err = withTarget(ctx, r.s, r.o, []string{from, to}, func(ctx context.Context, t target) error {
		how := conduct.Comparison{Provider: t.Provider, Catalogue: t.catalogue, Database: t.database, Scripts: scripts, Report: r.reporter(from + " and " + to),
			Declared: func(change shipped.Change) bool {
				_, known := t.catalogue.Declared(before.facts.Version, after.facts.Version, change.Kind, change.Name)
				return known
			}}
		if how.From, err = t.catalogue.Find(from); err != nil {
			return usage(err)
		}
		if how.To, err = t.catalogue.Find(to); err != nil {
			return usage(err)
		}
		how.AtOnce = t.atOnce(how.To)
		found, err = how.Observe(ctx)
		if err != nil {
			return inconclusive(err)
		}
		return nil
	})
	return found, "", err
}

// startable is the name in the catalogue under which an installation can be started:
// an image of which the catalogue knows nothing becomes a build that is like the
// newest release that is not newer.
func (r *releasesComparison) startable(c *release.Catalogue, side string, i installation) (string, error) {
	if _, err := c.Find(i.name); err == nil {
		return i.name, nil
	}
	name := side + "-" + i.facts.Version
	r.o.images = append(r.o.images, name+"="+i.name)
	if len(r.o.like) > 0 { // who says what builds are like means this one
		return name, nil
	}
	nearest, err := c.Nearest(i.facts.Version)
	if err != nil {
		return "", usage(fmt.Errorf("%s: %w; say which release it is like with --like, or leave out what running servers do with --offline", i.name, err))
	}
	r.o.like = append(r.o.like, name+"="+nearest.Version)
	return name, nil
}

// atOnce is how many servers of a release may run at the same time: two of each side
// where there is memory for them, since much of what they are asked for is waited for.
func (t target) atOnce(r release.Release) int {
	const most = 4
	each := t.Provider.MemoryMB(deployment.Spec{Release: r, Database: t.database})
	if t.MemoryMB == 0 || each == 0 {
		return most
	}
	return int(min(max(t.MemoryMB*3/4/each, 1), most))
}

// reporter is a progress that several may tell at once.
func (r *releasesComparison) reporter(name string) deployment.Report {
	var telling sync.Mutex
	tell := progress(r.s, name)
	return func(detail string) {
		telling.Lock()
		defer telling.Unlock()
		tell(detail)
	}
}

// everyScript are the scripts of the built-in recordings, whatever release was
// recorded, each once. Those of upgrades are left out: what an upgrade does to calls
// is told by regress upgrade.
func everyScript() ([]recording.Script, error) {
	all, err := recordings(nil)
	if err != nil {
		return nil, err
	}
	var scripts []recording.Script
	for _, n := range all {
		same := func(s recording.Script) bool {
			return s.Suite == n.script.Suite && s.TTL == n.script.TTL && slices.Equal(s.Settings, n.script.Settings)
		}
		if n.script.UpgradeTo == "" && !slices.ContainsFunc(scripts, same) {
			scripts = append(scripts, n.script)
		}
	}
	return scripts, nil
}

// withoutDrift leaves out the drifts of a database that were found by reading the
// upgrade scripts, where they were really run.
func withoutDrift(changes []shipped.Change, ran conduct.Found) []shipped.Change {
	return slices.DeleteFunc(changes, func(c shipped.Change) bool {
		return ran.Upgraded != nil && c.Kind == release.Drifted && strings.HasPrefix(c.Name, string(ran.Database.OrUsual())+" ")
	})
}
