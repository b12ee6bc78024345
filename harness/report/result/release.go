package result

import (
	"slices"

	"streampark-regress/harness/database"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/verdict"
)

// Release is how one release fared on one database.
type Release struct {
	Version string
	// Database is the product it ran on, empty where nothing is said of it.
	Database database.Product
	// Verdict is the worst of its scenarios that were run.
	Verdict verdict.Verdict
	// Scenarios counts all of its scenarios, and Counts those with a verdict.
	Scenarios int
	Counts    map[verdict.Verdict]int
	// Known counts the scenarios that met a known issue as expected.
	Known int
	// KnownIssues are those whose symptom was met, by ID, in order.
	KnownIssues []string
	// Masked counts the checks that could not be made because of a known issue,
	// by its ID.
	Masked map[string]int
}

// Releases tells how each release fared, in the order of the scenarios.
func (r Result) Releases() []Release {
	var all []Release
	for _, s := range r.Scenarios {
		i := slices.IndexFunc(all, func(known Release) bool { return known.Place() == s.Place() })
		if i < 0 {
			i = len(all)
			all = append(all, Release{Version: s.Release, Database: s.Database, Counts: map[verdict.Verdict]int{}, Masked: map[string]int{}})
		}
		all[i].count(s)
	}
	for i := range all {
		all[i].conclude()
	}
	return all
}

// Place is the release and its database in words.
func (r Release) Place() string {
	return evidence.Scenario{Release: r.Version, Database: r.Database}.Place()
}

func (r *Release) count(s Scenario) {
	r.Scenarios++
	r.Counts[s.Ended()]++
	if s.Mark() == Known {
		r.Known++
	}
	r.KnownIssues = append(r.KnownIssues, s.KnownIssues...)
	for _, c := range s.Checks {
		if c.Masked {
			r.Masked[c.KnownIssue]++
		}
	}
}

func (r *Release) conclude() {
	slices.Sort(r.KnownIssues)
	r.KnownIssues = slices.Compact(r.KnownIssues)
	var parts []verdict.Verdict
	for v := range r.Counts {
		if v != verdict.NotRun {
			parts = append(parts, v)
		}
	}
	r.Verdict = verdict.Worst(parts...)
}
