package main

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"streampark-regress/harness/choice"
	"streampark-regress/harness/judge"
	"streampark-regress/harness/report/result"
	"streampark-regress/harness/report/words"
	"streampark-regress/harness/verdict"
	"streampark-regress/suite/session"
)

func newReproduce(s streams) *cobra.Command {
	o := &options{}
	c := &cobra.Command{
		Use:   "reproduce ISSUE",
		Short: "Run the scenarios of an upstream issue and write a report to attach to it",
		Long: `Runs the scenarios of an upstream issue, given by its number or the address of
its page, on the reporter's own version and config.yaml if they are given, and
writes bug-report.md, which fits into an issue on GitHub, and a zip file with
everything that was seen, without secrets.

It answers one question, and ends with a line for each release that says on
what: REPRODUCED where a call met exactly the issue's symptom; NOT REPRODUCED
only where the calls in which it would show were made and went as they should;
NOT DECIDED in every other case.

With --config every server begins with that file instead of its image's: only
the database, the port and what a scenario sets itself are replaced. Where its
session TTL differs from the shipped one, the scenarios' times move with it:
"2h01m after the token was made" becomes "just after your TTL".`,
		Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error { return reproduce(c, s, o, args[0]) },
	}
	o.addTo(c.Flags())
	o.addRunTo(c.Flags())
	o.addEventsTo(c.Flags())
	return c
}

func reproduce(c *cobra.Command, s streams, o *options, issue string) error {
	besides, err := o.besides(s)
	if err != nil {
		return usage(err)
	}
	catalogue, err := o.readCatalogue()
	if err != nil {
		return usage(err)
	}
	id, err := issueID(issue)
	if err != nil {
		return usage(err)
	}
	about := session.Find(catalogue, id)
	if err := o.reproducible(about.Issue.ID); err != nil {
		return usage(err)
	}
	if about.ReportOf != "" {
		fmt.Fprintf(s.err, "issue %s is a report of issue %s\n", about.ReportOf, about.Issue.ID)
	}
	if len(o.releases) == 0 {
		o.releases = o.imageReleases()
	}
	if len(o.releases) == 0 && len(o.images) == 0 && !o.atSite() {
		o.releases = about.Releases
	}
	if o.tags != "" {
		about.Tags += " and (" + o.tags + ")"
	}
	o.tags = about.Tags
	prepared, err := prepare(c.Context(), s, o)
	if err != nil {
		return err
	}
	made, err := session.Reproduce(c.Context(), prepared.Options, about.Issue)
	prepared.screen.stop()
	s = besides
	if err := answerGitHub(made.Result, about.Issue.ID, made.Standings); err != nil {
		return inconclusive(err)
	}
	shown := show(s, o.look, made.Ended, err)
	if made.Archive != "" {
		fmt.Fprintf(s.out, "report:  %s\nattach:  %s\n", filepath.ToSlash(made.Report), filepath.ToSlash(made.Archive))
	}
	for _, standing := range made.Standings {
		fmt.Fprintln(s.out, words.Standing(made.Result, standing, about.Issue.ID))
	}
	if shown != nil {
		return shown
	}
	switch result.Reproduced(made.Standings) {
	case judge.Reproduced:
		return nil
	case judge.NotReproduced:
		return &exit{code: exitNotReproduced}
	case judge.Undecided:
	}
	return &exit{code: verdict.ExitInconclusive}
}

// reproducible finds out whether any scenario is about an issue.
func (o *options) reproducible(issue string) error {
	scenarios, _, err := o.readFeatures()
	if err != nil {
		return err
	}
	var known []string
	for _, s := range scenarios {
		for _, tag := range s.Tags {
			id, plain := strings.CutPrefix(tag, "@issue-")
			if !plain {
				id = strings.TrimPrefix(tag, "@known-issue-")
			}
			if id != tag && !slices.Contains(known, id) {
				known = append(known, id)
			}
		}
	}
	if len(known) == 0 {
		return fmt.Errorf("reproduce issue %q: no scenario is about any issue: write the tag @issue-%s above those that are", issue, issue)
	}
	if !slices.Contains(known, issue) {
		slices.Sort(known)
		return fmt.Errorf("reproduce issue %q: no scenario is about it: choose %s", issue, choice.OneOf(known))
	}
	return nil
}

// exitNotReproduced is the exit code of an issue that did not show. Unlike a
// run's, the codes of reproduce answer its one question.
const exitNotReproduced = 1
