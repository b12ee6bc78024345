package main

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"streampark-regress/fixtures"
	"streampark-regress/harness/clock"
	"streampark-regress/harness/docker"
	"streampark-regress/harness/release"
	"streampark-regress/harness/site"
	"streampark-regress/suite"
	"streampark-regress/suite/session"
)

// options are the flags that say what to run and on what.
type options struct {
	releases  []string
	tags      string
	scenarios []string
	features  string
	target    string
	clock     string
	shortTTL  time.Duration
	maxWait   time.Duration
	images    []string
	like      []string
	expect    []string
	registry  string
	config    string
	databases []string
	dbImages  []string
	// inside: a database that StreamPark brings itself will do.
	inside       bool
	connector    string
	jvm          string
	memory       int64
	out          string
	keep         bool
	secrets      bool
	startTimeout time.Duration
	flink        string
	catalogue    string
	defects      []string
	site         siteFlags
	// there is the server of --target url, once it was found.
	there  *site.Site
	known  string
	look   look
	events string
	// files are those that the plan was made of.
	files fs.FS
	// rerun names the run of which to run again what failed, and jobs are that, by
	// their IDs; nil for all.
	rerun string
	jobs  []string
	// shard is the part of the plan to run, as it was typed, and whole is the plan
	// that it is a part of.
	shard string
	whole suite.Plan
	// warm says whether servers that are up are used, as it was typed, and warmth what
	// came of that.
	warm   string
	warmth docker.Warmth
	// issue is what a run is about, and bisectExit says that it ends for git bisect.
	issue, bisectExit string

	// flags are those of the command, to ask which were given.
	flags *pflag.FlagSet
}

// addTo declares the flags that a plan depends on.
func (o *options) addTo(f *pflag.FlagSet) {
	o.flags = f
	f.StringSliceVar(&o.releases, "release", nil, "releases to run on, comma-separated (default: those that regress releases does not mark \"on request\")")
	f.StringVar(&o.tags, "tags", "", `tag expression, such as "@issue-3933 and not @restart"`)
	f.StringArrayVar(&o.scenarios, "scenario", nil, "just the scenarios of a FILE, at a line inside one as FILE:LINE, or of a name; may be repeated")
	f.StringVar(&o.clock, "clock", string(clock.Jump), "how time passes: jump (the clock is moved), short-ttl (small TTL, real wait), wait (real time)")
	f.DurationVar(&o.shortTTL, "short-ttl", 20*time.Second, "the session TTL of --clock short-ttl")
	f.DurationVar(&o.maxWait, "max-wait", 3*time.Hour, "the longest single wait of --clock wait")
	o.addFeaturesTo(f)
	o.addFlinkTo(f)
	o.addDatabaseTo(f, onDatabases)
	f.StringVar(&o.config, "config", "", "a config.yaml to begin with instead of the image's; it belongs to one --release")
	o.addCatalogueTo(f)
}

// addRunTo declares the flags that only a run has.
func (o *options) addRunTo(f *pflag.FlagSet) {
	o.addTargetTo(f)
	o.addExpectTo(f)
	o.addMemoryTo(f)
	f.Lookup("target").Usage = "auto, docker, model, or url (a server that runs already, see --url)"
	o.addSiteTo(f)
	o.addSignInTo(f)
	o.addOutTo(f)
	f.BoolVar(&o.keep, "keep", false, "leave the containers running and say how to look at them")
	o.look.addTo(f)
}

// addTargetTo declares the flags that say on what to run.
func (o *options) addTargetTo(f *pflag.FlagSet) {
	f.StringVar(&o.target, "target", "auto", "auto, docker or model")
	o.addSourcesTo(f)
	f.StringVar(&o.jvm, "jvm", "fast", "JVM options: fast (measured to start soonest) or shipped (the image's own)")
	f.BoolVar(&o.secrets, "show-secrets", false, "show tokens and passwords in output and results")
	f.DurationVar(&o.startTimeout, "start-timeout", usualStart, "how long a server may take to answer")
	f.StringSliceVar(&o.defects, "model-defect", nil, "break the model of a release, as 2.1.4=no-expiry; regress defects --list names them")
}

// addSourcesTo declares the flags that say where images and drivers come from.
func (o *options) addSourcesTo(f *pflag.FlagSet) {
	o.addImagesTo(f)
	o.addRegistryTo(f)
	f.StringSliceVar(&o.dbImages, databaseImage, nil, "the image of a database, as mariadb=REF, or just REF where there is one database (default: that of the catalogue)")
	f.StringVar(&o.connector, "mysql-connector", "", "a file with the JDBC driver for MySQL and MariaDB (default: it is fetched from Maven Central once)")
}

func (o *options) clockSettings() (clock.Settings, error) {
	kind, err := clock.ParseKind(o.clock)
	if err == nil {
		err = o.siteInVain()
	}
	if o.shard != "" && err == nil {
		err = o.shardValid()
	}
	if o.atSite() && err == nil {
		return o.siteClock(), o.inVain()
	}
	if kind == clock.Wait && o.maxWait == 0 {
		err = errors.New("--max-wait 0s lets no time pass: give at least the longest time that a scenario lets pass")
	}
	if err == nil {
		err = o.inVain()
	}
	if kind == clock.ShortTTL && err == nil {
		err = session.ValidateShortTTL(o.shortTTL)
	}
	return clock.Settings{Kind: kind, ShortTTL: o.shortTTL, MaxWait: o.maxWait}, err
}

// inVain finds flags on the command line that nothing obeys beside the others:
// who gave one took it for obeyed.
func (o *options) inVain() error {
	model := o.target == string(session.Model)
	for _, f := range []struct {
		name string
		vain bool
		why  string
	}{
		{"short-ttl", o.clock != string(clock.ShortTTL), "only --clock short-ttl obeys it: add that"},
		{"max-wait", o.clock != string(clock.Wait), "only --clock wait obeys it: add that"},
		{"database-image", model, "the model runs no image: leave out --target model"},
		{"mysql-connector", model, "the model has no JDBC driver: leave out --target model"},
		{"jvm", model, "the model has no JVM: leave out --target model"},
		{"start-timeout", model, "the model answers at once: leave out --target model"},
		{"registry", model, "the model pulls no image: leave out --target model"},
		{"shard", o.atSite(), "what runs already is one server, and a plan is split by servers: leave out --target url"},
		{"keep", model, "the model leaves nothing to keep: leave out --target model"},
	} {
		given := o.flags.Lookup(f.name)
		if f.vain && given != nil && given.Changed && given.Annotations[ambient] == nil {
			return fmt.Errorf("--%s: %s, or leave out --%s", f.name, f.why, f.name)
		}
	}
	return nil
}

// readCatalogue reads the catalogue, with the builds that were named.
func (o *options) readCatalogue() (*release.Catalogue, error) {
	c, err := o.readReleases()
	if err != nil {
		return nil, err
	}
	return o.withBuilds(c)
}

func (o *options) readReleases() (*release.Catalogue, error) {
	if o.catalogue == "" {
		return release.Parse(fixtures.Releases)
	}
	return release.Load(o.catalogue)
}

// settings reads the flags that say on what to run. Errors are the caller's.
func (o *options) settings(c *release.Catalogue) (session.Settings, error) {
	read := session.Settings{Target: session.Target(o.target), Site: o.there, Fallback: fallback(), Databases: o.products(), Connector: o.connector,
		JVM: session.JVM(o.jvm), MemoryMB: o.memory, StartTimeout: o.startTimeout, Named: o.named(), Warmth: o.warmth}
	var err error
	if read.Clock, err = o.clockSettings(); err != nil {
		return read, usage(err)
	}
	if read.Flink, err = o.flinkSettings(); err != nil {
		return read, usage(err)
	}
	if read.Registry, err = docker.ParseRegistry(o.registry); err != nil {
		return read, usage(fmt.Errorf("--registry: %w", err))
	}
	if read.Images, err = pairs("--image", o.images, c); err != nil {
		return read, usage(err)
	}
	if read.DatabaseImages, err = o.databaseImages(); err != nil {
		return read, usage(err)
	}
	if read.Defects, err = pairs("--model-defect", o.defects, c); err != nil {
		return read, usage(err)
	}
	if err := read.Validate(c); err != nil {
		return read, usage(err)
	}
	if err := o.readConnector(c); err != nil {
		return read, usage(err)
	}
	return read, nil
}

// named lists the flags that were given and that only containers obey, and a
// catalogue of one's own: it names images too.
func (o *options) named() []string {
	var given []string
	for _, name := range []string{"image", "config", "database", "database-image", "mysql-connector", "jvm", "memory", "start-timeout", "keep", "releases-file"} {
		if f := o.flags.Lookup(name); f != nil && f.Changed {
			given = append(given, "--"+name)
		}
	}
	if strings.HasPrefix(o.flink, realFlink) {
		given = append(given, "--flink "+realFlink)
	}
	return given
}
