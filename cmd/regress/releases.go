package main

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"
	"text/template"

	"github.com/spf13/cobra"

	"streampark-regress/fixtures"
	"streampark-regress/harness/document"
	"streampark-regress/harness/release"
)

func newReleases(s streams) *cobra.Command {
	o := &options{}
	var format string
	var schema bool
	var told conclusion
	c := &cobra.Command{
		Use:   "releases [RELEASE ...]",
		Short: "List the releases of the catalogue and their known issues",
		Long: `Lists the releases of the catalogue, or some of them, with their known issues
and workarounds, and the fields that each reads when it starts or cancels an
application: a field with another name is ignored without a word.

With --json everything that is known of them is printed, as a catalogue in which
nothing is inherited. With --format a script gets one line for each release from a
Go template, such as '{{.Version}} {{.Jar}}' or '{{index .Images 0}}'. With --schema
an editor gets the JSON Schema of a catalogue, for a file of your own.`,
		RunE: func(_ *cobra.Command, versions []string) error {
			if schema && (len(versions) > 0 || format != "" || o.catalogue != "" || told.file != "") {
				return usage(errors.New("--schema prints the form of every catalogue: leave out the releases, --format, --json-file and --releases-file"))
			}
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
			if format != "" && (told.asJSON || told.file != "") {
				return usage(errors.New("give --json and --json-file, or --format, not both"))
			}
			if err := told.ready(); err != nil {
				return usage(err)
			}
			if format != "" {
				return lines(s.out, releases, format)
			}
			return told.tell(s.out, func(out io.Writer) error { return table(out, releases) }, func(out io.Writer) error { return whole(out, c, releases) })
		},
	}
	o.addCatalogueTo(c.Flags())
	c.Flags().StringVar(&format, "format", "", "print a line for each release from a Go template")
	told.addTo(c.Flags(), "fixtures/releases.schema.json, which --schema prints: everything that is known of the releases")
	c.Flags().BoolVar(&schema, "schema", false, "print the JSON Schema of a catalogue")
	return c
}

// some are the releases of some versions; all for none.
func some(c *release.Catalogue, versions []string) ([]release.Release, error) {
	if len(versions) == 0 {
		return c.Releases, nil
	}
	var found []release.Release
	for i, v := range versions {
		if slices.Contains(versions[:i], v) {
			return nil, fmt.Errorf("the release %s is named twice", v)
		}
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
		switch r.Tokens.APIExpiry { //nolint:exhaustive // what is left is never
		case release.ExpiresAfterSessionTTL:
			expiry = "after " + r.Config.SessionTTL.Shipped + " (" + r.Config.SessionTTL.Key + ")"
		case release.ExpiresAsChosen:
			expiry = "when it was chosen (expireTime), or in 9999"
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
	for _, r := range releases {
		if r.ImageNote != "" {
			fmt.Fprintf(out, "%s: %s\n", r.Version, r.ImageNote)
		}
	}
	if err := losses(out, releases); err != nil {
		return err
	}
	if err := requests(out, releases); err != nil {
		return err
	}
	return workarounds(out, releases)
}

// whole prints all that is known of releases, as a catalogue that holds them
// alone.
func whole(out io.Writer, c *release.Catalogue, releases []release.Release) error {
	all := release.Catalogue{Schema: c.Schema, Databases: c.Databases}
	for _, r := range releases {
		r.Like = "" // what it inherits is said
		all.Releases = append(all.Releases, r)
	}
	compact, err := document.JSON(all)
	if err != nil {
		return err
	}
	var text bytes.Buffer
	if err := json.Indent(&text, compact, "", "  "); err != nil {
		return fmt.Errorf("indent the catalogue: %w", err)
	}
	text.WriteByte('\n')
	_, err = text.WriteTo(out)
	return err
}

// requests lists what each release reads when it starts or cancels an
// application.
func requests(out io.Writer, releases []release.Release) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "\nRELEASE\tADDRESS\tOPEN TO API TOKENS\tFIELDS IT READS; ANY OTHER IS IGNORED WITHOUT A WORD")
	for _, r := range releases {
		for _, q := range r.API.Requests {
			open := "no"
			if slices.Contains(r.API.Open, q.Address) {
				open = "yes"
			}
			fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", r.Version, q.Address, open, fields(q))
		}
	}
	return w.Flush()
}

// fields lists the fields of a request in a line.
func fields(q release.Request) string {
	var all []string
	for _, f := range q.Fields {
		note := string(f.Means)
		if f.Required {
			note += ", required"
		}
		if f.Where == release.APIToken {
			note += ", from API tokens only"
		}
		if f.Takes == release.TakesWord {
			note += ", only the word true is true"
		}
		all = append(all, fmt.Sprintf("%s (%s)", f.Name, note))
	}
	return strings.Join(all, ", ")
}

// losses lists what is lost although the answer is 200 "success".
func losses(out io.Writer, releases []release.Release) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "\nRELEASE\tLOST WITHOUT A 401 OR ANY OTHER ERROR\tDATABASE\tISSUE\tFIXED")
	for _, r := range releases {
		for _, k := range r.KnownIssues {
			if k.Silent() {
				fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", r.Version, k.Title, cmp.Or(k.Database, "any"), k.ID, fixed(k))
			}
		}
	}
	return w.Flush()
}

// fixed says where an issue is fixed.
func fixed(k release.KnownIssue) string {
	if k.FixedIn == "" {
		return "not fixed yet"
	}
	return "fixed in " + k.FixedIn
}

// issues lists the known issues of a release in a line, but for those that no
// answer shows.
func issues(r release.Release) string {
	var all []string
	for _, k := range r.KnownIssues {
		if !k.Silent() {
			all = append(all, fmt.Sprintf("%s: %s (%s)", k.ID, k.Title, fixed(k)))
		}
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
