package main

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"text/template"

	"github.com/spf13/cobra"

	"streampark-regress/fixtures"
	"streampark-regress/harness/release"
)

func newReleases(s streams) *cobra.Command {
	o := &options{}
	var format string
	var schema bool
	c := &cobra.Command{
		Use:   "releases [RELEASE ...]",
		Short: "List the releases of the catalogue and their known issues",
		Long: `Lists the releases of the catalogue, or some of them, with their known issues
and workarounds.

With --format a script gets one line for each release from a Go template, such as
'{{.Version}}', '{{.Version}} {{.Jar}}' or '{{index .Images 0}}'. With --schema an
editor gets the JSON Schema of a catalogue, for a file of your own.`,
		RunE: func(_ *cobra.Command, versions []string) error {
			if schema {
				_, err := s.out.Write(fixtures.ReleasesSchema)
				return err
			}
			c, err := o.readCatalogue()
			if err != nil {
				return usage(err)
			}
			releases, err := some(c, versions)
			if err != nil {
				return usage(err)
			}
			if format != "" {
				return lines(s.out, releases, format)
			}
			return table(s.out, releases)
		},
	}
	c.Flags().StringVar(&o.catalogue, "releases-file", "", "a catalogue to use instead of the built-in releases.yaml")
	c.Flags().StringVar(&format, "format", "", "print a line for each release from a Go template")
	c.Flags().BoolVar(&schema, "schema", false, "print the JSON Schema of a catalogue")
	return c
}

// some are the releases of some versions; all for none.
func some(c *release.Catalogue, versions []string) ([]release.Release, error) {
	if len(versions) == 0 {
		return c.Releases, nil
	}
	var found []release.Release
	for _, v := range versions {
		r, err := c.Find(v)
		if err != nil {
			return nil, err
		}
		found = append(found, r)
	}
	return found, nil
}

// lines prints a line for each release.
func lines(out io.Writer, releases []release.Release, format string) error {
	line, err := template.New("--format").Parse(format)
	if err != nil {
		return usage(fmt.Errorf("read the template: %w", err))
	}
	for _, r := range releases {
		var text strings.Builder
		if err := line.Execute(&text, r); err != nil {
			return usage(fmt.Errorf("fill in the template: %w", err))
		}
		if _, err := fmt.Fprintln(out, text.String()); err != nil {
			return err
		}
	}
	return nil
}

// table prints the releases for people.
func table(out io.Writer, releases []release.Release) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "RELEASE\tIMAGE\tSTARTS AN APPLICATION AT\tAPI TOKENS EXPIRE\tKNOWN ISSUES")
	for _, r := range releases {
		expiry := "never"
		if r.Tokens.APIExpiry == release.ExpiresAfterSessionTTL {
			expiry = "after " + r.Config.SessionTTL.Shipped + " (" + r.Config.SessionTTL.Key + ")"
		}
		name := r.Version
		if r.OnRequest {
			name += " (on request)"
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", name, r.Images[0], r.API.Start, expiry, issues(r))
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return workarounds(out, releases)
}

// issues lists the known issues of a release in a line.
func issues(r release.Release) string {
	var all []string
	for _, k := range r.KnownIssues {
		fixed := "not fixed yet"
		if k.FixedIn != "" {
			fixed = "fixed in " + k.FixedIn
		}
		all = append(all, fmt.Sprintf("%s: %s (%s)", k.ID, k.Title, fixed))
	}
	if len(all) == 0 {
		return "-"
	}
	return strings.Join(all, "; ")
}

// workarounds lists what people do against the known issues, and whether it
// can be recommended.
func workarounds(out io.Writer, releases []release.Release) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "\nRELEASE\tWORKAROUND\tRECOMMENDED\tBECAUSE")
	for _, r := range releases {
		for _, way := range r.Workarounds {
			fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", r.Version, way.What, map[bool]string{true: "yes", false: "no"}[way.Good], way.Because)
		}
	}
	return w.Flush()
}
