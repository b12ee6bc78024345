package clock

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// jump is a move of a server's clock.
type jump struct {
	// from is the server's time before it, and step how far it went.
	from time.Time
	step time.Duration
	// made is when it was made, by our clock.
	made time.Time
	// zone is how the server's texts told the time just before.
	zone zone
}

// zone is how far the times in a server's texts are ahead of UTC.
type zone struct {
	ahead time.Duration
	known bool
}

// zones are whole multiples of this, all over the world.
const zones = 15 * time.Minute

// zone measures the zone of the server's texts, unknown where they tell no time. It is
// measured before each jump, because another release may have another.
func (j *Jumping) zone(ctx context.Context) zone {
	if j.stamper == nil {
		return zone{}
	}
	s, err := j.stamper.Stamp(ctx)
	if err != nil || s.Text.IsZero() {
		return zone{} // whoever waits for the jump is told the error
	}
	return zone{s.Text.Sub(j.now()).Round(zones), true}
}

// old reports whether a Date may be from before the last jump: Undertow caches it for
// up to a second. A short jump is waited for, since there the two cannot be told apart.
func (j *Jumping) old(date time.Time) bool {
	return j.last.zone.known && j.last.step > 2*Lag && !date.After(j.last.from.Add(Lag))
}

// tells is the server's time: of its Date, or where that is from before the last jump,
// of its text.
func (j *Jumping) tells(ctx context.Context) (time.Time, error) {
	if j.stamper == nil || !j.last.zone.known {
		return j.reader.ServerTime(ctx)
	}
	s, err := j.stamper.Stamp(ctx)
	if err != nil {
		return time.Time{}, err
	}
	if text := s.Text.Add(-j.last.zone.ahead); j.old(s.Date) && text.Sub(j.now()).Abs() <= Lag {
		return text, nil
	}
	return s.Date, nil
}

// errOld is the error of a Date that cannot be made up for.
var errOld = errors.New("the header Date is from before the server's clock was moved, and stays so")

// Dated is what the header said, and for a Date from before the last jump what the
// server tells otherwise.
func (j *Jumping) Dated(ctx context.Context, date time.Time) (time.Time, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	deadline := time.Now().Add(confirmWithin)
	for j.old(date) {
		if time.Now().After(deadline) {
			return date, errOld
		}
		at, err := j.tells(ctx)
		if err != nil {
			return date, fmt.Errorf("read the server's clock after it was moved: %w", err)
		}
		if date = at; j.old(date) {
			if err := Idle(ctx, 20*time.Millisecond); err != nil {
				return date, err
			}
		}
	}
	return date, nil
}
