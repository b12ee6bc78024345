package report

import (
	"fmt"
	"time"

	"streampark-regress/harness/clock"
	"streampark-regress/harness/evidence"
)

// Moment is one thing that happened in a scenario.
type Moment struct {
	Kind evidence.Kind `json:"kind"`
	// At is the server's clock, zero where it was not asked.
	At   time.Time `json:"at,omitzero"`
	Text string    `json:"text"`
	// Attempt is the ID of the call it is about, if any.
	Attempt int `json:"attempt,omitempty"`
}

// moment tells an event of a scenario in words; the second result is false for
// events that are no part of its story.
func (s *Scenario) moment(e evidence.Event) (Moment, bool) {
	m := Moment{Kind: e.Kind}
	switch e.Kind {
	case evidence.KindToken:
		m.At, m.Text = e.Token.Made, fmt.Sprintf("%s token of %s made, expires %s", e.Token.Kind, e.Token.Owner, e.Token.Expires)
	case evidence.KindClock:
		elapsed := clock.Format(time.Duration(e.Clock.Elapsed * float64(time.Second)).Truncate(time.Second))
		m.Text = fmt.Sprintf("waited until %s after %s was made", elapsed, called(e.Clock.Since))
		if moved := time.Duration(e.Clock.Moved * float64(time.Second)); moved > 0 {
			m.Text = fmt.Sprintf("server's clock moved by %s, to %s after %s was made", clock.Format(moved.Truncate(time.Second)), elapsed, called(e.Clock.Since))
		}
	case evidence.KindAction:
		m.At, m.Text = e.Action.ServerTime, e.Action.What
	case evidence.KindAttempt:
		a := e.Attempt
		m.At, m.Attempt, m.Text = a.ServerTime, a.ID, fmt.Sprintf("%s at %s: %s, %s", a.Label, a.Path, a.Outcome, a.Summary)
		if a.Cause != "" {
			m.Text += "; cause " + a.Cause + ": " + a.Because
		}
	case evidence.KindRow:
		m.Text = s.rowSays(*e.Row)
	default:
		return m, false
	}
	return m, true
}

func called(since string) string {
	if since == "it" {
		return "the token"
	}
	return since
}

// rowSays tells a look at the token's row by what is new about it.
func (s *Scenario) rowSays(row evidence.Row) string {
	name := fmt.Sprintf("row %d of %s", row.ID, row.Table)
	if row.Missing {
		return name + " is gone"
	}
	before := ""
	for _, r := range s.Rows[:max(len(s.Rows)-1, 0)] {
		if r.ID == row.ID {
			before = r.Digest
		}
	}
	switch before {
	case "":
		return name + " read, digest " + row.Digest
	case row.Digest:
		return name + " read again, unchanged"
	}
	return name + " read again, it has changed: digest " + row.Digest
}
