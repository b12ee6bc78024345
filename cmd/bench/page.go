package main

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
)

// The tables stand between these lines of the page; the rest is written by hand.
const (
	begin = "<!-- make bench -->"
	end   = "<!-- end -->"
)

// write replaces the tables of the page.
func write(name string, m measures) error {
	page, err := os.ReadFile(name)
	if err != nil {
		return fmt.Errorf("read the page: %w", err)
	}
	before, rest, found := strings.Cut(string(page), begin)
	_, after, ends := strings.Cut(rest, end)
	if !found || !ends {
		return errors.New(name + ": the lines " + begin + " and " + end + " are missing, between which the tables stand")
	}
	return os.WriteFile(name, []byte(before+begin+"\n"+table(m)+"\n"+aims(m)+end+after), 0o644)
}

// table is the table: minimum, median and maximum of each way.
func table(m measures) string {
	var b strings.Builder
	fmt.Fprintf(&b, "Measured on %s, with %d processors; minimum, median and maximum. Memory is the most that the program had, in MB.\n\n", m.images, m.processors)
	b.WriteString("| way | runs | seconds | CPU seconds of the containers | CPU seconds of the program | its memory |\n|---|---|---|---|---|---|\n")
	for _, w := range m.ways {
		if len(w.taken) == 0 {
			fmt.Fprintf(&b, "| %s | 0 | %s | | | |\n", w.title, cell(w.why))
			continue
		}
		seconds := three(w.taken, func(t taken) float64 { return t.seconds })
		containers, memory := "none", "a script"
		if w.containers {
			containers = three(w.taken, func(t taken) float64 { return t.containers })
		}
		own := three(w.taken, func(t taken) float64 { return t.own })
		if w.results != "" {
			memory = three(w.taken, func(t taken) float64 { return t.peak })
		}
		if w.why != "" {
			seconds += "; then " + cell(w.why)
		}
		fmt.Fprintf(&b, "| %s | %d | %s | %s | %s | %s |\n", w.title, len(w.taken), seconds, containers, own, memory)
	}
	return b.String()
}

// three are the minimum, the median and the maximum of a figure, as the table has them.
func three(all []taken, of func(taken) float64) string {
	least, middle, most := spread(all, of)
	return fmt.Sprintf("%.1f / %.1f / %.1f", least, middle, most)
}

// spread is the minimum, the median and the maximum of a figure. Between two in the
// middle the median is half way: the lower one would meet a target that it does not.
func spread(all []taken, of func(taken) float64) (least, middle, most float64) {
	sorted := slices.SortedFunc(slices.Values(all), func(a, b taken) int { return cmp.Compare(of(a), of(b)) })
	below, above := sorted[(len(sorted)-1)/2], sorted[len(sorted)/2]
	return of(sorted[0]), (of(below) + of(above)) / 2, of(sorted[len(sorted)-1])
}

// cell is a text that fits in a table.
func cell(text string) string { return strings.NewReplacer("|", "\\|", "\n", " ").Replace(text) }

// last is the last line of an output.
func last(said []byte) string {
	lines := strings.Split(strings.TrimSpace(string(said)), "\n")
	return lines[len(lines)-1]
}
