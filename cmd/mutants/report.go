package main

import (
	"fmt"
	"io"
	"strings"
)

// Report is what became of the mutants of a package.
type Report struct {
	Package Package
	Count   map[Status]int
	// Explained live for a reason that is written down, and Unexplained without.
	Explained   []Survivor
	Unexplained []Mutant
	// Noticed are explained and yet found by a test: their entries can go, unless
	// it was chance. Dangling explain nothing that there is any more.
	Noticed  []Mutant
	Dangling []Explanation
}

// Survivor is a mutant that lives, and why.
type Survivor struct {
	Mutant
	Why string
}

// Open reports whether somebody has something to do before the run passes.
func (r Report) Open() bool { return len(r.Unexplained) > 0 || len(r.Dangling) > 0 }

// tried is the number of mutants.
func (r Report) tried() int { return r.Count[Killed] + r.Count[Lived] + r.Count[TimedOut] }

// score is the share of mutants that a test noticed, and that share where those
// that no test can notice are left out.
func (r Report) score() (all, rest string) {
	return percent(r.Count[Killed], r.tried()), percent(r.Count[Killed], r.tried()-len(r.Explained))
}

// percent is rounded down: only all of them are 100%.
func percent(part, whole int) string {
	if whole == 0 {
		return "-"
	}
	return fmt.Sprintf("%d%%", part*100/whole)
}

// Write writes the survivors with their places, what to write into the list for
// those that are not explained, and a table that docs/mutants.md can hold.
func Write(w io.Writer, reports []Report) {
	for _, r := range reports {
		for _, s := range r.Explained {
			fmt.Fprintf(w, "%v\n    explained: %s\n", s.Mutant, s.Why)
		}
		for _, m := range r.Noticed {
			fmt.Fprintf(w, "%v\n    explained, and yet a test noticed it: remove the entry if it does so again\n", m)
		}
		for _, e := range r.Dangling {
			fmt.Fprintf(w, "%s  %s  %s\n    EXPLAINED, AND NO LONGER THERE: remove the entry or adapt it\n", e.File, e.Mutation, e.Code)
		}
		for _, m := range r.Unexplained {
			fmt.Fprintf(w, "%v\n    NOT EXPLAINED:\n%s", m, entry(m))
		}
	}
	fmt.Fprintln(w, "\n| package | mutants | killed | lived | timed out | explained | score | without the explained |")
	fmt.Fprintln(w, "|---|--:|--:|--:|--:|--:|--:|--:|")
	total := Report{Package: Package{Path: "all"}, Count: map[Status]int{}}
	for _, r := range reports {
		row(w, r)
		for s, n := range r.Count {
			total.Count[s] += n
		}
		total.Explained = append(total.Explained, r.Explained...)
	}
	if len(reports) > 1 {
		row(w, total)
	}
}

func row(w io.Writer, r Report) {
	all, rest := r.score()
	fmt.Fprintf(w, "| %s | %d | %d | %d | %d | %d | %s | %s |\n", r.Package.Path, r.tried(), r.Count[Killed], r.Count[Lived],
		r.Count[TimedOut], len(r.Explained), all, rest)
}

// entry is what the list needs for a mutant.
func entry(m Mutant) string {
	var b strings.Builder
	fmt.Fprintf(&b, "      - file: %s\n", m.File)
	if m.Func != "" {
		fmt.Fprintf(&b, "        func: %s\n", m.Func)
	}
	fmt.Fprintf(&b, "        mutation: %s\n        code: %s\n", m.Mutation, quoted(m.Code))
	if m.Nth > 1 {
		fmt.Fprintf(&b, "        nth: %d\n", m.Nth)
	}
	b.WriteString("        why:\n")
	return b.String()
}

// quoted is a text as YAML has it between single quotes.
func quoted(text string) string { return "'" + strings.ReplaceAll(text, "'", "''") + "'" }
