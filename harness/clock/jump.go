package clock

import (
	"context"
	"fmt"
	"sync"
	"time"
)

// confirmWithin is how long a jump may take to show in the server's Date.
const confirmWithin = 15 * time.Second

// Jumping moves the server's clock. Make it with NewJumping once the server
// answers.
type Jumping struct {
	reader  Reader
	stamper Stamper // nil where there is the header Date alone
	shifter Shifter
	// skew is how far the server's clock ran ahead of ours before any jump:
	// a Docker host in a virtual machine has a clock of its own.
	skew time.Duration

	mu    sync.Mutex
	ahead time.Duration
	// last is the last jump.
	last jump
}

// NewJumping measures the server's clock and returns a clock that moves it.
func NewJumping(ctx context.Context, r Reader, s Shifter) (*Jumping, error) {
	at, err := r.ServerTime(ctx)
	if err != nil {
		return nil, fmt.Errorf("read the server's clock: %w", err)
	}
	j := &Jumping{reader: r, shifter: s, skew: time.Until(at)}
	j.stamper, _ = r.(Stamper)
	return j, nil
}

// Kind is jump.
func (j *Jumping) Kind() Kind { return Jump }

// Reach is a hundred years.
func (j *Jumping) Reach() time.Duration { return forever }

// TTL is what the scenario says: a moved clock leaves the session TTL alone.
func (j *Jumping) TTL(said time.Duration) time.Duration { return said }

// Ahead is how far the server's clock has been moved.
func (j *Jumping) Ahead() time.Duration {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.ahead
}

// Pass moves the server's clock to since+elapsed and waits until the server
// says so itself. Where so much has passed already, the passage says how much.
func (j *Jumping) Pass(ctx context.Context, since time.Time, elapsed time.Duration) (Passage, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	now := j.now()
	target := since.Add(elapsed)
	step := target.Sub(now)
	if step <= 0 { // so much has passed already
		return Passage{Elapsed: now.Sub(since)}, nil
	}
	last := jump{from: now, step: step, zone: j.zone(ctx)}
	if err := j.shifter.Shift(ctx, j.ahead+step); err != nil {
		return Passage{}, fmt.Errorf("move the server's clock by %s: %w; try --clock short-ttl or --clock wait", Format(step), err)
	}
	last.made = time.Now()
	j.ahead += step
	j.last = last
	if err := j.confirm(ctx); err != nil {
		return Passage{}, fmt.Errorf("move the server's clock by %s: %w; try --clock short-ttl or --clock wait", Format(step), err)
	}
	return Passage{Elapsed: j.now().Sub(since), Moved: step}, nil
}

// Probe confirms that the clock can be moved at all, by a small jump. It is
// called before a deployment is handed out, so that a shim that did not load
// is found while starting and not as a wrong verdict.
func (j *Jumping) Probe(ctx context.Context) error {
	_, err := j.Pass(ctx, j.nowLocked(), 10*time.Second)
	return err
}

func (j *Jumping) nowLocked() time.Time {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.now()
}

func (j *Jumping) now() time.Time { return time.Now().Add(j.skew + j.ahead) }

// confirm waits until the server tells the time it should.
func (j *Jumping) confirm(ctx context.Context) error {
	deadline := time.Now().Add(confirmWithin)
	for {
		at, err := j.tells(ctx)
		if err != nil {
			return fmt.Errorf("the server no longer answers: %w", err)
		}
		off := at.Sub(j.now())
		if off.Abs() <= Lag {
			return nil
		}
		if time.Now().After(deadline) {
			return fmt.Errorf("the server's Date is still %s off after %s: the clock shim has no effect there",
				off.Round(time.Second), confirmWithin)
		}
		if err := Idle(ctx, 20*time.Millisecond); err != nil {
			return err
		}
	}
}
