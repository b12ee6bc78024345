package clock

import (
	"context"
	"time"
)

// Together lets the same time pass for several servers.
type Together struct {
	// Clock is the first server's: what is asked of all is answered by it.
	Clock
	others []Clock
}

// NewTogether returns the clock of servers that share a database: each has its own.
func NewTogether(first Clock, others ...Clock) *Together { return &Together{first, others} }

// Pass lets the time pass on every server, and returns the passage of the first.
func (t *Together) Pass(ctx context.Context, since time.Time, elapsed time.Duration) (Passage, error) {
	p, err := t.Clock.Pass(ctx, since, elapsed)
	for _, c := range t.others {
		if err != nil {
			return p, err
		}
		_, err = c.Pass(ctx, since, elapsed)
	}
	return p, err
}
