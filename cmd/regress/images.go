package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"streampark-regress/harness/connector"
	"streampark-regress/harness/database"
	"streampark-regress/harness/docker"
	"streampark-regress/harness/release"
	"streampark-regress/harness/report/words"
	"streampark-regress/suite/session"
)

func newImages(s streams) *cobra.Command {
	o := startsNothing()
	var save, load string
	c := &cobra.Command{
		Use:   "images",
		Short: "List the images that a run needs, and carry them to a machine that reaches no registry",
		Long: `Lists the images that a run of the releases needs, and whether they are here.

With --save they are pulled if need be and written to a file, which is carried to a
machine that reaches no registry; there --load puts them onto the engine. The file
is what docker save writes, with a list of ours in it, and docker load reads it too;
the JDBC driver that MySQL and MariaDB need is in it, for --load alone to find.
Where there is a mirror of Docker Hub, --registry PREFIX is less work.`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			if load != "" {
				return o.loadImages(c.Context(), s, load)
			}
			return o.carry(c.Context(), s, save)
		},
	}
	f := c.Flags()
	f.StringSliceVar(&o.releases, "release", nil, "the releases, comma-separated (default: those that regress releases does not mark \"on request\")")
	o.addCatalogueTo(f)
	o.addFlinkTo(f)
	o.addDatabaseTo(f, onDatabases)
	o.addSourcesTo(f)
	f.StringVar(&save, "save", "", "write the images to this file")
	f.StringVar(&load, "load", "", "put the images of this file, which --save has written, onto the engine")
	c.MarkFlagsMutuallyExclusive("save", "load")
	c.MarkFlagsMutuallyExclusive("release", "load")
	return c
}

// addRegistryTo declares the flag that names a mirror.
func (o *options) addRegistryTo(f *pflag.FlagSet) {
	f.StringVar(&o.registry, "registry", "", "the prefix of a mirror of Docker Hub to pull from, such as mirror.example:5000/docker; images that are here, or that name a registry of their own, are not affected")
}

// need is an image that a run needs.
type need struct {
	what       string
	candidates []string
	// flag names one of one's own.
	flag string
	// request: it is run only when it is asked for.
	request bool
}

// needs lists what runs of releases need.
func needs(c *release.Catalogue, s session.Settings, versions []string) ([]need, error) {
	var all []need
	for _, version := range versions {
		r, err := c.Find(version)
		if err != nil {
			return nil, err
		}
		all = append(all, need{"StreamPark " + r.Title(), docker.Options{Images: s.Images}.Candidates(r), "--image " + version + "=REF", r.OnRequest && !r.IsBuild()})
	}
	for _, d := range s.Databases {
		if c.Databases[string(d)].Embedded {
			continue
		}
		image := need{what: "database", candidates: []string{cmp.Or(s.DatabaseImages[d], c.Databases[string(d)].Image)}, flag: "--database-image REF"}
		if len(s.Databases) > 1 || d != database.PostgreSQL {
			image.what += " " + d.Title()
		}
		if len(s.Databases) > 1 {
			image.flag = "--database-image " + string(d) + "=REF"
		}
		all = append(all, image)
	}
	if s.Flink.Kind.Real() {
		all = append(all, need{what: "Flink", candidates: s.Flink.Candidates(), flag: "--flink real=REF; `make flink-image` builds one"})
	}
	return all, nil
}

// carry lists what a run needs, and writes it to a file if there is one.
func (o *options) carry(ctx context.Context, s streams, file string) error {
	catalogue, err := o.readCatalogue()
	if err != nil {
		return usage(err)
	}
	settings, err := o.settings(catalogue)
	if err != nil {
		return err
	}
	versions := o.releases
	if len(versions) == 0 {
		versions = buildNames(catalogue)
	}
	if len(versions) == 0 {
		versions = catalogue.Usual()
	}
	all, err := needs(catalogue, settings, versions)
	if err != nil {
		return usage(err)
	}
	engine, err := docker.Connect(ctx)
	if err != nil {
		return inconclusive(err)
	}
	engine = engine.From(settings.Registry)
	if file == "" {
		return listImages(ctx, s, engine, all)
	}
	var refs []string
	for _, n := range all {
		ref, err := engine.Ensure(ctx, n.candidates, progress(s, n.what))
		if err != nil {
			return inconclusive(fmt.Errorf("find an image for %s: %w\n  or name a local one: %s", n.what, err, n.flag))
		}
		refs = append(refs, ref)
	}
	files, err := driverFiles(ctx, s, catalogue, settings)
	if err != nil {
		return inconclusive(err)
	}
	if err := saveImages(ctx, s, engine, refs, files, file); err != nil {
		return err
	}
	if settings.Connector != "" {
		fmt.Fprintf(s.out, "not in it: %s; carry it too, and name it with %s there\n", settings.Connector, connector.Flag)
	}
	return nil
}

// listImages says what is here. What is missing makes the exit code 2.
func listImages(ctx context.Context, s streams, e *docker.Engine, all []need) error {
	w := tabwriter.NewWriter(s.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "FOR\tIMAGE\tHERE\tJAVA")
	missing := 0
	for _, n := range all {
		ref, err := e.Here(ctx, n.candidates)
		if err != nil {
			return inconclusive(err)
		}
		if ref == "" {
			missing++
			fmt.Fprintf(w, "%s\t%s\tno\t-\n", n.what, strings.Join(n.candidates, " or "))
			continue
		}
		java, err := e.Java(ctx, ref, map[string]string{docker.Label: "true"})
		if err != nil {
			return inconclusive(err)
		}
		version := java.Version
		if version == "" {
			version = "-"
		}
		fmt.Fprintf(w, "%s\t%s\tyes\t%s\n", n.what, ref, version)
	}
	if err := w.Flush(); err != nil {
		return inconclusive(err)
	}
	if missing > 0 {
		fmt.Fprintf(s.out, "missing: %s; what is missing is pulled when it is needed; %s\n", words.Count(missing, "image"), bring)
		return inconclusive(nil)
	}
	return nil
}

// bring is how images come to a machine that reaches no registry.
const bring = "where no registry is reached: `regress images --save FILE` on a machine that has them, `regress images --load FILE` here, or --registry PREFIX for a mirror"

// saveImages writes images to a file, which is there only if it is whole.
func saveImages(ctx context.Context, s streams, e *docker.Engine, refs []string, files map[string]string, file string) error {
	if err := writable(file); err != nil {
		return usage(fmt.Errorf("write the images: %w; choose another file with --save", err))
	}
	progress(s, "images")("writing " + strings.Join(refs, ", "))
	if err := replace(file, func(w io.Writer) error { return e.Save(ctx, w, refs, files) }); err != nil {
		return inconclusive(fmt.Errorf("write the images to %s: %w", file, err))
	}
	info, err := os.Stat(file)
	if err != nil {
		return inconclusive(fmt.Errorf("look at what was written: %w", err))
	}
	fmt.Fprintf(s.out, "%s: %s, %d MB: %s\nwhere they are needed: regress images --load %s\n", file, words.Count(len(refs), "image"), info.Size()>>20,
		strings.Join(append(refs, slices.Sorted(maps.Keys(files))...), ", "), file)
	return nil
}

func (o *options) loadImages(ctx context.Context, s streams, file string) (err error) {
	catalogue, err := o.readReleases()
	if err != nil {
		return usage(err)
	}
	f, err := os.Open(file)
	if err != nil {
		return usage(fmt.Errorf("--load: %w", err))
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	engine, err := docker.Connect(ctx)
	if err != nil {
		return inconclusive(err)
	}
	cargo, err := engine.Load(ctx, f, func(name string, content io.Reader) error { return keepDriver(catalogue, name, content) })
	switch {
	case errors.Is(err, docker.ErrNoCargo):
		return usage(fmt.Errorf("--load %s: %w; docker load -i %s reads what docker save has written", file, err, file))
	case err != nil:
		return inconclusive(fmt.Errorf("--load %s: %w", file, err))
	}
	fmt.Fprintf(s.out, "on the engine now: %s\n", strings.Join(cargo.Images, ", "))
	if len(cargo.Files) > 0 {
		fmt.Fprintf(s.out, "kept for runs: %s\n", strings.Join(cargo.Files, ", "))
	}
	return nil
}
