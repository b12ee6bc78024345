package release

import "slices"

// KnownIssue is a bug a release is known to have.
type KnownIssue struct {
	ID             string   `yaml:"id"`
	Title          string   `yaml:"title"`
	Expected       string   `yaml:"expected"`
	FixedIn        string   `yaml:"fixed_in"`
	AlsoReportedAs []string `yaml:"also_reported_as"`
	Symptom        Symptom  `yaml:"symptom"`
}

// Symptom is what meeting a known issue looks like, exactly.
type Symptom struct {
	Outcome string `yaml:"outcome"`
	Cause   string `yaml:"cause"`
	Row     string `yaml:"row"`
	// Message is a part of the answer's message, where the outcome alone
	// says too little.
	Message string `yaml:"message"`
}

// Issue returns a known issue of the release.
func (r Release) Issue(id string) (KnownIssue, bool) {
	for _, k := range r.KnownIssues {
		if k.ID == id {
			return k, true
		}
	}
	return KnownIssue{}, false
}

// FindIssue finds a known issue by its number, or by that of a report of the
// same thing.
func (c *Catalogue) FindIssue(id string) (KnownIssue, bool) {
	for _, r := range c.Releases {
		for _, k := range r.KnownIssues {
			if k.ID == id || slices.Contains(k.AlsoReportedAs, id) {
				return k, true
			}
		}
	}
	return KnownIssue{}, false
}

// With lists the releases to look at an issue on: the usual ones where one of
// them has it, else those that have it.
func (c *Catalogue) With(id string) []string {
	var having []string
	for _, r := range c.Releases {
		if _, known := r.Issue(id); !known {
			continue
		}
		if !r.OnRequest {
			return c.Usual()
		}
		having = append(having, r.Version)
	}
	return having
}
