package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"streampark-regress/harness/choice"
	"streampark-regress/harness/release"
)

// This file holds what a build of one's own is named by.

// addImagesTo declares the flags that name images of one's own.
func (o *options) addImagesTo(f *pflag.FlagSet) {
	o.flags = f
	f.StringSliceVar(&o.images, "image", nil, "the image of a release, as 2.1.4=REF, or of a build of your own, as mine=REF with --like; for run and reproduce just REF, whose release they detect; may be repeated")
	f.StringSliceVar(&o.like, "like", nil, "the release that the builds of --image are like, or NAME=RELEASE for one of several")
}

// addExpectTo declares the flag that says what builds are to show.
func (o *options) addExpectTo(f *pflag.FlagSet) {
	f.StringSliceVar(&o.expect, "expect-known", nil, "known issues that a build is to show, comma-separated, or NAME=ISSUE for one of several builds (default: none, so that any is unexpected)")
}

// withBuilds is a catalogue with the builds that --image names. The error is the
// user's.
func (o *options) withBuilds(c *release.Catalogue) (*release.Catalogue, error) {
	var builds []release.Build
	for _, given := range o.images {
		name, ref, named := strings.Cut(given, "=")
		if !named || ref == "" || slices.Contains(c.Versions(), name) {
			continue // pairs says what is wrong with it
		}
		if i := slices.IndexFunc(builds, func(b release.Build) bool { return b.Name == name }); i >= 0 {
			return nil, fmt.Errorf("--image %q: %s has %s already: give it one", given, name, builds[i].Image)
		}
		builds = append(builds, release.Build{Name: name, Image: ref})
	}
	if err := o.likes(builds, c); err != nil {
		return nil, err
	}
	if err := o.expectations(builds); err != nil {
		return nil, err
	}
	return c.WithBuilds(builds...)
}

// likes reads which releases the builds are like.
func (o *options) likes(builds []release.Build, c *release.Catalogue) error {
	err := o.each("like", o.like, builds, func(b *release.Build, version string) error {
		if b.Like != "" {
			return fmt.Errorf("--like: %s is like %s already: give it one release", b.Name, b.Like)
		}
		b.Like = version
		_, err := c.Find(version)
		if err != nil {
			return fmt.Errorf("--like %s: %w", version, err)
		}
		return nil
	})
	for _, b := range builds {
		if b.Like == "" && err == nil {
			return fmt.Errorf("--image %s=%s: %q is not a release of the catalogue (%s); for a build of your own, say which of them it is like: --like %s",
				b.Name, b.Image, b.Name, strings.Join(c.Versions(), ", "), c.Versions()[len(c.Versions())-1])
		}
	}
	return err
}

// expectations reads which known issues the builds are to show.
func (o *options) expectations(builds []release.Build) error {
	return o.each("expect-known", o.expect, builds, func(b *release.Build, id string) error {
		number, err := issueID(id)
		if err != nil {
			return fmt.Errorf("--expect-known: %w", err)
		}
		b.Expect = append(b.Expect, number)
		return nil
	})
}

// each hands the entries of a flag to the builds they are about: VALUE to all of
// them, NAME=VALUE to one. A variable may be of no use to a command, a flag may
// not.
func (o *options) each(flag string, entries []string, builds []release.Build, take func(*release.Build, string) error) error {
	if len(entries) == 0 {
		return nil
	}
	if given := o.flags.Lookup(flag); len(builds) == 0 && given.Annotations[ambient] != nil {
		return nil
	}
	for _, entry := range entries {
		name, value, one := strings.Cut(entry, "=")
		if !one {
			value = entry
		}
		taken := false
		for i := range builds {
			if one && builds[i].Name != name {
				continue
			}
			taken = true
			if err := take(&builds[i], value); err != nil {
				return err
			}
		}
		if !taken && one {
			return fmt.Errorf("--%s %s: no --image names a build %s: name it, as in --image %s=REF", flag, entry, name, name)
		}
		if !taken {
			return fmt.Errorf("--%s %s: no --image names a build: name it, with a name that is not a release, as in --image mine=REF", flag, entry)
		}
	}
	return nil
}

// buildNames lists the builds of a catalogue.
func buildNames(c *release.Catalogue) []string {
	var all []string
	for _, r := range c.Releases {
		if r.IsBuild() {
			all = append(all, r.Version)
		}
	}
	return all
}

// onBuilds replays the recordings of a release on the builds that are like it,
// each on each, and leaves out the others; without a build all stay what they are.
func onBuilds(o *options, all []named) ([]named, error) {
	catalogue, err := o.readCatalogue()
	if err != nil {
		return nil, err
	}
	builds := buildNames(catalogue)
	if len(builds) == 0 {
		return all, nil
	}
	var chosen []named
	for _, name := range builds {
		b, err := catalogue.Find(name)
		if err != nil {
			return nil, err
		}
		for _, n := range all {
			answering := &n.script.Release
			if n.script.UpgradeTo != "" {
				answering = &n.script.UpgradeTo
			}
			if *answering == b.Base() {
				*answering, n.name = name, n.name+" on "+name
				chosen = append(chosen, n)
			}
		}
	}
	if len(chosen) == 0 {
		return nil, fmt.Errorf("none of the recordings is of a release that %s is like", choice.Of(builds))
	}
	return chosen, nil
}
