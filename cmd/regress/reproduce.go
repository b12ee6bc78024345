package main

import (
	"fmt"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"streampark-regress/suite/session"
)

func newReproduce(s streams) *cobra.Command {
	o := &options{}
	c := &cobra.Command{
		Use:   "reproduce ISSUE",
		Short: "Run the scenarios of an upstream issue and write a report to attach to it",
		Long: `Runs the scenarios of an upstream issue, on the reporter's own version and
config.yaml if they are given, and writes bug-report.md and a zip file with
everything that was seen, without secrets.

With --config every server begins with that file instead of its image's: only
the database, the port and what a scenario sets itself are replaced. Where its
session TTL differs from the shipped one, the scenarios' times move with it:
"2h01m after the token was made" becomes "just after your TTL".`,
		Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error { return reproduce(c, s, o, args[0]) },
	}
	o.addTo(c.Flags())
	o.addRunTo(c.Flags())
	return c
}

func reproduce(c *cobra.Command, s streams, o *options, issue string) error {
	catalogue, err := o.readCatalogue()
	if err != nil {
		return usage(err)
	}
	about := session.Find(catalogue, strings.TrimPrefix(issue, "#"))
	if about.ReportOf != "" {
		fmt.Fprintf(s.err, "issue %s is a report of issue %s\n", about.ReportOf, about.Issue.ID)
	}
	if len(o.releases) == 0 {
		o.releases = o.imageReleases()
	}
	if len(o.releases) == 0 && len(o.images) == 0 {
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
	concluded := conclude(s, made.Ended, err)
	if made.Archive != "" {
		fmt.Fprintf(s.out, "report:  %s\nattach:  %s\n", filepath.ToSlash(made.Report), filepath.ToSlash(made.Archive))
	}
	return concluded
}
