// Package inventory writes what a StreamPark that runs already keeps of its jobs'
// state, and what a caller has to send it.
package inventory

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"streampark-regress/harness/database"
	"streampark-regress/harness/release"
	"streampark-regress/harness/savepoints"
)

// Write writes an examination for people.
func Write(out io.Writer, x savepoints.Examination) error {
	var b strings.Builder
	if x.Model {
		b.WriteString("MODEL: the built-in model answers here, not StreamPark.\n\n")
	}
	fmt.Fprintf(&b, "release   %s\ndatabase  %s\n", strings.Join(versions(x), " or "), product(x.Product))
	b.WriteString("\nWhat keeps the state of a job, by address; a field with another name is ignored with 200 \"success\"\n")
	if err := fields(&b, x); err != nil {
		return err
	}
	if len(x.Issues) > 0 {
		b.WriteString("\nKnown to be lost there without an error\n")
	}
	for _, k := range x.Issues {
		fmt.Fprintf(&b, "  %s, of %s: %s\n", k.ID, strings.Join(k.Releases, " and "), k.Title)
	}
	b.WriteString("\n")
	if err := applications(&b, x); err != nil {
		return err
	}
	for _, note := range notes(x) {
		fmt.Fprintf(&b, "not seen: %s\n", note)
	}
	if _, err := io.WriteString(out, b.String()); err != nil {
		return fmt.Errorf("write what is kept: %w", err)
	}
	return nil
}

func versions(x savepoints.Examination) []string {
	var all []string
	for _, r := range x.Releases {
		all = append(all, r.Version)
	}
	return all
}

func product(p database.Product) string {
	if p == "" {
		return "not looked at"
	}
	return p.Title()
}

// fields lists what to send; releases that read the same are one.
func fields(out io.Writer, x savepoints.Examination) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	seen := map[string]bool{}
	for _, r := range x.Releases {
		for _, q := range r.API.Requests {
			line := fmt.Sprintf("  %s\t%s\t%s", q.Address, open(r, q), names(q))
			if !seen[line] {
				seen[line] = true
				fmt.Fprintln(w, line)
			}
		}
	}
	if err := w.Flush(); err != nil {
		return fmt.Errorf("write what is kept: %w", err)
	}
	return nil
}

// open says whether a request is for API tokens.
func open(r release.Release, q release.Request) string {
	if slices.Contains(r.API.Open, q.Address) {
		return "API tokens"
	}
	return "sign-ins, and API tokens where a white list opens it"
}

// names are the fields of a request that keep the state of a job.
func names(q release.Request) string {
	var all []string
	for _, f := range q.Fields {
		if !f.Means.KeepsState() {
			continue
		}
		name := f.Name + "=PATH"
		if f.Means.IsFlag() {
			name = f.Name + "=true"
		}
		if note := note(f); note != "" {
			name += " (" + note + ")"
		}
		all = append(all, name)
	}
	return strings.Join(all, ", ")
}

// note is what one has to know to send a field.
func note(f release.Field) string {
	var notes []string
	if f.Where == release.APIToken {
		notes = append(notes, "from API tokens only")
	}
	if f.Takes == release.TakesWord {
		notes = append(notes, "only the word true is true")
	}
	return strings.Join(notes, ", ")
}

func applications(out io.Writer, x savepoints.Examination) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	if len(x.Applications) > 0 {
		fmt.Fprintln(w, "APPLICATION\tSAVEPOINTS\tCHECKPOINTS\tNEWEST SAVEPOINT\tLAST SAVEPOINT ASKED FOR\tLAST CANCEL\tFOUND")
	}
	for _, a := range x.Applications {
		fmt.Fprintf(w, "%d %s\t%d\t%d\t%s\t%s\t%s\t%s\n", a.ID, a.Name, a.Savepoints, a.Checkpoints, when(a.Newest), when(a.Triggered), when(a.Cancelled), found(a))
	}
	if err := w.Flush(); err != nil {
		return fmt.Errorf("write what is kept: %w", err)
	}
	return nil
}

func when(at time.Time) string {
	if at.IsZero() {
		return "-"
	}
	return at.Format(time.DateTime)
}

// found says what the rows of an application come to.
func found(a savepoints.Application) string {
	text := finding(a.Finding)
	if a.Asking {
		text += "; a savepoint is being asked for, or never came (option_state 4)"
	}
	return text
}

func finding(f savepoints.Finding) string {
	switch f {
	case savepoints.Nothing:
		return "no savepoint is stored, and the log holds nothing that would have written one: a start without a path begins without a state"
	case savepoints.Lost:
		return "LOST: a savepoint was asked for and written, and none is stored since (or its row was deleted): a start without a path goes on from an older one, or from none"
	case savepoints.Older:
		return "none is stored since the last cancel, which asked for none, or whose savepoint was not stored: the log does not say which"
	case savepoints.Unmarked:
		return "no row is marked as the latest: 2.1.4 starts without a state then, 2.1.5 from the newest"
	case savepoints.Undated:
		return "a row does not say when it was stored, so nothing can be said"
	case savepoints.Current:
		return "what is stored is as new as the log"
	}
	return string(f)
}

// notes are what was not seen.
func notes(x savepoints.Examination) []string {
	if x.Applications == nil {
		return []string{"whether savepoints are stored: that takes --database-url"}
	}
	all := []string{"whether a cancel asked for a savepoint: StreamPark logs every cancel alike",
		"whether the files of the savepoints are there: only Flink and its storage can tell"}
	if len(x.Applications) == 0 {
		all = append(all, "any application: there is none")
	}
	return all
}
