package main

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"streampark-regress/harness/clock"
	"streampark-regress/harness/diagnosis"
	"streampark-regress/harness/release"
	"streampark-regress/harness/token"
)

func newInspect(s streams) *cobra.Command {
	o := &options{}
	var keyFile, from string
	var asJSON bool
	c := &cobra.Command{
		Use:   "inspect [TOKEN|-]",
		Short: "Open a token offline and say whose it is and when it expires",
		Long: `Opens a token of StreamPark 2.1.3 to 2.1.6 offline, from the command
line, standard input (-) or a file. A header, a curl command, quotes,
"Bearer ", URL-encoding and line breaks around it are removed. A token of 2.1.7
needs the server's key file. The signature is not checked: that takes the
database.`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			pasted, err := pastedToken(c.Context(), s, args, from)
			if err != nil {
				return err
			}
			catalogue, err := o.readCatalogue()
			if err != nil {
				return usage(err)
			}
			found, err := inspect(catalogue, pasted, keyFile, time.Now())
			if err != nil {
				return usage(err)
			}
			if asJSON {
				enc := json.NewEncoder(s.out)
				enc.SetIndent("", "  ")
				return enc.Encode(found)
			}
			return found.print(s.out)
		},
	}
	c.Flags().StringVar(&from, "token-file", "", "read the token from a file")
	c.Flags().StringVar(&keyFile, "key-file", "", "the key file of 2.1.7: streampark.jwt.key in the home of the server's user")
	c.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	o.addCatalogueTo(c.Flags())
	return c
}

// inspection is what a token says.
type inspection struct {
	Kind     string `json:"kind"`
	UserName string `json:"user_name"`
	UserID   int64  `json:"user_id"`
	// Expiry is empty for a token that never expires or carries no expiry.
	Expiry  *time.Time `json:"expiry,omitempty"`
	Never   bool       `json:"never_expires"`
	Expired bool       `json:"expired"`
	Issued  *time.Time `json:"issued,omitempty"`
	MadeBy  string     `json:"made_by"`
	Removed []string   `json:"removed,omitempty"`

	now time.Time
}

func inspect(c *release.Catalogue, pasted, keyFile string, now time.Time) (inspection, error) {
	text, removed := token.Clean(pasted)
	t, err := token.Open(text)
	seal := release.SealedWithSharedKey
	if keyFile != "" {
		seal = release.SealedWithKeyFile
		key, unread := token.ReadKey(keyFile)
		if unread != nil {
			return inspection{}, unread
		}
		t, err = token.OpenWithKey(text, key)
	}
	if err != nil {
		if keyFile == "" {
			err = fmt.Errorf("%w\n  a token of 2.1.7 is sealed with the server's own key: give it with --key-file", err)
		}
		return inspection{}, err
	}
	found := inspection{Kind: t.Kind.String(), UserName: t.UserName, UserID: t.UserID, Never: t.Never(), Expired: t.ExpiredAt(now),
		MadeBy: makers(c, t, seal), Removed: removed, now: now}
	if !t.Never() && t.ExpirySeconds != 0 {
		at := t.Expiry()
		found.Expiry = &at
	}
	if t.IssuedMillis != 0 {
		at := t.Issued()
		found.Issued = &at
	}
	return found, nil
}

// makers names the releases that could have made a token.
func makers(c *release.Catalogue, t token.Token, seal release.Seal) string {
	traits := diagnosis.TraitsOf(t, seal)
	found := c.Makers(traits)
	switch {
	case len(found) > 0 && traits.Subject == "":
		return strings.Join(found, " or ") + " (the token does not say its kind)"
	case len(found) > 0:
		return strings.Join(found, " or ")
	}
	return "(no release of the catalogue makes such tokens)"
}

func (i inspection) print(out io.Writer) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintf(w, "kind\t%s token\n", i.Kind)
	fmt.Fprintf(w, "owner\t%s (user %d)\n", i.UserName, i.UserID)
	if i.Issued != nil {
		fmt.Fprintf(w, "made\t%s, %s ago\n", both(*i.Issued), clock.Format(i.now.Sub(*i.Issued)))
	}
	switch {
	case i.Never:
		fmt.Fprintf(w, "expires\tnever\n")
	case i.Expiry == nil:
		fmt.Fprintf(w, "expires\tit carries no expiry\n")
	case i.Expired:
		fmt.Fprintf(w, "expires\t%s: expired %s ago\n", both(*i.Expiry), clock.Format(i.now.Sub(*i.Expiry)))
	default:
		fmt.Fprintf(w, "expires\t%s: in %s\n", both(*i.Expiry), ahead(i.now, *i.Expiry))
	}
	fmt.Fprintf(w, "made by\tStreamPark %s\n", i.MadeBy)
	for _, r := range i.Removed {
		fmt.Fprintf(w, "removed\t%s (StreamPark does not)\n", r)
	}
	return w.Flush()
}

// ahead is how far an instant lies ahead. A time.Duration holds less than three
// hundred years, and a token of 2.1.3 lives until the year 9999.
func ahead(now, at time.Time) string {
	if years := at.Year() - now.Year(); years > 100 {
		return fmt.Sprintf("%d years", years)
	}
	return clock.Format(at.Sub(now))
}

// both is an instant in UTC and in local time.
func both(at time.Time) string {
	utc := at.UTC().Format("2006-01-02 15:04:05 UTC")
	if local := at.Local(); local.Format("-0700") != "+0000" {
		return utc + " (" + local.Format("2006-01-02 15:04:05 -0700") + ")"
	}
	return utc
}
