// Package lanes lays a run's calls with API tokens out over the age the token
// had, a lane for each deployment: how long a token works, at a glance. How a
// lane looks is the business of the report that shows it.
package lanes

import (
	"slices"
	"time"

	"streampark-regress/harness/evidence"
	"streampark-regress/harness/outcome"
	"streampark-regress/harness/report/result"
)

// Lane is what one release with its settings did with API tokens, over a
// token's age.
type Lane struct {
	// Name describes the deployment.
	Name string
	// Expiries are the ages at which the tokens of the lane said they expire.
	Expiries []time.Duration
	// Restarts are the ages at which the server was restarted, and Moves the
	// spans that were jumped over.
	Restarts []time.Duration
	Moves    []Span
	Marks    []Mark
}

// Span is from one age to another.
type Span struct{ From, To time.Duration }

// Mark is a call with a token to which nothing was done but to let it age.
type Mark struct {
	Age      time.Duration
	Class    Class
	Scenario result.Scenario
	Attempt  evidence.Attempt
}

// Shade is how the call is shown: as the worst of the checks about it, and empty
// where nothing was expected of it.
func (m Mark) Shade() result.Mark {
	order := []result.Mark{result.Failed, result.Undecided, result.Known, result.Passed}
	worst := len(order)
	for _, c := range m.Scenario.ChecksOf(m.Attempt.ID) {
		if i := slices.Index(order, result.MarkOf(c.Verdict, c.KnownIssue)); i >= 0 {
			worst = min(worst, i)
		}
	}
	if worst == len(order) {
		return ""
	}
	return order[worst]
}

// Class is what a caller wants to tell apart.
type Class string

// The classes of marks.
const (
	Started  Class = "started"
	Rejected Class = "unauthenticated"
	Other    Class = "other"
)

// ClassOf is the class of an outcome.
func ClassOf(o outcome.Outcome) Class {
	switch o {
	case outcome.Started:
		return Started
	case outcome.Unauthenticated:
		return Rejected
	case outcome.Cancelled, outcome.Answered, outcome.Refused, outcome.Closed, outcome.Forbidden, outcome.NotFound, outcome.Failed:
	}
	return Other
}

// Of reads the lanes out of a run, in the order of its scenarios; those
// without marks are left out.
func Of(r result.Result) []Lane {
	details := map[string]string{}
	for _, d := range r.Deployments {
		details[d.Name] = d.Detail
	}
	var all []*Lane
	for _, s := range r.Scenarios {
		if upgraded(s) {
			continue
		}
		name := details[s.Deployment]
		i := slices.IndexFunc(all, func(l *Lane) bool { return l.Name == name })
		if i < 0 {
			i = len(all)
			all = append(all, &Lane{Name: name})
		}
		all[i].add(s)
	}
	var shown []Lane
	for _, l := range all {
		if len(l.Marks) > 0 {
			shown = append(shown, *l)
		}
	}
	return shown
}

// upgraded reports whether a scenario's calls went to more than one release.
func upgraded(s result.Scenario) bool {
	return slices.ContainsFunc(s.Actions, func(a evidence.Action) bool { return a.Kind == evidence.ServerUpgraded })
}

func (l *Lane) add(s result.Scenario) {
	for _, t := range s.Tokens {
		if life := length(t.Life.Seconds); life > 0 && life < oldest {
			l.Expiries = append(l.Expiries, life)
		}
	}
	for _, c := range s.Clock {
		if to := length(c.Seconds); c.Since == evidence.SinceToken && c.MovedSeconds > 0 {
			l.Moves = append(l.Moves, Span{max(to-length(c.MovedSeconds), 0), to})
		}
	}
	for _, a := range s.Actions {
		if a.Server() && !a.TokenMade.IsZero() && !a.ServerTime.IsZero() {
			l.Restarts = append(l.Restarts, a.ServerTime.Sub(a.TokenMade))
		}
	}
	for _, a := range s.Attempts {
		if plain(a) {
			l.Marks = append(l.Marks, Mark{a.ServerTime.Sub(a.TokenMade), ClassOf(a.Outcome), s, a})
		}
	}
}

// plain reports whether a call shows how long a token works: an administrator's
// whole token, for an application of its own, to which nothing was done since
// it was last let in but to let it age.
func plain(a evidence.Attempt) bool {
	s := a.Subject
	token := s.Kind == evidence.APIToken && s.Role != evidence.Developer && s.Twist == evidence.Whole && !a.TokenMade.IsZero()
	done := func(a evidence.Action) bool { return a.Kind != evidence.TimePassed }
	return token && a.Application == evidence.OwnApplication && !slices.ContainsFunc(a.Since, done)
}

func length(seconds float64) time.Duration { return time.Duration(seconds * float64(time.Second)) }
