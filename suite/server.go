package suite

import (
	"fmt"
	"slices"

	"streampark-regress/harness/deployment"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/release"
)

// name makes a deployment's name: its version, its database if anything is said of
// it, and a number from the second on. A build may be called as another's second
// server would be.
func name(spec deployment.Spec, before []Server) string {
	first := spec.Release.Version
	if spec.Database != "" {
		first += "-" + string(spec.Database)
	}
	made := first
	for n := range before {
		if slices.ContainsFunc(before, func(s Server) bool { return release.SameName(s.Name, made) }) {
			made = fmt.Sprintf("%s-%d", first, n+2)
		}
	}
	return made
}

// tryBuild notes that a build of somebody's own is on the plan, on however many
// databases; a release is none.
func (p *Plan) tryBuild(r release.Release) {
	if !r.IsBuild() {
		return
	}
	i := slices.IndexFunc(p.Builds, func(b evidence.Build) bool { return b.Name == r.Version })
	if i < 0 {
		i = len(p.Builds)
		p.Builds = append(p.Builds, evidence.Build{Name: r.Version, Image: r.Images[0], Like: r.Base()})
	}
	for _, k := range r.KnownIssues {
		if b := &p.Builds[i]; !slices.Contains(b.Expect, k.ID) {
			b.Expect = append(b.Expect, k.ID)
		}
	}
}

// pass notes that a scenario has nothing to do with a build, where it is written
// by name for the release that the build is like.
func (p *Plan) pass(s Scenario, r release.Release) {
	named := slices.ContainsFunc(s.Steps, func(step Step) bool { return step.version() == r.Base() })
	if r.IsBuild() && named {
		p.Builds[len(p.Builds)-1].NamedOnly++
	}
}
