package evidence

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"
)

// Observer is told of every event, in order, one at a time. It may use the log
// itself, but for Flush, which would wait for its own end.
type Observer interface{ Observe(Event) }

// Log is the event log of one run. Its methods may be called concurrently.
type Log struct {
	redactor  *Redactor
	observers []Observer

	mu     sync.Mutex
	out    io.Writer
	events []Event
	failed error
	// told counts the events that all observers have been told of, in order;
	// telling is set while a goroutine is at it. There is never more than one.
	told    int
	telling bool
	// progress is closed, and another put in its place, when told grows.
	progress chan struct{}
}

// NewLog returns a log that writes each event to out, redacted, as one line of
// JSON, and tells the observers.
func NewLog(out io.Writer, redactor *Redactor, observers ...Observer) *Log {
	return &Log{out: out, redactor: redactor, observers: observers, progress: make(chan struct{})}
}

// Add numbers and dates an event and appends it. It does not wait for the
// observers: they are told soon after, and Flush waits for that. The first
// failure to write is kept for Err: evidence that was lost is not a reason to stop
// the run half-way.
func (l *Log) Add(e Event) {
	l.mu.Lock()
	defer l.mu.Unlock()
	e.Seq, e.At = len(l.events)+1, time.Now().UTC()
	// Observers see what the file holds, so no report can hold more.
	line, err := l.redacted(&e)
	if err == nil {
		_, err = fmt.Fprintf(l.out, "%s\n", line)
	}
	if err != nil && l.failed == nil {
		l.failed = fmt.Errorf("write the event log: %w", err)
	}
	l.events = append(l.events, e)
	if len(l.observers) > 0 && !l.telling {
		l.telling = true
		go l.tell()
	}
}

// tell tells the observers of the events they have not been told of, and ends
// when there are none left. It holds no lock while an observer is at work.
func (l *Log) tell() {
	for {
		l.mu.Lock()
		if l.told == len(l.events) {
			l.telling = false
			l.mu.Unlock()
			return
		}
		e := l.events[l.told]
		l.mu.Unlock()
		for _, o := range l.observers {
			o.Observe(e)
		}
		l.mu.Lock()
		l.told++
		close(l.progress)
		l.progress = make(chan struct{})
		l.mu.Unlock()
	}
}

// Flush waits until the observers have been told of every event that was added
// before.
func (l *Log) Flush(ctx context.Context) error {
	l.mu.Lock()
	added := len(l.events)
	l.mu.Unlock()
	for {
		l.mu.Lock()
		told, progress := l.told, l.progress
		l.mu.Unlock()
		if told >= added || len(l.observers) == 0 {
			return nil
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("wait for the observers of the event log: they have seen %d of %d events: %w", told, added, ctx.Err())
		case <-progress:
		}
	}
}

// redacted takes the secrets out of an event and returns it as JSON. It looks
// at the texts in it one by one: a secret may hold what JSON escapes, or be a
// part of a number.
func (l *Log) redacted(e *Event) ([]byte, error) {
	line, err := json.Marshal(e)
	if err != nil {
		return nil, err
	}
	var all any
	in := json.NewDecoder(bytes.NewReader(line))
	in.UseNumber()
	if err := in.Decode(&all); err != nil {
		return nil, err
	}
	if line, err = json.Marshal(l.clean(all)); err != nil {
		return nil, err
	}
	var clean Event
	if err := json.Unmarshal(line, &clean); err != nil {
		return nil, err
	}
	*e = clean
	return json.Marshal(clean)
}

func (l *Log) clean(v any) any {
	switch v := v.(type) {
	case string:
		return l.redactor.Redact(v)
	case []any:
		for i := range v {
			v[i] = l.clean(v[i])
		}
	case map[string]any:
		for key := range v {
			v[key] = l.clean(v[key])
		}
	}
	return v
}

// Events returns what was logged so far.
func (l *Log) Events() []Event {
	l.mu.Lock()
	defer l.mu.Unlock()
	return append([]Event(nil), l.events...)
}

// Of returns what was logged so far of one job.
func (l *Log) Of(job string) []Event {
	l.mu.Lock()
	defer l.mu.Unlock()
	var of []Event
	for n := range l.events {
		if l.events[n].Job == job {
			of = append(of, l.events[n])
		}
	}
	return of
}

// Err is the first failure to write the log.
func (l *Log) Err() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.failed
}

// Redactor is the log's redactor.
func (l *Log) Redactor() *Redactor { return l.redactor }

// Read reads a log that was written before. A last line that was cut off, as a
// program that is killed leaves it, is left out: such a log has no end. The error
// names the line that is not JSON, or not an event.
func Read(in io.Reader) ([]Event, error) {
	var events []Event
	lines := bufio.NewReader(in)
	for n := 1; ; n++ {
		line, err := lines.ReadBytes('\n')
		last := errors.Is(err, io.EOF)
		if err != nil && !last {
			return nil, fmt.Errorf("read the event log: %w", err)
		}
		if last && len(bytes.TrimSpace(line)) == 0 {
			return events, nil
		}
		var e Event
		err = json.Unmarshal(line, &e)
		if err == nil {
			err = e.whole()
		}
		switch {
		case err == nil:
			events = append(events, e)
		case last && !json.Valid(line):
			return events, nil
		default:
			return nil, fmt.Errorf("read the event log, line %d: %w", n, err)
		}
		if last {
			return events, nil
		}
	}
}
