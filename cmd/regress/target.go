package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"streampark-regress/harness/database"
	"streampark-regress/harness/deployment"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/recording"
	"streampark-regress/harness/release"
	"streampark-regress/suite/session"
)

// target is where the deployments of a command come from that runs no
// scenarios, with the catalogue they are of.
type target struct {
	session.Source
	catalogue *release.Catalogue
	// database is the one they run on, empty for the usual one, of which nothing is
	// said.
	database database.Product
}

// errServersOfItsOwn is what a command says that cannot take a server that runs.
var errServersOfItsOwn = errors.New("--target url: run and reproduce take a server that runs already; this command needs servers of its own: choose auto, docker or model")

// withTarget chooses the target for some releases, does something with it, and
// removes what was started.
func withTarget(ctx context.Context, s streams, o *options, versions []string, do func(context.Context, target) error) (err error) {
	if o.target == string(session.URL) {
		return usage(errServersOfItsOwn)
	}
	catalogue, err := o.readCatalogue()
	if err != nil {
		return usage(err)
	}
	settings, err := o.settings(catalogue)
	if err != nil {
		return err
	}
	on, err := o.oneDatabase()
	if err != nil {
		return usage(err)
	}
	if catalogue.Databases[string(on)].Embedded && !o.inside {
		return usage(fmt.Errorf("--database %s: StreamPark brings %s itself, and upstream has no upgrade scripts for it; only run, reproduce, record, verify, plan and doctor know it", on, on.Title()))
	}
	if on != "" {
		catalogue = catalogue.On(string(on))
	}
	var releases []release.Release
	for _, version := range versions {
		r, err := catalogue.Find(version)
		if err != nil {
			return usage(err)
		}
		releases = append(releases, r)
	}
	if err := settings.Unused(releases); err != nil {
		return usage(err)
	}
	folder, err := os.MkdirTemp("", "regress-")
	if err != nil {
		return inconclusive(fmt.Errorf("make a folder: %w", err))
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	source, err := session.Choice{Settings: settings, Catalogue: catalogue, Releases: releases, Folder: folder,
		Run: strings.ReplaceAll(filepath.Base(folder), "regress-", "record-"), Redactor: &evidence.Redactor{Show: o.secrets},
		Report: progress(s, "images")}.Choose(ctx)
	if err != nil {
		return inconclusive(err)
	}
	if source.Why != "" {
		fmt.Fprintf(s.err, "target %s: %s\n", source.Provider.Target(), source.Why)
	}
	defer func() {
		if closed := source.Provider.Close(context.WithoutCancel(ctx)); err == nil && closed != nil {
			err = inconclusive(closed)
		}
	}()
	source.Provider = deployment.On(source.Provider, on)
	return do(ctx, target{source, catalogue, on})
}

// place says where something ran, for a verdict line: nobody may take the
// model's answers for StreamPark's.
func place(target string) string {
	if deployment.IsModel(target) {
		return "the MODEL, not StreamPark"
	}
	return "StreamPark (" + target + ")"
}

// placeOf says where a recording was made.
func placeOf(r *recording.Recording) string { return place(r.Target) + onDatabase(r) }

// onDatabase names the database of a recording, but for the usual one.
func onDatabase(r *recording.Recording) string {
	if p := database.Product(r.Database); p == database.MySQL || p == database.MariaDB || p == database.H2 {
		return " with " + p.Title()
	}
	return ""
}

// errItself refuses to hold the model against itself, which proves nothing.
var errItself = errors.New("this compares the model with itself, which proves nothing: choose --target docker, or break one of the two with --model-defect")

// withItself reports whether what the model answered would be held against the
// model as it is.
func (o *options) withItself(target string) bool {
	return deployment.IsModel(target) && len(o.defects) == 0
}
