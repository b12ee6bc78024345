package serverlog

import (
	"context"
	"fmt"
	"time"
)

// Record is what a server logged at once: a line, or a part of a long one.
type Record struct {
	// At is when it was logged, by the clock of whoever keeps the log.
	At time.Time
	// Text is whoever's who made the record, and may change after the call.
	Text []byte
}

// Source is the log of a server as its engine keeps it.
type Source interface {
	// Follow tells each record since an instant, that instant included and the
	// zero time for all, in order and until the server has ended. An error
	// means that it goes on where nobody listens.
	Follow(ctx context.Context, since time.Time, each func(Record)) error
	// Latest is when the latest record was logged; zero where there is none.
	Latest(ctx context.Context) (time.Time, error)
}

// A stream that breaks off is opened again so many times in a row, after so
// long, longer each time.
const (
	attempts   = 5
	firstPause = 100 * time.Millisecond
)

// follower reads a source into a log. What it knows of the source outlives a
// restart of the server.
type follower struct {
	log    *Log
	source Source
	// at is the time of the latest record, and same counts those of just that
	// time: a stream from there on begins with them.
	at   time.Time
	same int
	// ended is set when it follows no more, err when it could not go on.
	ended bool
	err   error

	cancel context.CancelFunc
	done   chan struct{}
}

// begin follows on from where it stands. The caller holds the log's lock.
func (f *follower) begin(ctx context.Context) {
	ctx, f.cancel = context.WithCancel(context.WithoutCancel(ctx))
	f.ended, f.err, f.done = false, nil, make(chan struct{})
	go f.run(ctx, f.done)
}

func (f *follower) run(ctx context.Context, done chan<- struct{}) {
	defer close(done)
	err := f.follow(ctx)
	f.log.mu.Lock()
	defer f.log.mu.Unlock()
	f.ended = true
	if ctx.Err() == nil {
		f.err = err
	}
	f.log.tell()
}

// follow reads the source until the server has ended, and opens a stream that
// breaks off again. It returns the context's error when it was told to stop.
func (f *follower) follow(ctx context.Context) error {
	for failed := 0; ; {
		progress := false
		f.log.mu.Lock()
		since, skip := f.at, f.same
		f.log.mu.Unlock()
		err := f.source.Follow(ctx, since, func(r Record) {
			if skip > 0 && r.At.Equal(since) {
				skip--
				return
			}
			progress = true
			f.take(r)
		})
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err == nil {
			return nil
		}
		if progress {
			failed = 0
		}
		if failed++; failed == attempts {
			return fmt.Errorf("follow the server's log: %w", err)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(time.Duration(failed) * firstPause):
		}
	}
}

func (f *follower) take(r Record) {
	f.log.mu.Lock()
	defer f.log.mu.Unlock()
	switch {
	case r.At.After(f.at):
		f.at, f.same = r.At, 1
	case r.At.Equal(f.at):
		f.same++
	}
	f.log.append(r.Text)
}
