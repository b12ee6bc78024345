package model

import (
	"maps"
	"slices"
	"sync"
	"time"
)

// How long the model takes to fail at submitting a job: long enough for a start right
// after a start to meet it on a busy machine. The real releases take a second or two;
// there is no Flink to submit to either. Nobody waits that long for the model inside,
// which is told of who waits (hurry); in a container every start takes its time.
const (
	submission       = 2 * time.Second
	submissionBeside = 60 * time.Millisecond
)

// submissions are the jobs that are being submitted, by their applications.
type submissions struct {
	mu  sync.Mutex
	all map[int64]pending
}

// pending is one of them, or the last that was; it ends once.
type pending struct {
	timer *time.Timer
	end   func()
}

// begin has a submission end after a time, and forgets an earlier one of the same
// application, whose end would be taken for this one's.
func (s *submissions) begin(application int64, takes time.Duration, end func()) {
	end = sync.OnceFunc(end)
	s.mu.Lock()
	defer s.mu.Unlock()
	if earlier, ok := s.all[application]; ok {
		earlier.timer.Stop()
	}
	s.all[application] = pending{time.AfterFunc(takes, end), end}
}

// hurry ends the submission of an application now.
func (s *submissions) hurry(application int64) {
	s.mu.Lock()
	p, ok := s.all[application]
	s.mu.Unlock()
	if ok {
		p.timer.Stop()
		p.end()
	}
}

// hurryAll ends every submission now.
func (s *submissions) hurryAll() {
	s.mu.Lock()
	all := slices.Collect(maps.Keys(s.all))
	s.mu.Unlock()
	for _, application := range all {
		s.hurry(application)
	}
}

// endSubmissions ends what the model is submitting, before its server or its database
// goes.
func (m *embedded) endSubmissions() {
	if server := m.handler.Load(); server != nil {
		server.submissions.hurryAll()
	}
}
