package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"streampark-regress/harness/bisection"
	"streampark-regress/harness/builder"
	"streampark-regress/harness/judge"
	"streampark-regress/harness/release"
	"streampark-regress/harness/report/result"
	"streampark-regress/harness/report/words"
	"streampark-regress/harness/script"
	"streampark-regress/harness/verdict"
	"streampark-regress/suite/session"
)

// prober reproduces the issue on candidates.
type prober struct {
	*bisect
	s         streams
	about     session.About
	catalogue *release.Catalogue
	span      span
	folder    string
	// builder makes images of commits; nil where there are none.
	builder *builder.Builder
}

// Ahead begins the builds of commits that may be next.
func (p *prober) Ahead(ctx context.Context, candidates []bisection.Candidate) {
	if p.builder == nil {
		return
	}
	var commits []string
	for _, c := range candidates {
		commits = append(commits, c.Name)
	}
	p.builder.Ahead(ctx, commits)
}

// Probe finds out whether a candidate shows the issue.
func (p *prober) Probe(ctx context.Context, c bisection.Candidate) (bisection.Step, error) {
	began := time.Now()
	step := bisection.Step{Answer: bisection.Unknown, At: began.UTC().Truncate(time.Second), Image: c.Image}
	if p.builder != nil {
		fmt.Fprintf(p.look.progress(p.s), "• building %s\n", c.Title())
		image, err := p.builder.Build(ctx, c.Name)
		step.Image, step.Log = image, filepath.ToSlash(p.builder.Log(c.Name))
		if errors.Is(err, builder.ErrFailed) {
			step.Why = err.Error()
			return step, nil
		}
		if err != nil {
			return step, fmt.Errorf("build %s: %w", c.Short(), err)
		}
	}
	for _, o := range p.ways(c, step.Image) {
		fmt.Fprintf(p.look.progress(p.s), "• reproducing on %s\n", c.Title())
		if err := p.reproduce(ctx, o, &step); err != nil {
			return step, err
		}
		if step.Answer != bisection.Unknown {
			break
		}
	}
	step.Seconds = time.Since(began).Round(100 * time.Millisecond).Seconds()
	return step, nil
}

// ways are the options by which a candidate is run, one after the other until one
// decides.
func (p *prober) ways(c bisection.Candidate, image string) []*options {
	var all []*options
	add := func(version string, images, like, defects []string) {
		o := p.options
		o.look.quiet, o.look.verbose = !p.look.verbose, false
		o.out, o.tags, o.keep = filepath.Join(p.folder, "runs"), p.about.Tags, false
		o.releases, o.images, o.like, o.defects = []string{version}, images, like, append(slices.Clone(p.defects), defects...)
		if version == "" {
			o.releases = nil
		}
		all = append(all, &o)
	}
	ofModel := p.target == string(session.Model)
	switch {
	case p.span.over == bisection.Releases:
		given := slices.DeleteFunc(slices.Clone(p.images), func(i string) bool { return !strings.HasPrefix(i, c.Name+"=") })
		add(c.Name, given, nil, nil)
	case ofModel:
		version, defect, broken := strings.Cut(image, "=")
		if broken {
			add(version, nil, nil, []string{version + "=" + defect})
		} else {
			add(version, nil, nil, nil)
		}
	case slices.Contains(p.catalogue.Versions(), c.Name):
		add(c.Name, []string{c.Name + "=" + image}, nil, nil)
	default:
		entries := p.like
		if len(entries) == 0 {
			entries = p.entriesOf(p.catalogue)
		}
		for _, entry := range entries {
			add("candidate", []string{"candidate=" + image}, []string{entry}, nil)
		}
		if len(entries) == 0 { // the image says which release it is
			add("", []string{image}, nil, nil)
		}
	}
	return all
}

// reproduce runs a candidate in one way, and takes what it says into the step. The
// error is for what no other candidate would be spared.
func (p *prober) reproduce(ctx context.Context, o *options, step *bisection.Step) error {
	quiet := streams{p.s.in, p.s.err, p.s.err}
	repeat := p.repeat(o)
	prepared, err := prepare(ctx, quiet, o)
	if err != nil {
		already := (*exit)(nil)
		if ctx.Err() != nil || errors.As(err, &already) && already.code == verdict.ExitUsage {
			return err
		}
		step.Why = because(step.Why, err.Error())
		return nil
	}
	made, err := session.Reproduce(ctx, prepared.Options, p.about.Issue)
	prepared.screen.stop()
	step.Run = filepath.ToSlash(made.Folder)
	step.Repeat = repeat
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		step.Why = because(step.Why, err.Error())
		return nil
	}
	var said []string
	for _, standing := range made.Standings {
		said = append(said, words.Bisected(made.Result, standing, p.about.Issue.ID))
		if len(standing.Images) > 0 {
			step.Image = cmp.Or(step.Image, standing.Images[0])
		}
	}
	if len(said) == 0 {
		said = []string{"no scenario about it was run"}
	}
	switch result.Bisected(made.Standings) {
	case judge.Reproduced:
		step.Answer, step.Why = bisection.Bad, strings.Join(said, "; ")
	case judge.NotReproduced:
		step.Answer, step.Why = bisection.Good, strings.Join(said, "; ")
	case judge.Undecided:
		step.Why = because(step.Why, strings.Join(said, "; "))
	}
	return nil
}

// because adds a reason to others: one line.
func because(was, why string) string {
	why = strings.Join(strings.Fields(why), " ")
	if was == "" {
		return why
	}
	return was + "; " + why
}

// repeat is the command that reproduces the issue on a candidate alone.
func (p *prober) repeat(o *options) string {
	var flags []string
	for _, list := range []struct {
		flag   string
		values []string
	}{{"--release", o.releases}, {"--image", o.images}, {"--like", o.like}, {"--model-defect", o.defects}} {
		if list.flag == "--release" && len(o.images) > 0 {
			continue
		}
		for _, value := range list.values {
			flags = append(flags, list.flag, value)
		}
	}
	command := "regress reproduce " + p.about.Issue.ID
	if p.target != string(session.Auto) {
		flags = append([]string{"--target", p.target}, flags...)
	}
	if p.tags != "" {
		flags = append(flags, "--tags", p.tags)
	}
	words := []string{command}
	for _, word := range flags {
		words = append(words, script.Literal(word).Quoted())
	}
	return strings.Join(words, " ")
}
