package html

import (
	"fmt"
	"math"
	"slices"
	"time"

	"streampark-regress/harness/clock"
	"streampark-regress/harness/report/lanes"
	"streampark-regress/harness/report/words"
)

// picture is the lanes as SVG: everything in it has its place.
type picture struct {
	Lanes []drawnLane
	Ticks []drawnTick
	// Cards are the marks' answers, shown below the picture when touched.
	Cards []lanes.Mark
	// Frame is the height with the room above that large labels need.
	Width, Height, Frame int
}

type drawnLane struct {
	Name                        string
	LabelY, Top, Bottom, MovesY float64
	Expiries, Restarts          []drawnTick
	Moves                       []drawnMove
	Marks                       []drawnMark
}

type drawnTick struct {
	X     float64
	Label string
	Minor bool
}

type drawnMove struct{ From, To float64 }

type drawnMark struct {
	lanes.Mark
	X, Y float64
}

// Title is the mark in words, for whoever hovers over it: the call in a line,
// the request and the answer in another.
func (m drawnMark) Title() string {
	a := m.Attempt
	title := fmt.Sprintf("%s: %s, %s at %s", m.Scenario.Name, words.Call(a), a.Outcome, a.Path)
	if a.Cause != "" {
		title += ", " + words.Cause(a).String()
	}
	const most = 200
	return fmt.Sprintf("%s\n%s %s → %s", title, a.Method, a.Path, words.Answer(a, most))
}

// The picture's measures, in its own units.
const (
	pictureWidth = 720
	pictureLeft  = 24.0
	pictureRight = 46.0
	laneHeight   = 94.0
	laneTop      = 22.0
	rowHeight    = 16.0
	// near is how close alike marks may come before they count as one.
	near = 3.0
	// aside is how far a mark is moved off an expiry that it would cover: which
	// side of it the call was on must be seen.
	aside = 6.0
)

// labelRunes is how much of a lane's name has room above it.
const labelRunes = 100

// Label is the lane's name, as far as there is room for it.
func (l drawnLane) Label() string {
	runes := []rune(l.Name)
	if len(runes) <= labelRunes {
		return l.Name
	}
	return string(runes[:labelRunes-1]) + "…"
}

func draw(all []lanes.Lane) picture {
	p := picture{Width: pictureWidth}
	for i, l := range all {
		d := drawLane(l, laneTop+laneHeight*float64(i))
		for _, m := range d.Marks {
			p.Cards = append(p.Cards, m.Mark)
		}
		p.Lanes = append(p.Lanes, d)
	}
	p.Height = int(laneTop+laneHeight*float64(len(all))) + 4
	p.Frame = p.Height + 12
	for _, t := range lanes.Ticks() {
		p.Ticks = append(p.Ticks, drawnTick{across(t.Age), t.Label, t.Minor})
	}
	return p
}

func drawLane(l lanes.Lane, top float64) drawnLane {
	d := drawnLane{Name: l.Name, LabelY: top + 10, Top: top + 16, Bottom: top + laneHeight - 14, MovesY: top + laneHeight - 18}
	rows := map[lanes.Class]float64{lanes.Started: 0, lanes.Other: 1, lanes.Rejected: 2}
	for _, e := range l.Expiries {
		d.Expiries = addTick(d.Expiries, e, "the token says it expires "+clock.Format(e)+" after it was made")
	}
	for _, r := range l.Restarts {
		d.Restarts = addTick(d.Restarts, r, "the server was restarted "+clock.Format(r.Truncate(time.Second))+" after the token was made")
	}
	for _, m := range l.Moves {
		move := drawnMove{across(m.From), across(m.To)}
		if !slices.ContainsFunc(d.Moves, func(o drawnMove) bool { return math.Abs(o.From-move.From) < near && math.Abs(o.To-move.To) < near }) {
			d.Moves = append(d.Moves, move)
		}
	}
	for _, m := range l.Marks {
		x := acrossMark(l, m.Age)
		if !slices.ContainsFunc(d.Marks, func(o drawnMark) bool {
			return math.Abs(o.X-x) < near && o.Class == m.Class && o.Attempt.Outcome == m.Attempt.Outcome && o.Shade() == m.Shade()
		}) {
			d.Marks = append(d.Marks, drawnMark{m, x, top + 22 + rowHeight*rows[m.Class]})
		}
	}
	return d
}

func addTick(all []drawnTick, age time.Duration, label string) []drawnTick {
	x := across(age)
	if slices.ContainsFunc(all, func(o drawnTick) bool { return math.Abs(o.X-x) < near }) {
		return all
	}
	return append(all, drawnTick{X: x, Label: label})
}

// acrossMark is where a mark of an age lies: on its side of each expiry, and not on
// one.
func acrossMark(l lanes.Lane, age time.Duration) float64 {
	x := across(age)
	for _, e := range l.Expiries {
		if age < e {
			x = min(x, across(e)-aside)
		} else {
			x = max(x, across(e)+aside)
		}
	}
	return x
}

// across is where an age lies in the picture.
func across(age time.Duration) float64 {
	return math.Round((pictureLeft+(pictureWidth-pictureLeft-pictureRight)*lanes.Place(age))*10) / 10
}
