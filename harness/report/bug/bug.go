// Package bug writes a run as a report that can be attached to an issue:
// whether it was reproduced, the scenario that shows it with everything that
// was seen, and folded below what else was tried.
package bug

import (
	"fmt"
	"io"
	"slices"
	"sort"
	"strings"

	"streampark-regress/harness/release"
	"streampark-regress/harness/report/result"
	"streampark-regress/harness/report/words"
)

// Write writes the report about an issue of the catalogue as Markdown, with
// everything that was seen.
func Write(out io.Writer, r result.Result, issue release.KnownIssue) error {
	return put(out, read(r, issue).whole())
}

// Fit writes the report so that it fits into an issue on GitHub: of scenarios for
// which there is no room it has a line, and says that Whole has the rest.
func Fit(out io.Writer, r result.Result, issue release.KnownIssue) error {
	return put(out, read(r, issue).fitted())
}

func put(out io.Writer, text string) error {
	if _, err := io.WriteString(out, text); err != nil {
		return fmt.Errorf("write the bug report: %w", err)
	}
	return nil
}

// parts are those of a report: its head, the scenarios that a reader has to see,
// how to do it by hand, the other scenarios, and how to run it again.
type parts struct {
	head          string
	shown, others []result.Scenario
	hand, again   string
}

func read(r result.Result, issue release.KnownIssue) parts {
	var p parts
	var b strings.Builder
	head(&b, r, issue)
	p.head = b.String()
	p.shown, p.others = choose(r, issue.ID)
	b.Reset()
	byHand(&b)
	p.hand = b.String()
	b.Reset()
	again(&b, r, issue)
	p.again = b.String()
	return p
}

func (p parts) whole() string {
	var b strings.Builder
	b.WriteString(p.head)
	for _, s := range p.shown {
		b.WriteString(section(s))
	}
	b.WriteString(p.hand)
	if len(p.others) > 0 {
		b.WriteString(otherHeading)
	}
	for _, s := range p.others {
		b.WriteString(folded(s))
	}
	b.WriteString(p.again)
	return b.String()
}

// head says of each release how it stands to the issue, and where all of it was
// seen.
func head(b *strings.Builder, r result.Result, issue release.KnownIssue) {
	title := "Upstream issue " + issue.ID
	if issue.Title != "" {
		title += ": " + issue.Title
	}
	fmt.Fprintf(b, "# %s\n\n", title)
	if models := r.Models(); len(models) > 0 {
		fmt.Fprintf(b, "> **MODEL**: the answers of %s are the built-in model's, not StreamPark's. This is not evidence about StreamPark.\n\n", strings.Join(models, " and "))
	}
	for _, s := range r.Standings(issue) {
		standing(b, r, s, issue)
	}
	if partial := words.Partial(r); partial != "" {
		fmt.Fprintf(b, "> **Partial**: %s\n\n", partial)
	}
	for _, broken := range words.Broken(r) {
		fmt.Fprintf(b, "> **Incomplete**: %s\n\n", broken)
	}
	environment(b, r)
}

func environment(b *strings.Builder, r result.Result) {
	b.WriteString("## Environment\n\n")
	for _, d := range r.Deployments {
		fmt.Fprintf(b, "- %s (%s): %s, image %s\n", d.Name, orDash(d.Target), d.Detail, orDash(d.Image))
	}
	var names []string
	for name := range r.Run.Machine {
		names = append(names, name)
	}
	sort.Strings(names)
	for _, name := range names {
		fmt.Fprintf(b, "- %s: %s\n", name, r.Run.Machine[name])
	}
	for _, made := range words.Made(r) {
		fmt.Fprintf(b, "- %s\n", made)
	}
	for _, build := range r.Run.Builds {
		fmt.Fprintf(b, "- build: %s\n", words.Build(build))
	}
	if r.Run.Config != "" {
		fmt.Fprintf(b, "- configuration: %s\n", r.Run.Config)
	}
	fmt.Fprintf(b, "- clock: %s; run %s of %s UTC\n\n", r.Run.Clock, r.Run.ID, r.Started.UTC().Format("2006-01-02 15:04"))
}

func orDash(s string) string {
	if s == "" {
		return "-"
	}
	return s
}

const otherHeading = "## What else was tried\n\n"

// section is a scenario under its heading.
func section(s result.Scenario) string {
	var b strings.Builder
	fmt.Fprintf(&b, "## %s: %s\n\n", s.Place(), s.Name)
	scenario(&b, s)
	return b.String()
}

// folded is a scenario that a reader may unfold.
func folded(s result.Scenario) string {
	var b strings.Builder
	fmt.Fprintf(&b, "<details><summary>%s %s: %s</summary>\n\n", words.Mark(s.Mark()), s.Place(), markup(s.Name))
	scenario(&b, s)
	b.WriteString("</details>\n\n")
	return b.String()
}

func again(b *strings.Builder, r result.Result, issue release.KnownIssue) {
	var releases []string
	for _, of := range r.Releases() {
		if !slices.Contains(releases, of.Version) {
			releases = append(releases, of.Version)
		}
	}
	// How the program was called is no part of a report for others.
	_, flags, _ := strings.Cut(r.Again(), " run ")
	fmt.Fprintf(b, "## How to run this again\n\n```\nregress reproduce %s %s --release %s\n```\n\n", issue.ID, flags, strings.Join(releases, ","))
	b.WriteString("Tokens are shown by their first characters and a hash. Everything that was seen is in the files beside this one; look through the configuration before you attach it.\n")
}
