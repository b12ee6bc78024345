package callers

import (
	"cmp"
	"fmt"
	"strings"

	"streampark-regress/harness/database"
	"streampark-regress/harness/migration"
	"streampark-regress/harness/release"
)

// sentence says what a finding is, in one sentence.
func sentence(f migration.Finding, c migration.Call, r migration.Report) string {
	set := fmt.Sprintf("%s=%s", f.Field, f.Value)
	switch f.Kind {
	case migration.Moved:
		return fmt.Sprintf("%s is closed to API tokens on %s (%d)%s. A white list opens the address there, but not the old names of the fields", c.Address, r.To, f.Status, call(f.Instead))
	case migration.Closed:
		return fmt.Sprintf("%s is closed to API tokens on both releases, unless a white list opens it", c.Address)
	case migration.Gone:
		return fmt.Sprintf("%s does not exist on %s (%d)%s", c.Address, r.To, f.Status, call(f.Instead))
	case migration.NotYet:
		return fmt.Sprintf("%s does not exist on %s: the call is one for %s already", c.Address, r.From, r.To)
	case migration.Opened:
		return fmt.Sprintf("%s is closed to API tokens on %s and open on %s", c.Address, r.From, r.To)
	case migration.NotPost:
		return fmt.Sprintf("the method is %s, and the address takes POST alone, on both releases", f.Value)
	case migration.FieldIgnored, migration.FieldDead, migration.FieldOff, migration.FieldCounts, migration.FieldDiffers:
		return field(f, r, set)
	case migration.FieldOutvoted, migration.ValueFalse, migration.ValueRefused, migration.ValueUnmeasured:
		return value(f, r, set)
	case migration.NotStored:
		return notStored(f, r)
	case migration.FieldMissing:
		return f.Field + " is missing, and nothing can be done without it"
	case migration.NoForm:
		return "StreamPark reads form fields, and this body is not a form: none of its fields counts, on either release: send -d name=value, without a Content-Type of your own"
	case migration.NoToken:
		return fmt.Sprintf("the call carries no token: %d on both releases", f.Status)
	case migration.Prefixed:
		return fmt.Sprintf(`"Bearer " stands before the token, and no release removes it: %d on both: send the token alone`, f.Status)
	case migration.TokenDies:
		if f.DeleteFirst {
			return fmt.Sprintf("a token made on %s gets %d on %s: delete it on the token page, then make a new one, in this order", r.From, f.Status, r.To)
		}
		return fmt.Sprintf("a token made on %s gets %d on %s: make a new one on the token page", r.From, f.Status, r.To)
	case migration.SignInDies:
		return fmt.Sprintf("a sign-in token of %s gets %d on %s, and does so again after each restart: sign in again", r.From, f.Status, r.To)
	case migration.Issue:
		return issue(f, r)
	case migration.CookieNeeded:
		return fmt.Sprintf("on %s a sign-in token counts only with the cookie of its sign-in: keep it with -c and send it with -b", r.To)
	case migration.CookieNeedless:
		return fmt.Sprintf("on %s the sign-in token needs no cookie", r.To)
	case migration.SignInForm:
		return fmt.Sprintf("a sign-in without %s is answered in another way on %s", f.Field, r.To)
	case migration.OneToken:
		return fmt.Sprintf("%s refuses a second token while the user has one: delete the old one first", r.To)
	case migration.SaysLess:
		return fmt.Sprintf("the answer on %s does not say whether a token is enabled", r.To)
	}
	return string(f.Kind)
}

func call(instead string) string {
	if instead == "" {
		return ""
	}
	return ": call " + instead
}

// field says what becomes of a field.
func field(f migration.Finding, r migration.Report, set string) string {
	lost := loss(f.Means)
	if f.Issue != "" {
		lost += fmt.Sprintf(" (known issue %s)", f.Issue)
	}
	if f.Unsure {
		lost += ", unless the variable says false"
	}
	if f.Instead != "" {
		lost += fmt.Sprintf(": send %s=%s", f.Instead, cmp.Or(f.Send, f.Value))
	}
	if f.WordOnly {
		lost += ", where only the word true is true, not 1, yes or on"
	} else if f.Send != "" {
		lost += fmt.Sprintf(", where %q would be false", f.Value)
	}
	at := ""
	if len(f.At) > 0 {
		at = " at " + strings.Join(f.At, " and at ")
	}
	if f.Sender == release.SignIn {
		at += " when a sign-in sends it"
	}
	if f.Kind == migration.FieldIgnored && f.Severity == migration.Harmless {
		return fmt.Sprintf("%s is not read on %s%s", f.Field, r.To, at)
	}
	if f.Kind == migration.FieldIgnored {
		return fmt.Sprintf("%s is ignored on %s%s: the answer is 200, and %s", set, r.To, at, lost)
	}
	if f.Kind == migration.FieldDead {
		return fmt.Sprintf("%s is ignored already and stays so: the answer is 200, and %s", set, lost)
	}
	if f.Kind == migration.FieldOff {
		return fmt.Sprintf("%s is ignored on %s, which comes to the same; whoever sets it to true one day has to send %s", set, r.To, f.Instead)
	}
	if f.Kind == migration.FieldCounts {
		return fmt.Sprintf("%s is ignored on %s and counts on %s", set, r.From, r.To)
	}
	return fmt.Sprintf("%s counts on %s, and on %s what is sent as %s does, which is something else", set, r.From, r.To, f.Instead)
}

// value says what becomes of the value of a flag.
func value(f migration.Finding, r migration.Report, set string) string {
	if f.Value == "" {
		set = f.Field + ", which is sent empty,"
	} else if strings.TrimSpace(f.Value) != f.Value {
		set = fmt.Sprintf("%s=%q, with the spaces in it,", f.Field, f.Value)
	}
	text := flag(f, r, set)
	if f.Unmeasured {
		text += fmt.Sprintf(" (not measured on %s: it follows from how the catalogue says that the field is read)", r.To)
	}
	return text
}

func flag(f migration.Finding, r migration.Report, set string) string {
	switch f.Kind { //nolint:exhaustive // the other findings are not about a flag's value
	case migration.FieldOutvoted:
		unless := ""
		if f.Unsure {
			unless = ", unless the variable says true"
		}
		return fmt.Sprintf("%s does not count on %s where %s is sent too, which alone counts then: the answer is 200, and %s%s: send true in %s", set, r.To, f.Instead, loss(f.Means), unless, f.Instead)
	case migration.ValueFalse:
		if f.Unsure {
			return fmt.Sprintf("%s is true on %s only if the variable holds the word true: 1, yes and on are false there, with 200, and then %s", set, r.To, loss(f.Means))
		}
		return fmt.Sprintf("%s counts as false on %s, where only the word true is true in this field: the answer is 200, and %s: send %s=%s", set, r.To, loss(f.Means), f.Field, f.Send)
	case migration.ValueRefused:
		return fmt.Sprintf("%s is an error on %s (%d), and nothing is done: send true or false", set, r.To, f.Status)
	}
	return fmt.Sprintf("%s is true on %s", set, r.To)
}

// loss is what does not happen when a field is ignored.
func loss(m release.Meaning) string {
	switch m {
	case release.Restore:
		return "the job starts without its state"
	case release.RestorePath:
		return "the job starts from another savepoint than this, or from none"
	case release.AllowNonRestored:
		return "a job that has lost an operator does not start from its savepoint"
	case release.Arguments:
		return "the job runs with other arguments"
	case release.Trigger:
		return "the job ends without a savepoint"
	case release.Target:
		return "the savepoint is written somewhere else, or not at all"
	case release.Drain:
		return "the job ends without being drained"
	case release.Application, release.Team:
	}
	return "it does not count"
}

// notStored says why a start has to name its savepoint.
func notStored(f migration.Finding, r migration.Report) string {
	on := ""
	if f.Database != "" {
		on = " on " + product(f.Database)
	}
	return fmt.Sprintf("%s%s stores no savepoint that a cancel writes (known issue %s): this start goes on from an older one, or from none, with 200: send %s with the path, as Flink tells it", r.To, on, f.Issue, f.Field)
}

// product is the name of a database as its makers write it.
func product(name string) string { return database.Product(name).Title() }

func issue(f migration.Finding, r migration.Report) string {
	text := fmt.Sprintf("known issue %s of %s, %s (%d)", f.Issue, r.To, f.Title, f.Status)
	switch {
	case f.Role != "":
		return text + ": the script does not say whose token it is"
	case f.Status == 401:
		return text + ": sign in for each call instead"
	}
	return text
}

// gap says why something could not be decided.
func gap(u migration.Undecided) string {
	switch u.Gap {
	case migration.HiddenAddress:
		return "the address is " + u.What + ", which does not say whether StreamPark is called: write it out"
	case migration.HiddenFields:
		return "what is sent is in " + u.What + ", which is not seen: write the fields out"
	case migration.NotCurl:
		return u.What + " stands here and not in a curl command: only curl commands are read, and no other program's requests"
	case migration.Unreadable:
		return "a curl command that cannot be read as a shell reads it: " + u.What
	case migration.NoCalls:
		return "no call to StreamPark was found: only curl commands in shell scripts or in text are read"
	}
	return string(u.Gap)
}

// severity is a severity as it stands before a finding.
func severity(s migration.Severity) string {
	switch s {
	case migration.Lost:
		return "LOST WITHOUT AN ERROR"
	case migration.Rejected:
		return "REFUSED"
	case migration.Conditional:
		return "depends"
	case migration.Harmless:
		return "harmless"
	}
	return string(s)
}
