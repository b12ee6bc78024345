package scheduler

import (
	"context"
	"fmt"
	"strings"

	"streampark-regress/harness/deployment"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/verdict"
)

// Upgrade makes the deployment another release, as an administrator would: the
// old server is stopped, the upgrade scripts are run, and the new server starts
// on the same database.
func (s *Scheduler) Upgrade(ctx context.Context, version string) error {
	if s.catalogue == nil {
		return fmt.Errorf("upgrade to %s: there is no catalogue to find it in", version)
	}
	to, err := s.catalogue.Find(version)
	if err != nil {
		return err
	}
	u, ok := s.deployment.(deployment.Upgrader)
	if !ok {
		return fmt.Errorf("a %s deployment cannot be upgraded", s.deployment.Target())
	}
	if s.app != 0 {
		if err := s.settle(ctx); err != nil {
			return err
		}
	}
	from := s.deployment.Release().Version
	ran, err := u.Upgrade(ctx, to, func(detail string) {
		s.add(evidence.Event{Kind: evidence.KindNote, Note: from + " to " + version + ": " + detail})
	})
	if err != nil {
		return err
	}
	s.ran = ran
	s.happened("the server was upgraded from " + from + " to " + version)
	return s.noteStart(ctx)
}

// Ran lists the upgrade scripts that were run last.
func (s *Scheduler) Ran() []string { return s.ran }

// ExpectSecondTokenRefused asks for another token and expects a refusal.
func (s *Scheduler) ExpectSecondTokenRefused(ctx context.Context) error {
	session, err := s.admin(ctx)
	if err != nil {
		return err
	}
	made, refused, err := session.TryCreateToken(ctx, s.owner.id, "one more")
	if err != nil {
		return err
	}
	s.log.Redactor().Token(made.Token)
	reason := ""
	if !strings.Contains(refused, "already has a token") {
		reason = "it was made"
	}
	return s.checkFact("another token while the old row is there", "refused: the user already has a token", reason)
}

// Observe closes the last call without an expectation and returns what it
// came to: for reports that find out instead of checking.
func (s *Scheduler) Observe() (label, outcome, cause, summary string, err error) {
	if s.last == nil {
		return "", "", "", "", ErrNoCall
	}
	a := s.last
	delete(s.unchecked, a.ID)
	c := evidence.Check{Release: s.deployment.Release().Version, Target: s.deployment.Target(), Attempt: a.ID, Label: a.Label + ", " + a.Path,
		Outcome: a.Outcome + " " + a.Summary, Cause: causeOf(a), Verdict: verdict.AsExpected}
	s.add(evidence.Event{Kind: evidence.KindCheck, Check: &c})
	if a.outcome.Authenticated() {
		s.happenings = nil
	}
	return c.Label, a.Outcome, a.Cause, a.Summary, nil
}
