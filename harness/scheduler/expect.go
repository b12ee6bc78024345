package scheduler

import (
	"context"
	"errors"
	"fmt"
	"sort"
	"strings"
	"time"

	"streampark-regress/harness/clock"
	"streampark-regress/harness/diagnosis"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/outcome"
	"streampark-regress/harness/verdict"
)

// ErrNoCall is the error of an expectation before any call was made.
var ErrNoCall = errors.New("nothing was called yet")

// Expect holds the last call against an outcome.
func (s *Scheduler) Expect(want outcome.Outcome) error {
	return s.expect(want, "", "")
}

// ExpectUnauthenticated holds the last call against a 401 and its cause.
func (s *Scheduler) ExpectUnauthenticated(why diagnosis.Cause) error {
	return s.expect(outcome.Unauthenticated, why, "")
}

// ExpectKnownIssue holds the last call against a known issue of the release:
// it must show exactly the symptom the catalogue describes, and the scenario's
// own words must agree with the catalogue.
func (s *Scheduler) ExpectKnownIssue(id string, why diagnosis.Cause) error {
	r := s.deployment.Release()
	issue, known := r.Issue(id)
	if !known {
		return fmt.Errorf("issue %s is not a known issue of %s in the catalogue", id, r.Version)
	}
	if issue.Symptom.Outcome != outcome.Unauthenticated || issue.Symptom.Cause != why {
		return fmt.Errorf("the scenario says 401 with cause %s, the catalogue says %s with cause %s: mend one of them",
			why, issue.Symptom.Outcome, issue.Symptom.Cause)
	}
	if err := s.expect(outcome.Unauthenticated, why, id); err != nil {
		return err
	}
	if !s.last.shows(issue.Symptom) {
		return s.checkFact("row in t_access_token", string(issue.Symptom.Row), s.last.rowChanged)
	}
	s.issues = append(s.issues, id)
	return nil
}

// ExpectNotAuthenticated holds the last call against a 401 with any cause but
// an unknown one: a 401 that nothing explains is no good sign either.
func (s *Scheduler) ExpectNotAuthenticated() error {
	if s.last == nil {
		return ErrNoCall
	}
	why := s.last.cause
	if why == diagnosis.Unknown || why == diagnosis.Expired {
		why = "any but unknown or expired"
	}
	return s.expect(outcome.Unauthenticated, why, "")
}

// expect writes the check of the last call. It returns a mismatch if the
// expectation was not met, or *verdict.Met if a known issue was instead.
func (s *Scheduler) expect(want outcome.Outcome, why diagnosis.Cause, issue string) error {
	if s.last == nil {
		return ErrNoCall
	}
	a := s.last
	delete(s.unchecked, a.ID)
	c := evidence.Check{Release: s.deployment.Release().Version, Target: s.deployment.Target(), Attempt: a.ID, Label: a.Label + ", " + a.Path,
		Expected: expectation(want, why), Outcome: a.Outcome + " " + a.Summary, Cause: causeOf(a), Verdict: verdict.AsExpected, KnownIssue: issue}
	var result error
	if a.outcome != want || a.cause != why {
		if id := s.meets(a); id != "" && issue == "" {
			c.KnownIssue = id
			s.issues = append(s.issues, id)
			result = &verdict.Met{Issue: id}
		} else {
			c.Reason, c.Verdict = s.mismatch(want, why, issue), verdict.Unexpected
			result = verdict.Mismatchf("%s", c.Reason)
		}
	}
	if a.outcome.Authenticated() {
		s.happenings = nil
	}
	s.add(evidence.Event{Kind: evidence.KindCheck, Check: &c})
	return result
}

// meets returns the known issue whose symptom a call shows, among those the
// scenario is about.
func (s *Scheduler) meets(a *attempt) string {
	for _, k := range s.mayMeet {
		if a.shows(k.Symptom) {
			return k.ID
		}
	}
	return ""
}

func (s *Scheduler) mismatch(want outcome.Outcome, why diagnosis.Cause, issue string) string {
	found := s.last.Outcome
	if s.last.cause != "" {
		found += " with cause " + string(s.last.cause) + " (" + s.last.Because + ")"
	} else {
		found += " (" + s.last.Summary + ")"
	}
	text := fmt.Sprintf("%s %s: expected %s, found %s", s.last.Label, s.last.Path, expectation(want, why), found)
	if issue != "" {
		text = fmt.Sprintf("issue %s no longer reproduces on %s: %s", issue, s.deployment.Release().Version, text)
	}
	if issue == "" {
		text = s.relapse() + text
	}
	if len(s.happenings) > 0 {
		text += "; since it last worked: " + strings.Join(s.happenings, ", ")
	}
	if suspect := s.Suspect(want); suspect != "" {
		text += "; suspect: " + suspect
	}
	return text
}

func expectation(want outcome.Outcome, why diagnosis.Cause) string {
	if why == "" {
		return string(want)
	}
	return string(want) + " with cause " + string(why)
}

// relapse says which fixed issue of the release the last call looks like.
func (s *Scheduler) relapse() string {
	r := s.deployment.Release()
	for _, k := range r.FixedIssues() {
		if s.last.shows(k.Symptom) {
			return fmt.Sprintf("issue %s, fixed in %s, is back on %s: ", k.ID, k.FixedIn, r.Version)
		}
	}
	return ""
}

func causeOf(a *attempt) string {
	if a.cause == "" {
		return "-"
	}
	return fmt.Sprintf("%s: %s", a.cause, a.Because)
}

// ExpectRowUnchanged holds the token's row against what it was when the token
// was made, byte for byte.
func (s *Scheduler) ExpectRowUnchanged(ctx context.Context) error {
	reason, err := s.rowChanged(ctx)
	if err != nil {
		return err
	}
	return s.checkFact("row in t_access_token", "unchanged", reason)
}

// rowChanged says how the token's row differs from what it was, if it does.
func (s *Scheduler) rowChanged(ctx context.Context) (string, error) {
	now, exists, err := s.snapshot(ctx)
	switch {
	case err != nil:
		return "", err
	case !exists:
		return "it is gone", nil
	}
	if changed := s.made.Changes(now); len(changed) > 0 {
		return "these columns differ: " + strings.Join(changed, ", "), nil
	}
	return "", nil
}

// ExpectExpiry holds the expiry the token carries against the time it was
// made; the zero duration stands for "never".
func (s *Scheduler) ExpectExpiry(after time.Duration) error {
	if after == 0 {
		reason := ""
		if !s.opened.Never() {
			reason = "it expires at " + s.opened.Expiry().UTC().Format(time.DateTime) + " UTC"
		}
		return s.checkFact("expiry the token carries", "never", reason)
	}
	life := s.opened.Expiry().Sub(s.token.Made)
	want := s.deployment.Clock().TTL(after)
	reason := ""
	if s.opened.Never() {
		reason = "it never expires"
	} else if (life - want).Abs() > clock.Lag {
		reason = fmt.Sprintf("it expires %s after it was made", life.Round(time.Second))
	}
	return s.checkFact("expiry the token carries", "creation + "+clock.Format(want), reason)
}

// checkFact writes a check about something other than a call.
func (s *Scheduler) checkFact(label, want, reason string) error {
	c := evidence.Check{Release: s.deployment.Release().Version, Target: s.deployment.Target(), Label: label, Expected: want, Outcome: want,
		Cause: "-", Verdict: verdict.AsExpected, Reason: reason}
	if reason != "" {
		c.Outcome, c.Verdict = reason, verdict.Unexpected
	}
	s.add(evidence.Event{Kind: evidence.KindCheck, Check: &c})
	if reason != "" {
		return verdict.Mismatchf("%s: expected %s, but %s", label, want, reason)
	}
	return nil
}

// Unchecked names the calls of which nothing was expected. A scenario that
// has some proves less than it says, so it cannot pass.
func (s *Scheduler) Unchecked() []string {
	var calls []string
	for _, label := range s.unchecked {
		calls = append(calls, label)
	}
	sort.Strings(calls)
	return calls
}
