package model

import (
	"crypto/rand"
	"encoding/hex"
	"sync"
	"time"

	"streampark-regress/harness/token"
)

// sessionIdle is how long a web session lives without a call: Spring Boot's
// default. It follows the real clock, as Undertow's follows the monotonic one.
const sessionIdle = 30 * time.Minute

// session is a web session. Sessions are in memory: a restart loses them.
type session struct {
	id string
	// owner is who signed in, nil for nobody.
	owner *token.Claims
	// api marks a session that an API token has used.
	api  bool
	used time.Time
}

type sessions struct {
	idle time.Duration
	now  func() time.Time
	mu   sync.Mutex
	all  map[string]*session
}

func newSessions(idle time.Duration, now func() time.Time) *sessions {
	if now == nil {
		now = time.Now
	}
	return &sessions{idle: idle, now: now, all: map[string]*session{}}
}

// find returns the live session of a cookie, or nil.
func (s *sessions) find(id string) *session {
	s.mu.Lock()
	defer s.mu.Unlock()
	found := s.all[id]
	if found == nil || s.now().Sub(found.used) > s.idle {
		delete(s.all, id)
		return nil
	}
	found.used = s.now()
	return found
}

func (s *sessions) open() *session {
	id := make([]byte, 16)
	_, _ = rand.Read(id) // never fails
	fresh := &session{id: hex.EncodeToString(id), used: s.now()}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.all[fresh.id] = fresh
	return fresh
}

func (s *sessions) end(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.all, id)
}
