// Package journey writes what an upgrade does to the people who call the API:
// step by step what was found, and the list of what they have to change.
package journey

import (
	"cmp"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"streampark-regress/harness/deployment"
	"streampark-regress/harness/document"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/report/words"
	"streampark-regress/harness/upgrade"
)

// Schema is the version of the form of a journey's JSON, schema/upgrade.v1.json.
const Schema = 1

// told is a journey as JSON.
type told struct {
	Schema int `json:"schema"`
	// Model is set when the built-in model answered, not StreamPark.
	Model bool `json:"model"`
	upgrade.Found
}

// JSON writes what was found for programs.
func JSON(out io.Writer, f upgrade.Found) error {
	if err := document.Write(out, told{Schema, deployment.IsModel(f.Target), f}); err != nil {
		return fmt.Errorf("write the findings: %w", err)
	}
	return nil
}

// Write writes what was found for people. From a journey that did not come to
// its end nothing is concluded, and it says so.
func Write(out io.Writer, f upgrade.Found) error {
	var b strings.Builder
	if deployment.IsModel(f.Target) {
		b.WriteString("MODEL: these answers are the built-in model's, not StreamPark's.\n\n")
	}
	fmt.Fprintf(&b, "Upgrade %s on %s; scripts run: %s\n\n", strings.Join(f.Path, " -> "), place(f), listed(f.Scripts))
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "RELEASE\tWHAT\tFOUND\tANSWER")
	for _, s := range f.Steps {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", s.Release, what(s), found(s), answer(s))
	}
	if err := w.Flush(); err != nil {
		return fmt.Errorf("write the findings: %w", err)
	}
	b.WriteString("\n")
	conclusion(&b, f)
	if _, err := io.WriteString(out, b.String()); err != nil {
		return fmt.Errorf("write the findings: %w", err)
	}
	return nil
}

// place says on what the upgrade was taken.
func place(f upgrade.Found) string {
	if f.Database == "" || f.Target == "" {
		return cmp.Or(f.Target, "nothing")
	}
	return f.Target + " with " + f.Database.Title()
}

// conclusion says what breaks, and what became different without anybody having
// advice for it.
func conclusion(b *strings.Builder, f upgrade.Found) {
	if f.End != upgrade.Arrived {
		b.WriteString("The upgrade was not completed, so nothing can be said about what it breaks.\n")
		return
	}
	switch {
	case len(f.Changes) > 0 || len(f.Advice) > 0:
	case len(f.Declared) > 0:
		b.WriteString("Every call that was made came to the same before and after.\n")
	default:
		b.WriteString("Nothing breaks for the people who call the API: every call came to the same before and after.\n")
	}
	if len(f.Advice) > 0 {
		b.WriteString("For the people who call the API, in this order:\n")
	}
	for i, a := range f.Advice {
		breaks, what := advice(a)
		fmt.Fprintf(b, "%d. breaks:   %s\n   change:   %s\n   measured: %s\n", i+1, breaks, what, measured(f, a))
	}
	if unadvised := f.Unadvised(); len(unadvised) > 0 {
		b.WriteString("UNEXPECTED: this became different, and nobody has advice for it; do not upgrade before it is understood:\n")
		for _, c := range unadvised {
			fmt.Fprintf(b, "- %s\n", change(f, c))
		}
	}
	declared(b, f)
}

// declared names what else changed for callers.
func declared(b *strings.Builder, f upgrade.Found) {
	if len(f.Declared) == 0 {
		return
	}
	fmt.Fprintf(b, "Changes for callers by the catalogue, not measured here (regress compare-releases %s %s names them):\n", f.Path[0], f.Path[len(f.Path)-1])
	for _, d := range f.Declared {
		fmt.Fprintf(b, "- %s: %s\n", d.In, d.Because)
	}
}

// change says what became different.
func change(f upgrade.Found, c upgrade.Change) string {
	after, _ := f.Step(c.After)
	switch c.Kind {
	case upgrade.OutcomeChanged:
		before, _ := f.Step(c.Before)
		return fmt.Sprintf("%s: %s on %s; %s: %s on %s", what(before), found(before), before.Release, what(after), found(after), after.Release)
	case upgrade.StateLost:
		before, _ := f.Step(c.Before)
		return fmt.Sprintf("%s: %s on %s; %s: %s on %s", what(before), words.State(c.WasState), before.Release, what(after), words.State(c.IsState), after.Release)
	case upgrade.RowChanged, upgrade.LockedOut:
		return fmt.Sprintf("%s: %s", what(after), found(after))
	case upgrade.EffectDiffers:
		return fmt.Sprintf("%s: answered %s, and %s", what(after), found(after), effect(*after.Attempt))
	}
	return string(c.Kind)
}

func effect(a evidence.Attempt) string {
	if len(a.Effect.Others) > 0 {
		return "applications of others were started"
	}
	return words.Effect(a.Effect)
}

// what says what was looked at.
func what(s upgrade.Step) string {
	at := ""
	if s.Attempt != nil {
		at = " at " + s.Attempt.Path
	}
	switch s.Look {
	case upgrade.TokenBefore:
		return "an administrator's API token" + at
	case upgrade.RestoreBefore:
		return "a start from its savepoint" + at
	case upgrade.SaveBefore:
		return "a cancel with a savepoint" + at
	case upgrade.RestoreOldNames:
		return "a start from its savepoint, with the old names," + at
	case upgrade.SaveOldNames:
		return "a cancel with a savepoint, with the old names," + at
	case upgrade.RestoreNewNames:
		return "a start from its savepoint, with the new names," + at
	case upgrade.SaveNewNames:
		return "a cancel with a savepoint, with the new names," + at
	case upgrade.DeveloperBefore:
		return "a developer's API token" + at
	case upgrade.DisabledBefore, upgrade.DisabledAfter:
		return "a token that was disabled before" + at
	case upgrade.DeveloperRow:
		return "the developer's row in t_access_token"
	case upgrade.DisabledRow:
		return "the disabled token's row in t_access_token"
	case upgrade.SignInBefore:
		return "a sign-in with its cookie" + at
	case upgrade.OldToken:
		return "the token made before" + at
	case upgrade.OldRow:
		return "its row in t_access_token"
	case upgrade.SignInAfter:
		return "the sign-in made before, with its cookie," + at
	case upgrade.SecondToken:
		return "another token while the old row is there"
	case upgrade.OldAddress, upgrade.NewAddress:
		return "a new token" + at
	case upgrade.DeveloperAfter:
		return "a developer's new token" + at
	case upgrade.NewcomerAfter:
		return "the first sign-in of an administrator who was made before"
	case upgrade.Back:
		return "back again: the token made on the newer release" + at
	case upgrade.BackRenewed:
		return "back again: a new token" + at
	}
	return string(s.Look)
}

// found says what it came to.
func found(s upgrade.Step) string {
	switch {
	case s.Attempt != nil && s.Attempt.Cause != "":
		return fmt.Sprintf("%s, %s", s.Attempt.Outcome, s.Attempt.Cause)
	case s.Attempt != nil && asks(s.Look) && s.Attempt.Outcome.Accepted():
		return fmt.Sprintf("%s, %s", s.Attempt.Outcome, words.Submission(s.Attempt.Submission))
	case s.Attempt != nil:
		return string(s.Attempt.Outcome)
	case s.Fact.Kind == evidence.SecondTokenFact && s.Fact.Refused == "":
		return "made"
	case s.Fact.Kind == evidence.SecondTokenFact:
		return s.Fact.Refused
	case s.Fact.Kind == evidence.AdmissionFact:
		return string(s.Fact.Admission)
	}
	return words.RowState(s.Fact.Row)
}

// asks reports whether a look is about the state of a job.
func asks(l upgrade.Look) bool {
	switch l { //nolint:exhaustive // the others are about tokens
	case upgrade.RestoreBefore, upgrade.SaveBefore, upgrade.RestoreOldNames, upgrade.SaveOldNames, upgrade.RestoreNewNames, upgrade.SaveNewNames:
		return true
	}
	return false
}

func answer(s upgrade.Step) string {
	if s.Attempt == nil {
		return ""
	}
	return words.Summary(*s.Attempt).String()
}

func listed(names []string) string {
	if len(names) == 0 {
		return "none"
	}
	return strings.Join(names, ", ")
}
