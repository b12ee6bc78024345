package clock

import (
	"context"
	"fmt"
	"time"
)

// Waiting lets real time pass.
type Waiting struct {
	reader Reader
	reach  time.Duration
}

// NewWaiting returns a clock that waits, at most reach for one passage.
func NewWaiting(r Reader, reach time.Duration) *Waiting { return &Waiting{r, reach} }

// Kind is wait.
func (w *Waiting) Kind() Kind { return Wait }

// Reach is the longest wait allowed.
func (w *Waiting) Reach() time.Duration { return w.reach }

// TTL is what the scenario says.
func (w *Waiting) TTL(said time.Duration) time.Duration { return said }

// Ahead is zero: nothing is moved.
func (w *Waiting) Ahead() time.Duration { return 0 }

// Dated is what the header said: nothing is moved.
func (w *Waiting) Dated(_ context.Context, date time.Time) (time.Time, error) { return date, nil }

// Pass waits until the server's clock shows since+elapsed.
func (w *Waiting) Pass(ctx context.Context, since time.Time, elapsed time.Duration) (Passage, error) {
	if elapsed > w.reach {
		return Passage{}, fmt.Errorf("a wait of %s is longer than the %s allowed; try --clock jump or raise --max-wait", elapsed, w.reach)
	}
	at, err := until(ctx, w.reader, since.Add(elapsed))
	if err != nil {
		return Passage{}, fmt.Errorf("wait for %s: %w", elapsed, err)
	}
	return Passage{Elapsed: at.Sub(since)}, nil
}

// Scaled waits against a session TTL that was made small. What a scenario
// says about the shipped TTL it does to the small one: an instant before the
// TTL stays before it, one after stays after.
type Scaled struct {
	reader         Reader
	shipped, small time.Duration
}

// Margin keeps a scaled instant away from the TTL, on either side: tokens
// expire on whole seconds and the server's clock is known to within Lag.
const Margin = 4 * time.Second

// NewScaled returns a clock for a server whose session TTL is small instead of
// shipped; small must leave room for the margins.
func NewScaled(r Reader, shipped, small time.Duration) (*Scaled, error) {
	if small < 3*Margin {
		return nil, fmt.Errorf("a session TTL of %s is too small to tell before from after; use at least %s", small, 3*Margin)
	}
	return &Scaled{r, shipped, small}, nil
}

// Kind is short-ttl.
func (s *Scaled) Kind() Kind { return ShortTTL }

// Reach is twice the shipped TTL: a small TTL can show what lies on either
// side of it, not what a token does after 400 days.
func (s *Scaled) Reach() time.Duration { return 2 * s.shipped }

// Pass waits for the real instant that stands for elapsed.
func (s *Scaled) Pass(ctx context.Context, since time.Time, elapsed time.Duration) (Passage, error) {
	if elapsed > s.Reach() {
		return Passage{}, fmt.Errorf("--clock short-ttl cannot show what happens after %s, only before and after the session TTL; use --clock jump", elapsed)
	}
	at, err := until(ctx, s.reader, since.Add(s.Real(elapsed)))
	if err != nil {
		return Passage{}, fmt.Errorf("wait for %s: %w", s.Real(elapsed), err)
	}
	return Passage{Elapsed: at.Sub(since), StandsFor: elapsed}, nil
}

// Real is the real time that stands for a time of the scenario.
func (s *Scaled) Real(elapsed time.Duration) time.Duration {
	scaled := time.Duration(float64(elapsed) * float64(s.small) / float64(s.shipped))
	if elapsed <= s.shipped {
		return min(scaled, s.small-Margin)
	}
	return max(scaled, s.small+Margin)
}

// TTL is what a session TTL of the scenario is on this server.
func (s *Scaled) TTL(said time.Duration) time.Duration {
	if said == s.shipped {
		return s.small
	}
	return said
}

// Ahead is zero: nothing is moved.
func (s *Scaled) Ahead() time.Duration { return 0 }

// Dated is what the header said: nothing is moved.
func (s *Scaled) Dated(_ context.Context, date time.Time) (time.Time, error) { return date, nil }

// until waits until the server's clock shows an instant.
func until(ctx context.Context, r Reader, target time.Time) (time.Time, error) {
	for {
		at, err := r.ServerTime(ctx)
		if err != nil {
			return at, fmt.Errorf("read the server's clock: %w", err)
		}
		left := target.Sub(at)
		if left <= 0 {
			return at, nil
		}
		if err := Idle(ctx, min(left, time.Minute)); err != nil {
			return at, err
		}
	}
}
