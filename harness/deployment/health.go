package deployment

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"
)

// Stranger is the user as whom a server is asked for a sign of life. There is none of
// that name; lines about it in a server's log are the run's own doing.
const Stranger = "streampark-regress-asks-for-a-sign-of-life"

// FaultError is a breakdown beneath a deployment that no scenario asked for, such
// as a container that was killed. Nothing that is seen of the deployment afterwards
// says anything about StreamPark.
type FaultError struct {
	// What happened, such as "the container of its database was killed (exit 137)".
	What string
	At   time.Time
}

func (f *FaultError) Error() string {
	return fmt.Sprintf("%s at %s UTC", f.What, f.At.UTC().Format(time.TimeOnly))
}

// Health tells whether a deployment has broken down. It is safe for concurrent
// use. Nil is the health of one that nobody watches.
type Health struct {
	mu    sync.Mutex
	fault *FaultError
	// broken is closed once there is a fault.
	broken chan struct{}
	// hooks are called then.
	hooks []func(*FaultError)
	// parts are the healths of what it is made of.
	parts []*Health
	// signs ask what it stands on for a sign of life.
	signs []func(context.Context)
	// doubt is the last time that it gave none.
	doubt *FaultError
}

// NewHealth is the health of a deployment that is well, until one of its parts
// breaks down.
func NewHealth(parts ...*Health) *Health {
	h := &Health{broken: make(chan struct{}), parts: parts}
	for _, part := range parts {
		part.whenBroken(h.Break)
	}
	return h
}

// Break says that the deployment has broken down. Only the first fault counts.
func (h *Health) Break(f *FaultError) {
	h.mu.Lock()
	if h.fault != nil {
		h.mu.Unlock()
		return
	}
	h.fault = f
	hooks := slices.Clone(h.hooks)
	close(h.broken)
	h.mu.Unlock()
	for _, hook := range hooks {
		hook(f)
	}
}

// Fault is why the deployment has broken down, nil as long as it has not.
func (h *Health) Fault() *FaultError {
	if h == nil {
		return nil
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.fault
}

// whenBroken calls a function once the deployment has broken down.
func (h *Health) whenBroken(do func(*FaultError)) {
	if h == nil {
		return
	}
	h.mu.Lock()
	f := h.fault
	if f == nil {
		h.hooks = append(h.hooks, do)
	}
	h.mu.Unlock()
	if f != nil {
		do(f)
	}
}

// AskedBy says how what the deployment stands on is asked for a sign of life. The
// function returns once there is one, or a fault.
func (h *Health) AskedBy(sign func(context.Context)) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.signs = append(h.signs, sign)
}

// Doubt says that something beneath the deployment gave no sign of life, which may be
// the begin of a fault or pass.
func (h *Health) Doubt(f *FaultError) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.doubt = f
}

// Since is the fault of the deployment, or what has been doubtful about it since a
// time; nil for neither.
func (h *Health) Since(at time.Time) *FaultError {
	if h == nil {
		return nil
	}
	h.mu.Lock()
	fault, doubt := h.fault, h.doubt
	h.mu.Unlock()
	switch {
	case fault != nil:
		return fault
	case doubt != nil && !doubt.At.Before(at):
		return doubt
	}
	for _, part := range h.parts {
		if f := part.Since(at); f != nil {
			return f
		}
	}
	return nil
}

// Settle returns once all that the deployment stands on has given a sign of life, or
// has broken down: what a fault does to a call is seen before the fault is known. It
// waits so long at least for what is told without a question, as that a container was
// killed.
func (h *Health) Settle(ctx context.Context, atLeast time.Duration) {
	if h == nil {
		return
	}
	select {
	case <-ctx.Done():
		return
	case <-h.broken:
		return
	case <-time.After(atLeast):
	}
	h.ask(ctx)
}

// ask asks everything at once.
func (h *Health) ask(ctx context.Context) {
	if h == nil {
		return
	}
	ctx, cancel := h.Within(ctx)
	defer cancel()
	h.mu.Lock()
	signs := slices.Clone(h.signs)
	h.mu.Unlock()
	var asking sync.WaitGroup
	for _, sign := range signs {
		asking.Go(func() { sign(ctx) })
	}
	for _, part := range h.parts {
		asking.Go(func() { part.ask(ctx) })
	}
	asking.Wait()
}

// Within returns a context that also ends when the deployment breaks down, with
// the fault as its cause.
func (h *Health) Within(ctx context.Context) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancelCause(ctx)
	if h != nil {
		go func() {
			select {
			case <-ctx.Done():
			case <-h.broken:
				cancel(h.Fault())
			}
		}()
	}
	return ctx, func() { cancel(nil) }
}
