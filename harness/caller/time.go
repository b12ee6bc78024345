package caller

import (
	"context"
	"errors"
	"fmt"
	"time"

	"streampark-regress/harness/clock"
	"streampark-regress/harness/evidence"
)

// errNobodySignedIn is the error of a step that needs a sign-in that was kept.
var errNobodySignedIn = errors.New("nobody has signed in yet: let the scheduler sign in first")

// After lets time pass until so much has passed since the token was made.
func (c *Caller) After(ctx context.Context, elapsed time.Duration) error {
	return c.pass(ctx, evidence.SinceToken, elapsed)
}

// AfterSignIn lets time pass since the sign-in that was kept.
func (c *Caller) AfterSignIn(ctx context.Context, elapsed time.Duration) error {
	return c.pass(ctx, evidence.SinceSignIn, elapsed)
}

// elapsed is how much time since the making of the token the scenario has let
// pass.
func (c *Caller) elapsed() time.Duration {
	if c.history.age == nil || c.history.age.Since != evidence.SinceToken {
		return 0
	}
	return time.Duration(c.history.age.AskedSeconds * float64(time.Second))
}

// moveOn lets time pass until another token is another text: one that is made
// within the second is the same on 2.1.4 (measured). Much more may have passed
// than the scenario let: an upgrade takes minutes, and a sign-in is younger than
// the token. An instant that is past would leave the clock where it is.
func (c *Caller) moveOn(ctx context.Context) error {
	const aSecondAtLeast, muchMore = 2 * time.Second, 30 * time.Second
	if c.token.ID == 0 {
		return errNoToken
	}
	now, err := c.client().ServerTime(ctx)
	if err != nil {
		return err
	}
	elapsed := c.elapsed() + aSecondAtLeast
	if passed := now.Sub(c.token.Made); passed > elapsed+muchMore {
		elapsed = passed + aSecondAtLeast
	}
	return c.pass(ctx, evidence.SinceToken, elapsed)
}

func (c *Caller) pass(ctx context.Context, since evidence.Origin, elapsed time.Duration) error {
	from, err := c.origin(since)
	if err != nil {
		return err
	}
	start := time.Now()
	passed, err := c.deployment.Clock().Pass(ctx, from, elapsed)
	if err != nil {
		return err
	}
	if err := c.overtaken(since, elapsed, passed); err != nil {
		return err
	}
	age := evidence.Age{Since: since, AskedSeconds: elapsed.Seconds(), Seconds: elapsed.Seconds()}
	if passed.StandsFor != 0 { // what passed stands for what was asked
		age.Seconds = passed.Elapsed.Seconds()
	}
	c.history.age = &age
	c.history.since = append(c.history.since, evidence.Action{Kind: evidence.TimePassed, Age: &age})
	c.record(evidence.Event{Kind: evidence.KindClock, Clock: &evidence.Clock{
		Age:  evidence.Age{Since: since, AskedSeconds: elapsed.Seconds(), Seconds: passed.Elapsed.Seconds()},
		Kind: string(c.deployment.Clock().Kind()), MovedSeconds: passed.Moved.Seconds(), TookSeconds: time.Since(start).Seconds()}})
	return nil
}

// overtaken is the error of an age that was to lie before the token's end and
// lies behind it, because the machine was too slow: what the call then comes to
// says nothing.
func (c *Caller) overtaken(since evidence.Origin, asked time.Duration, passed clock.Passage) error {
	if since != evidence.SinceToken || c.token.opened.Never() {
		return nil
	}
	life := c.token.opened.Expiry().Sub(c.token.Made)
	before := asked < life
	if passed.StandsFor != 0 { // what was asked is said of the shipped TTL
		before = asked < clock.ScenarioTTL
	}
	if before && passed.Elapsed >= life {
		return fmt.Errorf("look at the token %s after it was made: %s had passed by then, and it expires %s after it was made; this machine is too slow or too busy",
			clock.Format(asked), clock.Format(passed.Elapsed), clock.Format(life))
	}
	return nil
}

// overtakenBy is the error of a call that was answered after the token's end,
// although it was made before: it says nothing about either.
func (c *Caller) overtakenBy(a evidence.Attempt) error {
	if a.Age == nil || a.TokenMade.IsZero() {
		return nil
	}
	passed := clock.Passage{Elapsed: a.ServerTime.Sub(a.TokenMade)}
	if a.Age.Seconds != a.Age.AskedSeconds {
		passed.StandsFor = time.Duration(a.Age.AskedSeconds * float64(time.Second))
	}
	return c.overtaken(a.Age.Since, time.Duration(a.Age.AskedSeconds*float64(time.Second)), passed)
}

// origin is the instant that time is counted from, by the server's clock.
func (c *Caller) origin(since evidence.Origin) (time.Time, error) {
	switch {
	case since == evidence.SinceSignIn && c.signIn == nil:
		return time.Time{}, errNobodySignedIn
	case since == evidence.SinceSignIn:
		return c.signIn.made, nil
	case c.token.ID == 0:
		return time.Time{}, errNoToken
	}
	return c.token.Made, nil
}

// idler is a deployment whose real time can be moved too: the model.
type idler interface {
	Idle(ctx context.Context, d time.Duration) error
}

// Idle lets real time pass: web sessions end by a clock that the shim leaves
// alone.
func (c *Caller) Idle(ctx context.Context, d time.Duration) error {
	c.did(evidence.Action{Kind: evidence.Idled, IdleSeconds: d.Seconds()})
	if i, moves := c.deployment.(idler); moves {
		return i.Idle(ctx, d)
	}
	return clock.Idle(ctx, d)
}

// TTL is what a session TTL of the scenario is on this server.
func (c *Caller) TTL(said time.Duration) time.Duration { return c.deployment.Clock().TTL(said) }
