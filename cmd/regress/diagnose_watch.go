package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"streampark-regress/harness/clock"
	"streampark-regress/harness/database"
	"streampark-regress/harness/diagnosis"
	"streampark-regress/harness/release"
	"streampark-regress/harness/report/examination"
	"streampark-regress/harness/report/prometheus"
	"streampark-regress/harness/token"
	"streampark-regress/harness/verdict"
)

// read takes the token that is to be sent.
func (d *diagnosing) read(ctx context.Context, s streams, args []string) error {
	pasted, err := pastedToken(ctx, s, args, d.from)
	if err != nil {
		return err
	}
	if header := token.Header(pasted); header != "none" {
		d.subject.Header = &header
	}
	return nil
}

// conclude examines the server, once or until the answer changes, and says what it
// found.
func (d *diagnosing) conclude(ctx context.Context, s streams, c *release.Catalogue) error {
	found, err := d.look(ctx, c)
	if err != nil {
		return inconclusive(err)
	}
	if err := d.tell(s, found); err != nil {
		return err
	}
	if d.watch == 0 {
		return d.exit(found)
	}
	fmt.Fprintf(s.err, "asking again every %s until the answer is another; Ctrl-C ends this\n", d.watch)
	again := time.NewTicker(d.watch)
	defer again.Stop()
	for {
		select {
		case <-ctx.Done():
			return inconclusive(errors.New("the answer has not changed"))
		case <-again.C:
		}
		next, err := d.look(ctx, c)
		if err != nil {
			return inconclusive(err)
		}
		if changes := d.changes(found, next); len(changes) > 0 {
			if err := d.tell(s, next, changes...); err != nil {
				return err
			}
			return d.exit(next)
		}
		found = next
	}
}

// tell prints what was found, after what has changed.
func (d *diagnosing) tell(s streams, x diagnosis.Examination, changes ...examination.Change) error {
	return d.told.tell(s.out, func(out io.Writer) error {
		if len(changes) > 0 {
			if _, err := fmt.Fprintf(out, "\n%s: %s\n", time.Now().Format(time.DateTime), examination.WriteChanges(changes)); err != nil {
				return err
			}
		}
		return examination.Write(out, x)
	}, func(out io.Writer) error { return examination.JSON(out, x, changes...) })
}

// changes are what is different, with whether the token ends soon.
func (d *diagnosing) changes(before, after diagnosis.Examination) []examination.Change {
	all := examination.Changes(before, after)
	if was, is := d.lifetime(before), d.lifetime(after); was != is {
		all = append(all, examination.Change{What: "lifetime", From: was, To: is})
	}
	return all
}

// lifetime says whether the token ends soon, empty where nobody asked.
func (d *diagnosing) lifetime(x diagnosis.Examination) string {
	left, dated := x.Left()
	switch {
	case d.warn == 0 || !dated:
		return ""
	case left <= d.warn:
		return "ends within " + clock.Format(d.warn)
	}
	return "longer than " + clock.Format(d.warn)
}

// exit is the exit code that an examination comes to.
func (d *diagnosing) exit(x diagnosis.Examination) error {
	left, dated := x.Left()
	switch {
	case x.NotSeen():
		return &exit{code: verdict.ExitInconclusive}
	case d.warn == 0:
		return nil
	case !x.Accepted:
		return &exit{code: verdict.ExitUnexpected}
	case !x.Token.Opened:
		return inconclusive(errors.New("--warn-before: nobody here can open the token, so that its expiry is not known; of a server of 2.1.7 give --key-file"))
	case dated && left <= d.warn:
		return &exit{verdict.ExitExpiring, fmt.Errorf("the token ends in %s, which is within %s", clock.Format(left), clock.Format(d.warn))}
	}
	return nil
}

// examinedWithin is how long the database and the server may take together, whatever
// --timeout says of each connection.
const examinedWithin = 3 * time.Minute

// look examines the server and writes the metrics.
func (d *diagnosing) look(ctx context.Context, c *release.Catalogue) (diagnosis.Examination, error) {
	found, err := d.examine(ctx, c)
	if d.textfile == "" || ctx.Err() != nil {
		return found, err
	}
	written := replace(d.textfile, func(out io.Writer) error {
		return prometheus.Write(out, prometheus.Run{Examination: found, URL: d.subject.URL, At: time.Now(), Failed: err != nil})
	})
	if written != nil {
		err = errors.Join(err, fmt.Errorf("--textfile: %w", written))
	}
	return found, err
}

func (d *diagnosing) examine(ctx context.Context, c *release.Catalogue) (diagnosis.Examination, error) {
	ctx, cancel := context.WithTimeout(ctx, examinedWithin)
	defer cancel()
	subject := d.subject
	if d.databaseURL != "" {
		db, err := openReadOnly(ctx, d.databaseURL, d.subject.Timeout)
		if err != nil {
			return diagnosis.Examination{}, err
		}
		defer db.Close()
		subject.Database = db
	}
	return diagnosis.Examine(ctx, c, subject)
}

// openReadOnly opens a database for reading; its connection may take so long.
func openReadOnly(ctx context.Context, address string, timeout time.Duration) (*database.Database, error) {
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	return database.OpenReadOnly(ctx, address)
}
