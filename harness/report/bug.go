package report

import (
	"fmt"
	"io"
	"sort"
	"strings"

	"streampark-regress/harness/evidence"
	"streampark-regress/harness/verdict"
)

// BugReport writes a run as a report that can be attached to an issue: what was
// run and where, what was expected and found, the calls as curl commands, what
// the token says and what became of its row.
func BugReport(out io.Writer, r Result, title string) error {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n\n", title)
	if models := r.Models(); len(models) > 0 {
		fmt.Fprintf(&b, "> **MODEL**: the answers of %s are the built-in model's, not StreamPark's. This is no evidence about StreamPark.\n\n", strings.Join(models, " and "))
	}
	fmt.Fprintf(&b, "%s: %d scenarios, %d as expected, %d unexpected, %d inconclusive.\n\n", strings.ToUpper(string(r.Verdict)), len(r.Scenarios),
		r.Count(verdict.AsExpected), r.Count(verdict.Unexpected), r.Count(verdict.Inconclusive))
	environment(&b, r)
	for _, s := range r.Scenarios {
		if s.Verdict != verdict.NotRun {
			bugScenario(&b, s)
		}
	}
	fmt.Fprintf(&b, "## How to run this again\n\n```\n%s\n```\n\nTokens are shown by their first characters and a hash. Everything that was seen is in the files beside this one.\n", r.Run.Command)
	if _, err := io.WriteString(out, b.String()); err != nil {
		return fmt.Errorf("write the bug report: %w", err)
	}
	return nil
}

func environment(b *strings.Builder, r Result) {
	b.WriteString("## Environment\n\n")
	for _, d := range r.Deployments {
		fmt.Fprintf(b, "- %s (%s): %s, image %s\n", d.Name, d.Target, d.Detail, orDash(d.Image))
	}
	var names []string
	for name := range r.Run.Machine {
		names = append(names, name)
	}
	sort.Strings(names)
	for _, name := range names {
		fmt.Fprintf(b, "- %s: %s\n", name, r.Run.Machine[name])
	}
	if r.Run.Config != "" {
		fmt.Fprintf(b, "- configuration: %s\n", r.Run.Config)
	}
	fmt.Fprintf(b, "- clock: %s; run %s of %s UTC\n\n", r.Run.Clock, r.Run.ID, r.Started.UTC().Format("2006-01-02 15:04"))
}

func bugScenario(b *strings.Builder, s Scenario) {
	fmt.Fprintf(b, "## %s: %s\n\n", s.Release, s.Name)
	verdictLine := string(s.outcome())
	if len(s.KnownIssues) > 0 {
		verdictLine += " (known issue " + strings.Join(s.KnownIssues, ", ") + ")"
	}
	fmt.Fprintf(b, "**%s**", verdictLine)
	if s.Reason != "" {
		fmt.Fprintf(b, ": %s", s.Reason)
	}
	b.WriteString("\n\n```gherkin\n")
	for _, step := range s.Steps {
		fmt.Fprintf(b, "%s %s   # %s\n", step.Keyword, step.Text, step.Status)
	}
	b.WriteString("```\n\n")
	for _, t := range s.Tokens {
		fmt.Fprintf(b, "Token of %s: kind %s, made %s UTC, expires %s.\n\n", t.Owner, t.Kind, t.Made.UTC().Format("2006-01-02 15:04:05"), t.Expires)
	}
	if len(s.Attempts) > 0 {
		b.WriteString("| # | server's clock (UTC) | call | answer | cause |\n|---|---|---|---|---|\n")
	}
	for i, a := range s.Attempts {
		fmt.Fprintf(b, "| %d | %s | %s, %s | %s, %s | %s |\n", i+1, a.ServerTime.UTC().Format("2006-01-02 15:04:05"), a.Label, a.Path, a.Outcome, a.Summary, orDash(causeOf(a)))
	}
	if len(s.Attempts) > 0 {
		b.WriteString("\n<details><summary>the calls as curl commands</summary>\n\n```sh\n")
		for _, a := range s.Attempts {
			b.WriteString(curl(a))
		}
		b.WriteString("```\n\n</details>\n\n")
	}
	rows(b, s.Rows)
}

// rows tells the snapshots of the token's row: whether they are the same, and
// the last one.
func rows(b *strings.Builder, all []evidence.Row) {
	if len(all) == 0 {
		return
	}
	last, same := all[len(all)-1], true
	for _, r := range all {
		same = same && r.Digest == all[0].Digest
	}
	how := "changed on the way"
	if same {
		how = "was byte for byte the same each time"
	}
	fmt.Fprintf(b, "The token's row in t_access_token was read %d times and %s. ", len(all), how)
	if last.Missing {
		b.WriteString("At the end it was gone.\n\n")
		return
	}
	b.WriteString("At the end:\n\n```\n")
	for i, column := range last.Snapshot.Columns {
		fmt.Fprintf(b, "%-12s %s\n", column, last.Snapshot.Values[i])
	}
	b.WriteString("```\n\n")
}

// curl is a call as a command line; $STREAMPARK and $TOKEN stand for what a
// report does not tell.
func curl(a evidence.Attempt) string {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s: %s\ncurl -i -X %s \"$STREAMPARK%s\"", a.Label, a.Outcome, a.Method, a.Path)
	if a.Authorization != "" {
		b.WriteString(" \\\n  -H \"Authorization: $TOKEN\"")
	}
	if a.Session {
		b.WriteString(" \\\n  -b \"JSESSIONID=$SESSION\"")
	}
	var keys []string
	for k := range a.Form {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	for _, k := range keys {
		fmt.Fprintf(&b, " \\\n  --data-urlencode '%s=%s'", k, a.Form[k])
	}
	b.WriteString("\n")
	return b.String()
}

func causeOf(a evidence.Attempt) string {
	if a.Cause == "" {
		return ""
	}
	return a.Cause + ": " + a.Because
}

func orDash(s string) string {
	if s == "" {
		return "-"
	}
	return s
}
