package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"

	"github.com/spf13/cobra"

	"streampark-regress/harness/choice"
	"streampark-regress/harness/distribution"
	"streampark-regress/harness/docker"
	"streampark-regress/harness/jre"
	"streampark-regress/harness/release"
)

// making is what an image is to be made of.
type making struct {
	file, base, tag, java string
}

func newImage(s streams) *cobra.Command {
	o := &options{}
	m := making{}
	c := &cobra.Command{
		Use:   "image --distribution FILE.tar.gz --tag T",
		Short: "Make an image of a binary distribution, to try a release before it has images",
		Long: `Makes an image of a binary distribution as it is voted on, laid out as upstream's
own images are: StreamPark in /streampark on an image with a JRE, and the entry point
that upstream's image of such a release has. Nothing is unpacked on this machine.

The base is an official image of a JRE (--java), which is pulled if it is not here,
or one of your own (--base) that has a JRE and bash.`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return makeImage(c.Context(), s, o, m) },
	}
	f := c.Flags()
	o.flags = f
	f.StringVar(&m.file, "distribution", "", "the archive, such as apache-streampark_2.12-2.1.7-bin.tar.gz")
	f.StringVar(&m.tag, "tag", "", "the name of the image to make")
	f.StringVar(&m.java, "java", "", "the Java of the base: 8 (the default without --base), 11 or 17")
	f.StringVar(&m.base, "base", "", "an image with a JRE and bash (default: eclipse-temurin:8-jre, by --java)")
	o.addCatalogueTo(f)
	o.addRegistryTo(f)
	_ = c.MarkFlagRequired("distribution") // fails only for a flag that is not there
	_ = c.MarkFlagRequired("tag")
	return c
}

// javas are the versions that --java takes.
func javas() []string { return []string{"8", "11", "17"} }

// tagForm is the name of an image with its tag.
var tagForm = regexp.MustCompile(`^[a-z0-9]+([._/:-]+[A-Za-z0-9_]+)*$`)

// makeImage makes an image. Everything that can be wrong with the archive is found
// before the engine is asked.
func makeImage(ctx context.Context, s streams, o *options, m making) error {
	if m.java != "" && !slices.Contains(javas(), m.java) {
		return usage(fmt.Errorf("--java %s: choose %s", m.java, choice.OneOf(javas())))
	}
	if !tagForm.MatchString(m.tag) {
		return usage(fmt.Errorf("--tag %q is not the name of an image: write it as in my/streampark:2.1.8-rc1", m.tag))
	}
	registry, err := docker.ParseRegistry(o.registry)
	if err != nil {
		return usage(fmt.Errorf("--registry: %w", err))
	}
	catalogue, err := o.readCatalogue()
	if err != nil {
		return usage(err)
	}
	d, err := distribution.Open(m.file)
	if err != nil {
		return usage(err)
	}
	like, err := catalogue.Nearest(d.Version)
	if err != nil {
		return usage(fmt.Errorf("the distribution %s: %w", m.file, err))
	}
	engine, err := docker.Connect(ctx)
	if err != nil {
		return inconclusive(err)
	}
	java, err := m.make(ctx, s, engine.From(registry), d, like)
	if err != nil {
		return inconclusive(err)
	}
	fmt.Fprintf(s.out, "%s: StreamPark %s on Java %s, from %s\n", m.tag, d.Version, java, m.file)
	if d.Version == like.Version {
		fmt.Fprintf(s.out, "try it: regress run --image %s=%s --release %s\n", d.Version, m.tag, d.Version)
		return nil
	}
	fmt.Fprintf(s.out, "try it: regress run --image mine=%s --like %s\n", m.tag, like.Version)
	return nil
}

// make finds the base, looks whether it will do, and makes the image.
func (m making) make(ctx context.Context, s streams, e *docker.Engine, d distribution.Distribution, like release.Release) (jre.Runtime, error) {
	report := progress(s, m.tag)
	candidates := []string{m.base}
	if m.base == "" {
		candidates = []string{"eclipse-temurin:" + m.version() + "-jre"}
	}
	base, err := e.Ensure(ctx, candidates, report)
	if err != nil {
		return jre.Runtime{}, fmt.Errorf("find an image with a JRE: %w\n  name one that is here, with a JRE and bash, with --base IMAGE", err)
	}
	labels := map[string]string{docker.Label: "true"}
	java, err := e.Java(ctx, base, labels)
	switch {
	case err != nil:
		return java, err
	case java.Major == 0:
		return java, fmt.Errorf("the image %s has no Java: name one with a JRE with --base IMAGE", base)
	case m.java != "" && m.java != strconv.Itoa(java.Major), java.Major < jre.Oldest:
		return java, fmt.Errorf("the image %s has Java %s, and Java %s is asked for: name another with --base IMAGE", base, java, m.version())
	}
	bash, err := e.Has(ctx, base, "/bin/bash", "/usr/bin/bash", "/usr/local/bin/bash")
	if err == nil && bash == "" {
		err = fmt.Errorf("the image %s has no bash, which StreamPark's script needs: name another with --base IMAGE", base)
	}
	if err != nil {
		return java, err
	}
	layout := distribution.Layout{Base: base, JavaHome: java.Home, Start: distribution.ByImage, Home: like.Home, Port: like.Port}
	if len(like.Command) > 0 {
		layout.Start = distribution.ByCommand
	}
	if layout.Init, err = e.Has(ctx, base, "/usr/bin/tini", "/sbin/tini", "/usr/local/bin/tini"); err != nil {
		return java, err
	}
	if layout.Start == distribution.ByImage && !d.InDocker {
		return java, errors.New("its " + distribution.Script + " has no start_docker, which is what a container runs")
	}
	return java, e.Build(ctx, m.tag, func(out io.Writer) error { return d.WriteContext(out, layout) }, report)
}

// version is the Java that is asked for.
func (m making) version() string {
	if m.java == "" {
		return "8"
	}
	return m.java
}
