package result

import (
	"slices"
	"time"

	"streampark-regress/harness/database"
	"streampark-regress/harness/deployment"
	"streampark-regress/harness/judge"
	"streampark-regress/harness/release"
)

// Standing is how a release stands to an issue, and on what that was found.
type Standing struct {
	judge.Reproduction
	Release string
	// Database is the product it ran on, empty where nothing is said of it.
	Database database.Product
	// Target is where its servers came from, and Images are theirs.
	Target string
	Images []string
}

// Place is the release and its database in words.
func (s Standing) Place() string {
	return Release{Version: s.Release, Database: s.Database}.Place()
}

// OfModel reports whether the built-in model's answers were looked at, and not
// StreamPark's.
func (s Standing) OfModel() bool { return deployment.IsModel(s.Target) }

// Standings tells how each release of the run stands to an issue, in the order
// of the scenarios.
func (r Result) Standings(issue release.KnownIssue) []Standing {
	var all []Standing
	for _, of := range r.Releases() {
		s := Standing{Release: of.Version, Database: of.Database}
		var trials []judge.Trial
		for _, sc := range r.Scenarios {
			if sc.Place() != of.Place() {
				continue
			}
			s.Target = sc.Target
			trials = append(trials, judge.Trial{Job: sc.Job, TTL: time.Duration(sc.TTLSeconds * float64(time.Second)), Verdict: sc.Ended(), Attempts: sc.Attempts, Checks: sc.Checks})
		}
		for _, d := range r.Deployments {
			if d.Release == of.Version && d.Database == of.Database && d.Image != "" && !slices.Contains(s.Images, d.Image) {
				s.Images = append(s.Images, d.Image)
			}
		}
		s.Reproduction = judge.Reproduce(issue, trials)
		all = append(all, s)
	}
	return all
}

// Bisected is how the run as a whole stands to an issue for somebody who bisects: a
// release that refutes it (judge.Reproduction.Refuted) does not have it.
func Bisected(all []Standing) judge.Showing {
	told := slices.Clone(all)
	for i := range told {
		if told[i].Showing == judge.Undecided && told[i].Refuted() {
			told[i].Showing = judge.NotReproduced
		}
	}
	return Reproduced(told)
}

// Reproduced is how the run as a whole stands to an issue: it was reproduced if
// on any release, and it is only said not to be if on none of them.
func Reproduced(all []Standing) judge.Showing {
	showing := judge.Undecided
	for i, s := range all {
		switch {
		case s.Showing == judge.Reproduced:
			return judge.Reproduced
		case i == 0 || s.Showing == judge.Undecided:
			showing = s.Showing
		}
	}
	return showing
}
