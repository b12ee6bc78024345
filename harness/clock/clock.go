// Package clock lets time pass for a deployment, as its server's own clock
// tells it. There are three ways:
//
//   - jump moves the server's wall clock, in milliseconds, with the shim;
//   - short-ttl leaves the clock alone: the session TTL in config.yaml is made
//     small and the wait is real;
//   - wait waits as long as the scenario says.
//
// Time only goes forward: a StreamPark 2.1.5 whose clock was set back rejects
// every sign-in token (measured).
package clock

import (
	"context"
	"fmt"
	"time"
)

// Kind names a way of letting time pass.
type Kind string

// The three ways.
const (
	Jump     Kind = "jump"
	ShortTTL Kind = "short-ttl"
	Wait     Kind = "wait"
)

// ParseKind reads the value of --clock.
func ParseKind(s string) (Kind, error) {
	switch k := Kind(s); k {
	case Jump, ShortTTL, Wait:
		return k, nil
	}
	return "", fmt.Errorf("unknown clock %q: choose jump, short-ttl or wait", s)
}

// Reader tells the server's own time, with an error of up to Lag. Servers
// tell it in the response header Date.
type Reader interface {
	ServerTime(ctx context.Context) (time.Time, error)
}

// Stamp is what one answer tells of its server's clock.
type Stamp struct {
	// Date is that of the header.
	Date time.Time
	// Text is the time in the answer's text, in whole seconds and never old, in a zone
	// that nobody names, as if it were UTC; zero for an answer without one.
	Text time.Time
}

// Stamper is a Reader that also tells the time that is in the text of an answer. With
// one, a jump is confirmed at once, and Dated has to be asked of each Date.
type Stamper interface {
	Stamp(ctx context.Context) (Stamp, error)
}

// Shifter moves the server's wall clock.
type Shifter interface {
	// Shift sets how far the server's clock runs ahead of the machine's.
	Shift(ctx context.Context, ahead time.Duration) error
}

// Lag is how far a server's Date header may lie behind its clock: it is told
// in whole seconds and Undertow caches it for one (measured).
const Lag = 2 * time.Second

// Passage is what letting time pass came to.
type Passage struct {
	// Elapsed is how much server time had really passed since the instant.
	Elapsed time.Duration
	// StandsFor is the time the scenario asked for when it is not what
	// passed: with short-ttl 32 s may stand for 2h01m.
	StandsFor time.Duration
	// Moved is how far the clock was moved, zero for a real wait.
	Moved time.Duration
}

// Clock lets time pass.
type Clock interface {
	Kind() Kind
	// Pass returns once at least elapsed has passed since an instant of the
	// server's clock. It fails when it cannot confirm that.
	Pass(ctx context.Context, since time.Time, elapsed time.Duration) (Passage, error)
	// Reach is the longest time it can let pass.
	Reach() time.Duration
	// TTL is what a session TTL of the scenario is on this server.
	TTL(said time.Duration) time.Duration
	// Ahead is how far the server's clock has been moved, zero for a clock
	// that waits.
	Ahead() time.Duration
	// Dated is the server's time of an answer that just came, whose header Date told
	// a time: that one, or what the server tells otherwise where that one is from
	// before a jump.
	Dated(ctx context.Context, date time.Time) (time.Time, error)
}

// PassFromNow lets time pass since now, as a server's clock tells it.
func PassFromNow(ctx context.Context, c Clock, r Reader, elapsed time.Duration) (Passage, error) {
	now, err := r.ServerTime(ctx)
	if err != nil {
		return Passage{}, fmt.Errorf("read the server's clock: %w", err)
	}
	return c.Pass(ctx, now, elapsed)
}

// Check asks a server for its time, by a reader, and fails where its clock is not where
// it was put. A clock that is not moved is wherever it is.
func Check(ctx context.Context, c Clock, r Reader) error {
	if checking, can := c.(interface {
		Check(ctx context.Context, r Reader) error
	}); can {
		return checking.Check(ctx, r)
	}
	_, err := r.ServerTime(ctx)
	return err
}

// forever is the reach of a clock that can be moved as far as one likes.
const forever = 100 * 365 * 24 * time.Hour

// Idle lets real time pass, whatever the servers' clocks do. It is for what
// those clocks do not drive and for looking again after a while; whoever can
// wait for a condition does that.
func Idle(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}
