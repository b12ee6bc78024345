package report

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"time"

	"streampark-regress/harness/evidence"
	"streampark-regress/harness/outcome"
)

// lane is what one release with its settings did with API tokens, over a
// token's age.
type lane struct {
	Name string
	// Expiries are the ages at which the tokens of the lane said they expire.
	Expiries []time.Duration
	// Restarts are the ages at which the server was restarted, and Moves the
	// spans that were jumped over.
	Restarts []time.Duration
	Moves    []span
	Marks    []mark
}

type span struct{ From, To time.Duration }

// mark is a call with an API token to which nothing was done but to let it age.
type mark struct {
	Age      time.Duration
	Class    string
	Scenario Scenario
	Attempt  evidence.Attempt
}

// The classes of marks: what a caller wants to tell apart.
const (
	classStarted  = "started"
	classOther    = "other"
	classRejected = "unauthenticated"
)

// oldest is the end of the axis of a token's age.
const oldest = 500 * 24 * time.Hour

// lanes reads the lanes out of a run, in the order of its scenarios. Scenarios
// with an upgrade are left out: their calls went to more than one release.
func (r Result) lanes() []lane {
	details := map[string]string{}
	for _, d := range r.Deployments {
		details[d.Name] = d.Detail
	}
	var all []*lane
	for _, s := range r.Scenarios {
		if slices.Contains(s.Tags, "@upgrade") {
			continue
		}
		name := details[s.Deployment]
		i := slices.IndexFunc(all, func(l *lane) bool { return l.Name == name })
		if i < 0 {
			i = len(all)
			all = append(all, &lane{Name: name})
		}
		all[i].add(s)
	}
	var shown []lane
	for _, l := range all {
		if len(l.Marks) > 0 {
			shown = append(shown, *l)
		}
	}
	return shown
}

// plain reports whether a call was made with a token to which nothing was done
// but to let it age.
func plain(label string) bool {
	return regexp.MustCompile(`^API token( \d[^,]* after it was made( \([^)]*\))?)?$`).MatchString(label)
}

func (l *lane) add(s Scenario) {
	for _, t := range s.Tokens {
		if life := length(t.LifeSeconds); life > 0 && life < oldest {
			l.Expiries = append(l.Expiries, life)
		}
	}
	for _, c := range s.Clock {
		if to := length(c.Elapsed); c.Since == "it" && c.Moved > 0 {
			l.Moves = append(l.Moves, span{max(to-length(c.Moved), 0), to})
		}
	}
	for _, a := range s.Actions {
		if a.Server && !a.TokenMade.IsZero() && !a.ServerTime.IsZero() {
			l.Restarts = append(l.Restarts, a.ServerTime.Sub(a.TokenMade))
		}
	}
	for _, a := range s.Attempts {
		if !a.TokenMade.IsZero() && plain(a.Label) {
			l.Marks = append(l.Marks, mark{a.ServerTime.Sub(a.TokenMade), classOf(a.Outcome), s, a})
		}
	}
}

func length(seconds float64) time.Duration { return time.Duration(seconds * float64(time.Second)) }

func classOf(found string) string {
	switch outcome.Outcome(found) {
	case outcome.Started:
		return classStarted
	case outcome.Unauthenticated:
		return classRejected
	}
	return classOther
}

// place is an age on the axis, from 0 to 1: the axis is logarithmic from ten
// seconds on.
func place(age time.Duration) float64 {
	scale := func(d time.Duration) float64 { return math.Log1p(max(d, 0).Seconds() / 10) }
	return min(scale(age)/scale(oldest), 1)
}

// ticks are the ages that are written at the axis; minor ones give way where
// there is little room.
func ticks() []tick {
	const hour, day = time.Hour, 24 * time.Hour
	return []tick{{0, "new", false}, {time.Minute, "1 min", true}, {hour, "1 h", true}, {2 * hour, "2 h", false}, {25 * hour, "25 h", false}, {400 * day, "400 days", false}}
}

type tick struct {
	Age   time.Duration
	Label string
	Minor bool
}

// title is a mark in words: the call in a line, the request and the answer in
// another.
func (m mark) title() string {
	a := m.Attempt
	title := fmt.Sprintf("%s: %s, %s at %s", m.Scenario.Name, a.Label, a.Outcome, a.Path)
	if a.Cause != "" {
		title += ", " + a.Cause + ": " + a.Because
	}
	answer := "an empty body"
	if body := []rune(a.Body); len(body) > 200 {
		answer = string(body[:200]) + "…"
	} else if len(body) > 0 {
		answer = a.Body
	}
	return fmt.Sprintf("%s\n%s %s → %d, %s", title, a.Method, a.Path, a.Status, answer)
}
