// Package shipment tells what changed between two releases: what they ship, and what
// they do once they run.
package shipment

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"streampark-regress/harness/deployment"
	"streampark-regress/harness/release"
	"streampark-regress/harness/report/words"
	"streampark-regress/harness/shipped"
)

// Comparison is what changed, and what of that is declared.
type Comparison struct {
	Before, After Side
	Changes       []Change
	// Target is where servers came from, empty where none was started, and Exchanges
	// how many exchanges were replayed on both.
	Target    string
	Exchanges int
	// Left says what was not compared, and why; Missed what was to be compared and
	// could not be: of that nothing is known.
	Left, Missed []string
}

// Side is one of the two that were compared.
type Side struct {
	// Name is what was asked for, and Version what was found there.
	Name, Version string
}

// Change is a change and what the catalogue says of it.
type Change struct {
	shipped.Change
	release.Declared
	// Known: the catalogue declares it.
	Known bool
}

// Of says what the catalogue declares of changes.
func Of(before, after Side, changes []shipped.Change, c *release.Catalogue) Comparison {
	all := Comparison{Before: before, After: after}
	for _, change := range changes {
		declared, known := c.Declared(before.Version, after.Version, change.Kind, change.Name)
		all.Changes = append(all.Changes, Change{Change: change, Declared: declared, Known: known})
	}
	return all
}

// Undeclared counts the changes that the catalogue does not declare.
func (c Comparison) Undeclared() int {
	n := 0
	for _, change := range c.Changes {
		if !change.Known {
			n++
		}
	}
	return n
}

// Write writes a comparison for people: what is undeclared, then what matters to
// whom, and how many there are in the last line.
func Write(out io.Writer, c Comparison) error {
	var b strings.Builder
	if deployment.IsModel(c.Target) {
		b.WriteString("MODEL: the answers are the built-in model's, not StreamPark's.\n\n")
	}
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	some(w, "UNDECLARED", c, func(change Change) bool { return !change.Known })
	for _, a := range release.Audiences() {
		some(w, "matters to "+string(a), c, func(change Change) bool { return change.Known && change.MattersTo == a })
	}
	if err := w.Flush(); err != nil {
		return fmt.Errorf("write the comparison: %w", err)
	}
	for _, missed := range c.Missed {
		fmt.Fprintf(&b, "NOT FOUND OUT: %s\n", missed)
	}
	fmt.Fprintf(&b, "%s\n", c.conclusion())
	if _, err := io.WriteString(out, b.String()); err != nil {
		return fmt.Errorf("write the comparison: %w", err)
	}
	return nil
}

// conclusion is the last line: the verdict, how much it is about, and what was left
// out.
func (c Comparison) conclusion() string {
	verdict := "ALL DECLARED"
	switch {
	case c.Undeclared() > 0:
		verdict = "UNDECLARED CHANGES"
	case len(c.Missed) > 0:
		verdict = "NOT FOUND OUT"
	}
	text := fmt.Sprintf("%s from %s to %s: %s, %d undeclared", verdict, c.Before.say(), c.After.say(), words.Count(len(c.Changes), "change"), c.Undeclared())
	if c.Target != "" {
		text += fmt.Sprintf("; %s replayed on both on %s", words.Count(c.Exchanges, "exchange"), c.Target)
	}
	if len(c.Left) > 0 {
		text += ". Not compared: " + strings.Join(c.Left, "; ")
	}
	return text
}

func (s Side) say() string {
	if s.Name == s.Version {
		return s.Version
	}
	return s.Name + " (" + s.Version + ")"
}

// some writes the changes of which something holds, below a heading and by their
// reasons.
func some(w io.Writer, heading string, c Comparison, wanted func(Change) bool) {
	var reasons []string
	by := map[string][]Change{}
	for _, change := range c.Changes {
		if !wanted(change) {
			continue
		}
		if _, known := by[change.Because]; !known {
			reasons = append(reasons, change.Because)
		}
		by[change.Because] = append(by[change.Because], change)
	}
	if len(reasons) == 0 {
		return
	}
	fmt.Fprintf(w, "%s\n", heading)
	for _, reason := range reasons {
		if reason != "" {
			fmt.Fprintf(w, "  %s:\n", reason)
		}
		for _, change := range by[reason] {
			fmt.Fprintf(w, "  %s\t%s\t%s\n", change.Change.Kind, change.Name, strings.TrimSpace(happened(change)+shown(change)))
		}
	}
	fmt.Fprintln(w)
}

// shown names the first exchange that shows a change, and counts the others.
func shown(c Change) string {
	switch len(c.At) {
	case 0:
		return ""
	case 1:
		return fmt.Sprintf(" [%s]", c.At[0])
	}
	return fmt.Sprintf(" [%s, and %d more]", c.At[0], len(c.At)-1)
}

// happened says what became of something.
func happened(c Change) string {
	drifted := c.Change.Kind == release.Drifted
	switch {
	case c.Was != nil && c.Is != nil && strings.HasSuffix(c.Name, *c.Was+" -> "+*c.Is):
		return "" // its name says it
	case c.Was == nil && drifted:
		return "only after an upgrade: " + *c.Is
	case c.Is == nil && drifted:
		return "only in a fresh installation: " + *c.Was
	case drifted:
		return fmt.Sprintf("fresh %s, upgraded %s", *c.Was, *c.Is)
	case c.Was == nil:
		return strings.TrimSuffix("new: "+*c.Is, ": ")
	case c.Is == nil:
		return strings.TrimSuffix("gone, was: "+*c.Was, ", was: ")
	}
	return fmt.Sprintf("%q -> %q", *c.Was, *c.Is)
}
