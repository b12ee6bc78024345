// Package history lists runs by their date with the verdict of each release.
package history

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"

	"streampark-regress/harness/report/result"
	"streampark-regress/harness/report/words"
	"streampark-regress/harness/verdict"
)

// Write writes runs, the oldest first, a line each with a column for each release.
func Write(out io.Writer, runs []result.Result) error {
	places := places(runs)
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintf(w, "RUN\tSTARTED (UTC)\tTARGET\t%s\tVERDICT\n", strings.Join(places, "\t"))
	for _, r := range runs {
		cells := make([]string, len(places))
		for i, place := range places {
			cells[i] = cell(r, place)
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", r.Run.ID, r.Started.UTC().Format("2006-01-02 15:04"), target(r), strings.Join(cells, "\t"), words.Headline(r))
	}
	if err := w.Flush(); err != nil {
		return fmt.Errorf("write the history: %w", err)
	}
	return nil
}

// places are the releases, with their databases, that any run was on.
func places(runs []result.Result) []string {
	var all []string
	for _, r := range runs {
		for _, of := range r.Releases() {
			if !slices.Contains(all, of.Place()) {
				all = append(all, of.Place())
			}
		}
	}
	slices.Sort(all)
	return all
}

// cell says how a release fared in a run: "✓ 99", "△ 99" with known issues, or
// "✗ 2 of 99" where 2 were not as expected.
func cell(r result.Result, place string) string {
	for _, of := range r.Releases() {
		if of.Place() != place {
			continue
		}
		if wrong := of.Scenarios - of.Counts[verdict.AsExpected]; wrong > 0 {
			return fmt.Sprintf("%s %d of %d", words.Mark(of.Mark()), wrong, of.Scenarios)
		}
		return fmt.Sprintf("%s %d", words.Mark(of.Mark()), of.Scenarios)
	}
	return "-"
}

// target is where the servers of a run came from.
func target(r result.Result) string {
	if len(r.Models()) > 0 {
		return strings.ToUpper(r.Run.Target)
	}
	return r.Run.Target
}
