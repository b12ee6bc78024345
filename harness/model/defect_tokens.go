package model

import (
	"context"
	"time"

	"streampark-regress/harness/evidence"
	"streampark-regress/harness/release"
	"streampark-regress/harness/token"
)

// dying and lasting are the releases whose API tokens end, and those whose do
// not.
func dying(r release.Release) bool { return r.Tokens.APIExpiry == release.ExpiresAfterSessionTTL }

func lasting(r release.Release) bool {
	return r.Tokens.APIExpiry == release.ExpiresNever && !r.UsesKeyFile()
}

const day = 24 * time.Hour

// lifetimes are defects of how long tokens live.
func lifetimes() []Defect {
	leeway := func(d time.Duration) func(*Design) { return func(design *Design) { design.breakage.leeway = d } }
	dies := func(dead func(age time.Duration, uses int) bool) func(*Design) {
		return func(d *Design) { d.breakage.dies = dead }
	}
	return []Defect{
		{"leeway", "tokens work for 55 s after their end", evidence.SuspectNoExpiry, dying, leeway(55 * time.Second)},
		{"early", "tokens end 50 s before their end", evidence.NoSuspect, dying, leeway(-50 * time.Second)},
		{"capped", "no token lives longer than 500 days", evidence.NoSuspect, dying,
			func(d *Design) { d.breakage.expiry = func(t time.Duration) time.Duration { return min(t, 500*day) } }},
		{"dies-in-the-end", "tokens die after 500 days", evidence.SuspectCache, lasting,
			dies(func(age time.Duration, _ int) bool { return age > 500*day })},
		{"dies-for-a-while", "tokens are dead from their 30th to their 365th day", evidence.SuspectCache, lasting,
			dies(func(age time.Duration, _ int) bool { return age > 30*day && age < 365*day })},
		{"wears-out", "tokens die after six uses", evidence.NoSuspect, lasting,
			dies(func(_ time.Duration, uses int) bool { return uses >= 6 })},
	}
}

// revocations are defects of how tokens are revoked.
func revocations() []Defect {
	return []Defect{
		{"revoked-until-restart", "a restart forgets what was revoked", evidence.SuspectRevocation, lasting,
			func(d *Design) { d.breakage.forgetsRevocation = true }},
		{"revoked-for-an-hour", "what was revoked works again after an hour", evidence.SuspectRevocation, lasting,
			func(d *Design) { d.breakage.forgives = time.Hour }},
		{"revokes-all", "what is done to one token is done to everybody's", evidence.NoSuspect, lasting,
			func(d *Design) { d.breakage.spreads = true }},
		{"developers-stay", "developers' tokens are never revoked", evidence.SuspectRevocation, dying,
			func(d *Design) { d.breakage.membersStay = true }},
	}
}

// overlooks reports whether a defect makes the server overlook that a token is
// disabled or its owner locked.
func (s *Server) overlooks(ctx context.Context, t token.Token) bool {
	b := s.design.breakage
	if b.membersStay {
		a, found, err := s.store.AccountByID(ctx, t.UserID)
		return err == nil && found && a.Kind != adminKind
	}
	s.memory.mu.Lock()
	defer s.memory.mu.Unlock()
	return b.forgetsRevocation && !s.memory.accepted[token.Seal(t.JWT)]
}
