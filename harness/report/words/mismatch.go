package words

import (
	"fmt"
	"slices"
	"strings"

	"streampark-regress/harness/evidence"
	"streampark-regress/harness/outcome"
	"streampark-regress/harness/verdict"
)

// Mismatch says what was expected and what was found instead, what was done
// since the caller was last let in, and what it looks like. Of a check that
// could not be decided it says what was not seen. It is empty for a check that
// went as expected.
func Mismatch(c evidence.Check, a evidence.Attempt) string {
	switch {
	case c.Verdict == verdict.AsExpected:
		return ""
	case c.Verdict == verdict.Inconclusive:
		return undecided(c, a)
	case slices.Contains(c.Misses, evidence.MissedDatabase):
		return fmt.Sprintf("%s: expected %s, but the server had lost its database, and a 401 then says nothing: see its log", calledAt(a), Expectation(c.Expected))
	case c.Fact != nil:
		return fmt.Sprintf("%s: expected %s, found %s", FactLabel(*c.Fact), Expectation(c.Expected), Fact(*c.Fact, c.Expected))
	}
	text := issueAgain(c) + calledAt(a) + ": " + differing(c, a)
	if done := sinceLetIn(a); done != "" {
		text += "; since it last worked: " + done
	}
	if suspect := Suspect(c.Suspect); suspect != "" {
		text += "; suspect: " + suspect
	}
	return text
}

// issueAgain says that an issue has gone, or has come back.
func issueAgain(c evidence.Check) string {
	switch {
	case c.Gone != "":
		return fmt.Sprintf("issue %s no longer reproduces on %s: ", c.Gone, c.Release)
	case c.Unasked != "":
		return fmt.Sprintf("%s shows on %s, which was not expected to show it (--expect-known %s if it is): ", KnownIssue(c.Unasked), c.Release, c.Unasked)
	case c.Relapse != "" && c.FixedIn != "":
		return fmt.Sprintf("issue %s, fixed in %s, is back on %s: ", c.Relapse, c.FixedIn, c.Release)
	case c.Relapse != "":
		return fmt.Sprintf("issue %s is back on %s: ", c.Relapse, c.Release)
	}
	return ""
}

// differing says in what a call differs from what was expected. Where its
// answer is the one expected, it says so and names the rest.
func differing(c evidence.Check, a evidence.Attempt) string {
	expected := answer(c.Expected.Outcome, c.Expected.Cause)
	if c.Expected.Explained || c.Expected.State != "" {
		expected = Expectation(c.Expected)
	}
	if slices.Contains(c.Misses, evidence.MissedOutcome) || slices.Contains(c.Misses, evidence.MissedCause) {
		text := fmt.Sprintf("expected %s, found %s", expected, found(a))
		if contradicts(a) {
			text += ", and " + Effect(a.Effect)
		}
		return text
	}
	if slices.Contains(c.Misses, evidence.MissedState) {
		return fmt.Sprintf("expected %s, found %s", expected, found(a))
	}
	var rest []string
	for _, m := range c.Misses {
		if text := miss(m, a); text != "" {
			rest = append(rest, text)
		}
	}
	return fmt.Sprintf("answered %s, but %s", expected, strings.Join(rest, ", and "))
}

// contradicts reports whether the application did not do what the answer says.
func contradicts(a evidence.Attempt) bool {
	seen := a.Application != evidence.NoApplication && a.Effect.Name != evidence.EffectUnseen
	moves := a.Outcome == outcome.Started || a.Outcome == outcome.Cancelled
	return seen && moves != (a.Effect.Name != evidence.EffectNone)
}

// miss says a difference other than outcome and cause.
func miss(m evidence.Miss, a evidence.Attempt) string {
	switch m {
	case evidence.MissedStatus:
		return fmt.Sprintf("the status is %d", a.Status)
	case evidence.MissedMessage:
		return fmt.Sprintf("the message is %q", message(a.Message))
	case evidence.MissedRow:
		return "the token's row is " + RowState(a.Row)
	case evidence.MissedEffect:
		return Effect(a.Effect)
	case evidence.MissedSubmission:
		return "what was submitted to Flink: " + Submission(a.Submission)
	case evidence.MissedState:
		return "the job's state: " + Submission(a.Submission)
	case evidence.MissedFlink, evidence.MissedKept, evidence.MissedGoing:
		return Flink(a)
	case evidence.MissedOthers:
		return fmt.Sprintf("it also started other applications: %s", listed(a.Effect.Others))
	case evidence.MissedSecrecy:
		return fmt.Sprintf("the answer gives away a secret: %s", listed(a.Leaks))
	case evidence.MissedSubject:
		return "the issue is about another kind of caller"
	case evidence.MissedEvidence:
		return unseen(a)
	case evidence.MissedOutcome, evidence.MissedCause, evidence.MissedLife, evidence.MissedLog, evidence.MissedRefusal, evidence.MissedAdmission, evidence.MissedAddress, evidence.MissedIssue, evidence.MissedDatabase:
	}
	return ""
}

// found is what a call came to, with its cause or its summary.
func found(a evidence.Attempt) string {
	text := answer(a.Outcome, a.Cause)
	if a.Cause == "" {
		return fmt.Sprintf("%s (%s)", text, Summary(a))
	}
	if because := Because(a); because.Text != "" {
		text += " (" + join("; ", because.Text, because.Aside) + ")"
	}
	return text
}

// undecided says why a check could not be decided.
func undecided(c evidence.Check, a evidence.Attempt) string {
	switch {
	case slices.Contains(c.Misses, evidence.MissedIssue):
		return fmt.Sprintf("the step expects %s, and the catalogue does not say so of %s: fix one of them", Expectation(c.Expected), c.Release)
	case c.Fact != nil:
		return fmt.Sprintf("%s: expected %s, but it was not looked at", FactLabel(*c.Fact), Expectation(c.Expected))
	case c.Expected.Outcome == "":
		return calledAt(a) + ": nothing was expected of it, so it proves nothing"
	}
	return fmt.Sprintf("%s: expected %s, but that cannot be decided: %s", calledAt(a), Expectation(c.Expected), unseen(a))
}

// unseen says which part of the evidence about a call is not there.
func unseen(a evidence.Attempt) string {
	switch {
	case a.Status == 0 || a.Outcome == "":
		return "there is no answer"
	case a.ServerTime.IsZero():
		return "the server's clock is not known"
	case a.Application != evidence.NoApplication && a.Effect.Name == evidence.EffectUnseen:
		return Effect(a.Effect)
	case a.Application != evidence.NoApplication && a.Submission == nil:
		return "nobody saw what was submitted to Flink"
	case a.Submission != nil && a.Submission.State == evidence.SubmissionHidden:
		return State(evidence.SubmissionHidden)
	case a.Flink != nil && a.Flink.Status == evidence.JobUnseen:
		return "nobody saw what Flink did"
	case a.Row.State == evidence.RowUnseen:
		return "nobody looked at the token's row"
	}
	return "part of the evidence was not seen"
}

// calledAt is a call with its address, in a sentence.
func calledAt(a evidence.Attempt) string { return join(" at ", Call(a), a.Path) }

// sinceLetIn lists what was done since the caller was last let in.
func sinceLetIn(a evidence.Attempt) string {
	var done []string
	for _, s := range a.Since {
		done = append(done, Action(s))
	}
	return strings.Join(done, ", ")
}
