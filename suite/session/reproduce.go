package session

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"streampark-regress/harness/printable"
	"streampark-regress/harness/release"
	"streampark-regress/harness/report/bug"
	"streampark-regress/harness/report/parcel"
	"streampark-regress/harness/report/result"
	"streampark-regress/harness/version"
)

// Reproduction is a run about an issue, with a report to attach to it.
type Reproduction struct {
	Ended
	// Standings say how each release stands to the issue.
	Standings []result.Standing
	// Report is the file of the bug report, Archive the zip with everything
	// that was seen.
	Report  string
	Archive string
}

// About is an issue to reproduce.
type About struct {
	Issue release.KnownIssue
	// ReportOf is the number it was asked for by, where that is a report of
	// the same thing.
	ReportOf string
	// Tags select the scenarios that are about it.
	Tags string
	// Releases are those to look at it on.
	Releases []string
}

// Find finds an issue in the catalogue by its number or by that of a report of
// the same thing. One the catalogue does not know has nothing but its number.
func Find(c *release.Catalogue, number string) About {
	a := About{Issue: release.KnownIssue{ID: number}}
	if k, known := c.FindIssue(number); known {
		if k.ID != number {
			a.ReportOf = number
		}
		a.Issue, a.Releases = k, c.With(k.ID)
	}
	// What an upgrade does is not part of a report, and would need another image.
	a.Tags = fmt.Sprintf("(@issue-%s or @known-issue-%s) and not @upgrade", a.Issue.ID, a.Issue.ID)
	return a
}

// Reproduce carries out a plan about an issue, and writes the report to attach.
func Reproduce(ctx context.Context, o Options, issue release.KnownIssue) (Reproduction, error) {
	ended, err := Run(ctx, o)
	r := Reproduction{Ended: ended}
	if err != nil {
		return r, err
	}
	r.Standings = ended.Result.Standings(issue)
	r.Report = filepath.Join(ended.Folder, "bug-report.md")
	for file, write := range map[string]func(io.Writer, result.Result, release.KnownIssue) error{
		r.Report: bug.Fit, filepath.Join(ended.Folder, bug.Whole): bug.Write} {
		if err := r.write(file, issue, write); err != nil {
			return r, err
		}
	}
	if err := enclose(ended.Folder, o.Enclosed); err != nil {
		return r, err
	}
	r.Archive, err = parcel.Pack(ended.Folder, "bug-report.zip", parcel.Manifest{Issue: issue.ID, Regress: version.Of().String()})
	return r, err
}

// enclose puts what was given to the run beside its reports.
func enclose(folder string, files map[string]string) error {
	for name, text := range files {
		file := filepath.Join(folder, parcel.Given, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			return fmt.Errorf("enclose %s in the bug report: %w", name, err)
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			return fmt.Errorf("enclose %s in the bug report: %w", name, err)
		}
	}
	return nil
}

func (r Reproduction) write(file string, issue release.KnownIssue, report func(io.Writer, result.Result, release.KnownIssue) error) error {
	f, err := os.Create(file)
	if err != nil {
		return fmt.Errorf("write the bug report: %w", err)
	}
	return errors.Join(report(printable.NewWriter(f), r.Result, issue), f.Close())
}
