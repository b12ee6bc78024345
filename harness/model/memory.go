package model

import (
	"context"
	"sync"
	"time"

	"streampark-regress/harness/token"
)

// memory is what a defective server keeps of API tokens outside the table. No
// release has anything like it; it is lost in a restart.
type memory struct {
	mu sync.Mutex
	// made is when a token was made since the start.
	made map[string]time.Time
	// accepted are tokens that got in once.
	accepted map[string]bool
	// dead are tokens whose user signed out.
	dead map[string]bool
	// uses counts how often a token got in, and rejected is when one did not
	// for the first time.
	uses     map[string]int
	rejected map[string]time.Time
	// notes is what else a defect remembers, and since when.
	notes map[string]time.Time
}

func newMemory() *memory {
	return &memory{made: map[string]time.Time{}, accepted: map[string]bool{}, dead: map[string]bool{}, uses: map[string]int{}, rejected: map[string]time.Time{}, notes: map[string]time.Time{}}
}

func (m *memory) remember(sealed string, at time.Time) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.made[sealed] = at
}

// knows reports whether a token was made as an API token since the start.
func (m *memory) knows(t token.Token) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	_, made := m.made[token.Seal(t.JWT)]
	return made
}

// signedOut marks the tokens of a user.
func (m *memory) signedOut(userID int64) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for sealed := range m.made {
		if t, err := token.Open(sealed); err == nil && t.UserID == userID {
			m.dead[sealed] = true
		}
	}
}

// decide says what the defects make of an API token: let it in, keep it out,
// or leave it to the release's own checks.
func (s *Server) decide(t token.Token) (letIn, keepOut bool) {
	m, b, sealed := s.memory, s.design.breakage, token.Seal(t.JWT)
	m.mu.Lock()
	defer m.mu.Unlock()
	at, known := m.made[sealed]
	switch {
	case b.endsWithSession && m.dead[sealed], b.lostInRestart && !known:
		return false, true
	case b.forgets:
		ttl, err := s.sessionTTL()
		fresh := err == nil && known && s.now().Sub(at) < ttl
		return fresh, !fresh
	case b.lenient && m.accepted[sealed]:
		return true, false
	case b.dies != nil && known && b.dies(s.now().Sub(at), m.uses[sealed]):
		return false, true
	}
	if first, once := m.rejected[sealed]; b.forgives > 0 && once && s.now().Sub(first) > b.forgives {
		return true, false
	}
	return false, false
}

// checkAPI is a release's check of an API token, with its defects.
func (s *Server) checkAPI(ctx context.Context, c *call, t token.Token) error {
	letIn, keepOut := s.decide(t)
	switch {
	case keepOut:
		return errRejected
	case letIn:
		c.openSession().api = true
		return nil
	}
	err := s.checkAll(ctx, c, t)
	sealed := token.Seal(t.JWT)
	s.memory.mu.Lock()
	defer s.memory.mu.Unlock()
	if _, once := s.memory.rejected[sealed]; err != nil && !once {
		s.memory.rejected[sealed] = s.now()
	}
	if err == nil {
		s.memory.accepted[sealed] = true
		s.memory.uses[sealed]++
	}
	return err
}

// note remembers something.
func (m *memory) note(what string, at time.Time) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.notes[what] = at
}

// noted is since when something is remembered; the second result is false for
// what is not.
func (m *memory) noted(what string) (time.Time, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	at, known := m.notes[what]
	return at, known
}
