package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"streampark-regress/harness/clock"
	"streampark-regress/harness/database"
	"streampark-regress/harness/deployment"
	"streampark-regress/harness/release"
	"streampark-regress/harness/site"
	"streampark-regress/harness/streampark"
	"streampark-regress/harness/token"
	"streampark-regress/suite"
	"streampark-regress/suite/session"
)

// siteFlags are the flags of --target url.
type siteFlags struct {
	url, database, user, passwordFile, authorities, keyFile, confirm string
	writes                                                           bool
}

// addSiteTo declares the flags of a server that runs already.
func (o *options) addSiteTo(f *pflag.FlagSet) {
	f.StringVar(&o.site.url, "url", "", "--target url: the address of a server that runs already, such as https://staging.example/streampark")
	f.BoolVar(&o.site.writes, "allow-writes", false, "--target url: let scenarios make users, tokens and applications with names of this run; all are removed again")
	f.StringVar(&o.site.database, "database-url", "", "--target url: the server's database, such as postgres://user:password@host:5432/streampark, mysql://... or mariadb://..., for the scenarios that look at rows")
	f.StringVar(&o.site.authorities, "ca-file", "", "--target url: a file with the certificates (PEM) of the authority of an https:// address, instead of those of this machine")
	f.StringVar(&o.site.keyFile, "key-file", "", "--target url: a copy of the key file of a server of 2.1.7, streampark.jwt.key in its user's home")
}

// addSignInTo declares those of who signs in there, to write.
func (o *options) addSignInTo(f *pflag.FlagSet) {
	f.StringVar(&o.site.user, "username", streampark.SeededAdmin, "--target url: the administrator who prepares scenarios; the password is taken from --password-file, the variable "+passwordVariable+", or asked for")
	f.StringVar(&o.site.passwordFile, "password-file", "", "--target url: a file with that password")
	f.StringVar(&o.site.confirm, "confirm-host", "", "--target url: the host of --url, to let scenarios write although others use the server; asked for on a terminal")
}

// atSite reports whether the target is a server that runs already.
func (o *options) atSite() bool { return o.target == string(session.URL) }

// sitesOwn are the flags that only --target url obeys, and others those that it does
// not obey.
func sitesOwn() []string {
	return []string{"url", "allow-writes", "database-url", "username", "password-file", "ca-file", "key-file", "confirm-host"}
}

func othersOwn() []string {
	return []string{"image", "like", "expect-known", "registry", "config", "database", "database-image", "mysql-connector", "jvm", "memory", "start-timeout", "keep", "model-defect", "flink"}
}

// onCommandLine reports whether a flag stands on the command line.
func (o *options) onCommandLine(name string) bool {
	f := o.flags.Lookup(name)
	return f != nil && f.Changed && f.Annotations[ambient] == nil
}

// siteInVain finds flags that nothing obeys beside the target.
func (o *options) siteInVain() error {
	if !o.atSite() {
		for _, name := range sitesOwn() {
			if o.onCommandLine(name) {
				return fmt.Errorf("--%s: only --target url obeys it: add that, or leave out --%s", name, name)
			}
		}
		return nil
	}
	for _, name := range othersOwn() {
		if o.onCommandLine(name) {
			return fmt.Errorf("--%s: a server that runs already is taken as it is: leave out --%s, or --target url", name, name)
		}
	}
	if o.site.url == "" {
		return errors.New("--target url: say where the server is: --url http://host:10000")
	}
	at, err := serverAddress(o.site.url)
	switch {
	case err != nil:
		return err
	case len(o.releases) > 1:
		return fmt.Errorf("--release %s: a server has one release: name one", strings.Join(o.releases, ","))
	case o.site.confirm != "" && o.site.confirm != at.Host:
		return fmt.Errorf("--confirm-host %s: the host of --url is %s", o.site.confirm, at.Host)
	case o.onCommandLine("clock") && o.clock != string(clock.Wait):
		return fmt.Errorf("--clock %s: the clock of a server that runs already is left alone: use --clock wait, with --max-wait for the longest wait", o.clock)
	}
	if o.site.database != "" {
		if _, err := database.NewServer(o.site.database); err != nil {
			return fmt.Errorf("--database-url: %w", err)
		}
	}
	return nil
}

// patience is how long a single wait may take at a server that runs already where
// nobody asks for longer ones.
const patience = 5 * time.Minute

// siteClock is how time passes there.
func (o *options) siteClock() clock.Settings {
	if o.clock == string(clock.Wait) {
		return clock.Settings{Kind: clock.Wait, MaxWait: o.maxWait}
	}
	return clock.Settings{Kind: clock.Wait, MaxWait: patience}
}

// visit is what is known of the server by the flags. Errors are the caller's.
func (o *options) visit() (session.Visit, error) {
	v := session.Visit{Authorities: o.site.authorities, Site: site.Options{Address: strings.TrimSuffix(o.site.url, "/"), Permission: site.ReadOnly,
		Database: o.site.database, Administrator: deployment.Account{Name: cmp.Or(o.site.user, streampark.SeededAdmin)}}}
	if o.site.writes {
		v.Site.Permission = site.Write
	}
	if len(o.releases) == 1 {
		v.Release = o.releases[0]
	}
	if o.site.keyFile != "" {
		var err error
		if v.Site.Key, err = token.ReadKey(o.site.keyFile); err != nil {
			return v, err
		}
	}
	return v, v.Validate()
}

// enterSite finds the server that runs already, signs in where scenarios may write,
// and asks before they do where others use it.
func (o *options) enterSite(ctx context.Context, s streams) error {
	catalogue, err := o.readCatalogue()
	if err != nil {
		return usage(err)
	}
	visit, err := o.visit()
	if err != nil {
		return usage(err)
	}
	if v := visit.Release; v != "" {
		if _, err := catalogue.Find(v); err != nil {
			return usage(fmt.Errorf("--release: %w", err))
		}
	}
	if o.site.writes {
		if visit.Site.Administrator.Password, err = o.password(ctx, s); err != nil {
			if ctx.Err() != nil {
				return inconclusive(err)
			}
			return usage(err)
		}
	}
	there, err := visit.Open(ctx, catalogue)
	if err != nil {
		return inconclusive(err)
	}
	o.there, o.releases = there, []string{there.Release.Version}
	if !o.site.writes {
		return nil
	}
	err = there.Enter(ctx)
	if err != nil {
		err = inconclusive(fmt.Errorf("enter %s: %w", o.site.url, err))
	} else {
		err = o.confirmed(ctx, s)
	}
	if err != nil {
		return errors.Join(err, there.Close())
	}
	return nil
}

// standing is the server as a plan sees it, nil for another target: as it was found,
// or as the flags say.
func (o *options) standing() (*suite.Standing, []database.Product) {
	switch {
	case !o.atSite():
		return nil, o.told()
	case o.there == nil:
		v, err := o.visit()
		if err != nil { // which was told before
			return nil, nil
		}
		return &suite.Standing{Address: v.Site.Address, Lacks: v.Site.Lacks()}, nil
	}
	found := &suite.Standing{Address: o.there.Address, Lacks: o.there.Lacks(), TTL: o.there.TTL()}
	if p := o.there.Product(); p != "" {
		return found, []database.Product{p}
	}
	return found, nil
}

// identifySite finds the release that a plan at a server is of, where nobody says it.
func (o *options) identifySite(ctx context.Context, c *release.Catalogue) error {
	if len(o.releases) == 1 {
		return nil
	}
	visit, err := o.visit()
	if err != nil {
		return usage(err)
	}
	r, err := visit.Identify(ctx, c)
	if err != nil {
		return inconclusive(err)
	}
	o.releases = []string{r.Version}
	return nil
}

// siteAgain are the flags that name the same server again. The password of its
// database stays out.
func (o *options) siteAgain() []string {
	words := []string{"--url", o.site.url}
	if o.site.writes {
		words = append(words, "--allow-writes=true")
	}
	if at, err := url.Parse(o.site.database); err == nil && o.site.database != "" {
		words = append(words, "--database-url", at.Redacted())
	}
	for _, given := range []struct{ flag, value, usual string }{{"--username", o.site.user, streampark.SeededAdmin}, {"--password-file", o.site.passwordFile, ""},
		{"--ca-file", o.site.authorities, ""}, {"--key-file", o.site.keyFile, ""}, {"--confirm-host", o.site.confirm, ""}} {
		if given.value != given.usual {
			words = append(words, given.flag, given.value)
		}
	}
	return words
}
