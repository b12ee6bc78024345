package terminal

import (
	"slices"
	"strings"
	"unicode/utf8"

	"streampark-regress/harness/printable"
)

// span is a text in one colour.
type span struct {
	text  string
	paint colour
}

// line is a line of a report before it is fitted to a screen.
type line struct {
	indent int
	spans  []span
	// whole: it is never broken, because it is to be copied or fits anyway.
	whole bool
}

// text is a line without colour.
func text(indent int, text string) line { return line{indent: indent, spans: []span{{text: text}}} }

// texts is a text of several lines; those after the first are indented more.
func texts(indent int, all string) []line {
	var lines []line
	for i, one := range strings.Split(all, "\n") {
		lines = append(lines, text(indent+2*min(i, 1), strings.TrimRight(one, " \r")))
	}
	return lines
}

// glyph is a character in its colour.
type glyph struct {
	sign  rune
	paint colour
}

func blank(n int) []glyph { return slices.Repeat([]glyph{{sign: ' '}}, n) }

// wrap breaks a line between words; what follows keeps the line's indent and a
// little more.
func (l line) wrap(columns int) [][]glyph {
	row := blank(l.indent)
	for _, s := range l.spans {
		for _, sign := range printable.Line(s.text) { // what a server says never moves the cursor
			row = append(row, glyph{sign, s.paint})
		}
	}
	row = trimRight(row)
	if columns == 0 || l.whole {
		return [][]glyph{row}
	}
	var rows [][]glyph
	margin := l.indent
	for len(row) > columns {
		cut := lastSpace(row[:columns+1])
		if cut <= margin {
			return append(rows, row) // one word that is wider than the screen
		}
		rows = append(rows, trimRight(row[:cut]))
		margin = l.indent + 2
		row = append(blank(margin), trimLeft(row[cut:])...)
	}
	return append(rows, row)
}

func lastSpace(row []glyph) int {
	for i, g := range slices.Backward(row) {
		if g.sign == ' ' {
			return i
		}
	}
	return -1
}

func trimRight(row []glyph) []glyph {
	for len(row) > 0 && row[len(row)-1].sign == ' ' {
		row = row[:len(row)-1]
	}
	return row
}

// trimLeft takes a row that is not all blank.
func trimLeft(row []glyph) []glyph {
	for row[0].sign == ' ' {
		row = row[1:]
	}
	return row
}

// short is a text cut to what a cell may hold: the log and result.json have
// all of it.
func short(text string) string {
	const most = 80
	if utf8.RuneCountInString(text) > most {
		return string([]rune(text)[:most-1]) + "…"
	}
	return text
}
