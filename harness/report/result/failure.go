package result

import (
	"cmp"
	"fmt"
	"strings"

	"streampark-regress/harness/evidence"
	"streampark-regress/harness/verdict"
)

// Cause is what the scenarios of a failure have in common.
type Cause string

// The causes.
const (
	// IssueBack: a release shows an issue that was fixed.
	IssueBack Cause = "issue-back"
	// IssueGone: a release does not show a known issue any more.
	IssueGone Cause = "issue-gone"
	// IssueUnasked: a build shows an issue that it was not expected to show.
	IssueUnasked Cause = "issue-unasked"
	// IssueMet: a known issue was met, and the run was asked to fail by that.
	IssueMet Cause = "issue-met"
	// Different: an expectation was not met.
	Different Cause = "different"
	// Unproven: it could not be carried out or decided.
	Unproven Cause = "unproven"
	// Stopped: the run was ended before.
	Stopped Cause = "stopped"
	// Omitted: the plan left it out.
	Omitted Cause = "omitted"
)

// Failure is a group of scenarios on one release that did not end as expected
// for one cause.
type Failure struct {
	Place   string
	Verdict verdict.Verdict
	Cause   Cause
	// Issue is the ID of the issue it is about, several joined by ", ", and
	// FixedIn the release that had fixed it.
	Issue, FixedIn string
	// Suspect is what it looks like.
	Suspect evidence.Suspect
	// Since is how old the token was in the earliest call that shows it, Until in
	// the latest one before that which was let in; nil where no call has an age, and
	// Until where an issue is gone.
	Since, Until *evidence.Age
	Scenarios    []Scenario
}

// Failures groups the scenarios that did not end as expected by what they have
// in common, such as an issue that is back or a server that did not start, in the
// order of their first ones. What looks like an issue of its release in that it
// has its suspect belongs to that.
func (r Result) Failures() []Failure {
	var all []Failure
	at := map[string]int{}
	issueOf := r.issuesBySuspect()
	for _, s := range r.Scenarios {
		if s.Ended() == verdict.AsExpected {
			continue
		}
		f := s.failure()
		if f.Cause == Different && f.Suspect != evidence.NoSuspect {
			if issue, looks := issueOf[f.Place+" "+string(f.Suspect)]; looks {
				f.Cause, f.Issue, f.FixedIn = issue.Cause, issue.Issue, issue.FixedIn
			}
		}
		key := f.key(s)
		i, known := at[key]
		if !known {
			i = len(all)
			at[key] = i
			all = append(all, f)
		}
		all[i].Scenarios = append(all[i].Scenarios, s)
	}
	for i := range all {
		all[i].date(r)
	}
	return all
}

// Example is the scenario that shows the failure best: one that names its issue,
// among these one that is about a report, or else the first.
func (f Failure) Example() Scenario {
	const reports = "features/issues/"
	best, rank := f.Scenarios[0], 0
	for _, s := range f.Scenarios {
		c, _ := s.Telling()
		now := 0
		if c.Relapse+c.Gone+c.Unasked != "" {
			now++
			if strings.HasPrefix(s.File, reports) {
				now++
			}
		}
		if now > rank {
			best, rank = s, now
		}
	}
	return best
}

// issuesBySuspect are the issues that are back or gone, by release and suspect.
func (r Result) issuesBySuspect() map[string]Failure {
	found := map[string]Failure{}
	for _, s := range r.Scenarios {
		if s.Ended() != verdict.Unexpected {
			continue
		}
		f := s.failure()
		key := f.Place + " " + string(f.Suspect)
		if _, known := found[key]; !known && f.Suspect != evidence.NoSuspect && (f.Cause == IssueBack || f.Cause == IssueGone) {
			found[key] = f
		}
	}
	return found
}

// failure is the failure of one scenario.
func (s Scenario) failure() Failure {
	f := Failure{Place: s.Place(), Verdict: s.Ended(), Cause: Unproven}
	if s.Reason != nil {
		switch s.Reason.Kind {
		case evidence.Unmet:
			f.Cause, f.Issue = IssueGone, strings.Join(s.Reason.Issues, ", ")
			return f
		case evidence.KnownMet:
			f.Cause, f.Issue = IssueMet, strings.Join(s.Reason.Issues, ", ")
			return f
		case evidence.Interrupted:
			f.Cause = Stopped
		case evidence.LeftOut:
			f.Cause = Omitted
		case evidence.Failed, evidence.Broken, evidence.Mismatched, evidence.Unchecked, evidence.NoEvidence:
		}
	}
	if c, found := s.Telling(); found && f.Verdict == verdict.Unexpected {
		f.Place = s.On(cmp.Or(c.Release, s.Release)) // an upgrade ends on another release than it began on
		f.about(c)
	}
	return f
}

// about says which issue an unexpected check is about, and what it looks like.
func (f *Failure) about(c evidence.Check) {
	f.Suspect = suspect(c)
	switch {
	case c.Relapse != "":
		f.Cause, f.Issue, f.FixedIn = IssueBack, c.Relapse, c.FixedIn
	case c.Gone != "":
		f.Cause, f.Issue = IssueGone, c.Gone
	case c.Unasked != "":
		f.Cause, f.Issue = IssueUnasked, c.Unasked
	default:
		f.Cause = Different
	}
}

// suspect is what a check looks like. The expiry that a token carries is a
// suspect too.
func suspect(c evidence.Check) evidence.Suspect {
	if c.Suspect != evidence.NoSuspect || c.Fact == nil || c.Fact.Life == nil || c.Expected.Life == nil {
		return c.Suspect
	}
	switch {
	case c.Expected.Life.Never && !c.Fact.Life.Never:
		return evidence.SuspectExpiry
	case !c.Expected.Life.Never && c.Fact.Life.Never:
		return evidence.SuspectNoExpiry
	}
	return evidence.NoSuspect
}

// Telling is the unexpected check that tells best why the scenario went wrong: the
// first that is about an issue, or else the first. The second result is false for
// none.
func (s Scenario) Telling() (evidence.Check, bool) {
	var first evidence.Check
	found := false
	for _, c := range s.Checks {
		if c.Verdict != verdict.Unexpected {
			continue
		}
		if c.Relapse+c.Gone+c.Unasked != "" {
			return c, true
		}
		if !found {
			first, found = c, true
		}
	}
	return first, found
}

// key is what a scenario has in common with others of its failure.
func (f Failure) key(s Scenario) string {
	parts := []any{f.Place, f.Verdict, f.Cause, f.Issue}
	switch {
	case f.Issue != "" || s.Reason == nil && f.Cause == Unproven: // an issue, or it never ended
	case f.Cause == Different && f.Suspect != evidence.NoSuspect:
		parts = append(parts, f.Suspect)
	case f.Cause == Different:
		parts = append(parts, s.difference())
	case s.Reason.Kind == evidence.Unchecked, s.Reason.Kind == evidence.NoEvidence, s.Reason.Kind == evidence.Mismatched:
		parts = append(parts, s.Job)
	default:
		parts = append(parts, s.Reason.Error)
		if s.Reason.Obstacle != nil {
			parts = append(parts, *s.Reason.Obstacle)
		}
	}
	return fmt.Sprintln(parts...)
}

// difference is in what the scenario differs from what was expected of it.
func (s Scenario) difference() string {
	c, found := s.Telling()
	switch {
	case !found:
		return s.Job
	case c.Fact != nil:
		return fmt.Sprintln(c.Fact.Kind, c.Misses)
	}
	a := s.Attempt(c.Attempt)
	return fmt.Sprintln(c.Expected.Outcome, c.Expected.Cause, a.Outcome, a.Cause, c.Misses)
}

// shows is the call that shows what went wrong: the one that the telling check is
// about, or the last, where an issue did not show in any.
func (s Scenario) shows() evidence.Attempt {
	if c, found := s.Telling(); found || len(s.Attempts) == 0 {
		return s.Attempt(c.Attempt)
	}
	return s.Attempts[len(s.Attempts)-1]
}
