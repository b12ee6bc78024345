package suite

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"streampark-regress/harness/release"
)

// ownServer is the tag of a scenario that cannot share its server.
const ownServer = "@own-server"

// databaseTag is the tag of scenarios about the database itself.
const databaseTag = "@database"

// The tags that are about issues begin so; an issue's number follows.
const (
	issueTag      = "@issue-"
	knownIssueTag = "@known-issue-"
)

// tags are those that may stand at a scenario, besides those about issues. One
// that is not among them would be a slip that selects nothing and says nothing.
func tags() []string {
	return []string{"@cause", "@contract", databaseTag, flinkTag, ownServer, "@restart", stateTag, topologyTag, "@upgrade", "@white-list", "@workaround"}
}

// known finds what scenarios say that the catalogue does not know: releases,
// issues, and tags, where those are not somebody's own. The built-in scenarios are
// held against the catalogue they were written for. The errors say where.
func known(all []Scenario, writtenFor, given *release.Catalogue) error {
	var wrong []error
	for _, s := range all {
		c := writtenFor
		if s.own {
			c = given
		}
		for _, t := range s.Tags {
			if err := knownTag(t, c); err != nil && (!s.own || !errors.Is(err, errNoMeaning)) {
				wrong = append(wrong, fmt.Errorf("%s:%d: %w", s.File, s.Line, err))
			}
		}
		for _, step := range s.Steps {
			if err := knownStep(step, c); err != nil {
				wrong = append(wrong, fmt.Errorf("%s:%d: %w", s.File, step.Line, err))
			}
		}
	}
	return errors.Join(wrong...)
}

// errNoMeaning is the error of a tag that means nothing.
var errNoMeaning = errors.New("unknown tag")

func knownTag(tag string, c *release.Catalogue) error {
	for _, prefix := range []string{knownIssueTag, issueTag} {
		id, about := strings.CutPrefix(tag, prefix)
		if !about {
			continue
		}
		if !slices.Contains(issues(c), id) {
			return fmt.Errorf("the tag %s is about an issue the catalogue does not have: it has %s", tag, strings.Join(issues(c), ", "))
		}
		return nil
	}
	if name, on := strings.CutPrefix(tag, onTag); on {
		if _, has := c.Databases[name]; !has {
			return fmt.Errorf("the tag %s is about a database the catalogue does not have: it has %s", tag, strings.Join(slices.Sorted(maps.Keys(c.Databases)), ", "))
		}
		return nil
	}
	if !slices.Contains(tags(), tag) {
		return fmt.Errorf("%w %s: write one of %s, %s and %s with an issue's number, and %s with a database", errNoMeaning, tag, strings.Join(tags(), ", "), issueTag, knownIssueTag, onTag)
	}
	return nil
}

func knownStep(s Step, c *release.Catalogue) error {
	for _, version := range []string{s.Needs.Release, s.version()} {
		if version == "" {
			continue
		}
		if _, err := c.Find(version); err != nil {
			return err
		}
	}
	if s.Expected != nil && s.Expected.KnownIssue != "" && !slices.Contains(issues(c), s.Expected.KnownIssue) {
		return fmt.Errorf("%q is about an issue the catalogue does not have: it has %s", s.Text, strings.Join(issues(c), ", "))
	}
	return nil
}

// version is the release a step asks for, empty for any.
func (s Step) version() string {
	if s.Needs.Deployment == nil {
		return ""
	}
	return s.Needs.Deployment.Version
}

// issues lists the known issues of all releases, each once.
func issues(c *release.Catalogue) []string {
	var all []string
	for _, r := range c.Releases {
		for _, k := range r.KnownIssues {
			if !slices.Contains(all, k.ID) {
				all = append(all, k.ID)
			}
		}
	}
	return all
}

// agrees holds what a scenario says of known issues against what the catalogue
// says of the release that answers at that step.
func agrees(s Scenario, answering release.Release, c *release.Catalogue) error {
	for _, step := range s.Steps {
		if step.Needs.Release != "" {
			next, err := c.Find(step.Needs.Release)
			if err != nil {
				return fmt.Errorf("%s:%d: %w", s.File, step.Line, err)
			}
			answering = next
		}
		if step.Expected == nil || step.Expected.KnownIssue == "" {
			continue
		}
		issue, has := answering.Issue(step.Expected.KnownIssue)
		switch {
		case !has:
			return fmt.Errorf("%s:%d: %q: the catalogue has no issue %s of %s", s.File, step.Line, step.Text, step.Expected.KnownIssue, answering.Version)
		case issue.Symptom.Outcome != step.Expected.Outcome || issue.Symptom.Cause != step.Expected.Cause:
			return fmt.Errorf("%s:%d: %q: by the catalogue, issue %s of %s shows as %s %s", s.File, step.Line, step.Text, issue.ID, answering.Version,
				issue.Symptom.Outcome, issue.Symptom.Cause)
		}
	}
	return nil
}
