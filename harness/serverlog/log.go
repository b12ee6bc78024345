// Package serverlog holds what the servers of one deployment have logged, as
// one text. A restart or an upgrade begins another generation of it and takes
// nothing away, so a place in the log stays a place in the log.
package serverlog

import (
	"bytes"
	"context"
	"fmt"
	"sync"
	"time"
)

const (
	// upToDateWithin is how long the log may take to hold what a server has
	// logged already.
	upToDateWithin = 10 * time.Second
	// endsWithin is how long the stream of a stopped server may take to end.
	// Records of just the same time as the latest may still be in it.
	endsWithin = 2 * time.Second
)

// Log is the log of a deployment. A server inside this program writes into it;
// that of another is followed. Its methods may be called concurrently, but for
// those that begin and end a generation.
type Log struct {
	mu          sync.Mutex
	text        []byte
	generations []int // where each begins
	// changed is closed, and another put in its place, when there is more.
	changed  chan struct{}
	follower *follower
}

// New returns a log that no server has begun.
func New() *Log { return &Log{changed: make(chan struct{})} }

// Begin begins the generation of a server that writes into the log itself.
func (l *Log) Begin() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.begin()
}

// begin ends a line that the last server did not end.
func (l *Log) begin() {
	if n := len(l.text); n > 0 && l.text[n-1] != '\n' {
		l.append([]byte{'\n'})
	}
	l.generations = append(l.generations, len(l.text))
}

func (l *Log) append(p []byte) {
	l.text = append(l.text, p...)
	l.tell()
}

// tell wakes everybody who waits for a change.
func (l *Log) tell() {
	close(l.changed)
	l.changed = make(chan struct{})
}

// Write appends to the present generation. It never fails.
func (l *Log) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.append(p)
	return len(p), nil
}

// Follow begins the generation of a new server and follows its source, until
// the server ends or Finish is called. It does not end with the context.
func (l *Log) Follow(ctx context.Context, s Source) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.begin()
	l.follower = &follower{log: l, source: s}
	l.follower.begin(ctx)
}

// Resume begins the generation of a server that was started again after Finish,
// and whose source goes on from there.
func (l *Log) Resume(ctx context.Context) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.begin()
	l.follower.begin(ctx)
}

// Finish ends a generation that is followed and whose server was stopped, once
// the log holds all that it has logged. Where that fails the log keeps what it
// has.
func (l *Log) Finish(ctx context.Context) error {
	defer l.Close()
	if err := l.update(ctx); err != nil {
		return err
	}
	f := l.following()
	if f == nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, endsWithin)
	defer cancel()
	_ = l.await(ctx, func() bool { return f.ended }) // the log is up to date all the same
	return nil
}

// Close stops following, wherever the log stands.
func (l *Log) Close() {
	if f := l.following(); f != nil {
		f.cancel()
		<-f.done
	}
}

func (l *Log) following() *follower {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.follower
}

// Generation counts the servers that have begun to log.
func (l *Log) Generation() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.generations)
}

// Text is everything that was logged, the oldest first. With an error it is
// what was read before.
func (l *Log) Text(ctx context.Context) (string, error) { return l.TextFrom(ctx, 1) }

// TextFrom is what was logged from a generation on; the first is 1.
func (l *Log) TextFrom(ctx context.Context, generation int) (string, error) {
	err := l.update(ctx)
	l.mu.Lock()
	defer l.mu.Unlock()
	if generation > len(l.generations) {
		return "", err
	}
	return string(l.text[l.generations[generation-1]:]), err
}

// Cursor is the place where the log ends now. A line that was begun is still
// ahead of it.
func (l *Log) Cursor(ctx context.Context) (Cursor, error) {
	if err := l.update(ctx); err != nil {
		return Cursor{}, err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	return Cursor{log: l, at: bytes.LastIndexByte(l.text, '\n') + 1}, nil
}

// update waits until the log holds what the server has logged by now.
func (l *Log) update(ctx context.Context) error {
	l.mu.Lock()
	f := l.follower
	over := f == nil || f.ended
	l.mu.Unlock()
	if !over {
		ctx, cancel := context.WithTimeout(ctx, upToDateWithin)
		defer cancel()
		latest, err := f.source.Latest(ctx)
		if err == nil {
			err = l.await(ctx, func() bool { return f.ended || !f.at.Before(latest) })
		}
		if err != nil {
			return fmt.Errorf("read the server's log to its end: %w", err)
		}
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if f == nil {
		return nil
	}
	return f.err
}

// await waits until something is so; it is asked under the lock, at once and
// after each change.
func (l *Log) await(ctx context.Context, so func() bool) error {
	for {
		l.mu.Lock()
		is, changed := so(), l.changed
		l.mu.Unlock()
		if is {
			return nil
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-changed:
		}
	}
}
