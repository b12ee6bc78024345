package scheduler

import (
	"context"
	"fmt"
	"time"

	"streampark-regress/harness/outcome"
	"streampark-regress/harness/streampark"
)

// loggedWithin is how long a line may take from the server to its log.
const loggedWithin = 10 * time.Second

// WatchLog makes every call remember where the server's log ended before it.
func (s *Scheduler) WatchLog() { s.watching = true }

// ExpectLogged waits for a text in what the server has logged since the last
// call began.
func (s *Scheduler) ExpectLogged(ctx context.Context, text string) error {
	found, err := s.awaitLogged(ctx, text)
	if err != nil {
		return err
	}
	reason := ""
	if found == 0 {
		reason = fmt.Sprintf("nothing like it within %s", loggedWithin)
	}
	return s.checkFact("server log for that call", `has "`+text+`"`, reason)
}

// ExpectNotLogged makes sure that the last call left no such text in the log.
// A log is written late, so it makes a call that does leave the text, a
// sign-in token without its session, and waits for that one: then there must
// be one and not two.
func (s *Scheduler) ExpectNotLogged(ctx context.Context, text string) error {
	if !s.deployment.Release().API.SignInNeedsSession {
		return fmt.Errorf("on %s there is no call that leaves %q in the log, so its absence cannot be shown", s.deployment.Release().Version, text)
	}
	session, err := s.signIn(ctx, s.owner.name, s.owner.password)
	if err != nil {
		return err
	}
	answer, err := s.client().Start(ctx, s.deployment.Release().API.Start, s.app, streampark.Credentials{Authorization: &session.Token})
	if err != nil {
		return err
	}
	if r := outcome.Read(answer.Answer); r.Rejection != outcome.Sessionless {
		return fmt.Errorf("the call that should leave %q in the log was answered %s", text, r.Summary)
	}
	found, err := s.awaitLogged(ctx, text)
	if err != nil {
		return err
	}
	if found == 0 {
		return fmt.Errorf("a call that leaves %q in the log did not within %s", text, loggedWithin)
	}
	reason := ""
	if found > 1 {
		reason = fmt.Sprintf("it left %d", found-1)
	}
	return s.checkFact("server log for that call", `no "`+text+`"`, reason)
}

// awaitLogged counts a text in the log since the last call began, and waits for
// the first.
func (s *Scheduler) awaitLogged(ctx context.Context, text string) (int, error) {
	if s.last == nil || !s.watching {
		return 0, ErrNoCall
	}
	since := s.logged // another expectation of the same call reads from there again
	return since.Await(ctx, text, loggedWithin)
}
