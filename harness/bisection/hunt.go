package bisection

import (
	"context"
	"errors"
	"fmt"
	"math/bits"
	"slices"
)

// Prober finds out about candidates.
type Prober interface {
	// Probe finds out about one. The error is for what keeps the bisection as a whole
	// from going on; a candidate of which nothing can be found out is unknown.
	Probe(ctx context.Context, c Candidate) (Step, error)
	// Ahead says which candidate is asked about now, and behind it those that may be
	// asked about next, the likelier first: what takes long can begin. Of others
	// nothing is wanted any more.
	Ahead(ctx context.Context, candidates []Candidate)
}

// Made says when a step was made.
type Made string

// Steps are made now, or were made before by a bisection that was interrupted.
const (
	Now    Made = "now"
	Before Made = "before"
)

// Ends are the candidates at which the search begins.
type Ends struct {
	Old, New int
	// Tentative: nobody named them, so that an unknown one gives way to the one
	// inside of it.
	Tentative bool
}

// Hunt is a bisection that is carried out.
type Hunt struct {
	Track  *Track
	State  State
	Prober Prober
	// Tell is told of every step, when it was made, and about how many are left.
	Tell func(s Step, left int, made Made)
	// AheadOf is how many candidates may be begun beside the one that is asked about.
	AheadOf int
}

// ErrEnd is of an end that is not what it was said to be, and ErrOpen of one of
// which that could not be found out.
var (
	ErrEnd  = errors.New("a wrong end")
	ErrOpen = errors.New("an end that could not be verified")
)

// Run verifies both ends and bisects between them. The steps are kept as they are
// made; what the track holds already is not made again.
func (h Hunt) Run(ctx context.Context, ends Ends) error {
	h.Track.Conclusion = nil
	h.begin(ctx, []int{ends.Old, ends.New})
	old, err := h.end(ctx, ends.Old, ends.New, ends.Tentative, h.Track.Find.First())
	if err != nil {
		return err
	}
	young, err := h.end(ctx, ends.New, old, ends.Tentative, h.Track.Find.First().Other())
	if err != nil {
		return err
	}
	s, err := New(young-old+1, h.Track.Find.First())
	if err != nil {
		return err
	}
	for next, open := s.Next(); open; next, open = s.Next() {
		if _, done := h.Track.Of(old + next); !done {
			h.ahead(ctx, s, old, next)
		}
		step, made, err := h.ask(ctx, old+next)
		if err != nil {
			return err
		}
		if err := s.Take(next, step.Answer); err != nil {
			return err
		}
		h.Tell(step, s.Left(), made)
	}
	h.Prober.Ahead(ctx, nil)
	h.Track.conclude(s.Found(), old)
	return h.State.Save(h.Track)
}

func (h Hunt) ahead(ctx context.Context, s *Search, from, next int) {
	all := []int{from + next}
	for _, i := range s.Ahead(h.AheadOf) {
		all = append(all, from+i)
	}
	h.begin(ctx, all)
}

// begin tells which candidates are wanted now and next, as many as may be begun,
// but for those that were done before.
func (h Hunt) begin(ctx context.Context, wanted []int) {
	var all []Candidate
	for _, i := range wanted {
		if _, done := h.Track.Of(i); !done && len(all) <= h.AheadOf {
			all = append(all, h.Track.Candidates[i])
		}
	}
	h.Prober.Ahead(ctx, all)
}

// end verifies an end, and finds the one to begin at where it is tentative.
func (h Hunt) end(ctx context.Context, at, other int, tentative bool, want Answer) (int, error) {
	towards := 1
	if other < at {
		towards = -1
	}
	for ; ; at += towards {
		// An end that could not be verified is asked about again: its trouble may be over.
		h.Track.Steps = slices.DeleteFunc(h.Track.Steps, func(s Step) bool { return s.Candidate == at && s.Answer == Unknown && !tentative })
		step, made, err := h.ask(ctx, at)
		if err != nil {
			return 0, err
		}
		h.Tell(step, about(at, other), made)
		name := h.Track.Candidates[at].Short()
		switch {
		case step.Answer == want:
			return at, nil
		case step.Answer == Unknown && tentative && at+towards != other:
			continue
		case step.Answer == Unknown:
			return 0, fmt.Errorf("%w: whether %s is %s could not be found out: %s", ErrOpen, name, want, step.Why)
		}
		return 0, fmt.Errorf("%w: %s is to be %s, and it is %s: %s", ErrEnd, name, want, step.Answer, step.Why)
	}
}

// about is about how many steps are left between two ends.
func about(a, b int) int { return bits.Len(uint(max(a-b, b-a) - 1)) }

// ask finds out about a candidate, if that was not done before.
func (h Hunt) ask(ctx context.Context, candidate int) (step Step, made Made, err error) {
	if step, done := h.Track.Of(candidate); done {
		return step, Before, nil
	}
	step, err = h.Prober.Probe(ctx, h.Track.Candidates[candidate])
	if err == nil {
		err = ctx.Err() // what was seen while it was ended tells nothing
	}
	if err != nil {
		return Step{}, Now, err
	}
	step.Candidate = candidate
	h.Track.Steps = append(h.Track.Steps, step)
	return step, Now, h.State.Save(h.Track)
}
