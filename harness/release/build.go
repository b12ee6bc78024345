package release

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"streampark-regress/harness/choice"
)

// Build is a build of somebody's own: a patch, a candidate of a release or a
// nightly.
type Build struct {
	// Name is what it is called wherever a release is named.
	Name string
	// Image is its image.
	Image string
	// Like is the release whose entry it has.
	Like string
	// Expect are the known issues that it is to show, by ID.
	Expect []string
}

// buildName is the form of a build's name; it is part of the names of containers,
// files and databases.
var buildName = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9.-]{0,39}$`)

// WithBuilds is the catalogue with builds after its releases. A build has the
// entry of the release it is like, but for its name, its image and its known
// issues: it has those that are expected of it and no others, so that whatever
// else it shows is a surprise. What was fixed in the release it is like or before
// it stays fixed. The error is the user's.
func (c *Catalogue) WithBuilds(builds ...Build) (*Catalogue, error) {
	whole := *c
	whole.Releases = slices.Clone(c.Releases)
	for _, b := range builds {
		made, err := c.build(b)
		if err != nil {
			return nil, err
		}
		for _, r := range whole.Releases {
			if SameName(r.Version, b.Name) {
				return nil, fmt.Errorf("a build cannot be called %s: there is %s already, and names that differ in capitals, dots and hyphens alone are taken for the same", b.Name, r.Version)
			}
		}
		whole.Releases = append(whole.Releases, made)
	}
	return &whole, nil
}

// SameName reports whether two names are the same where the name of a database is
// made of them: capitals, and dots for hyphens, make no difference.
func SameName(a, b string) bool {
	return strings.EqualFold(strings.ReplaceAll(a, ".", "-"), strings.ReplaceAll(b, ".", "-"))
}

func (c *Catalogue) build(b Build) (Release, error) {
	if !buildName.MatchString(b.Name) {
		return Release{}, fmt.Errorf("a build cannot be called %q: write up to 40 letters, digits, dots and hyphens, the first a letter or a digit", b.Name)
	}
	base, err := c.Find(b.Like)
	if err != nil {
		return Release{}, fmt.Errorf("the build %s is like no release: %w", b.Name, err)
	}
	if base.IsBuild() {
		return Release{}, fmt.Errorf("the build %s is like %s, which is a build itself: name a release of the catalogue", b.Name, b.Like)
	}
	possible := c.unfixed(base)
	r := base
	r.Version, r.Like, r.Images, r.OnRequest, r.build = b.Name, b.Like, []string{b.Image}, true, true
	r.KnownIssues, r.usual = nil, possible
	for _, id := range b.Expect {
		i := slices.IndexFunc(possible, func(k KnownIssue) bool { return k.ID == id })
		switch {
		case len(possible) == 0:
			return Release{}, fmt.Errorf("the build %s is expected to show issue %s, and %s has no known issues", b.Name, id, base.Version)
		case i < 0:
			return Release{}, fmt.Errorf("the build %s is expected to show issue %q, which %s is not known to have: choose %s", b.Name, id, base.Version, choice.Of(ids(possible)))
		case slices.Contains(ids(r.KnownIssues), id):
			return Release{}, fmt.Errorf("the build %s is expected to show issue %s twice: name it once", b.Name, id)
		}
		r.KnownIssues = append(r.KnownIssues, possible[i])
	}
	return r, nil
}

// unfixed are the known issues that a build like a release may be expected to
// show: the release's own, then those of earlier releases that are not fixed by
// then. They are not the release's own where another issue hides them, and a build
// may have lost that one: 2.1.7 with a fix of issue 4322 shows issue 4281.
func (c *Catalogue) unfixed(base Release) []KnownIssue {
	all := slices.Clone(base.KnownIssues)
	for _, r := range c.Releases {
		if r.IsBuild() || Compare(r.Version, base.Version) >= 0 {
			continue
		}
		for _, k := range r.KnownIssues {
			if (k.FixedIn == "" || Compare(k.FixedIn, base.Version) > 0) && !slices.Contains(ids(all), k.ID) {
				all = append(all, k)
			}
		}
	}
	return all
}

// Nearest is the release whose entry fits a version that may not be in the
// catalogue best: the newest that is not newer. A candidate or a snapshot counts as
// its version. The error is for a version before all that are known.
func (c *Catalogue) Nearest(version string) (Release, error) {
	var nearest Release
	var known []string
	for _, r := range c.Releases {
		if r.IsBuild() {
			continue
		}
		known = append(known, r.Version)
		if Compare(r.Version, withoutSuffix(version)) <= 0 && (nearest.Version == "" || Compare(r.Version, nearest.Version) > 0) {
			nearest = r
		}
	}
	if nearest.Version == "" {
		return nearest, fmt.Errorf("nothing is known of StreamPark %s or a release before it: the catalogue has %s", version, strings.Join(known, ", "))
	}
	return nearest, nil
}

func ids(issues []KnownIssue) []string {
	var all []string
	for _, k := range issues {
		all = append(all, k.ID)
	}
	return all
}

// IsBuild reports whether it is a build of somebody's own.
func (r Release) IsBuild() bool { return r.build }

// Base is the version of the catalogue's release whose entry it has: its own, and
// that of the release it is like for a build. Versions are compared by it.
func (r Release) Base() string {
	if r.build {
		return r.Like
	}
	return r.Version
}

// Title is the release in words: "2.1.5", or "mine (like 2.1.5)".
func (r Release) Title() string {
	if r.build {
		return r.Version + " (like " + r.Like + ")"
	}
	return r.Version
}

// UnexpectedIssues are known issues that a build was not expected to show and
// that are not fixed in the release it is like: what it shows of them is a
// surprise, though not a new one. A release has none.
func (r Release) UnexpectedIssues() []KnownIssue {
	var all []KnownIssue
	for _, k := range r.usual {
		if _, expected := r.Issue(k.ID); !expected {
			all = append(all, k)
		}
	}
	return all
}
