package main

import (
	"context"
	"errors"
	"io"

	"streampark-regress/harness/release"
	"streampark-regress/harness/report/inventory"
	"streampark-regress/harness/savepoints"
)

// printState says what a server keeps of the state of its jobs.
func printState(ctx context.Context, s streams, c *release.Catalogue, d *diagnosing, args []string) error {
	switch {
	case len(args) > 0 || d.subject.Session != "" || d.from+d.keyFile+d.started != "":
		return usage(errors.New("--state is not about a token: leave out the token, --token-file, --session, --key-file and --started"))
	case d.watch > 0 || d.warn > 0 || d.textfile != "":
		return usage(errors.New("--state is not about a token: leave out --watch, --warn-before and --textfile"))
	}
	ctx, cancel := context.WithTimeout(ctx, examinedWithin)
	defer cancel()
	subject := savepoints.Subject{URL: d.subject.URL, Roots: d.subject.Roots, Timeout: d.subject.Timeout, Release: d.subject.Release}
	if d.databaseURL != "" {
		db, err := openReadOnly(ctx, d.databaseURL, d.subject.Timeout)
		if err != nil {
			return inconclusive(err)
		}
		defer db.Close()
		subject.Database = db
	}
	found, err := savepoints.Examine(ctx, c, subject)
	if err != nil {
		return inconclusive(err)
	}
	return d.told.tell(s.out, func(out io.Writer) error { return inventory.Write(out, found) }, func(out io.Writer) error { return inventory.JSON(out, found) })
}
