package deployment

import (
	"context"
	"fmt"
	"sync"
	"time"
)

// Lease is the exclusive use of a deployment, until Release.
type Lease struct {
	Deployment
	pool *Pool
	slot *slot
	// paused is set between Pause and Resume, when somebody else may have it.
	paused   bool
	released sync.Once
}

// removeBrokenWithin is how long the removal of a deployment that broke down may
// take. What is left then is removed with the provider.
const removeBrokenWithin = 30 * time.Second

// take waits until a deployment that has started is free. The error is its *FaultError
// for one that has broken down and was removed.
func (s *slot) take(ctx context.Context) error {
	if err := ctx.Err(); err != nil { // it is free, perhaps, and nobody wants it any more
		return err
	}
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-s.gone:
		if f := s.deployment.Health().Fault(); f != nil {
			return f
		}
		return fmt.Errorf("%s was removed after its last planned use", s.name)
	case <-s.lease:
		return nil
	}
}

// Pause lets other leases have the deployment until Resume. It stays up.
func (l *Lease) Pause() {
	l.paused = true
	l.slot.lease <- struct{}{}
}

// Resume waits until nobody else has the deployment. After an error the lease is
// still paused, and can only be released.
func (l *Lease) Resume(ctx context.Context) error {
	if err := l.slot.take(ctx); err != nil {
		return err
	}
	l.paused = false
	return nil
}

// Release gives the deployment back. After the last planned use, and when it has
// broken down, it is removed, unless the pool keeps all. Releasing a lease again
// does nothing.
func (l *Lease) Release(ctx context.Context) error {
	var err error
	l.released.Do(func() { err = l.release(ctx) })
	return err
}

func (l *Lease) release(ctx context.Context) error {
	p, s := l.pool, l.slot
	p.mu.Lock()
	s.pending--
	broken := s.deployment.Health().Fault() != nil
	done := (s.pending <= 0 || broken) && p.retention == RemoveUnused
	gone := s.isGone()
	if done && !gone {
		close(s.gone)
	}
	p.mu.Unlock()
	if gone { // whoever had it while this lease was paused has removed it
		return nil
	}
	if !done {
		if !l.paused {
			s.lease <- struct{}{}
		}
		return nil
	}
	if broken { // so may be the engine that is asked to remove it
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, removeBrokenWithin)
		defer cancel()
	}
	p.observer.Removing(ctx, s.deployment)
	err := s.deployment.Close(ctx)
	p.memory.Release(s.memory)
	if err != nil {
		return fmt.Errorf("remove %s: %w", s.name, err)
	}
	return nil
}

// isGone reports whether the deployment is handed out no more.
func (s *slot) isGone() bool {
	select {
	case <-s.gone:
		return true
	default:
		return false
	}
}
