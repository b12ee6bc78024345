package docker

import (
	"context"
	"time"

	cerrdefs "github.com/containerd/errdefs"

	"streampark-regress/harness/clock"
)

// gone reports whether an error of the engine says that there is no such container.
func gone(err error) bool { return cerrdefs.IsNotFound(err) }

// probe asks every container for a sign of life until the context ends. None waits for
// another's answer.
func (w *watch) probe(ctx context.Context) {
	before := time.Now()
	for clock.Idle(ctx, askEvery) == nil {
		if slept := time.Since(before) - askEvery; slept > askEvery { // this program itself was kept from running
			w.excuse(slept)
		}
		before = time.Now()
		for _, on := range w.all() {
			if on.asking.TryLock() { // else it is being asked
				go func() {
					defer on.asking.Unlock()
					_ = w.question(ctx, on) // it is noted
				}()
			}
		}
	}
}

// excuse gives all containers more time.
func (w *watch) excuse(by time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, on := range w.wards {
		on.heard = on.heard.Add(by)
	}
}

// ask asks a container for a sign of life, after whoever is just asking it.
func (w *watch) ask(ctx context.Context, on *ward) error {
	on.asking.Lock()
	defer on.asking.Unlock()
	return w.question(ctx, on)
}

// question asks a container for a sign of life and notes what it answers.
func (w *watch) question(ctx context.Context, on *ward) error {
	within, cancel := context.WithTimeout(ctx, silentFor/2)
	defer cancel()
	err := on.sign(within)
	if ctx.Err() == nil { // else it was not left the time
		w.heard(on, err)
	}
	return err
}

// await asks a container until it gives a sign of life, has broken down or is looked
// after no more.
func (w *watch) await(ctx context.Context, on *ward) {
	for w.minds(on) && w.ask(ctx, on) != nil {
		if clock.Idle(ctx, time.Second) != nil {
			return
		}
	}
}

// minds reports whether a container is looked after and has not broken down.
func (w *watch) minds(on *ward) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.wards[on.id] == on && on.fault == nil
}
