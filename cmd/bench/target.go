package main

import (
	"fmt"
	"strings"
)

// measures are everything that was measured, and on what.
type measures struct {
	images     string
	processors int
	// starts are the starts of servers that the whole catalogue needs.
	starts int
	ways   []way
}

// target is a figure that is made of others, and what it may be at most.
type target struct {
	title string
	unit  string
	most  float64
	// is the figure; the second result is false where it was not measured.
	is func(measures) (float64, bool)
}

// targets are those of the page, in its order.
func targets() []target {
	seconds := func(t taken) float64 { return t.seconds }
	return []target{
		{"(c) / (b): what reproducing the issue adds to the start of its servers", "", 1.05, func(m measures) (float64, bool) {
			is, measured := m.median(issue, seconds)
			of, also := m.median(bare, seconds)
			return is / of, measured && also
		}},
		{"(d) / (CPU seconds of the starts that its plan needs / processors)", "", 1.25, func(m measures) (float64, bool) {
			is, measured := m.median(whole, seconds)
			of, also := m.ideal()
			return is / of, measured && also
		}},
		{"(e) issue 3933 on both on warm servers", " s", 3, func(m measures) (float64, bool) { return m.median(warm, seconds) }},
		{"(e) every scenario that needs no restart, on warm servers", " s", 12, func(m measures) (float64, bool) { return m.median(warmAll, seconds) }},
		{"(f) the whole catalogue on the model", " s", 3, func(m measures) (float64, bool) { return m.median(ofModel, seconds) }},
		{"the most memory that the program had, in any way", " MB", 60, measures.peak},
	}
}

// median is that of a figure of a way.
func (m measures) median(k key, of func(taken) float64) (float64, bool) {
	for _, w := range m.ways {
		if w.key == k && len(w.taken) > 0 {
			_, middle, _ := spread(w.taken, of)
			return middle, true
		}
	}
	return 0, false
}

// ideal is how long the whole catalogue would take if its servers did nothing but
// start, on all processors: a start takes half the CPU seconds of the pair's.
func (m measures) ideal() (float64, bool) {
	pair, measured := m.median(bare, func(t taken) float64 { return t.containers })
	return float64(m.starts) * pair / 2 / float64(m.processors), measured && m.processors > 0
}

// peak is the most memory of any way that is a program of ours, in MB.
func (m measures) peak() (float64, bool) {
	most := 0.0
	for _, w := range m.ways {
		for _, t := range w.taken {
			most = max(most, t.peak)
		}
	}
	return most, most > 0
}

// aims is the table of the targets.
func aims(m measures) string {
	var b strings.Builder
	b.WriteString("| target, of the medians | at most | is | met |\n|---|---|---|---|\n")
	for _, t := range targets() {
		is, met := "", "not measured"
		if got, measured := t.is(m); measured {
			is, met = figure(got)+t.unit, "not met"
			if got <= t.most {
				met = "met"
			}
		}
		fmt.Fprintf(&b, "| %s | %g%s | %s | %s |\n", t.title, t.most, t.unit, is, met)
	}
	if ideal, measured := m.ideal(); measured {
		fmt.Fprintf(&b, "\nThe whole catalogue needs %d starts of servers; at half the CPU seconds of (b) each, %d processors have them done after %.1f s.\n", m.starts, m.processors, ideal)
	}
	return b.String()
}

// figure is a figure of a target: 1.05 and 1.1 differ.
func figure(f float64) string { return fmt.Sprintf("%.2f", f) }
