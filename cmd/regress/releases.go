package main

import (
	"fmt"
	"io"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"streampark-regress/harness/release"
)

func newReleases(s streams) *cobra.Command {
	o := &options{}
	c := &cobra.Command{
		Use:   "releases",
		Short: "List the releases of the catalogue and their known issues",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			c, err := o.readCatalogue()
			if err != nil {
				return usage(err)
			}
			w := tabwriter.NewWriter(s.out, 0, 0, 2, ' ', 0)
			fmt.Fprintln(w, "RELEASE\tIMAGE\tSTARTS AN APPLICATION AT\tAPI TOKENS EXPIRE\tKNOWN ISSUES")
			for _, r := range c.Releases {
				expiry, issues := "never", "-"
				if r.Tokens.APIExpiry == release.ExpiresAfterSessionTTL {
					expiry = "after " + r.Config.SessionTTL.Shipped + " (" + r.Config.SessionTTL.Key + ")"
				}
				for i, k := range r.KnownIssues {
					if i == 0 {
						issues = ""
					}
					fixed := "not fixed yet"
					if k.FixedIn != "" {
						fixed = "fixed in " + k.FixedIn
					}
					if i > 0 {
						issues += "; "
					}
					issues += fmt.Sprintf("%s: %s (%s)", k.ID, k.Title, fixed)
				}
				name := r.Version
				if r.OnRequest {
					name += " (on request)"
				}
				fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", name, r.Images[0], r.API.Start, expiry, issues)
			}
			if err := w.Flush(); err != nil {
				return err
			}
			return workarounds(s.out, c)
		},
	}
	c.Flags().StringVar(&o.catalogue, "releases-file", "", "another catalogue than the built-in releases.yaml")
	return c
}

// workarounds lists what people do against the known issues, and whether it
// can be recommended.
func workarounds(out io.Writer, c *release.Catalogue) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "\nRELEASE\tWORKAROUND\tRECOMMENDED\tBECAUSE")
	for _, r := range c.Releases {
		for _, way := range r.Workarounds {
			fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", r.Version, way.What, map[bool]string{true: "yes", false: "no"}[way.Good], way.Because)
		}
	}
	return w.Flush()
}
