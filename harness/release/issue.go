package release

import (
	"slices"

	"streampark-regress/harness/cause"
	"streampark-regress/harness/outcome"
)

// KnownIssue is a bug a release is known to have.
type KnownIssue struct {
	// ID is the number of upstream's issue or pull request, or a name of our own.
	ID    string `yaml:"id" rule:"required,name"`
	Title string `yaml:"title" rule:"required"`
	// Expected is what should happen instead.
	Expected string `yaml:"expected" rule:"required"`
	// FixedIn is the first release without it, empty for none so far. Later
	// releases must not show it either, unless it is a known issue of theirs.
	FixedIn string `yaml:"fixed_in" rule:"version"`
	// Database is the only database it is met on, empty for any.
	Database string `yaml:"database"`
	// AlsoReportedAs are the numbers of other reports of the same thing.
	AlsoReportedAs []string `yaml:"also_reported_as" rule:"unique,name"`
	// After is what has to have happened before a call shows it, empty for
	// nothing: then any call of its subject does.
	After Condition `yaml:"after"`
	// Symptom is what meeting it looks like.
	Symptom Symptom `yaml:"symptom" rule:"required"`
	// Also are what else meeting it can look like, in calls of other pages for
	// one.
	Also []Symptom `yaml:"also"`
}

// Symptoms are all that meeting it can look like, its own symptom first.
func (k KnownIssue) Symptoms() []Symptom { return append([]Symptom{k.Symptom}, k.Also...) }

// Symptom is what meeting a known issue looks like, exactly: all of it must be
// seen, and nothing else counts.
type Symptom struct {
	// Log is what the server's log tells, for an issue that no call shows: nothing
	// else is said of it then.
	Log Told `yaml:"log"`
	// Subject is what was sent.
	Subject Subject `yaml:"subject"`
	// Role is whose it was, empty for anybody's.
	Role Role `yaml:"role"`
	// Application is whose application it was, empty for anybody's.
	Application Whose `yaml:"application"`
	// Outcome is what the answer means.
	Outcome outcome.Outcome `yaml:"outcome"`
	// Status is the answer's HTTP status.
	Status int `yaml:"status" rule:"positive"`
	// Cause is why the call was unauthenticated; only for that outcome.
	Cause cause.Cause `yaml:"cause"`
	// Message is a part of the answer's message, where the outcome alone
	// says too little.
	Message string `yaml:"message"`
	// Tells are the secrets that the answer gives away, all of them.
	Tells []Told `yaml:"tells" rule:"nonempty,unique"`
	// Row is what became of the token's row, empty where it does not matter.
	Row Row `yaml:"row"`
	// Sent is a field of the form that has to have been sent as true, empty for
	// any form.
	Sent string `yaml:"sent" rule:"field"`
	// Empty is a field of the form that has to have been sent with nothing in it,
	// empty for any form.
	Empty string `yaml:"empty" rule:"field"`
	// State is what became of the job's state, empty where it does not matter.
	State State `yaml:"state"`
	// Kept is whether StreamPark keeps the savepoint that was written, empty
	// where it does not matter. Only a real Flink writes one.
	Kept Kept `yaml:"kept"`
	// Effect is what became of the application.
	Effect Effect `yaml:"effect"`
}

// Silent reports whether whoever meets it is answered as if all were well: the
// loss is in what becomes of the job.
func (k KnownIssue) Silent() bool { return k.Symptom.State != "" || k.Unkept() }

// Unkept reports whether it is that a savepoint is written and StreamPark does not
// know of it, so that a start has to say where it is.
func (k KnownIssue) Unkept() bool { return k.Symptom.Kept == KeptNot }

// Issue returns a known issue of the release.
func (r Release) Issue(id string) (KnownIssue, bool) {
	for _, k := range r.KnownIssues {
		if k.ID == id {
			return k, true
		}
	}
	return KnownIssue{}, false
}

// FixedIssues are known issues of earlier releases that this one must not show
// any more: those that are fixed in it or before it. What it is known to have
// itself is not among them.
func (r Release) FixedIssues() []KnownIssue { return r.fixed }

// fixedIn collects the issues that are fixed in a release.
func (c *Catalogue) fixedIn(r Release) []KnownIssue {
	var fixed []KnownIssue
	for _, earlier := range c.Releases {
		if Compare(earlier.Version, r.Version) >= 0 {
			continue
		}
		for _, k := range earlier.KnownIssues {
			_, known := r.Issue(k.ID)
			listed := slices.ContainsFunc(fixed, func(f KnownIssue) bool { return f.ID == k.ID })
			if k.FixedIn != "" && Compare(k.FixedIn, r.Version) <= 0 && !known && !listed {
				fixed = append(fixed, k)
			}
		}
	}
	return fixed
}
