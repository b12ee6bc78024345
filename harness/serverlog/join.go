package serverlog

import (
	"context"
	"errors"
	"slices"
	"sync"
)

// nextOfAny is Next of a place in several logs: it waits for the first that has
// lines, and returns what all of them have by then.
func (c *Cursor) nextOfAny(ctx context.Context) ([]string, error) {
	waiting, enough := context.WithCancel(ctx)
	defer enough()
	c.beside = slices.Clone(c.beside) // a copy is a place of its own
	first := Cursor{log: c.log, at: c.at}
	places := []*Cursor{&first}
	for i := range c.beside {
		places = append(places, &c.beside[i])
	}
	lines, errs := make([][]string, len(places)), make([]error, len(places))
	var all sync.WaitGroup
	for i, place := range places {
		all.Go(func() {
			defer enough()
			lines[i], errs[i] = place.Next(waiting)
		})
	}
	all.Wait()
	c.at = first.at
	found := slices.Concat(lines...)
	if len(found) > 0 {
		return found, nil
	}
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	for _, err := range errs { // those that were told that it is enough say no more than that
		if err != nil && !errors.Is(err, context.Canceled) {
			return nil, err
		}
	}
	return nil, waiting.Err()
}
