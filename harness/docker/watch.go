package docker

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/moby/moby/api/types/events"
	"github.com/moby/moby/client"

	"streampark-regress/harness/clock"
	"streampark-regress/harness/deployment"
)

// How the containers of a run are looked after.
const (
	// askEvery is how often each is asked for a sign of life.
	askEvery = 4 * time.Second
	// silentFor is how long one may give none. A server on a busy machine has been
	// seen to take three seconds for a page that it answers in milliseconds.
	silentFor = 20 * time.Second
	// knownWithin is how soon a fault is known. One that comes and goes, such as a
	// server that restarts in a loop, comes twice within it.
	knownWithin = 30 * time.Second
)

// watch tells deployments of what happens to the containers they stand on and that
// the run has not done itself: the engine's events say at once that one was killed,
// and a question every few seconds finds one that hangs.
type watch struct {
	engine *Engine
	// of is the label of the containers.
	of string

	mu     sync.Mutex
	wards  map[string]*ward
	cancel context.CancelFunc
}

func newWatch(e *Engine, of string) *watch {
	return &watch{engine: e, of: of, wards: map[string]*ward{}}
}

// Guard looks after a container from now on. What it is goes into the fault, sign
// asks it for a sign of life and is never called twice at once.
func (w *watch) Guard(ctx context.Context, id, is string, sign func(context.Context) error, stand ...*deployment.Health) {
	on := &ward{id: id, is: is, sign: sign, stand: stand, heard: time.Now(), started: w.started(ctx, id)}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.wards[id] = on
	for _, h := range stand {
		h.AskedBy(func(ctx context.Context) { w.await(ctx, on) })
	}
	if w.cancel == nil {
		ctx, w.cancel = context.WithCancel(context.WithoutCancel(ctx)) // others are looked after, too
		go w.listen(ctx)
		go w.probe(ctx)
	}
}

// Stand says that a deployment stands on a container, too.
func (w *watch) Stand(id string, h *deployment.Health) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if on := w.wards[id]; on != nil {
		on.stand = append(on.stand, h)
		h.AskedBy(func(ctx context.Context) { w.await(ctx, on) })
		if on.fault != nil {
			h.Break(on.fault)
		}
	}
}

// Rest looks after a container no more: what happens to it now is the run's doing.
func (w *watch) Rest(id string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(w.wards, id)
}

// Close looks after nothing any more.
func (w *watch) Close() {
	w.mu.Lock()
	defer w.mu.Unlock()
	clear(w.wards)
	if w.cancel != nil {
		w.cancel()
		w.cancel = nil
	}
}

// listen follows the events of the engine until the context ends. An engine that
// does not answer any more is a fault of everything on it.
func (w *watch) listen(ctx context.Context) {
	lost := time.Time{}
	for ctx.Err() == nil {
		err := w.follow(ctx, func() { lost = time.Time{} })
		switch {
		case lost.IsZero():
			lost = time.Now()
		case time.Since(lost) > silentFor:
			for _, on := range w.all() {
				w.broke(on.id, fmt.Sprintf("cannot be looked after, for the Docker engine has not answered since %s UTC: %v",
					lost.UTC().Format(time.TimeOnly), err), time.Now())
			}
		}
		_ = clock.Idle(ctx, time.Second) // the loop sees its end
	}
}

// follow follows the events of the engine until they end, and calls answers when
// the engine does. What happened before is looked for first.
func (w *watch) follow(ctx context.Context, answers func()) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	stream := w.engine.client.Events(ctx, client.EventsListOptions{Filters: client.Filters{}.Add("type", string(events.ContainerEventType)).Add("label", w.of)})
	for _, on := range w.all() {
		if err := w.look(ctx, on.id); err != nil {
			return err
		}
	}
	if _, err := w.engine.client.Ping(ctx, client.PingOptions{}); err != nil {
		return err
	}
	answers()
	for {
		select {
		case err := <-stream.Err:
			return err
		case m := <-stream.Messages:
			at := time.Unix(0, m.TimeNano)
			if !w.concerns(m.Actor.ID, at) {
				continue
			}
			switch m.Action { //nolint:exhaustive // the others are no fault
			case events.ActionOOM:
				w.short(ctx, m.Actor.ID, at)
			case events.ActionDie:
				w.broke(m.Actor.ID, w.end(ctx, m), at)
			case events.ActionPause:
				w.broke(m.Actor.ID, "was paused", at)
			}
		}
	}
}

// look finds what happened to a container while nobody listened. The error is the
// engine's.
func (w *watch) look(ctx context.Context, id string) error {
	found, err := w.engine.client.ContainerInspect(ctx, id, client.ContainerInspectOptions{})
	switch {
	case gone(err):
		w.broke(id, "was removed", time.Now())
		return nil
	case err != nil:
		return err
	}
	if s := found.Container.State; s != nil && s.Paused {
		w.broke(id, "was paused", time.Now())
	} else if s != nil && !s.Running {
		w.broke(id, ended(fmt.Sprint(s.ExitCode), s.OOMKilled), time.Now())
	}
	return nil
}
