package main

import (
	"context"
	"errors"
	"io"

	"streampark-regress/harness/database"
	"streampark-regress/harness/diagnosis"
	"streampark-regress/harness/release"
	"streampark-regress/harness/report/inventory"
	"streampark-regress/harness/savepoints"
)

// stateSubject is what diagnose --state was asked.
type stateSubject struct {
	diagnosis.Subject
	args []string
	// aboutTokens is what was given that is about a token.
	aboutTokens string
	databaseURL string
}

// printState says what a server keeps of the state of its jobs.
func printState(ctx context.Context, s streams, c *release.Catalogue, of stateSubject, told conclusion) error {
	if len(of.args) > 0 || of.Session != "" || of.aboutTokens != "" {
		return usage(errors.New("--state is not about a token: leave out the token, --token-file, --session, --key-file and --started"))
	}
	ctx, cancel := context.WithTimeout(ctx, examinedWithin)
	defer cancel()
	subject := savepoints.Subject{URL: of.URL, Release: of.Release}
	if of.databaseURL != "" {
		db, err := database.OpenReadOnly(ctx, of.databaseURL)
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
	return told.tell(s.out, func(out io.Writer) error { return inventory.Write(out, found) }, func(out io.Writer) error { return inventory.JSON(out, found) })
}
