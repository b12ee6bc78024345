package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"streampark-regress/harness/clock"
	"streampark-regress/harness/database"
	"streampark-regress/harness/examine"
	"streampark-regress/harness/release"
	"streampark-regress/harness/token"
)

func newDiagnose(s streams) *cobra.Command {
	o := &options{}
	var subject examine.Subject
	var from, databaseURL, keyFile, started string
	var asJSON bool
	c := &cobra.Command{
		Use:   "diagnose --url U [TOKEN|-]",
		Short: "Say why a deployment that runs already answers 401 to a token",
		Long: `Asks a running StreamPark why it rejects a token, and says what to do about it.
It never writes and never starts an application. With a read-only database
address it sees rows, owner and signature too; without, it says what it could
not see. The token may be pasted as it is sent: with a header's name, "Bearer ",
or a whole curl command around it. The word none stands for no token.`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			catalogue, err := o.readCatalogue()
			if err != nil {
				return usage(err)
			}
			pasted, err := pastedToken(s, args, from)
			if err != nil {
				return usage(err)
			}
			if header := token.Header(pasted); header != "none" {
				subject.Header = &header
			}
			if keyFile != "" {
				if subject.Key, err = token.ReadKey(keyFile); err != nil {
					return usage(err)
				}
			}
			if started != "" {
				if subject.Started, err = time.Parse(time.RFC3339, started); err != nil {
					return usage(fmt.Errorf("--started %q: write it as 2026-11-22T10:00:00Z", started))
				}
			}
			found, err := diagnose(c.Context(), catalogue, subject, databaseURL)
			if err != nil {
				return inconclusive(err)
			}
			if asJSON {
				return writeJSON(s.out, told(found))
			}
			_, err = io.WriteString(s.out, inWords(found))
			return err
		},
	}
	c.Flags().StringVar(&subject.URL, "url", "", "the address of the server, such as http://host:10000")
	c.Flags().StringVar(&from, "token-file", "", "read the token from a file")
	c.Flags().StringVar(&subject.Session, "session", "", "the JSESSIONID cookie that is sent with it, if any")
	c.Flags().StringVar(&databaseURL, "database-url", "", "the server's PostgreSQL, such as postgres://reader:password@host:5432/streampark; it is only read")
	c.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	c.Flags().StringVar(&keyFile, "key-file", "", "the key file of a server of 2.1.7, streampark.jwt.key in its user's home")
	c.Flags().StringVar(&started, "started", "", "when the server was started by its own clock, such as 2026-11-22T10:00:00Z; it tells about sign-in tokens")
	c.Flags().StringVar(&subject.Release, "release", "", "the server's release (default: found out)")
	c.Flags().StringVar(&o.catalogue, "releases-file", "", "another catalogue than the built-in releases.yaml")
	_ = c.MarkFlagRequired("url") // fails only for a flag that is not there
	return c
}

func diagnose(ctx context.Context, c *release.Catalogue, subject examine.Subject, databaseURL string) (examine.Examination, error) {
	if databaseURL != "" {
		db, err := database.OpenReadOnly(ctx, databaseURL)
		if err != nil {
			return examine.Examination{}, err
		}
		defer db.Close()
		subject.Database = db
	}
	return examine.Run(ctx, c, subject)
}

func writeJSON(out io.Writer, v any) error {
	enc := json.NewEncoder(out)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}

// diagnosed is an examination as JSON.
type diagnosed struct {
	Releases []string `json:"releases"`
	// Model is set when the built-in model answers, not StreamPark.
	Model       bool             `json:"model"`
	SkewSeconds float64          `json:"clock_ahead_seconds"`
	Calls       []map[string]any `json:"calls"`
	Accepted    bool             `json:"accepted"`
	Cause       string           `json:"cause,omitempty"`
	Because     string           `json:"because,omitempty"`
	Findings    []string         `json:"findings,omitempty"`
	Unseen      []string         `json:"not_looked_at,omitempty"`
	Advice      string           `json:"to_do,omitempty"`
}

func told(e examine.Examination) diagnosed {
	d := diagnosed{Releases: versions(e), Model: e.Model, SkewSeconds: e.Skew.Seconds(), Calls: []map[string]any{}, Accepted: e.Accepted,
		Cause: string(e.Diagnosis.Cause), Because: e.Diagnosis.Because, Unseen: e.Unseen, Advice: e.Advice}
	for _, call := range e.Calls {
		d.Calls = append(d.Calls, map[string]any{"path": call.Path, "outcome": call.Outcome, "summary": call.Summary})
	}
	for _, f := range e.Diagnosis.Findings {
		d.Findings = append(d.Findings, f.String())
	}
	return d
}

func versions(e examine.Examination) []string {
	var all []string
	for _, r := range e.Releases {
		all = append(all, r.Version)
	}
	return all
}

func inWords(found examine.Examination) string {
	var b strings.Builder
	if found.Model {
		b.WriteString("MODEL: the built-in model answers here, not StreamPark.\n\n")
	}
	fmt.Fprintf(&b, "release  %s\nclock    %s\n", strings.Join(versions(found), " or "), skew(found.Skew))
	for _, call := range found.Calls {
		fmt.Fprintf(&b, "call     POST %s with an application that does not exist: %s, %s\n", call.Path, call.Outcome, call.Summary)
	}
	if found.Accepted {
		b.WriteString("\nThe token is accepted. A call that fails all the same fails for another reason than the token.\n")
		return b.String()
	}
	b.WriteString("\nWhy is this 401?\n")
	for _, f := range found.Diagnosis.Findings {
		fmt.Fprintf(&b, "  %s\n", f)
	}
	for _, unseen := range found.Unseen {
		fmt.Fprintf(&b, "  not looked at: %s\n", unseen)
	}
	fmt.Fprintf(&b, "\ncause    %s: %s\nto do    %s\n", found.Diagnosis.Cause, found.Diagnosis.Because, found.Advice)
	return b.String()
}

// skew says how a server's clock differs from this machine's; its Date header
// is told in whole seconds and may lag.
func skew(ahead time.Duration) string {
	switch {
	case ahead.Abs() <= clock.Lag:
		return "that of this machine, as far as its Date tells"
	case ahead > 0:
		return clock.Format(ahead) + " ahead of this machine's: a token's expiry is judged by the server's"
	}
	return clock.Format(-ahead) + " behind this machine's: a token's expiry is judged by the server's"
}
