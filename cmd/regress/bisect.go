package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"streampark-regress/harness/bisection"
	"streampark-regress/harness/builder"
	"streampark-regress/harness/printable"
	"streampark-regress/harness/release"
	"streampark-regress/harness/report/track"
	"streampark-regress/harness/results"
	"streampark-regress/harness/verdict"
	"streampark-regress/suite/session"
)

// bisect is what the flags of regress bisect say.
type bisect struct {
	options
	issue, good, bad, find    string
	list, command, repository string
	atOnce                    int
	timeout                   time.Duration
	force                     bool
	told                      conclusion
}

func newBisect(s streams) *cobra.Command {
	b := &bisect{}
	c := &cobra.Command{
		Use:   "bisect --issue ISSUE",
		Short: "Find the release, the image or the commit in which an issue came or went",
		Long: `Finds where an issue came (--find break) or went (--find fix) by reproducing it on
the middle one of what is left, again and again: over the releases of the
catalogue, over the images of a list (--images FILE), or over the commits of a
clone (--repository DIR), of which a command of yours makes images (--build).

The ends are verified first. With --good and --bad they are releases, names of the
list, or revisions; without them, the oldest and the newest that can be run.

Each is good, bad, or unknown: it did not build, it did not start, or nothing was
decided. Unknown ones are stepped over, and where the change is among them, that is
said.

--images FILE names one image on each line, the oldest first, as REF or NAME=REF; a
name that is a release is judged as that release.

--build COMMAND is run by sh in the clone, with the commit in place of {commit}, and
prints one line, the reference of the image; its errors and what it printed are kept.
An image of a commit is judged as the releases of --like, one after the other until
one decides; they are those of the ends if these are releases.

What was found is kept: the same command goes on where it was, and --force begins
again. With --target model an image is written as RELEASE or RELEASE=DEFECT.`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return b.run(c.Context(), s) },
	}
	f := c.Flags()
	b.addTo(f)
	b.addTargetTo(f)
	b.addMemoryTo(f)
	b.addOutTo(f)
	b.look.addTo(f)
	b.told.addTo(f, "harness/bisection/schema/bisection.v1.json")
	f.StringVar(&b.issue, "issue", "", "the issue, by its number or the address of its page")
	f.StringVar(&b.good, "good", "", "a release, image or revision that does not have it")
	f.StringVar(&b.bad, "bad", "", "a release, image or revision that has it")
	f.StringVar(&b.find, "find", "", "break (where it came) or fix (where it went); without it, what --good and --bad say")
	f.StringVar(&b.list, "images", "", "a file with images, one on each line, the oldest first")
	f.StringVar(&b.command, "build", "", "a command that builds a commit, with {commit} in its place, and prints the reference of the image")
	f.StringVar(&b.repository, "repository", "", "the clone whose commits --build builds")
	f.IntVar(&b.atOnce, "builds-at-once", 1, "how many builds may run at the same time; more than one are begun ahead of time")
	f.DurationVar(&b.timeout, "build-timeout", 30*time.Minute, "how long one build may take")
	f.BoolVar(&b.force, "force", false, "begin again, although steps of it were made before")
	onCommandLineOnly(f, "issue", "good", "bad", "find", "images", "build", "repository", "builds-at-once", "build-timeout", "force")
	_ = c.MarkFlagRequired("issue") // fails only for a flag that is not there
	return c
}

// run reads the flags, bisects, and says what was found.
func (b *bisect) run(ctx context.Context, s streams) error {
	catalogue, about, err := b.read()
	if err != nil {
		return usage(err)
	}
	span, err := b.span(ctx, catalogue, about)
	if err != nil {
		return usage(err)
	}
	t := &bisection.Track{Schema: bisection.Schema, Issue: about.Issue.ID, Title: about.Issue.Title, Find: span.find, Over: span.over, Target: b.target,
		Question: b.question(), Command: b.typed(), Candidates: span.candidates, Steps: []bisection.Step{}}
	folder := filepath.Join(b.out, results.Bisections, nameOf(t))
	state := bisection.State{Folder: folder}
	if !b.force {
		if _, err := state.Load(t); err != nil {
			return usage(err)
		}
	}
	p := &prober{bisect: b, s: s, about: about, catalogue: catalogue, span: span, folder: folder}
	if span.over == bisection.Commits {
		p.builder, err = builder.New(builder.Settings{Command: b.command, Dir: b.repository, Logs: filepath.Join(folder, "builds"), Timeout: b.timeout, AtOnce: b.atOnce})
		if err != nil {
			return usage(fmt.Errorf("--build: %w", err))
		}
		defer p.builder.Close()
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel() // ends the builds, before they are waited for
	out := b.look.progress(s)
	fmt.Fprintln(out, track.Begin(t))
	err = bisection.Hunt{Track: t, State: state, Prober: p, AheadOf: b.atOnce - 1,
		Tell: func(step bisection.Step, left int, made bisection.Made) {
			fmt.Fprintln(out, track.Line(t, step, left, made))
		}}.Run(ctx, span.ends)
	if err != nil {
		return b.failed(t, state, err)
	}
	return b.conclude(s, t, folder)
}

// failed says why a bisection did not come to its end, and how it goes on.
func (b *bisect) failed(t *bisection.Track, state bisection.State, err error) error {
	if len(t.Steps) > 0 {
		err = errors.Join(err, state.Save(t))
		err = fmt.Errorf("%w\n  what was found is kept in %s: the same command goes on from there", err, filepath.ToSlash(state.Folder))
	}
	already := (*exit)(nil)
	switch {
	case errors.Is(err, bisection.ErrEnd):
		return usage(err)
	case errors.As(err, &already):
		return &exit{already.code, err}
	}
	return inconclusive(err)
}

// conclude prints what was found, and writes the report to paste into an issue.
func (b *bisect) conclude(s streams, t *bisection.Track, folder string) error {
	file := filepath.Join(folder, "bisection.md")
	if err := replace(file, func(out io.Writer) error { return track.Markdown(printable.NewWriter(out), t) }); err != nil {
		return inconclusive(fmt.Errorf("write the report: %w", err))
	}
	err := b.told.tell(s.out, func(out io.Writer) error {
		if err := track.Write(out, t); err != nil {
			return err
		}
		_, err := fmt.Fprintf(out, "report: %s\n", filepath.ToSlash(file))
		return err
	}, func(out io.Writer) error { return track.JSON(out, t) })
	if err != nil {
		return err
	}
	if !t.Conclusion.Exact {
		return &exit{code: verdict.ExitUnexpected}
	}
	return nil
}

// read reads the flags that every bisection has.
func (b *bisect) read() (*release.Catalogue, session.About, error) {
	if err := errors.Join(b.look.validate(), b.told.ready()); err != nil {
		return nil, session.About{}, err
	}
	if b.atSite() {
		return nil, session.About{}, errors.New("--target url: a server that runs already is one release, and there is nothing to bisect")
	}
	id, err := issueID(b.issue)
	if err != nil {
		return nil, session.About{}, err
	}
	catalogue, err := b.readReleases()
	if err != nil {
		return nil, session.About{}, err
	}
	about := session.Find(catalogue, id)
	if b.tags != "" {
		about.Tags += " and (" + b.tags + ")"
	}
	return catalogue, about, b.reproducible(about.Issue.ID)
}
