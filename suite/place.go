package suite

import (
	"fmt"
	"slices"
	"strings"

	"streampark-regress/harness/database"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/release"
)

// onTag begins the tag of a scenario that is about some databases only; the name
// of one follows.
const onTag = "@on-"

// place is a release on a database, which is empty for the usual one, of which
// nothing is said.
type place struct {
	version  string
	database database.Product
}

// places are those to run on, release by release.
func (sel Selection) places(versions []string) []place {
	databases := sel.Databases
	if len(databases) == 0 {
		databases = []database.Product{""}
	}
	var all []place
	for _, version := range versions {
		for _, on := range databases {
			all = append(all, place{version, on})
		}
	}
	return all
}

// product is the database.
func (p place) product() database.Product { return p.database.OrUsual() }

// find finds the release as it is on the database.
func (p place) find(c *release.Catalogue) (release.Release, error) {
	r, err := c.Find(p.version)
	if err != nil {
		return r, err
	}
	if _, err := c.FindDatabase(string(p.product())); err != nil {
		return r, err
	}
	if _, runs := r.Databases[string(p.product())]; !runs {
		return r, fmt.Errorf("%s does not run on %s: the catalogue says nothing of it in its databases", p.version, p.product().Title())
	}
	return c.On(string(p.product())).Find(p.version)
}

// about reports whether a scenario is about the database: all are that are not
// about others.
func (p place) about(s Scenario) bool {
	tagged := slices.ContainsFunc(s.Tags, func(t string) bool { return strings.HasPrefix(t, onTag) })
	return !tagged || p.named(s)
}

// named reports whether a scenario is about the database by name.
func (p place) named(s Scenario) bool { return slices.Contains(s.Tags, onTag+string(p.product())) }

// first reports whether a place is the first of its release that a scenario is
// about: what is counted by release is counted there.
func (sel Selection) first(on place, s Scenario) bool {
	for _, p := range sel.places([]string{on.version}) {
		if p.about(s) {
			return p == on
		}
	}
	return false
}

// place is where the job runs, in words.
func (j Job) place() string {
	return evidence.Scenario{Release: j.Spec.Release.Version, Database: j.Spec.Database}.Place()
}

// obstacle says why a job cannot be shown on the database. A scenario that is
// about the database by name knows what a restart does there.
func (p place) obstacle(job Job, c *release.Catalogue) *evidence.Obstacle {
	if !c.Databases[string(p.product())].Embedded {
		return nil
	}
	if job.Scenario.OnRequest() {
		return &evidence.Obstacle{Kind: evidence.InsideServer}
	}
	if !job.Scenario.Needs().Restart {
		return nil
	}
	storage := job.Spec.Release.Databases[string(p.product())]
	switch {
	case len(job.Becomes) > 0:
		return &evidence.Obstacle{Kind: evidence.NoUpgrade}
	case storage.LostInRestart && !p.named(job.Scenario):
		return &evidence.Obstacle{Kind: evidence.RowsLost}
	}
	return nil
}
