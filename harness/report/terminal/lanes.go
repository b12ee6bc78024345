package terminal

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"streampark-regress/harness/outcome"
	"streampark-regress/harness/report/lanes"
	"streampark-regress/harness/report/result"
)

// The measures of the lanes as text.
const (
	usualColumns = 80
	namesWidth   = 12
	narrowest    = 40
	broadest     = 120
)

// Lanes draws how long a token works: a line for each outcome, over the age the
// token had when it was sent. It is empty for a run without such calls.
func Lanes(r result.Result, s Screen) string { return s.show(laneLines(r, s.Columns)) }

func laneLines(r result.Result, columns int) []line {
	all := lanes.Of(r)
	if len(all) == 0 {
		return nil
	}
	if columns == 0 {
		columns = usualColumns
	}
	axis := max(min(columns, broadest), narrowest) - namesWidth - 1
	lines := []line{text(0, "")}
	lines = append(lines, fitted("How long a token works, by its age (● started, ✕ 401, ◆ another answer, ┆ the expiry it carries, ↻ server restarted)", columns)...)
	lines = append(lines, axisLine(axis))
	for _, l := range all {
		lines = append(lines, fitted(l.Name, columns)...)
		for _, row := range laneRows(l) {
			lines = append(lines, row.line(l, axis))
		}
	}
	return lines
}

// fitted breaks a text for a width that is not the screen's.
func fitted(one string, columns int) []line {
	var lines []line
	for _, row := range text(0, one).wrap(columns) {
		lines = append(lines, line{spans: []span{{text: Screen{}.paint(row)}}, whole: true})
	}
	return lines
}

// axisLine writes the ages above the lanes, each where it lies; what would
// touch its neighbour is left out.
func axisLine(axis int) line {
	signs := []rune(strings.Repeat(" ", axis+1))
	ticks := lanes.Ticks()
	slices.SortStableFunc(ticks, func(a, b lanes.Tick) int {
		switch {
		case a.Minor == b.Minor:
			return 0
		case b.Minor:
			return -1
		}
		return 1
	})
	for _, tick := range ticks {
		label := []rune(tick.Label)
		at := max(min(column(tick.Age, axis)-len(label)/2, len(signs)-len(label)), 0)
		taken := func(sign rune) bool { return sign != ' ' }
		if !slices.ContainsFunc(signs[max(at-1, 0):min(at+len(label)+1, len(signs))], taken) {
			copy(signs[at:], label)
		}
	}
	return line{indent: namesWidth, spans: []span{{text: strings.TrimRight(string(signs), " ")}}, whole: true}
}

func column(age time.Duration, axis int) int { return int(lanes.Place(age)*float64(axis-1) + 0.5) }

// laneRow is a line of a lane: the ages at which one kind of thing happened.
type laneRow struct {
	name  string
	mark  glyph
	times []time.Duration
}

// laneRows sorts a lane's marks into lines, best news first.
func laneRows(l lanes.Lane) []laneRow {
	var all []laneRow
	for _, o := range []outcome.Outcome{outcome.Started, outcome.Cancelled, outcome.Answered, outcome.Refused, outcome.Closed, outcome.Forbidden, outcome.NotFound, outcome.Failed, outcome.Unauthenticated} {
		row := laneRow{name: string(o)}
		switch lanes.ClassOf(o) {
		case lanes.Started:
			row.mark = glyph{'●', green}
		case lanes.Rejected:
			row.name, row.mark = "401", glyph{'✕', red}
		case lanes.Other:
			row.mark = glyph{'◆', blue}
		}
		for _, m := range l.Marks {
			if m.Attempt.Outcome == o {
				row.times = append(row.times, m.Age)
			}
		}
		if len(row.times) > 0 {
			all = append(all, row)
		}
	}
	if len(l.Restarts) > 0 {
		all = append(all, laneRow{"restart", glyph{'↻', yellow}, l.Restarts})
	}
	return all
}

func (r laneRow) line(l lanes.Lane, axis int) line {
	signs := slices.Repeat([]glyph{{'·', faint}}, axis)
	for _, e := range l.Expiries {
		signs[column(e, axis)] = glyph{'┆', yellow}
	}
	for _, age := range r.times {
		signs[beside(l, age, axis)] = r.mark
	}
	row := line{indent: 2, whole: true, spans: []span{{text: r.name + strings.Repeat(" ", max(namesWidth-2-utf8.RuneCountInString(r.name), 1))}}}
	for _, g := range signs {
		row.spans = append(row.spans, span{string(g.sign), g.paint})
	}
	return row
}

// beside is the column of an age; a minute on either side of the expiry is
// less than a column, but which side it is must be seen.
func beside(l lanes.Lane, age time.Duration, axis int) int {
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
