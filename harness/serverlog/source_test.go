package serverlog_test

import (
	"context"
	"errors"
	"sync"
	"time"

	"streampark-regress/harness/serverlog"
)

// source is the log of a server as an engine would keep it. Its streams are
// late by lag.
type source struct {
	lag time.Duration

	mu      sync.Mutex
	records []serverlog.Record
	stopped bool
	changed chan struct{}
	// broken is what streams and questions end with; streams counts them.
	broken  error
	streams int
}

func newSource() *source { return &source{changed: make(chan struct{})} }

// logs has the server log a text, one record for each. They all have the same
// time, and differ from others by that.
func (s *source) logs(texts ...string) {
	at := time.Now()
	s.change(func() {
		for _, text := range texts {
			s.records = append(s.records, serverlog.Record{At: at, Text: []byte(text)})
		}
	})
}

func (s *source) stop()  { s.change(func() { s.stopped = true }) }
func (s *source) start() { s.change(func() { s.stopped = false }) }

// breakOff ends the streams there are, and those to come until it is told nil.
func (s *source) breakOff(err error) { s.change(func() { s.broken = err }) }

func (s *source) change(change func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	change()
	close(s.changed)
	s.changed = make(chan struct{})
}

func (s *source) Latest(context.Context) (time.Time, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.records) == 0 {
		return time.Time{}, s.broken
	}
	return s.records[len(s.records)-1].At, s.broken
}

func (s *source) Follow(ctx context.Context, since time.Time, each func(serverlog.Record)) error {
	s.mu.Lock()
	s.streams++
	s.mu.Unlock()
	for next := 0; ; {
		s.mu.Lock()
		records, stopped, broken, changed := s.records[next:], s.stopped, s.broken, s.changed
		s.mu.Unlock()
		switch {
		case broken != nil:
			return broken
		case len(records) == 0 && stopped:
			return nil
		case len(records) == 0:
			select {
			case <-ctx.Done():
				return ctx.Err()
			case <-changed:
			}
			continue
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(s.lag):
		}
		for _, r := range records {
			if !r.At.Before(since) {
				each(r)
			}
		}
		next += len(records)
	}
}

var errCut = errors.New("unexpected EOF")
