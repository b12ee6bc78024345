package clock

import (
	"context"
	"time"
)

// Settings choose a clock for the deployments of a run.
type Settings struct {
	Kind Kind
	// ShortTTL is the session TTL of short-ttl.
	ShortTTL time.Duration
	// MaxWait bounds one wait of wait.
	MaxWait time.Duration
}

// Reach is the longest time the clock can let pass on a release with this
// shipped session TTL; a plan leaves out what lies beyond.
func (s Settings) Reach(shipped time.Duration) time.Duration {
	switch s.Kind {
	case ShortTTL:
		return (&Scaled{shipped: shipped}).Reach()
	case Wait:
		return s.MaxWait
	case Jump:
	}
	return forever
}

// ScenarioTTL is the session TTL of which the scenarios speak: what 2.1.4 and all
// later releases ship (tag docker/config.yaml).
const ScenarioTTL = 2 * time.Hour

// TTL is a server's session TTL: the shipped one, of which the scenarios speak,
// and what it is on this server.
type TTL struct{ Shipped, Actual time.Duration }

// Start returns the clock of a server that answers. A clock that jumps is
// tried first, so that one that cannot is found before any scenario.
func (s Settings) Start(ctx context.Context, ttl TTL, r Reader, sh Shifter) (Clock, error) {
	if s.Kind == ShortTTL { // it sets the TTL itself
		return NewScaled(r, ttl.Shipped, s.ShortTTL)
	}
	c, err := s.unscaled(ctx, r, sh)
	if err != nil || ttl.Actual == ttl.Shipped {
		return c, err
	}
	return NewStretched(c, ttl.Shipped, ttl.Actual), nil
}

func (s Settings) unscaled(ctx context.Context, r Reader, sh Shifter) (Clock, error) {
	if s.Kind == Wait {
		return NewWaiting(r, s.MaxWait), nil
	}
	jumping, err := NewJumping(ctx, r, sh)
	if err != nil {
		return nil, err
	}
	return jumping, jumping.Probe(ctx)
}
