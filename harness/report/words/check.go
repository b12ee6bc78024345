package words

import (
	"fmt"

	"streampark-regress/harness/cause"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/outcome"
	"streampark-regress/harness/report/result"
	"streampark-regress/harness/verdict"
)

// Checked is a check as the cells of a table.
type Checked struct {
	Label, Expected string
	// Found is what was found, and Cause why a call was unauthenticated.
	Found, Cause Phrase
	// Verdict is the verdict, with the known issue it has to do with.
	Verdict string
}

// Check says a check; the attempt is the call it is about, if it is about one.
func Check(c evidence.Check, a evidence.Attempt) Checked {
	cells := Checked{Expected: Expectation(c.Expected), Verdict: Verdict(c), Cause: Cause(a)}
	if c.Fact != nil {
		cells.Label, cells.Found, cells.Cause = FactLabel(*c.Fact), Phrase{Text: Fact(*c.Fact, c.Expected)}, Phrase{}
		return cells
	}
	cells.Label, cells.Found = CallAt(a), Outcome(a)
	return cells
}

// Verdict says a check's verdict, with the known issue it has to do with.
func Verdict(c evidence.Check) string {
	switch {
	case c.Verdict == verdict.AsExpected && c.Masked:
		return Mark(result.Known) + " " + NotChecked(c.KnownIssue)
	case c.Verdict == verdict.AsExpected && c.KnownIssue != "":
		return Mark(result.Known) + " " + KnownIssue(c.KnownIssue)
	}
	return string(c.Verdict)
}

// KnownIssue names a known issue.
func KnownIssue(id string) string { return "known issue " + id }

// NotChecked says that a known issue stood in the way of a check.
func NotChecked(issue string) string { return "not checked because of " + KnownIssue(issue) }

// Expectation says what a scenario expects.
func Expectation(e evidence.Expectation) string {
	switch {
	case e.Row != "":
		return RowState(evidence.RowState{State: e.Row})
	case e.Life != nil:
		return Life(*e.Life)
	case e.Logged != "":
		return fmt.Sprintf("has %q", e.Logged)
	case e.NotLogged != "":
		return fmt.Sprintf("no %q", e.NotLogged)
	case e.Refused != "":
		return fmt.Sprintf("refused: %q", e.Refused)
	case e.Admission != "":
		return string(e.Admission)
	case e.Secret:
		return "no secret"
	case e.Address != "":
		return "it calls " + e.Address
	case e.Explained:
		return string(e.Outcome) + " with any cause but unknown or expired"
	}
	text := answer(e.Outcome, e.Cause)
	if e.State != "" {
		text = join(", ", text, State(e.State))
	}
	if e.Job != "" {
		text = join(", ", text, JobStatus(e.Job))
	}
	text = join(", ", text, Kept(e.Kept), Going(e.Going))
	if e.KnownIssue != "" {
		text += ", as in " + KnownIssue(e.KnownIssue)
	}
	return text
}

// answer is an outcome and, for a 401, its cause.
func answer(o outcome.Outcome, c cause.Cause) string {
	return join(" with cause ", string(o), string(c))
}

// FactLabel names what a fact is about.
func FactLabel(f evidence.Fact) string {
	switch f.Kind {
	case evidence.RowFact:
		return "row in t_access_token"
	case evidence.LifeFact:
		return "expiry the token carries"
	case evidence.LogFact:
		return "server log for that call"
	case evidence.SecondTokenFact:
		return "another token while the old row is there"
	case evidence.AdmissionFact:
		return "sign-in"
	case evidence.SecrecyFact:
		return "server log of the scenario"
	case evidence.CommandFact:
		return "curl command copied from the web page"
	}
	return string(f.Kind)
}

// Fact says what was seen besides calls.
func Fact(f evidence.Fact, expected evidence.Expectation) string {
	switch f.Kind {
	case evidence.RowFact:
		return RowState(f.Row)
	case evidence.LifeFact:
		if f.Life == nil {
			return "not seen"
		}
		return Life(*f.Life)
	case evidence.LogFact:
		return logged(f, expected)
	case evidence.SecondTokenFact:
		if f.Refused == "" {
			return "made"
		}
		return fmt.Sprintf("refused: %q", f.Refused)
	case evidence.AdmissionFact:
		if len(f.Leaks) > 0 {
			return fmt.Sprintf("%s, and the answer gives away a secret: %v", f.Admission, f.Leaks)
		}
		return string(f.Admission)
	case evidence.SecrecyFact:
		if len(f.Leaks) == 0 {
			return "no secret"
		}
		return fmt.Sprintf("it gives away a secret: %v", f.Leaks)
	case evidence.CommandFact:
		return "it calls " + f.Address
	}
	return string(f.Kind)
}

func logged(f evidence.Fact, expected evidence.Expectation) string {
	switch {
	case f.Lines > 0 && expected.NotLogged != "":
		return fmt.Sprintf("has %q in %s", expected.NotLogged, Count(f.Lines, "line"))
	case f.Lines > 0:
		return fmt.Sprintf("has %q", expected.Logged)
	}
	return fmt.Sprintf("no %q", expected.Logged+expected.NotLogged)
}

// Life says how long a token lives.
func Life(l evidence.Life) string {
	if l.Never {
		return "never"
	}
	return "creation + " + Length(l.Seconds)
}

// Suspect says what a surprise looks like; empty for nothing in particular.
func Suspect(s evidence.Suspect) string {
	switch s {
	case evidence.NoSuspect:
		return ""
	case evidence.SuspectExpiry:
		return "expiry (the token carries an expiry of its own)"
	case evidence.SuspectNoExpiry:
		return "no expiry (the token should have expired by now)"
	case evidence.SuspectRevocation:
		return "revocation (the row or the user is not checked)"
	case evidence.SuspectForgery:
		return "forgery (something other than the token was accepted)"
	case evidence.SuspectStatus:
		return "status (a rejection that does not say 401)"
	case evidence.SuspectAnswer:
		return "answer (a 401 that does not come from the check of the token)"
	case evidence.SuspectSession:
		return "session (the end of a web session takes the API token with it)"
	case evidence.SuspectCache:
		return "token cache (token and row are good, and the server forgot the token)"
	case evidence.SuspectRestart:
		return "restart (token and row are good, and the server lost the token)"
	case evidence.SuspectRow:
		return "row (it does not hold the token that was handed out)"
	case evidence.SuspectState:
		return "field names (a field that the release does not read is ignored without a word)"
	case evidence.SuspectEffect:
		return "effect (the application did not do what the answer says)"
	}
	return string(s)
}
