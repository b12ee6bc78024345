package clock

import (
	"context"
	"time"
)

// The first and the longest pause of a Pace.
const (
	firstPause   = 2 * time.Millisecond
	longestPause = 50 * time.Millisecond
)

// Pace is how often somebody looks at what comes in its own time: again at once,
// for it may come soon, and then less and less often. The zero value begins.
type Pace struct{ last time.Duration }

// Idle waits until the next look, up to 50 ms. The error is that of the context.
func (p *Pace) Idle(ctx context.Context) error {
	p.last = min(max(2*p.last, firstPause), longestPause)
	return Idle(ctx, p.last)
}
