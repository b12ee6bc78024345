package judge

import (
	"slices"
	"time"

	"streampark-regress/harness/evidence"
	"streampark-regress/harness/outcome"
	"streampark-regress/harness/release"
	"streampark-regress/harness/verdict"
)

// Showing says whether a release showed an issue.
type Showing string

// The showings.
const (
	// Reproduced: a call met exactly the issue's symptom.
	Reproduced Showing = "reproduced"
	// NotReproduced: a call that would have met it did not, and everything
	// about the issue was carried out.
	NotReproduced Showing = "not reproduced"
	// Undecided: neither was seen.
	Undecided Showing = "not decided"
)

// Trial is a scenario about an issue, as it was carried out on a release.
type Trial struct {
	Job string
	// TTL is the session TTL that the scenario's ages are meant for, zero where
	// it is not known.
	TTL      time.Duration
	Verdict  verdict.Verdict
	Attempts []evidence.Attempt
	Checks   []evidence.Check
}

// Reproduction says whether a release showed an issue, and on what grounds. The
// scenarios are named by their jobs.
type Reproduction struct {
	Showing Showing
	// Run are the scenarios that the plan did not leave out, and Undone those of
	// them that could not be carried out.
	Run, Undone []string
	// Shown are those in which a call met the symptom, Clean those in which a
	// call went well that should have met it, and Other those in which such a
	// call came to something else.
	Shown, Clean, Other []string
	// Masks are other known issues that stood in the way of such calls.
	Masks []string
}

// Refuted reports whether the issue is not there although not everything about it went
// as it should: a call that would have met it went well, none met it, and every scenario
// was carried out. Others came to something else, for an issue of their own, and say
// nothing. That is enough to tell builds apart, which have issues that nobody knows yet.
func (r Reproduction) Refuted() bool {
	return len(r.Shown) == 0 && len(r.Clean) > 0 && len(r.Undone) == 0
}

// Reproduce decides whether a release showed an issue. It is reproduced where a
// call met exactly the symptom. It is said not to be only where the issue's own
// step was carried out: a call that would have met it, and whose expectation it
// would have disappointed, went as if there were no such issue, and nothing else
// stood in its way.
func Reproduce(issue release.KnownIssue, trials []Trial) Reproduction {
	var r Reproduction
	for _, t := range trials {
		if t.Verdict == verdict.NotRun {
			continue
		}
		r.Run = append(r.Run, t.Job)
		if t.Verdict != verdict.AsExpected && t.Verdict != verdict.Unexpected {
			r.Undone = append(r.Undone, t.Job)
		}
		for _, c := range t.Checks {
			if i := slices.IndexFunc(t.Attempts, func(a evidence.Attempt) bool { return a.ID == c.Attempt }); i >= 0 {
				r.look(issue, t, c, t.Attempts[i])
			}
		}
	}
	switch {
	case len(r.Shown) > 0:
		r.Showing = Reproduced
	case len(r.Clean) > 0 && len(r.Other)+len(r.Undone)+len(r.Masks) == 0:
		r.Showing = NotReproduced
	default:
		r.Showing = Undecided
	}
	return r
}

// look notes what a call says of an issue.
func (r *Reproduction) look(issue release.KnownIssue, t Trial, c evidence.Check, a evidence.Attempt) {
	note := func(list *[]string, what string) {
		if !slices.Contains(*list, what) {
			*list = append(*list, what)
		}
	}
	could, met := wouldShow(issue, a, t.TTL), c.Verdict == verdict.AsExpected && c.KnownIssue != ""
	switch {
	case met && c.KnownIssue == issue.ID && !c.Masked, could && c.Verdict == verdict.Unexpected && shows(a, issue):
		note(&r.Shown, t.Job)
	case !could, c.Verdict == verdict.Inconclusive, met && c.KnownIssue == issue.ID:
	case met:
		note(&r.Masks, c.KnownIssue)
	case c.Verdict == verdict.AsExpected && hides(issue.Symptom, c.Expected), expectsSymptom(issue, c.Expected) && without(issue, a):
		note(&r.Clean, t.Job)
	case c.Verdict == verdict.Unexpected:
		note(&r.Other, t.Job)
	}
}

// wouldShow reports whether a call is one that the issue shows in: it was sent by
// whom the issue is about, and what has to have happened before has.
func wouldShow(issue release.KnownIssue, a evidence.Attempt, ttl time.Duration) bool {
	s := issue.Symptom
	if string(a.Subject.Kind) != string(s.Subject) || a.Subject.Twist != evidence.Whole || s.Role != "" && string(a.Subject.Role) != string(s.Role) {
		return false
	}
	if s.Sent != "" && a.Form[s.Sent] != "true" {
		return false
	}
	if s.Kept != "" && (a.Flink == nil || a.Flink.Savepoint == "") {
		return false
	}
	switch issue.After {
	case release.AfterSessionTTL:
		since := evidence.SinceToken
		if s.Subject == release.SignIn {
			since = evidence.SinceSignIn
		}
		return ttl > 0 && a.Age != nil && a.Age.Since == since && a.Age.AskedSeconds > ttl.Seconds()
	case release.AfterSecondToken:
		return hasSecond(a.Since)
	case release.AfterRevocation, release.AfterNewPassword:
	}
	return provoked(a, issue.After)
}

// hasSecond reports whether a second token was asked for and is still there, or
// was refused.
func hasSecond(done []evidence.Action) bool {
	second, deleted := false, false
	for _, a := range done {
		switch a.Kind { //nolint:exhaustive // the other actions make no token and delete none
		case evidence.TokenDeleted:
			deleted = true
		case evidence.TokenMade:
			second = !deleted
		case evidence.SecondTokenAsked:
			second = true
		case evidence.OlderTokenDeleted:
			second = false
		}
	}
	return second
}

// expectsSymptom reports whether an expectation is the issue's own symptom.
func expectsSymptom(issue release.KnownIssue, e evidence.Expectation) bool {
	return e.Outcome == issue.Symptom.Outcome && e.Cause == issue.Symptom.Cause && e.State == evidence.State(issue.Symptom.State) && e.Kept == evidence.Kept(issue.Symptom.Kept)
}

// without reports whether a call went as if there were no such issue.
func without(issue release.KnownIssue, a evidence.Attempt) bool {
	switch {
	case len(effect(a)) > 0 || len(submission(a)) > 0 || len(flink(a, evidence.JobUnseen)) > 0 || len(decency(a)) > 0:
		return false
	case issue.Symptom.Kept != "":
		return a.Flink.Kept == evidence.KeptAsLatest // it was seen, or the issue could not have shown
	case issue.Symptom.State != "":
		return a.Submission != nil && a.Submission.State.Keeps()
	case issue.Symptom.Outcome == outcome.Started:
		return a.Outcome == outcome.Unauthenticated
	}
	return a.Outcome.Accepted() || a.Outcome == outcome.Answered
}
