package scheduler

import (
	"context"
	"fmt"
	"strings"

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
	if s.app != 0 {
		if err := s.settle(ctx); err != nil {
			return err
		}
	}
	from := s.deployment.Release().Version
	ran, err := s.deployment.Upgrade(ctx, to, func(detail string) {
		s.add(evidence.Event{Kind: evidence.KindNote, Note: from + " to " + version + ": " + detail})
	})
	if err != nil {
		return err
	}
	s.ran = ran
	return s.noteStart(ctx, "the server was upgraded from "+from+" to "+version)
}

// Ran lists the upgrade scripts that were run last.
func (s *Scheduler) Ran() []string { return s.ran }

// TrySecondToken asks for another token and returns the words in which it was
// refused, empty when it was made.
func (s *Scheduler) TrySecondToken(ctx context.Context) (string, error) {
	session, err := s.admin(ctx)
	if err != nil {
		return "", err
	}
	made, refused, err := session.TryCreateToken(ctx, s.owner.id, "one more")
	s.log.Redactor().Token(made.Token)
	return refused, err
}

// Renew deletes all tokens of the owner on the token page, makes one anew and
// uses it.
func (s *Scheduler) Renew(ctx context.Context) error {
	rows, err := s.deployment.Database().TokensOf(ctx, s.owner.id)
	if err != nil {
		return err
	}
	session, err := s.admin(ctx)
	if err != nil {
		return err
	}
	for _, row := range rows {
		if err := session.DeleteToken(ctx, row.ID); err != nil {
			return err
		}
	}
	made, err := session.CreateToken(ctx, s.owner.id, "made anew")
	if err != nil {
		return err
	}
	s.log.Redactor().Token(made.Token)
	return s.use(ctx, made)
}

// RowChanged says how the token's row differs from what it was when the token
// was made; empty for a row that is byte for byte the same.
func (s *Scheduler) RowChanged(ctx context.Context) (string, error) { return s.rowChanged(ctx) }

// Settle waits until a start of the application that is under way has ended.
func (s *Scheduler) Settle(ctx context.Context) error { return s.settle(ctx) }

// ExpectSecondTokenRefused asks for another token and expects a refusal.
func (s *Scheduler) ExpectSecondTokenRefused(ctx context.Context) error {
	refused, err := s.TrySecondToken(ctx)
	if err != nil {
		return err
	}
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
