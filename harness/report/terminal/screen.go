package terminal

import (
	"strings"

	"streampark-regress/harness/report/result"
	"streampark-regress/harness/verdict"
)

// Screen is what a summary is shown on.
type Screen struct {
	// Columns is its width; zero stands for any.
	Columns int
	// Colour says whether it shows colours.
	Colour bool
}

// colour is an ANSI colour; those of the terminal's own palette are readable
// on its own background.
type colour string

const (
	plain  colour = ""
	green  colour = "32"
	red    colour = "31"
	yellow colour = "33"
	blue   colour = "34"
	violet colour = "35"
	faint  colour = "2"
)

// shade is the colour of a verdict.
func shade(v verdict.Verdict) colour {
	switch v {
	case verdict.AsExpected:
		return green
	case verdict.Unexpected:
		return red
	case verdict.Inconclusive, verdict.NotRun:
	}
	return yellow
}

// tint is the colour of a mark.
func tint(m result.Mark) colour {
	switch m {
	case result.Passed:
		return green
	case result.Known:
		return violet
	case result.Failed:
		return red
	case result.Undecided, result.LeftOut:
	}
	return yellow
}

// show writes lines as they fit the screen.
func (s Screen) show(lines []line) string {
	var b strings.Builder
	for _, l := range lines {
		for _, row := range l.wrap(s.Columns) {
			b.WriteString(s.paint(row))
			b.WriteByte('\n')
		}
	}
	return b.String()
}

// paint writes glyphs, alike ones as one.
func (s Screen) paint(row []glyph) string {
	var b strings.Builder
	for len(row) > 0 {
		paint, text := row[0].paint, []rune{row[0].sign}
		row = row[1:]
		for len(row) > 0 && row[0].paint == paint {
			text = append(text, row[0].sign)
			row = row[1:]
		}
		if s.Colour && paint != plain {
			b.WriteString("\x1b[" + string(paint) + "m" + string(text) + "\x1b[0m")
		} else {
			b.WriteString(string(text))
		}
	}
	return b.String()
}
