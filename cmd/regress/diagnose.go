package main

import (
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"streampark-regress/harness/database"
	"streampark-regress/harness/diagnosis"
	"streampark-regress/harness/release"
	"streampark-regress/harness/streampark"
	"streampark-regress/harness/token"
)

// diagnosing is what regress diagnose was asked.
type diagnosing struct {
	subject                                        diagnosis.Subject
	from, databaseURL, keyFile, started, authority string
	state                                          bool
	told                                           conclusion
	watch, warn                                    time.Duration
	textfile                                       string
}

func newDiagnose(s streams) *cobra.Command {
	o, d := &options{}, &diagnosing{}
	c := &cobra.Command{
		Use:   "diagnose --url U [TOKEN|-|--state]",
		Short: "Say why a running deployment answers 401 to a token, or what it keeps of its jobs' state",
		Long: `Asks a running StreamPark why it rejects a token, and says what to do about it.
It never writes and never starts an application. With a read-only database
address it sees rows, owner and signature too; without one, it says what it could
not see. The token may be pasted as it is sent: with a header's name, "Bearer ",
or a whole curl command around it; without one, it is read from standard input, or
asked for. The word none stands for no token.

An address without http:// or https:// is tried with https first, because a token is
not to go in the clear where it need not, and then with http.

A cause is named only where everything that the release checks before it was seen;
otherwise it lists what is left. Where no answer of StreamPark's was seen it says
what was: a gateway's 401 or 403, a sign-in page or an error page says nothing
about a token.

With --watch it asks again until the answer is another, and says what has changed;
Ctrl-C ends it with exit code 2. With --json there is a document for the first
answer and one for the changed one.

With --warn-before and --textfile it serves alerting: docs/diagnose.md has a cron
job and an alert.

With --state, and without a token, it says what is lost there without a 401: which
fields keep the state of a job at which address and, with --database-url, whether
savepoints are stored for each application and whether the newest is older than
what was asked for since (upstream issue 4134).`,
		Args: cobra.MaximumNArgs(2),
		RunE: func(c *cobra.Command, args []string) error {
			args, err := d.takeInterval(c.Flags(), args)
			if err != nil {
				return usage(err)
			}
			catalogue, err := o.readCatalogue()
			if err != nil {
				return usage(err)
			}
			if err := d.validate(catalogue, c.Flags()); err != nil {
				return usage(err)
			}
			if d.state {
				return printState(c.Context(), s, catalogue, d, args)
			}
			if err := d.read(c.Context(), s, args); err != nil {
				return err
			}
			return d.conclude(c.Context(), s, catalogue)
		},
	}
	d.addTo(c.Flags())
	o.addCatalogueTo(c.Flags())
	onCommandLineOnly(c.Flags(), "release")
	_ = c.MarkFlagRequired("url") // fails only for a flag that is not there
	return c
}

// usualInterval is how often --watch asks where nothing is said.
const usualInterval = 30 * time.Second

func (d *diagnosing) addTo(f *pflag.FlagSet) {
	f.StringVar(&d.subject.URL, "url", "", "the address of the server, such as host:10000 or https://host/streampark")
	f.DurationVar(&d.subject.Timeout, "timeout", 10*time.Second, "how long each connection may take, to the end of its answer")
	f.StringVar(&d.authority, "ca-file", "", "a file with the certificates (PEM) of the authority of an https:// address, instead of those of this machine")
	f.StringVar(&d.from, "token-file", "", "read the token from a file")
	f.StringVar(&d.subject.Session, "session", "", "the JSESSIONID cookie that is sent with it, if any")
	f.StringVar(&d.databaseURL, "database-url", "", "the server's database, such as postgres://reader:password@host:5432/streampark, mysql://... or mariadb://...; it is only read")
	f.BoolVar(&d.state, "state", false, "say what is kept of the state of jobs, and what a caller has to send for it")
	f.DurationVar(&d.watch, "watch", 0, "ask again after each interval until the answer is another, and say what has changed")
	f.Lookup("watch").NoOptDefVal = usualInterval.String()
	f.DurationVar(&d.warn, "warn-before", 0, "exit with 3 where the token ends within this time, and with 1 where it is not accepted")
	f.StringVar(&d.textfile, "textfile", "", "write metrics to a file, for the textfile collector of Prometheus' node exporter")
	d.told.addTo(f, "harness/report/examination/schema/diagnosis.v1.json, with --state of harness/report/inventory/schema/state.v1.json")
	f.StringVar(&d.keyFile, "key-file", "", "the key file of a server of 2.1.7, streampark.jwt.key in its user's home")
	f.StringVar(&d.started, "started", "", "when the server was started, by its own clock, such as 2026-11-22T10:00:00Z; it helps to judge sign-in tokens")
	f.StringVar(&d.subject.Release, "release", "", "the server's release (default: detected)")
}

// takeInterval takes the interval of "--watch 10s" out of the arguments, where pflag
// leaves it: a flag that can stand alone takes no word after it. No token is a
// duration.
func (d *diagnosing) takeInterval(f *pflag.FlagSet, args []string) ([]string, error) {
	if f.Changed("watch") && d.watch == usualInterval {
		for i, arg := range args {
			if interval, err := time.ParseDuration(arg); err == nil {
				d.watch = interval
				args = append(args[:i:i], args[i+1:]...)
				break
			}
		}
	}
	if len(args) > 1 {
		return nil, fmt.Errorf("accepts one token, received %d arguments: quote a token or a command that has spaces in it", len(args))
	}
	return args, nil
}

// validate finds what is wrong before anybody is called. Addresses are not quoted
// where they may hold a password.
func (d *diagnosing) validate(c *release.Catalogue, f *pflag.FlagSet) error {
	if _, err := serverAddress(diagnosis.Addresses(d.subject.URL)[0]); err != nil {
		return err
	}
	for _, t := range []struct {
		name  string
		value time.Duration
		least time.Duration
	}{{"timeout", d.subject.Timeout, time.Millisecond}, {"watch", d.watch, time.Second}, {"warn-before", d.warn, time.Second}} {
		if f.Changed(t.name) && t.value < t.least {
			return fmt.Errorf("--%s %s: give at least %s", t.name, t.value, t.least)
		}
	}
	if d.subject.Release != "" {
		if _, err := c.Find(d.subject.Release); err != nil {
			return fmt.Errorf("--release: %w", err)
		}
	}
	if d.databaseURL != "" {
		if _, err := database.NewServer(d.databaseURL); err != nil {
			return fmt.Errorf("--database-url: %w", err)
		}
	}
	if d.authority != "" {
		var err error
		if d.subject.Roots, err = streampark.ReadRoots(d.authority); err != nil {
			return fmt.Errorf("--ca-file: %w", err)
		}
	}
	if d.textfile != "" {
		if err := writable(d.textfile); err != nil {
			return fmt.Errorf("--textfile: %w; name another file", err)
		}
	}
	return errors.Join(d.told.ready(), d.readFlags())
}

// readFlags reads the key file and the server's start.
func (d *diagnosing) readFlags() error {
	var err error
	if d.keyFile != "" {
		if d.subject.Key, err = token.ReadKey(d.keyFile); err != nil {
			return err
		}
	}
	if d.started != "" {
		if d.subject.Started, err = time.Parse(time.RFC3339, d.started); err != nil {
			return fmt.Errorf("--started %q: write it as 2026-11-22T10:00:00Z", d.started)
		}
	}
	return nil
}
