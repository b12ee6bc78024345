package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"streampark-regress/harness/evidence"
	"streampark-regress/harness/printable"
	"streampark-regress/harness/report"
	"streampark-regress/harness/report/parcel"
	"streampark-regress/harness/report/replayed"
	"streampark-regress/harness/report/result"
	"streampark-regress/harness/results"
	"streampark-regress/harness/settings"
	"streampark-regress/harness/verdict"
	"streampark-regress/harness/version"
	"streampark-regress/suite/session"
)

// The names in a bug report of what was given to its run.
const (
	enclosedConfig    = "config.yaml"
	enclosedCatalogue = "releases.yaml"
)

func newReplay(s streams) *cobra.Command {
	o := &options{}
	c := &cobra.Command{
		Use:   "replay BUG-REPORT.zip",
		Short: "Run the reproduction in a bug report again, and say whether the issue is still there",
		Long: `Runs again what regress reproduce has packed into bug-report.zip, from that file
alone: the same scenarios in the same way, with the feature files, the catalogue and
the config.yaml that were given then. --image runs it on another image, --release on
another release, and other flags take the place of those of the report.

It ends with FIXED, STILL THERE or DIFFERENT, and what differs from what the report
saw; where nothing can be decided, it ends with NOT DECIDED.

A zip that was changed after it was made is refused: each file in it has a checksum.
The secrets in a config.yaml are not in the report; give the file itself with
--config where they matter.`,
		Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error { return o.replay(c, s, args[0]) },
	}
	o.addTo(c.Flags())
	o.addRunTo(c.Flags())
	return c
}

// replay runs a reproduction again and compares what is seen with what was.
func (o *options) replay(c *cobra.Command, s streams, file string) error {
	p, err := parcel.Open(file)
	if err != nil {
		return usage(err)
	}
	before, err := resultOf(p)
	if err != nil {
		return usage(fmt.Errorf("%s: %w", file, err))
	}
	if err := o.asReported(p, before); err != nil {
		return usage(fmt.Errorf("run again what is in %s: %w", file, err))
	}
	catalogue, err := o.readReleases()
	if err != nil {
		return usage(err)
	}
	about := session.Find(catalogue, p.Issue)
	o.tags = about.Tags
	if by := version.Of().String(); by != p.Regress {
		fmt.Fprintf(s.err, "the report was made by regress %s, and this is %s\n", p.Regress, by)
	}
	prepared, err := prepare(c.Context(), s, o)
	if err != nil {
		return err
	}
	made, err := session.Reproduce(c.Context(), prepared.Options, about.Issue)
	prepared.screen.stop()
	if err != nil {
		return errors.Join(show(s, o.look, made.Ended, err), inconclusive(nil))
	}
	fmt.Fprintf(s.out, "results: %s\n", filepath.ToSlash(made.Folder))
	r := replayed.Of(about.Issue, before, o.moved(before, made.Result))
	if err := replayed.Write(printable.NewWriter(s.out), r); err != nil {
		return inconclusive(err)
	}
	switch r.Answer {
	case replayed.Fixed, replayed.StillNot:
		return nil
	case replayed.StillThere, replayed.Different:
		return &exit{code: verdict.ExitUnexpected}
	case replayed.Open:
	}
	return inconclusive(nil)
}

// resultOf reads what a report saw.
func resultOf(p parcel.Parcel) (result.Result, error) {
	log, there := p.Text(report.EventsFile)
	if !there {
		return result.Result{}, errors.New("it has no event log")
	}
	events, err := result.Read(bytes.NewReader(log))
	if err != nil {
		return result.Result{}, err
	}
	r := result.Build(events)
	switch {
	case len(r.Scenarios) == 0:
		return r, errors.New("nothing was run in it: there is nothing to run again")
	case r.Run.Target == string(session.URL):
		return r, errors.New("it was made on a server that ran already; reproduce the issue there again with `regress reproduce --target url`")
	}
	return r, nil
}

// asReported takes what a report was made with, where nobody gives another now.
func (o *options) asReported(p parcel.Parcel, before result.Result) error {
	folder := filepath.Join(o.out, results.Replays, p.Sum[:8])
	if err := p.Unpack(folder); err != nil {
		return err
	}
	for flag, name := range map[string]string{ownFeatures: ownFeatures, "config": enclosedConfig, "releases-file": enclosedCatalogue} {
		path := filepath.Join(folder, parcel.Given, name)
		if _, err := os.Stat(path); err != nil || o.flags.Changed(flag) {
			continue
		}
		if err := o.flags.Set(flag, path); err != nil {
			return err
		}
	}
	elsewhere := o.flags.Changed("image") || o.flags.Changed("release")
	if err := o.inherit(before.FlagsFor(before.Scenarios)); err != nil {
		return err
	}
	for _, s := range before.Scenarios {
		if !elsewhere {
			o.scenarios = addOne(o.scenarios, fmt.Sprintf("%s:%d", o.placeOf(before, s.File), s.Line))
			o.releases = addOne(o.releases, s.Release)
		}
		if on := string(s.Database); on != "" && !o.flags.Changed("database") {
			o.databases = addOne(o.databases, on)
		}
	}
	if o.flags.Changed("image") && len(o.releases) == 0 {
		o.releases = o.imageReleases()
	}
	return nil
}

func addOne(all []string, one string) []string {
	if slices.Contains(all, one) {
		return all
	}
	return append(all, one)
}

// placeOf is where a feature file of a report is now: in the folder that it was
// unpacked into.
func (o *options) placeOf(before result.Result, file string) string {
	was := featuresOf(before)
	if was == "" || o.features == "" {
		return file
	}
	return filepath.ToSlash(filepath.Clean(o.features)) + strings.TrimPrefix(file, was)
}

// moved is a result whose feature files have the places that they had in the report.
func (o *options) moved(before, after result.Result) result.Result {
	was := featuresOf(before)
	if was == "" || o.features == "" {
		return after
	}
	after.Scenarios = slices.Clone(after.Scenarios)
	for i, s := range after.Scenarios {
		after.Scenarios[i].File = was + strings.TrimPrefix(s.File, filepath.ToSlash(filepath.Clean(o.features)))
	}
	return after
}

// featuresOf is the folder of the feature files that a report was made with, empty
// for the built-in ones.
func featuresOf(r result.Result) string {
	i := slices.Index(r.Run.Flags, "--"+ownFeatures)
	if i < 0 || i+1 >= len(r.Run.Flags) {
		return ""
	}
	return filepath.ToSlash(filepath.Clean(r.Run.Flags[i+1]))
}

// enclosed are the files that were given to a run, without secrets, for a report
// from which it can be run again.
func (o *options) enclosed(redactor *evidence.Redactor) (map[string]string, error) {
	all := map[string]string{}
	for name, path := range map[string]string{enclosedConfig: o.config, enclosedCatalogue: o.catalogue} {
		if path == "" {
			continue
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		if name == enclosedConfig { // what stands at a password's key is nobody's business
			text = (&settings.File{Name: name, Format: settings.YAML{}, Text: text}).Masked()
		}
		all[name] = redactor.Redact(string(text))
	}
	if o.features == "" {
		return all, nil
	}
	err := fs.WalkDir(o.files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := fs.ReadFile(o.files, name)
		all[ownFeatures+"/"+name] = redactor.Redact(string(text))
		return err
	})
	return all, err
}
