package docker

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/moby/moby/api/types/events"
	"github.com/moby/moby/client"

	"streampark-regress/harness/clock"
	"streampark-regress/harness/deployment"
)

// ward is a container that is looked after.
type ward struct {
	id string
	// is what it is, such as "the container of its database".
	is string
	// sign asks it for a sign of life.
	sign func(context.Context) error
	// asking is held by whoever asks: a sign is asked for by one at a time.
	asking sync.Mutex
	// started is when it was started, by the engine's clock; zero where nobody knows.
	started time.Time
	// stand are the deployments that stand on it.
	stand []*deployment.Health
	// heard is when it gave a sign last, and lost when it last stopped giving one.
	heard, lost time.Time
	silent      bool
	// short is set once the engine has said that it ran out of memory: a container
	// that is started again does not tell any more.
	short bool
	fault *deployment.FaultError
}

// started asks when a container was started.
func (w *watch) started(ctx context.Context, id string) time.Time {
	found, err := w.engine.client.ContainerInspect(ctx, id, client.ContainerInspectOptions{})
	if err != nil || found.Container.State == nil {
		return time.Time{}
	}
	at, _ := time.Parse(time.RFC3339Nano, found.Container.State.StartedAt) // zero is known by nobody
	return at
}

// concerns reports whether an event is of a container that is looked after, and not of
// before the start with which that began: a busy engine tells of a stop when the run
// has started the container again.
func (w *watch) concerns(id string, at time.Time) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	on := w.wards[id]
	return on != nil && !at.Before(on.started)
}

// strangeError is the error of a container that answers, and not as it should.
type strangeError struct{ what string }

func (s *strangeError) Error() string { return s.what }

// all are the containers that are looked after.
func (w *watch) all() []*ward {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Collect(maps.Values(w.wards))
}

// heard notes how a container answered. An answer to a question that was asked
// before the run itself did something to it tells nothing.
func (w *watch) heard(on *ward, err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.wards[on.id] != on || on.fault != nil {
		return
	}
	now := time.Now()
	if err == nil {
		on.heard, on.silent = now, false
		return
	}
	before, relapsed := on.lost, !on.silent && !on.lost.IsZero() && now.Sub(on.lost) < knownWithin
	if !on.silent {
		on.lost, on.silent = now, true
	}
	for _, h := range on.stand {
		h.Doubt(&deployment.FaultError{What: on.is + " gave no sign of life: " + err.Error(), At: now})
	}
	switch strange := (*strangeError)(nil); {
	case relapsed:
		on.breaks(fmt.Sprintf("answers only now and then (not at %s and at %s UTC): %v", before.UTC().Format(time.TimeOnly), now.UTC().Format(time.TimeOnly), err), now)
	case now.Sub(on.heard) <= silentFor:
	case errors.As(err, &strange):
		on.breaks(fmt.Sprintf("has not been itself for %s: %v", now.Sub(on.heard).Round(time.Second), err), now)
	default:
		on.breaks(fmt.Sprintf("has given no answer for %s, though the engine says that it runs: %v", now.Sub(on.heard).Round(time.Second), err), now)
	}
}

// breaks tells everybody who stands on the container what happened to it.
func (on *ward) breaks(what string, at time.Time) {
	if on.fault != nil {
		return
	}
	on.fault = &deployment.FaultError{What: on.is + " " + what, At: at}
	for _, h := range on.stand {
		h.Break(on.fault)
	}
}

// broke is breaks for a container that is looked after.
func (w *watch) broke(id, what string, at time.Time) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if on := w.wards[id]; on != nil {
		on.breaks(what, at)
	}
}

// diesWithin is how soon a container dies whose only process was killed for want of
// memory; the engine tells of the memory first.
const diesWithin = 2 * time.Second

// short notes that a container ran out of memory. One that does not die of it has
// lost a process that is not its first.
func (w *watch) short(ctx context.Context, id string, at time.Time) {
	w.mu.Lock()
	defer w.mu.Unlock()
	on := w.wards[id]
	if on == nil || on.short {
		return
	}
	on.short = true
	go func() {
		if clock.Idle(ctx, diesWithin) == nil {
			w.broke(id, "ran out of memory, and a process in it was killed", at)
		}
	}()
}

// end says how a container ended.
func (w *watch) end(ctx context.Context, m events.Message) string {
	w.mu.Lock()
	on := w.wards[m.Actor.ID]
	short := on != nil && on.short
	w.mu.Unlock()
	again := ""
	found, err := w.engine.client.ContainerInspect(ctx, m.Actor.ID, client.ContainerInspectOptions{})
	if err == nil && found.Container.State != nil {
		short = short || found.Container.State.OOMKilled
		if found.Container.State.Restarting || found.Container.RestartCount > 0 {
			again = ", and the engine starts it again and again"
		}
	}
	return ended(m.Actor.Attributes["exitCode"], short) + again
}

func ended(code string, outOfMemory bool) string {
	switch {
	case outOfMemory:
		return fmt.Sprintf("was killed for want of memory (exit %s)", code)
	case code == "137":
		return "was killed (exit 137)"
	case code == "143", code == "0":
		return fmt.Sprintf("was stopped (exit %s)", code)
	}
	return fmt.Sprintf("ended by itself (exit %s)", code)
}
