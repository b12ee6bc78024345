package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"streampark-regress/fixtures"
	"streampark-regress/harness/release"
	"streampark-regress/harness/report/result"
	"streampark-regress/harness/report/trackrecord"
	"streampark-regress/harness/report/words"
	"streampark-regress/harness/results"
	"streampark-regress/harness/verdict"
	"streampark-regress/suite"
	"streampark-regress/suite/session"
)

// trackRecord is what measures every known issue over the releases.
type trackRecord struct {
	s          streams
	o          *options
	data, page string
	from       []string
	force      bool
	catalogue  *release.Catalogue
	record     trackrecord.Record
	// failed counts the runs that could not be carried out.
	failed int
}

func newTrackRecord(s streams) *cobra.Command {
	t := &trackRecord{s: s, o: &options{}}
	c := &cobra.Command{
		Use:   "track-record",
		Short: "Measure every known issue and the contract over every release, and keep what was found",
		Long: `Runs the scenarios about every known issue, and the contract, on every release of
the catalogue or those of --release, and on each --database, one release at a time.
What was found is kept in the file of --data with the image's digest, the date, the
database and the Java it was found on, and the page of --page is made of it.

A cell that is measured is not measured again, so that a run that was interrupted
goes on where it ended; --force measures again, after an image was replaced. With
--from RUN nothing is started: the cells are those of a run that was made before.

A cell that contradicts the catalogue makes the exit code 1.`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return t.make(c) },
	}
	c.Flags().StringVar(&t.data, "data", "docs/track-record.json", "the file that keeps what was measured, of the form of harness/report/trackrecord/schema/track-record.v1.json")
	c.Flags().StringVar(&t.page, "page", "docs/track-record.md", "the page that is made of it")
	c.Flags().StringArrayVar(&t.from, "from", nil, "take the cells of this run, a folder or an ID, and start nothing; may be repeated")
	c.Flags().BoolVar(&t.force, "force", false, "measure again what is measured already")
	onCommandLineOnly(c.Flags(), "data", "page", "from", "force")
	t.o.addTo(c.Flags())
	t.o.addRunTo(c.Flags())
	return c
}

func (t *trackRecord) make(c *cobra.Command) error {
	var err error
	if t.catalogue, err = t.o.readCatalogue(); err != nil {
		return usage(err)
	}
	if t.record, err = readRecord(t.data); err != nil {
		return usage(err)
	}
	for flag, file := range map[string]string{"--data": t.data, "--page": t.page} {
		if err := writable(file); err != nil {
			return usage(fmt.Errorf("%s: %w; name another file", flag, err))
		}
	}
	if len(t.from) > 0 {
		err = t.take()
	} else {
		err = t.measure(c.Context())
	}
	if failed := t.conclude(); err == nil {
		return failed
	}
	return err
}

func readRecord(file string) (trackrecord.Record, error) {
	f, err := os.Open(file)
	if errors.Is(err, os.ErrNotExist) {
		return trackrecord.Read(strings.NewReader(""))
	}
	if err != nil {
		return trackrecord.Record{}, fmt.Errorf("read the track record: %w", err)
	}
	r, err := trackrecord.Read(f)
	if err := errors.Join(err, f.Close()); err != nil {
		return trackrecord.Record{}, fmt.Errorf("%s: %w", file, err)
	}
	return r, nil
}

// take takes the cells of runs that were made before.
func (t *trackRecord) take() error {
	for _, name := range t.from {
		run, err := results.Folder(t.o.out).Find(name)
		if err != nil {
			return usage(err)
		}
		if err := t.add(run.Result); err != nil {
			return err
		}
	}
	return nil
}

// measure runs what is missing, one release on one database at a time: what was
// found so far is kept whatever becomes of the next.
func (t *trackRecord) measure(ctx context.Context) error {
	versions := t.o.releases
	if len(versions) == 0 {
		versions = t.catalogue.Versions()
	}
	for _, on := range t.o.databases {
		if _, err := t.catalogue.FindDatabase(on); err != nil {
			return usage(err)
		}
	}
	for _, version := range versions {
		r, err := t.catalogue.Find(version)
		if err != nil {
			return usage(err)
		}
		for _, on := range t.o.databases {
			if err := t.cells(ctx, r, on); err != nil {
				return err
			}
		}
	}
	return nil
}

// cells measures a release on a database. The error ends all; a release that could
// not be measured does not.
func (t *trackRecord) cells(ctx context.Context, r release.Release, on string) error {
	place := r.Version + " on " + on
	missing := t.record.Missing(r.Version, on, t.catalogue)
	if t.force {
		missing = trackrecord.Rows(t.catalogue)
	}
	if _, runs := r.Databases[on]; !runs || len(missing) == 0 {
		why := "measured already"
		if !runs {
			why = "it does not run there"
		}
		fmt.Fprintf(t.s.err, "• %s: %s\n", place, why)
		return nil
	}
	fmt.Fprintf(t.s.err, "• %s: %s to measure\n", place, words.Count(len(missing), "row"))
	one := *t.o
	one.releases, one.databases, one.tags = []string{r.Version}, []string{on}, about(missing, t.o.tags)
	prepared, err := prepare(ctx, t.s, &one)
	if errors.Is(err, suite.ErrNothing) {
		fmt.Fprintf(t.s.err, "• %s: no scenario is about that there\n", place)
		return nil
	}
	if err != nil {
		return err
	}
	ended, err := session.Run(ctx, prepared.Options)
	prepared.screen.stop()
	if ctx.Err() != nil {
		return inconclusive(ctx.Err())
	}
	if err == nil && ended.Result.Run.Failure != "" {
		err = errors.New(ended.Result.Run.Failure)
	}
	if err != nil {
		t.failed++
		fmt.Fprintf(t.s.err, "• %s: not measured: %v\n", place, err)
		return nil
	}
	return t.add(ended.Result)
}

// about selects the scenarios about some rows.
func about(rows []string, tags string) string {
	var either []string
	for _, row := range rows {
		if row == trackrecord.Contract {
			either = append(either, "@contract")
		} else {
			either = append(either, "@issue-"+row, "@known-issue-"+row)
		}
	}
	selected := "(" + strings.Join(either, " or ") + ") and not @upgrade"
	if tags != "" {
		selected += " and (" + tags + ")"
	}
	return selected
}

// add keeps what a run found.
func (t *trackRecord) add(r result.Result) error {
	for _, m := range trackrecord.Of(r, t.catalogue) {
		t.record = t.record.With(m)
		fmt.Fprintf(t.s.err, "• %s on %s: %s kept, of run %s\n", m.Release, m.Database, words.Count(len(m.Cells), "cell"), m.Run)
	}
	if err := replace(t.data, func(out io.Writer) error { return trackrecord.Write(out, t.record) }); err != nil {
		return inconclusive(fmt.Errorf("write %s: %w", t.data, err))
	}
	return nil
}

// conclude writes the page, and says what contradicts the catalogue.
func (t *trackRecord) conclude() error {
	findings, err := trackrecord.Findings(fixtures.Findings)
	if err == nil {
		err = replace(t.page, func(out io.Writer) error { return trackrecord.Page(out, t.record, t.catalogue, findings) })
	}
	if err != nil {
		return inconclusive(fmt.Errorf("write %s: %w", t.page, err))
	}
	cells := 0
	for _, m := range t.record.Measurements {
		cells += len(m.Cells)
	}
	wrong := t.record.Contradictions(t.catalogue)
	for _, c := range wrong {
		fmt.Fprintf(t.s.out, "CONTRADICTION %s\n", c)
	}
	fmt.Fprintf(t.s.out, "%s in %s, %s; the page is %s\n", words.Count(cells, "cell"), t.data, words.Count(len(wrong), "contradiction"), t.page)
	switch {
	case len(wrong) > 0:
		return &exit{code: verdict.ExitUnexpected}
	case t.failed > 0:
		return inconclusive(fmt.Errorf("%s could not be made", words.Count(t.failed, "measurement")))
	}
	return nil
}
