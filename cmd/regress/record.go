package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"streampark-regress/harness/clock"
	"streampark-regress/harness/deployment"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/recording"
	"streampark-regress/harness/release"
)

func newRecord(s streams) *cobra.Command {
	o := &options{clock: string(clock.Jump)}
	var version, to, what, out string
	c := &cobra.Command{
		Use:   "record --release R --out FILE",
		Short: "Record what a release answers, exchange by exchange",
		Args:  cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			script, err := recording.For(what, version, to)
			if err != nil {
				return usage(err)
			}
			return withTarget(c.Context(), s, o, []recording.Script{script}, func(ctx context.Context, t target, cat *release.Catalogue) error {
				made, err := recording.Record(ctx, t.provider, cat, script, "record-"+version, progress(s, version))
				if err != nil {
					return inconclusive(err)
				}
				return keep(s, made, out)
			})
		},
	}
	c.Flags().StringVar(&version, "release", "", "the release to record")
	c.Flags().StringVar(&to, "to", "", "the release to upgrade to, with --suite upgrade")
	c.Flags().StringVar(&what, "suite", "release", "what to record: "+strings.Join(recording.Suites(), ", "))
	c.Flags().StringVar(&out, "out", "", "the file to write")
	_ = c.MarkFlagRequired("release") // fails only for a flag that is not there
	_ = c.MarkFlagRequired("out")
	c.Flags().StringVar(&o.catalogue, "releases-file", "", "another catalogue than the built-in releases.yaml")
	o.addTargetTo(c.Flags())
	return c
}

func keep(s streams, r *recording.Recording, file string) (err error) {
	f, err := os.Create(file)
	if err != nil {
		return usage(fmt.Errorf("write the recording: %w", err))
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	if err := r.Write(f); err != nil {
		return inconclusive(err)
	}
	fmt.Fprintf(s.out, "%s: %d entries of %s\n", file, r.Entries(), r.Release)
	return nil
}

// withTarget chooses the target for the scripts' releases, does something with
// it, and removes what was started.
func withTarget(ctx context.Context, s streams, o *options, scripts []recording.Script, do func(context.Context, target, *release.Catalogue) error) (err error) {
	catalogue, err := o.readCatalogue()
	if err == nil {
		o.database = "postgres"
		err = o.check(catalogue)
	}
	if err != nil {
		return usage(err)
	}
	var releases []release.Release
	for _, script := range scripts {
		for _, version := range []string{script.Release, script.UpgradeTo} {
			if version == "" {
				continue
			}
			r, err := catalogue.Find(version)
			if err != nil {
				return usage(err)
			}
			releases = append(releases, r)
		}
	}
	folder, err := os.MkdirTemp("", "regress-")
	if err != nil {
		return inconclusive(fmt.Errorf("make a folder: %w", err))
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	run := strings.ReplaceAll(filepath.Base(folder), "regress-", "record-")
	t, err := (&chooser{options: o, catalogue: catalogue, releases: releases, run: run, folder: folder,
		redactor: &evidence.Redactor{Show: o.secrets}, report: progress(s, "images")}).choose(ctx)
	if err != nil {
		if _, ok := errors.AsType[*exit](err); ok {
			return err
		}
		return inconclusive(err)
	}
	if t.why != "" {
		fmt.Fprintf(s.err, "target %s: %s\n", t.provider.Target(), t.why)
	}
	defer func() {
		if closed := t.provider.Close(context.WithoutCancel(ctx)); err == nil && closed != nil {
			err = inconclusive(closed)
		}
	}()
	return do(ctx, t, catalogue)
}

func progress(s streams, name string) deployment.Report {
	return func(detail string) { fmt.Fprintf(s.err, "• %s: %s\n", name, detail) }
}
