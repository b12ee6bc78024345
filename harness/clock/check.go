package clock

import (
	"context"
	"fmt"
	"time"
)

// Stale is how long a Date may be from before a jump, with room for a slow machine.
const Stale = 5 * time.Second

// astray is how far off the clock may be that Check sees. Every clock is moved by more
// when it is tried.
const astray = 5 * time.Second

// AstrayError is the error of a server whose clock is not where it was put: an offset
// that was lost takes it back, and a machine that slept leaves it behind.
type AstrayError struct {
	// Off is how far it runs ahead of where it should be.
	Off time.Duration
}

func (a *AstrayError) Error() string {
	if a.Off < 0 {
		return fmt.Sprintf("its clock is %s behind where the run has put it", Format((-a.Off).Round(time.Second)))
	}
	return fmt.Sprintf("its clock is %s ahead of where the run has put it", Format(a.Off.Round(time.Second)))
}

// Check asks the server for its time, by a reader, and holds that against where the
// clock was put. While it is being moved nobody can tell, and nothing is held against
// anything.
func (j *Jumping) Check(ctx context.Context, r Reader) error {
	still := j.mu.TryLock()
	if still {
		defer j.mu.Unlock()
	}
	asked := time.Now()
	at, err := r.ServerTime(ctx)
	if err != nil || !still {
		return err
	}
	if j.old(at) && time.Since(j.last.made) < Stale {
		return nil
	}
	off := j.skew + j.ahead
	switch early, late := at.Sub(asked.Add(off)), at.Sub(time.Now().Add(off)); {
	case early < -astray:
		return &AstrayError{early}
	case late > astray:
		return &AstrayError{late}
	}
	return nil
}
