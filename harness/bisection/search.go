// Package bisection finds where, in an ordered list, an issue comes or goes. It
// decides what to ask next and asks nothing itself.
package bisection

import (
	"errors"
	"fmt"
	"math/bits"
	"slices"
)

// Answer is what was found out about one candidate.
type Answer string

// The answers. Unknown is that of a candidate that could not be built or started,
// or of which nothing could be decided.
const (
	Good    Answer = "good"
	Bad     Answer = "bad"
	Unknown Answer = "unknown"
)

// Other is the answer that it is not: good for bad, and bad for good.
func (a Answer) Other() Answer {
	if a == Good {
		return Bad
	}
	return Good
}

// Search is a bisection of a list, the oldest candidate first, of which the first
// has one answer and the last the other. The candidates are named by their indices.
type Search struct {
	first Answer
	// low is the last candidate with the answer of the first, and high the first
	// candidate behind it with the other.
	low, high int
	unknown   []int
}

// New is a search in a list of so many candidates whose first has this answer, and
// whose last has the other: both were verified.
func New(candidates int, first Answer) (*Search, error) {
	switch {
	case candidates < 2:
		return nil, fmt.Errorf("nothing to search in %d candidates: two ends that differ are needed", candidates)
	case first != Good && first != Bad:
		return nil, fmt.Errorf("the first candidate is %q, and has to be good or bad", first)
	}
	return &Search{first: first, high: candidates - 1}, nil
}

// Take takes the answer of a candidate between those that decide.
func (s *Search) Take(candidate int, a Answer) error {
	switch {
	case candidate <= s.low || candidate >= s.high:
		return fmt.Errorf("candidate %d is not between %d and %d", candidate, s.low, s.high)
	case a == Unknown:
		if !slices.Contains(s.unknown, candidate) {
			s.unknown = append(s.unknown, candidate)
		}
	case a == s.first:
		s.low = candidate
	case a == s.first.Other():
		s.high = candidate
	default:
		return errors.New("an answer is good, bad or unknown")
	}
	return nil
}

// Next is the candidate to ask about, and false where there is none left. It is the
// middle one; behind unknown ones a quarter, three quarters, an eighth and so on of
// the way, because neighbours of what does not build do not build either.
func (s *Search) Next() (candidate int, found bool) {
	open := s.open()
	if len(open) == 0 {
		return 0, false
	}
	skipped := uint64(s.high - s.low - 1 - len(open))
	// Its number with the bits reversed behind a binary point: 1/2, 1/4, 3/4, 1/8.
	part := bits.Reverse64(skipped+1) >> 1
	at, _ := bits.Mul64(part, 2*uint64(len(open)))
	return open[at], true
}

// Ahead lists up to so many candidates that may be asked about after the next one,
// the likelier first.
func (s *Search) Ahead(most int) []int {
	var all []int
	for states := []*Search{s}; len(states) > 0 && len(all) < most; {
		at := states[0]
		states = states[1:]
		next, found := at.Next()
		if !found {
			continue
		}
		for _, a := range []Answer{s.first, s.first.Other()} {
			then := &Search{first: at.first, low: at.low, high: at.high, unknown: slices.Clone(at.unknown)}
			_ = then.Take(next, a) // it is one that Next named
			if later, found := then.Next(); found && !slices.Contains(all, later) && len(all) < most {
				all = append(all, later)
			}
			states = append(states, then)
		}
	}
	return all
}

// Left is about how many candidates will have to be asked about, if all are known.
func (s *Search) Left() int { return bits.Len(uint(len(s.open()))) }

// Found is where the answer changes, as far as it is known.
func (s *Search) Found() Range {
	r := Range{Before: s.low, After: s.high}
	for i := s.low + 1; i < s.high; i++ {
		if slices.Contains(s.unknown, i) {
			r.Unknown = append(r.Unknown, i)
		}
	}
	return r
}

// Range is where the answer changes.
type Range struct {
	// Before is the last candidate with the first's answer, After the first one with
	// the other, and Unknown are those between, any of which may be the first.
	Before, After int
	Unknown       []int
}

// Exact reports whether one candidate alone can have made the difference.
func (r Range) Exact() bool { return r.After == r.Before+1 }

// open are the candidates between that nobody has asked about.
func (s *Search) open() []int {
	var all []int
	for i := s.low + 1; i < s.high; i++ {
		if !slices.Contains(s.unknown, i) {
			all = append(all, i)
		}
	}
	return all
}
