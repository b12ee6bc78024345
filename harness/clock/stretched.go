package clock

import (
	"context"
	"time"
)

// Stretched lets time pass on a server whose session TTL is another than the
// shipped one, such as a reporter's 24h. What a scenario says of the shipped
// TTL it does to that of the server: an instant just after the TTL stays just
// after it.
type Stretched struct {
	Clock
	shipped, ttl time.Duration
}

// NewStretched returns a clock that passes the scenarios' times on to another,
// for a server whose session TTL is ttl instead of shipped.
func NewStretched(c Clock, shipped, ttl time.Duration) *Stretched { return &Stretched{c, shipped, ttl} }

// Pass lets the time pass that stands for elapsed.
func (s *Stretched) Pass(ctx context.Context, since time.Time, elapsed time.Duration) (Passage, error) {
	here := s.Real(elapsed)
	p, err := s.Clock.Pass(ctx, since, here)
	if here != elapsed {
		p.StandsFor = elapsed
	}
	return p, err
}

// Real is the time on this server that stands for a time of the scenario. In
// the first half of the shipped TTL times are what they say; from there on they
// keep their distance from the TTL. A shorter TTL than the shipped one takes
// its share of what lies before it.
func (s *Stretched) Real(elapsed time.Duration) time.Duration {
	switch {
	case elapsed > s.shipped:
		return elapsed - s.shipped + s.ttl
	case s.ttl < s.shipped:
		scaled := time.Duration(float64(elapsed) * float64(s.ttl) / float64(s.shipped))
		return max(min(scaled, s.ttl-Margin), 0)
	case elapsed < s.shipped/2:
		return elapsed
	}
	return s.ttl - (s.shipped - elapsed)
}

// TTL is what a session TTL of the scenario is on this server.
func (s *Stretched) TTL(said time.Duration) time.Duration {
	if said == s.shipped {
		return s.ttl
	}
	return said
}

// Check is the other clock's.
func (s *Stretched) Check(ctx context.Context, r Reader) error { return Check(ctx, s.Clock, r) }
