package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"streampark-regress/harness/bisection"
	"streampark-regress/harness/builder"
	"streampark-regress/harness/choice"
	"streampark-regress/harness/release"
	"streampark-regress/suite/session"
)

// span is what is bisected: the candidates, the oldest first, and the ends.
type span struct {
	over       bisection.Over
	find       bisection.Change
	candidates []bisection.Candidate
	ends       bisection.Ends
}

// span finds the candidates and the ends. The error is the user's.
func (b *bisect) span(ctx context.Context, c *release.Catalogue, about session.About) (span, error) {
	switch {
	case b.find != "" && b.find != string(bisection.Break) && b.find != string(bisection.Fix):
		return span{}, fmt.Errorf("--find %q: choose %s", b.find, choice.OneOf([]string{string(bisection.Break), string(bisection.Fix)}))
	case (b.good == "") != (b.bad == ""):
		return span{}, errors.New("one end alone: give both --good and --bad, or neither of them and --find")
	case b.good == "" && b.find == "":
		return span{}, errors.New("nothing says what to find: give --good and --bad, or --find break or --find fix")
	case b.good != "" && b.good == b.bad:
		return span{}, fmt.Errorf("--good and --bad are both %s: give two that differ", b.good)
	case b.list != "" && b.command != "":
		return span{}, errors.New("--images and --build: choose one of them")
	case (b.command == "") != (b.repository == ""):
		return span{}, errors.New("--build and --repository go together: give the clone and the command that builds one of its commits")
	case b.command != "":
		return b.overCommits(ctx)
	}
	for _, name := range []string{"builds-at-once", "build-timeout"} {
		if b.flags.Changed(name) {
			return span{}, fmt.Errorf("--%s: only --build obeys it: add that, or leave out --%s", name, name)
		}
	}
	if b.list != "" {
		return b.overImages()
	}
	return b.overReleases(c, about)
}

// overReleases takes the releases of the catalogue, or those of --release.
func (b *bisect) overReleases(c *release.Catalogue, about session.About) (span, error) {
	if len(b.like) > 0 {
		return span{}, errors.New("--like: a release is judged as itself: leave it out, or give --images or --build")
	}
	versions := c.Versions()
	for _, version := range b.releases {
		if _, err := c.Find(version); err != nil {
			return span{}, fmt.Errorf("--release: %w", err)
		}
	}
	if len(b.releases) > 0 {
		versions = slices.Clone(b.releases)
	}
	slices.SortFunc(versions, release.Compare)
	s := span{over: bisection.Releases, find: bisection.Change(b.find)}
	for _, version := range versions {
		s.candidates = append(s.candidates, bisection.Candidate{Name: version})
	}
	if b.good != "" {
		return b.between(s)
	}
	// What has it is known, and what has not is to be found beyond.
	have := slices.DeleteFunc(slices.Clone(versions), func(v string) bool { return !has(c, v, about.Issue.ID) })
	if len(have) == 0 {
		return span{}, fmt.Errorf("no release of %s is known to have issue %s: name the ends with --good and --bad", strings.Join(versions, ", "), about.Issue.ID)
	}
	s.ends = bisection.Ends{New: slices.Index(versions, have[len(have)-1]), Tentative: true}
	if s.find == bisection.Fix {
		s.ends = bisection.Ends{Old: slices.Index(versions, have[0]), New: len(versions) - 1, Tentative: true}
	}
	old, young := s.ends.Old, s.ends.New
	if old >= young {
		return span{}, fmt.Errorf("issue %s is known of %s, and there is no release %s that to look at: name others with --release", about.Issue.ID, strings.Join(have, ", "),
			map[bisection.Change]string{bisection.Break: "before", bisection.Fix: "after"}[s.find])
	}
	s.candidates, s.ends = s.candidates[old:young+1], bisection.Ends{New: young - old, Tentative: true}
	return s, nil
}

// has reports whether a release is known to have an issue.
func has(c *release.Catalogue, version, issue string) bool {
	r, err := c.Find(version)
	if err != nil {
		return false
	}
	_, known := r.Issue(issue)
	return known
}

// overImages takes the images of a list.
func (b *bisect) overImages() (span, error) {
	if len(b.releases) > 0 {
		return span{}, errors.New("--release: the images of --images are what is bisected: leave it out")
	}
	f, err := os.Open(b.list)
	if err != nil {
		return span{}, fmt.Errorf("--images: %w", err)
	}
	defer f.Close()
	s := span{over: bisection.Images, find: bisection.Change(b.find)}
	lines := bufio.NewScanner(f)
	for n := 1; lines.Scan(); n++ {
		line := strings.TrimSpace(lines.Text())
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		name, ref, named := strings.Cut(line, "=")
		if !named || b.target == string(session.Model) && !strings.Contains(ref, ".") {
			name, ref = line, line // a model's defect has the same sign
		}
		switch {
		case name == "" || ref == "" || strings.ContainsAny(line, " \t"):
			return span{}, fmt.Errorf("--images: %s:%d: %q is not an image: write REF or NAME=REF", b.list, n, line)
		case slices.ContainsFunc(s.candidates, func(c bisection.Candidate) bool { return c.Name == name }):
			return span{}, fmt.Errorf("--images: %s:%d: %s is in it twice", b.list, n, name)
		}
		s.candidates = append(s.candidates, bisection.Candidate{Name: name, Image: ref})
	}
	if err := lines.Err(); err != nil {
		return span{}, fmt.Errorf("--images: read %s: %w", b.list, err)
	}
	if len(s.candidates) < 2 {
		return span{}, fmt.Errorf("--images: %s names %d images: two ends that differ are needed", b.list, len(s.candidates))
	}
	if b.good != "" {
		return b.between(s)
	}
	s.ends.New = len(s.candidates) - 1
	return s, nil
}

// between finds the ends among the candidates, and leaves out what is not between
// them.
func (b *bisect) between(s span) (span, error) {
	var at [2]int
	for i, end := range []string{b.good, b.bad} {
		at[i] = slices.IndexFunc(s.candidates, func(c bisection.Candidate) bool { return c.Name == end || c.Image == end })
		if at[i] < 0 {
			var names []string
			for _, c := range s.candidates {
				names = append(names, c.Name)
			}
			return span{}, fmt.Errorf("%s: %s is not among the %s: choose %s", b.revisionsOf(), end, s.over, choice.Of(names))
		}
	}
	if at[0] == at[1] {
		return span{}, fmt.Errorf("%s are the same: give two that differ", b.revisionsOf())
	}
	found := bisection.Fix
	if at[0] < at[1] {
		found = bisection.Break
	}
	if err := b.agrees(found); err != nil {
		return span{}, err
	}
	old, young := min(at[0], at[1]), max(at[0], at[1])
	s.find, s.candidates, s.ends = found, s.candidates[old:young+1], bisection.Ends{New: young - old}
	return s, nil
}

// agrees reports whether what the ends say is to be found is what --find says.
func (b *bisect) agrees(found bisection.Change) error {
	if b.find != "" && b.find != string(found) {
		return fmt.Errorf("reversed ends: %s, in this order, are a %s, and --find %s is asked for: exchange them, or leave out --find", b.revisionsOf(), found, b.find)
	}
	return nil
}

// overCommits takes the commits between two revisions.
func (b *bisect) overCommits(ctx context.Context) (span, error) {
	if len(b.releases) > 0 {
		return span{}, errors.New("--release: the commits of --repository are what is bisected: leave it out, or say with --like which release they are judged as")
	}
	if b.good == "" {
		return span{}, errors.New("--build: name the ends with --good and --bad, revisions of the clone")
	}
	if err := readable(b.repository); err != nil {
		return span{}, fmt.Errorf("--repository: %w", err)
	}
	absolute, err := filepath.Abs(b.repository)
	if err != nil {
		return span{}, fmt.Errorf("--repository: %w", err)
	}
	clone := builder.Repository(absolute)
	var ends [2]builder.Commit
	for i, revision := range []string{b.good, b.bad} {
		if ends[i], err = clone.Find(ctx, revision); err != nil {
			return span{}, fmt.Errorf("--repository: %w", err)
		}
	}
	if ends[0].Hash == ends[1].Hash {
		return span{}, fmt.Errorf("%s are the same commit, %.9s: give two that differ", b.revisionsOf(), ends[0].Hash)
	}
	found := bisection.Break
	if clone.Before(ctx, ends[1], ends[0]) {
		found = bisection.Fix
		ends[0], ends[1] = ends[1], ends[0]
	}
	between, err := clone.Between(ctx, ends[0], ends[1])
	if err != nil {
		return span{}, fmt.Errorf("%s: %w; give one that comes before the other", b.revisionsOf(), err)
	}
	s := span{over: bisection.Commits, find: found, ends: bisection.Ends{New: len(between) - 1}}
	if err := b.agrees(found); err != nil {
		return span{}, err
	}
	for _, commit := range between {
		s.candidates = append(s.candidates, bisection.Candidate{Name: commit.Hash, Subject: commit.Subject})
	}
	return s, nil
}
