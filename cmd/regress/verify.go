package main

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"streampark-regress/fixtures"
	"streampark-regress/harness/clock"
	"streampark-regress/harness/deployment"
	"streampark-regress/harness/recording"
	"streampark-regress/harness/report/words"
	"streampark-regress/harness/verdict"
)

func newVerify(s streams) *cobra.Command {
	o := &options{clock: string(clock.Jump)}
	c := &cobra.Command{
		Use:   "verify [FILE ...]",
		Short: "Replay recordings and print where the answers differ",
		Long: `Replays recordings against a target and prints the score of each flow and each
difference. Without a file it replays the recordings of the real releases that are
built into the program. Exit code 1 means that there are differences. The last line
says on what it was tried, and PARTIAL where recordings were left out.

A build of your own (--image mine=REF --like 2.1.5) is held against the recordings
of the release it is like, and of the upgrades to that.`,
		RunE: func(c *cobra.Command, files []string) error { return verify(c.Context(), s, o, files) },
	}
	o.addCatalogueTo(c.Flags())
	o.addTargetTo(c.Flags())
	o.addOneDatabaseTo(c.Flags())
	return c
}

// named is a recording with its name.
type named struct {
	name   string
	want   *recording.Recording
	script recording.Script
}

func verify(ctx context.Context, s streams, o *options, files []string) error {
	all, err := recordings(files)
	var left []string
	if err == nil {
		all, err = onBuilds(o, all)
	}
	if err == nil && len(files) == 0 && o.target != "model" {
		all, left, err = unasked(s, o, all)
	}
	if err == nil && len(files) == 0 {
		all, left, err = elsewhere(s, o, all, left)
	}
	if err != nil {
		return usage(err)
	}
	var scripts []recording.Script
	for _, n := range all {
		if n.want.OfModel() && o.target == "model" && o.withItself(o.target) {
			return usage(fmt.Errorf("%s: %w", n.name, errItself))
		}
		scripts = append(scripts, n.script)
	}
	o.inside = !slices.ContainsFunc(scripts, func(script recording.Script) bool { return script.UpgradeTo != "" })
	return withTarget(ctx, s, o, releasesOf(scripts), func(ctx context.Context, t target) error {
		replayed := replay{left: left}
		ctx, cancel := context.WithCancel(ctx)
		each, wait := recordAll(ctx, s, t, all)
		defer wait()
		defer cancel()
		for i, n := range all {
			made := <-each[i]
			if made.err != nil {
				return inconclusive(fmt.Errorf("%s: %w", n.name, made.err))
			}
			got := made.got
			if n.want.OfModel() && o.withItself(got.Target) {
				return inconclusive(fmt.Errorf("%s: %w", n.name, errItself))
			}
			fmt.Fprintf(s.err, "• [%d/%d] replayed %s\n", i+1, len(all), n.name)
			replayed.add(n, got, recording.Compare(n.want, got), s.out)
		}
		return replayed.conclude(s.out)
	})
}

// replay is what replaying recordings came to.
type replay struct {
	same, total, differences int
	// places are where the answers came from, and left the recordings that were
	// left out.
	places, left []string
}

// add counts and prints how a recording compares with what was answered now.
func (r *replay) add(n named, got *recording.Recording, c recording.Comparison, out io.Writer) {
	on := placeOf(got)
	if deployment.IsModel(got.Target) && got.Database == n.want.Database {
		on = place(got.Target) // it stands in for each as it is asked to
	}
	if !slices.Contains(r.places, on) {
		r.places = append(r.places, on)
	}
	fmt.Fprintf(out, "%s on %s\n", n.name, got.Target+onDatabase(got))
	if n.want.OfModel() {
		fmt.Fprintf(out, "  %s\n", n.want.Notice)
	}
	for _, score := range c.Scores {
		fmt.Fprintf(out, "  %-28s %3d of %3d\n", score.Flow, score.Same, score.Total)
		r.same, r.total = r.same+score.Same, r.total+score.Total
	}
	for _, d := range c.Differences {
		fmt.Fprintf(out, "  DIFFERENCE %s\n", d)
	}
	for _, skipped := range c.Skipped {
		fmt.Fprintf(out, "  not compared: %s\n", skipped)
	}
	r.differences += len(c.Differences)
}

// conclude prints the verdict, and on what it was reached.
func (r *replay) conclude(out io.Writer) error {
	v := verdict.AsExpected
	if r.differences > 0 || r.same != r.total || r.total == 0 {
		v = verdict.Unexpected
	}
	partial, left := "", ""
	if n := len(r.left); n > 0 {
		partial, left = "PARTIAL, ", fmt.Sprintf("; %s left out: %s", words.Count(n, "recording"), strings.Join(r.left, ", "))
	}
	fmt.Fprintf(out, "%s%s on %s: %d of %d entries are the same, %d differences%s\n", partial, strings.ToUpper(string(v)), strings.Join(r.places, " and "),
		r.same, r.total, r.differences, left)
	if code := v.ExitCode(); code != verdict.ExitAsExpected {
		return &exit{code: code}
	}
	return nil
}

// releasesOf lists the releases that scripts start.
func releasesOf(scripts []recording.Script) []string {
	var all []string
	for _, script := range scripts {
		for _, version := range []string{script.Release, script.UpgradeTo} {
			if version != "" && !slices.Contains(all, version) {
				all = append(all, version)
			}
		}
	}
	return all
}

// unasked leaves out the recordings of releases that run on request only: their
// images are seldom there, and one that is missing would stop the rest. It
// returns the names of those it left out.
func unasked(s streams, o *options, all []named) (kept []named, left []string, err error) {
	catalogue, err := o.readCatalogue()
	if err != nil {
		return nil, nil, err
	}
	images, err := pairs("--image", o.images, catalogue)
	if err != nil {
		return nil, nil, err
	}
	for _, n := range all {
		missing := ""
		for _, version := range []string{n.script.Release, n.script.UpgradeTo} {
			r, err := catalogue.Find(version)
			if _, given := images[version]; err == nil && r.OnRequest && !given {
				missing = version
			}
		}
		if missing == "" {
			kept = append(kept, n)
			continue
		}
		fmt.Fprintf(s.err, "left out: %s, because %s runs on request only: give its --image, or the file itself\n", n.name, missing)
		left = append(left, n.name)
	}
	return kept, left, nil
}

// recordings reads the files, or those the program carries.
func recordings(files []string) ([]named, error) {
	var all []named
	add := func(name string, r *recording.Recording, err error) error {
		if err != nil {
			return err
		}
		script, err := recording.Of(r)
		if err != nil {
			return fmt.Errorf("replay %s: %w", name, err)
		}
		all = append(all, named{name, r, script})
		return nil
	}
	var read []fs.FileInfo
	for _, file := range files {
		info, err := os.Stat(file)
		if err != nil {
			return nil, fmt.Errorf("read a recording: %w", err)
		}
		if slices.ContainsFunc(read, func(was fs.FileInfo) bool { return os.SameFile(was, info) }) {
			return nil, fmt.Errorf("replay %s: it is named twice", file)
		}
		read = append(read, info)
		r, err := recording.Read(file)
		if err := add(filepath.Base(file), r, err); err != nil {
			return nil, err
		}
	}
	if len(files) > 0 {
		return all, nil
	}
	entries, err := fixtures.Recordings.ReadDir("recordings")
	if err != nil {
		return nil, fmt.Errorf("read the built-in recordings: %w", err)
	}
	for _, e := range entries {
		text, err := fixtures.Recordings.ReadFile(path.Join("recordings", e.Name()))
		if err != nil {
			return nil, fmt.Errorf("read the built-in recordings: %w", err)
		}
		r, err := recording.Parse(e.Name(), text)
		if err := add(e.Name(), r, err); err != nil {
			return nil, err
		}
	}
	return all, nil
}
