package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"

	"streampark-regress/harness/database"
	"streampark-regress/harness/diagnosis"
	"streampark-regress/harness/release"
	"streampark-regress/harness/report/examination"
	"streampark-regress/harness/token"
	"streampark-regress/harness/verdict"
)

func newDiagnose(s streams) *cobra.Command {
	o := &options{}
	var subject diagnosis.Subject
	var from, databaseURL, keyFile, started string
	var state bool
	var told conclusion
	c := &cobra.Command{
		Use:   "diagnose --url U [TOKEN|-|--state]",
		Short: "Say why a running deployment answers 401 to a token, or what it keeps of its jobs' state",
		Long: `Asks a running StreamPark why it rejects a token, and says what to do about it.
It never writes and never starts an application. With a read-only database
address it sees rows, owner and signature too; without one, it says what it could
not see. The token may be pasted as it is sent: with a header's name, "Bearer ",
or a whole curl command around it. The word none stands for no token.

A cause is named only where everything that the release checks before it was seen;
otherwise it lists what is left. Exit code 2 means that no answer of StreamPark's
was seen: a gateway's 401 or 403, a sign-in page or an error page says nothing
about a token.

With --state, and without a token, it says what is lost there without a 401: which
fields keep the state of a job at which address and, with --database-url, whether
savepoints are stored for each application and whether the newest is older than
what was asked for since (upstream issue 4134).`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			catalogue, err := o.readCatalogue()
			if err != nil {
				return usage(err)
			}
			if err := errors.Join(examinable(catalogue, subject, databaseURL), told.ready()); err != nil {
				return usage(err)
			}
			if state {
				return printState(c.Context(), s, catalogue, stateSubject{subject, args, from + keyFile + started, databaseURL}, told)
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
			err = told.tell(s.out, func(out io.Writer) error { return examination.Write(out, found) }, func(out io.Writer) error { return examination.JSON(out, found) })
			if err != nil {
				return err
			}
			if found.NotSeen() {
				return &exit{code: verdict.ExitInconclusive}
			}
			return nil
		},
	}
	c.Flags().StringVar(&subject.URL, "url", "", "the address of the server, such as http://host:10000")
	c.Flags().StringVar(&from, "token-file", "", "read the token from a file")
	c.Flags().StringVar(&subject.Session, "session", "", "the JSESSIONID cookie that is sent with it, if any")
	c.Flags().StringVar(&databaseURL, "database-url", "", "the server's database, such as postgres://reader:password@host:5432/streampark, mysql://... or mariadb://...; it is only read")
	c.Flags().BoolVar(&state, "state", false, "say what is kept of the state of jobs, and what a caller has to send for it")
	told.addTo(c.Flags(), "harness/report/examination/schema/diagnosis.v1.json, with --state of harness/report/inventory/schema/state.v1.json")
	c.Flags().StringVar(&keyFile, "key-file", "", "the key file of a server of 2.1.7, streampark.jwt.key in its user's home")
	c.Flags().StringVar(&started, "started", "", "when the server was started, by its own clock, such as 2026-11-22T10:00:00Z; it helps to judge sign-in tokens")
	c.Flags().StringVar(&subject.Release, "release", "", "the server's release (default: detected)")
	c.Flags().StringVar(&o.catalogue, "releases-file", "", "a catalogue to use instead of the built-in releases.yaml")
	_ = c.MarkFlagRequired("url") // fails only for a flag that is not there
	return c
}

// examinable finds what is wrong with the addresses and the release before anybody
// is called. Addresses are not quoted where they may hold a password.
func examinable(c *release.Catalogue, subject diagnosis.Subject, databaseURL string) error {
	if _, err := serverAddress(subject.URL); err != nil {
		return err
	}
	if subject.Release != "" {
		if _, err := c.Find(subject.Release); err != nil {
			return fmt.Errorf("--release: %w", err)
		}
	}
	if databaseURL != "" {
		if _, err := database.NewServer(databaseURL); err != nil {
			return fmt.Errorf("--database-url: %w", err)
		}
	}
	return nil
}

// examinedWithin is how long the database and the server may take together.
const examinedWithin = 3 * time.Minute

func diagnose(ctx context.Context, c *release.Catalogue, subject diagnosis.Subject, databaseURL string) (diagnosis.Examination, error) {
	ctx, cancel := context.WithTimeout(ctx, examinedWithin)
	defer cancel()
	if databaseURL != "" {
		db, err := database.OpenReadOnly(ctx, databaseURL)
		if err != nil {
			return diagnosis.Examination{}, err
		}
		defer db.Close()
		subject.Database = db
	}
	return diagnosis.Examine(ctx, c, subject)
}
