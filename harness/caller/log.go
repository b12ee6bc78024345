package caller

import (
	"context"
	"errors"
	"fmt"
	"time"

	"streampark-regress/harness/deployment"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/outcome"
)

// loggedWithin is how long a line may take from the server to its log.
const loggedWithin = 10 * time.Second

// loggedLate is how long after one line of the log a second may come that was
// written for an earlier call, from a container that the engine reads. The model
// in this program has logged all before it answers.
const loggedLate = 2 * time.Second

// errNoCall is the error of a look at the log that would see nothing.
var errNoCall = errors.New("nothing has been called yet")

// markLog remembers where the server's log was before a call, where anybody can
// read it.
func (c *Caller) markLog(ctx context.Context) error {
	var err error
	c.server.logged, err = c.deployment.LogCursor(ctx)
	c.server.silent = errors.Is(err, errors.ErrUnsupported)
	if c.server.silent {
		return nil
	}
	return err
}

// Logged waits for a text in what the server has logged since the last call
// began; the fact is how many lines hold it.
func (c *Caller) Logged(ctx context.Context, text string) (evidence.Fact, error) {
	lines, err := c.await(ctx, text)
	return evidence.Fact{Kind: evidence.LogFact, Lines: lines}, err
}

// NotLogged counts the lines with a text that the last call left in the log. A
// log is written late, so it makes a call that does leave the text, a sign-in
// token without its session, and waits for that one: it is not counted.
func (c *Caller) NotLogged(ctx context.Context, text string) (evidence.Fact, error) {
	fact := evidence.Fact{Kind: evidence.LogFact}
	if c.history.last == nil {
		return fact, errNoCall
	}
	if !c.Release().API.SignInNeedsSession {
		return fact, fmt.Errorf("show that %q is not in the log: on %s no call leaves it there, so its absence proves nothing", text, c.Release().Version)
	}
	session, err := c.own(ctx)
	if err != nil {
		return fact, err
	}
	answer, err := c.client().Start(ctx, c.Release().API.Start, c.application.id, session.Credentials().WithoutCookie())
	if err != nil {
		return fact, err
	}
	if r := outcome.Read(answer.Answer); r.Rejection != outcome.Sessionless {
		return fact, fmt.Errorf("show that %q is not in the log: the call that should leave it there was answered %d", text, answer.Status)
	}
	from := c.server.logged
	lines, err := from.Await(ctx, text, loggedWithin)
	if err != nil {
		return fact, err
	}
	if lines == 0 {
		return fact, fmt.Errorf("show that %q is not in the log: a call that leaves it there did not within %s", text, loggedWithin)
	}
	// The first line may be the call's own, and the one that was brought about
	// still on its way.
	within := loggedLate
	if c.deployment.Target() == deployment.Model {
		within = 0
	}
	late, err := from.Await(ctx, text, within)
	fact.Lines = lines + late - 1
	return fact, err
}

// await counts a text in the log since the last call began, and waits for the
// first.
func (c *Caller) await(ctx context.Context, text string) (int, error) {
	if c.history.last == nil {
		return 0, errNoCall
	}
	from := c.server.logged // every look begins at the call
	return from.Await(ctx, text, loggedWithin)
}
