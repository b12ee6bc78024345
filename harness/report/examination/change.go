package examination

import (
	"fmt"
	"strings"

	"streampark-regress/harness/diagnosis"
	"streampark-regress/harness/report/words"
)

// Change is something that is different since the examination before.
type Change struct {
	What string `json:"what"`
	From string `json:"from"`
	To   string `json:"to"`
}

// Changes are what is different between two examinations: the answer and what it comes
// to, and not what passes by itself, such as the time that a token has left.
func Changes(before, after diagnosis.Examination) []Change {
	was, is := facts(before), facts(after)
	var all []Change
	for i := range was {
		if was[i].value != is[i].value {
			all = append(all, Change{was[i].name, was[i].value, is[i].value})
		}
	}
	return all
}

// fact is one of the things that can change.
type fact struct{ name, value string }

// facts are always the same, in the same order.
func facts(x diagnosis.Examination) []fact {
	var calls, findings []string
	for _, c := range x.Calls {
		calls = append(calls, fmt.Sprintf("%s: %s, %s", c.Path, c.Reading.Outcome, summary(c)))
	}
	for _, f := range x.Diagnosis.Findings {
		findings = append(findings, fmt.Sprintf("%s %s", f.Cause, f.State))
	}
	server, cause := "answers", string(x.Diagnosis.Cause)
	if x.Unreached != nil {
		server = words.Stranger(x.Unreached.Why)
	}
	if cause == "" {
		cause = "none"
	}
	return []fact{
		{"server", server},
		{"release", strings.Join(versions(x), " or ")},
		{"token", state(x)},
		{"cause", cause},
		{"findings", strings.Join(findings, ", ")},
		{"calls", strings.Join(calls, "; ")},
	}
}

// state is what became of the token.
func state(x diagnosis.Examination) string {
	switch {
	case x.Accepted:
		return "accepted"
	case x.NotSeen():
		return "not seen"
	}
	return "rejected"
}

// WriteChanges writes changes for people.
func WriteChanges(changes []Change) string {
	var b strings.Builder
	b.WriteString("It has changed:\n")
	for _, c := range changes {
		fmt.Fprintf(&b, "  %-8s %s\n           -> %s\n", c.What, orNothing(c.From), orNothing(c.To))
	}
	return b.String()
}

func orNothing(text string) string {
	if text == "" {
		return "nothing"
	}
	return text
}
