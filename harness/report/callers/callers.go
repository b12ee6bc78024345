// Package callers writes what an upgrade changes for the calls of a script.
package callers

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"streampark-regress/harness/document"
	"streampark-regress/harness/migration"
)

// Redact replaces the secrets in a text.
type Redact func(string) string

// told is a report as JSON; its form is schema/callers.v1.json.
type told struct {
	Schema    int               `json:"schema"`
	From      string            `json:"from"`
	To        string            `json:"to"`
	Verdict   migration.Verdict `json:"verdict"`
	Calls     []toldCall        `json:"calls"`
	Undecided []toldGap         `json:"undecided"`
	Others    int               `json:"other_curl_commands"`
}

type toldCall struct {
	File    string `json:"file"`
	Line    int    `json:"line"`
	Address string `json:"address"`
	// Call is the call as it was read, as a curl command.
	Call string `json:"call"`
	// SignIn is the line of the sign-in whose token it seems to send.
	SignIn   int           `json:"sign_in_line,omitempty"`
	Findings []toldFinding `json:"findings"`
	// Instead is the curl command to use instead.
	Instead string `json:"instead,omitempty"`
}

type toldFinding struct {
	migration.Finding
	Says string `json:"says"`
}

type toldGap struct {
	migration.Undecided
	Says string `json:"says"`
}

// JSON writes a report for programs.
func JSON(out io.Writer, r migration.Report, redact Redact) error {
	t := told{Schema: 1, From: r.From, To: r.To, Verdict: r.Verdict(), Calls: []toldCall{}, Undecided: []toldGap{}, Others: r.Others}
	for _, c := range r.Calls {
		one := toldCall{File: c.File, Line: c.Line, Address: c.Address, Call: redact(c.String()), SignIn: c.SignIn, Findings: []toldFinding{}}
		for _, f := range c.Findings {
			says := redact(sentence(f, c, r))
			f.Value = redact(f.Value)
			one.Findings = append(one.Findings, toldFinding{f, says})
		}
		if c.Instead != nil {
			one.Instead = redact(c.Instead.String())
		}
		t.Calls = append(t.Calls, one)
	}
	for _, u := range r.Undecided {
		says := redact(gap(u))
		u.What = redact(u.What)
		t.Undecided = append(t.Undecided, toldGap{u, says})
	}
	if err := document.Write(out, t); err != nil {
		return fmt.Errorf("write what was found in the scripts: %w", err)
	}
	return nil
}

// Write writes a report for people.
func Write(out io.Writer, r migration.Report, redact Redact) error {
	var b strings.Builder
	fmt.Fprintf(&b, "What changes from StreamPark %s to %s\n", r.From, r.To)
	for _, c := range r.Calls {
		fmt.Fprintf(&b, "\n%s:%d: %s%s\n  %s\n", c.File, c.Line, c.Address, sentWith(c), c.Call)
		for _, f := range c.Findings {
			fmt.Fprintf(&b, "  %s: %s\n", severity(f.Severity), sentence(f, c, r))
		}
		if len(c.Findings) == 0 {
			b.WriteString("  nothing changes\n")
		}
		if c.Instead != nil {
			fmt.Fprintf(&b, "  %s\n  %s\n", instead(c), c.Instead)
		}
	}
	if len(r.Undecided) > 0 {
		b.WriteString("\nNot decided\n")
	}
	for _, u := range r.Undecided {
		at := u.File
		if u.Line > 0 {
			at = fmt.Sprintf("%s:%d", u.File, u.Line)
		}
		fmt.Fprintf(&b, "  %s: %s\n", at, gap(u))
	}
	fmt.Fprintf(&b, "\n%s\n", conclusion(r))
	if _, err := io.WriteString(out, redact(b.String())); err != nil {
		return fmt.Errorf("write what was found in the scripts: %w", err)
	}
	return nil
}

// instead announces the call to make instead.
func instead(c migration.Call) string {
	if c.LosesState() {
		return "send instead, with every name that either release has for what keeps the state:"
	}
	return "send instead:"
}

func sentWith(c migration.Call) string {
	if c.SignIn == 0 {
		return ""
	}
	return fmt.Sprintf(", taken to be sent with the sign-in of line %d", c.SignIn)
}

// conclusion is the last line.
func conclusion(r migration.Report) string {
	breaks, lost := 0, 0
	for _, c := range r.Calls {
		if c.Breaks() {
			breaks++
		}
		if c.LosesState() {
			lost++
		}
	}
	var text string
	switch r.Verdict() {
	case migration.Breaks:
		text = fmt.Sprintf("BREAKS: %d of %s", breaks, count(len(r.Calls), "call"))
		if lost > 0 {
			text += fmt.Sprintf(", %d without an error", lost)
		}
		if len(r.Undecided) > 0 {
			text += fmt.Sprintf("; not decided: %d", len(r.Undecided))
		}
	case migration.Unknown:
		if len(r.Calls) == 0 && !slices.ContainsFunc(r.Undecided, func(u migration.Undecided) bool { return u.Gap != migration.NoCalls }) {
			text = "UNDECIDED: nothing is known of the callers from this"
			break
		}
		text = fmt.Sprintf("UNDECIDED: %s read, and %s could not be decided", count(len(r.Calls), "call"), count(len(r.Undecided), "thing"))
	case migration.Unchanged:
		text = fmt.Sprintf("NOTHING CHANGES: %s", count(len(r.Calls), "call"))
	}
	if r.Others > 0 {
		text += fmt.Sprintf("; %s to others left alone", count(r.Others, "curl command"))
	}
	return text
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
