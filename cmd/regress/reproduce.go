package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"streampark-regress/harness/report"
)

func newReproduce(s streams) *cobra.Command {
	o := &options{}
	c := &cobra.Command{
		Use:   "reproduce ISSUE",
		Short: "Run the scenarios of an upstream issue and write a report to attach to it",
		Long: `Runs the scenarios of an upstream issue, on the reporter's own version and
config.yaml if they are given, and writes bug-report.md and a zip file with
everything that was seen. Secrets are left out.

With --config every server begins with that file instead of its image's: only
the database, the port and what a scenario sets itself are replaced. Where its
session TTL is another than the shipped one, the scenarios' times move with it:
"2h01m after the token was made" becomes "just after your TTL".`,
		Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error { return reproduce(c.Context(), s, o, args[0]) },
	}
	o.addTo(c.Flags())
	o.addRunTo(c.Flags())
	return c
}

func reproduce(ctx context.Context, s streams, o *options, issue string) error {
	catalogue, err := o.readCatalogue()
	if err != nil {
		return usage(err)
	}
	bug := report.Bug{Issue: strings.TrimPrefix(issue, "#")}
	if k, known := catalogue.FindIssue(bug.Issue); known {
		if k.ID != bug.Issue {
			fmt.Fprintf(s.err, "issue %s is a report of issue %s\n", bug.Issue, k.ID)
		}
		if len(o.releases) == 0 && len(o.images) == 0 {
			o.releases = catalogue.With(k.ID)
		}
		bug = report.Bug{Issue: k.ID, Title: k.Title, Expected: k.Expected}
	}
	issue = bug.Issue
	// What an upgrade does is no part of a report, and would need another image.
	tags := "(@issue-" + issue + " or @known-issue-" + issue + ") and not @upgrade"
	if o.tags != "" {
		tags += " and (" + o.tags + ")"
	}
	o.tags = tags
	ran := run(ctx, s, o)
	var end *exit
	if ran != nil && (!errors.As(ran, &end) || end.err != nil) {
		return ran // it never came to its scenarios
	}
	folder, err := filepath.EvalSymlinks(filepath.Join(o.out, "latest"))
	if err != nil {
		return inconclusive(fmt.Errorf("find the results: %w", err))
	}
	if err := attach(s, folder, bug); err != nil {
		return inconclusive(err)
	}
	return ran
}

// attach writes bug-report.md and packs everything.
func attach(s streams, folder string, bug report.Bug) error {
	events, err := report.ReadFolder(folder)
	if err != nil {
		return err
	}
	file := filepath.Join(folder, "bug-report.md")
	f, err := os.Create(file)
	if err != nil {
		return fmt.Errorf("write the bug report: %w", err)
	}
	if err := errors.Join(report.BugReport(f, report.Build(events), bug), f.Close()); err != nil {
		return err
	}
	archive, err := report.Archive(folder, "bug-report.zip")
	if err != nil {
		return err
	}
	fmt.Fprintf(s.out, "report:  %s\nattach:  %s\n", filepath.ToSlash(file), filepath.ToSlash(archive))
	return nil
}
