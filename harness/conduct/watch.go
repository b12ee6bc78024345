package conduct

import (
	"context"
	"errors"
	"fmt"

	"streampark-regress/harness/deployment"
)

// watched is a provider that keeps what its servers log at their start.
type watched struct {
	deployment.Provider
	keep func(target, log string)
}

func (o *observer) watched(side *Side) deployment.Provider {
	return watched{o.Provider, func(target, log string) {
		o.mu.Lock()
		defer o.mu.Unlock()
		side.Target = target
		side.starts++
		for line := range troubles(log) {
			side.log[line]++
		}
	}}
}

// Start starts a server, and returns once it answers and has told all that it tells
// of its start.
func (w watched) Start(ctx context.Context, name string, spec deployment.Spec, report deployment.Report) (deployment.Deployment, error) {
	d, err := w.Provider.Start(ctx, name, spec, report)
	if err != nil {
		return nil, err
	}
	if err := settle(ctx, d); err != nil {
		return nil, errors.Join(fmt.Errorf("read what %s logged at its start: %w", name, err), d.Close(context.WithoutCancel(ctx)))
	}
	log, err := d.Log(ctx)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("read what %s logged at its start: %w", name, err), d.Close(context.WithoutCancel(ctx)))
	}
	w.keep(d.Target(), log)
	return d, nil
}

// settle waits until a server that answers logs nothing more of its start. One that
// never ends to log is taken as it is.
func settle(ctx context.Context, d deployment.Deployment) error {
	if deployment.IsModel(d.Target()) {
		return nil // it begins with its last word
	}
	cursor, err := d.LogCursor(ctx)
	if err != nil {
		return err
	}
	late, cancel := context.WithTimeout(ctx, quietWithin)
	defer cancel()
	for {
		waiting, enough := context.WithTimeout(late, quiet)
		_, err := cursor.Next(waiting)
		ended := waiting.Err() != nil
		enough()
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case ended || late.Err() != nil:
			return nil
		case err != nil:
			return err
		}
	}
}

var _ deployment.Provider = watched{}
