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
	}
	return forever
}

// Start returns the clock of a server that answers. A clock that jumps is
// tried first, so that one that cannot is found before any scenario.
func (s Settings) Start(ctx context.Context, shipped time.Duration, r Reader, sh Shifter) (Clock, error) {
	switch s.Kind {
	case Wait:
		return NewWaiting(r, s.MaxWait), nil
	case ShortTTL:
		return NewScaled(r, shipped, s.ShortTTL)
	}
	jumping, err := NewJumping(ctx, r, sh)
	if err != nil {
		return nil, err
	}
	return jumping, jumping.Probe(ctx)
}
