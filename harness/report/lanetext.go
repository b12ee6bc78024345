package report

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"streampark-regress/harness/outcome"
)

// The measures of the lanes as text.
const (
	usualColumns = 80
	namesWidth   = 12
	narrowest    = 40
)

// textRow is a line of a lane: the ages at which one kind of thing happened.
type textRow struct {
	name  string
	mark  rune
	paint colour
	ages  []time.Duration
}

// laneText draws the lanes for a terminal: a line for each outcome, over the
// age the token had when it was sent.
func laneText(r Result, t Terminal) string {
	lanes := r.lanes()
	if len(lanes) == 0 {
		return ""
	}
	columns := t.Columns
	if columns == 0 {
		columns = usualColumns
	}
	axis := max(min(columns, 120), narrowest) - namesWidth - 1
	var b strings.Builder
	b.WriteString(wrap("\nHow long a token works, by its age (● started, ✕ 401, ◆ another answer, ┆ the expiry it carries, ↻ server restarted)\n", columns))
	b.WriteString(axisText(axis))
	for _, l := range lanes {
		b.WriteString(wrap(l.Name+"\n", columns))
		for _, row := range l.rows() {
			b.WriteString(l.rowText(row, axis, t))
		}
	}
	return b.String()
}

// axisText writes the ages above the lanes, each where it lies; what would
// touch its neighbour is left out.
func axisText(axis int) string {
	line := []rune(strings.Repeat(" ", axis+1))
	var all []tick
	for _, major := range []bool{true, false} {
		for _, tk := range ticks() {
			if tk.Minor != major {
				all = append(all, tk)
			}
		}
	}
	for _, tk := range all {
		label := []rune(tk.Label)
		at := max(min(column(tk.Age, axis)-len(label)/2, len(line)-len(label)), 0)
		free := !slices.ContainsFunc(line[max(at-1, 0):min(at+len(label)+1, len(line))], func(r rune) bool { return r != ' ' })
		if free {
			copy(line[at:], label)
		}
	}
	return strings.Repeat(" ", namesWidth) + strings.TrimRight(string(line), " ") + "\n"
}

func column(age time.Duration, axis int) int { return int(place(age)*float64(axis-1) + 0.5) }

// rows sorts a lane's marks into lines, best news first.
func (l lane) rows() []textRow {
	var all []textRow
	for _, o := range []outcome.Outcome{outcome.Started, outcome.Refused, outcome.Closed, outcome.Forbidden, outcome.NotFound, outcome.Failed, outcome.Unauthenticated} {
		row := textRow{name: string(o), mark: '◆', paint: blue}
		switch classOf(string(o)) {
		case classStarted:
			row.mark, row.paint = '●', green
		case classRejected:
			row.name, row.mark, row.paint = "401", '✕', red
		}
		for _, m := range l.Marks {
			if m.Attempt.Outcome == string(o) {
				row.ages = append(row.ages, m.Age)
			}
		}
		if len(row.ages) > 0 {
			all = append(all, row)
		}
	}
	if len(l.Restarts) > 0 {
		all = append(all, textRow{"restart", '↻', yellow, l.Restarts})
	}
	return all
}

func (l lane) rowText(row textRow, axis int, t Terminal) string {
	line := []rune(strings.Repeat("·", axis))
	for _, e := range l.Expiries {
		line[column(e, axis)] = '┆'
	}
	for _, age := range row.ages {
		line[l.beside(age, axis)] = row.mark
	}
	var b strings.Builder
	for _, r := range line {
		switch r {
		case row.mark:
			b.WriteString(t.paint(row.paint, string(r)))
		case '┆':
			b.WriteString(t.paint(yellow, string(r)))
		case '·':
			b.WriteString(t.paint(faint, string(r)))
		}
	}
	return fmt.Sprintf("  %s%s%s\n", row.name, strings.Repeat(" ", max(namesWidth-2-utf8.RuneCountInString(row.name), 1)), b.String())
}

// beside is the column of an age; a minute on either side of the expiry is
// less than a column, but which side it is must be seen.
func (l lane) beside(age time.Duration, axis int) int {
	at := column(age, axis)
	for _, e := range l.Expiries {
		if column(e, axis) != at {
			continue
		}
		if age < e {
			return max(at-1, 0)
		}
		return min(at+1, axis-1)
	}
	return at
}
