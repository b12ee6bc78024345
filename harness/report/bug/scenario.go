package bug

import (
	"fmt"
	"html"
	"strings"

	"streampark-regress/harness/report/result"
	"streampark-regress/harness/report/words"
)

// scenario tells one scenario with everything that was seen.
func scenario(b *strings.Builder, s result.Scenario) {
	verdictLine(b, s)
	b.WriteString("\n\n```gherkin\n")
	for _, step := range s.Steps {
		fmt.Fprintf(b, "%s %s", step.Keyword, step.Text)
		if mark := words.Step(s, step); mark != "" {
			b.WriteString("   # " + mark)
		}
		b.WriteString("\n")
	}
	b.WriteString("```\n\n")
	checks(b, s)
	timeline(b, s)
	tokens(b, s)
	rows(b, s.Rows)
	calls(b, s)
	serverLog(b, s)
}

func verdictLine(b *strings.Builder, s result.Scenario) {
	if s.Mark() == result.Known {
		fmt.Fprintf(b, "**%s %s**", words.Mark(s.Mark()), words.KnownIssue(strings.Join(s.KnownIssues, ", ")))
	} else {
		fmt.Fprintf(b, "**%s**", s.Ended())
	}
	if len(s.KnownIssues) > 0 && s.Mark() != result.Known {
		fmt.Fprintf(b, " (%s)", words.KnownIssue(strings.Join(s.KnownIssues, ", ")))
	}
	first, more, _ := strings.Cut(words.Why(s), "\n")
	if first != "" {
		fmt.Fprintf(b, ": %s", first)
	}
	if more != "" {
		fmt.Fprintf(b, "\n\n```\n%s\n```", fenced(more))
	}
}

func checks(b *strings.Builder, s result.Scenario) {
	if len(s.Checks) == 0 {
		return
	}
	b.WriteString("| check | expected | actual | cause | verdict |\n|---|---|---|---|---|\n")
	for _, c := range s.Checks {
		said := words.Check(c, s.Attempt(c.Attempt))
		fmt.Fprintf(b, "| %s | %s | %s | %s | %s |\n", cell(said.Label), cell(said.Expected), cell(said.Found.String()), cell(orDash(said.Cause.String())), said.Verdict)
	}
	b.WriteString("\n")
}

func timeline(b *strings.Builder, s result.Scenario) {
	if len(s.Timeline) == 0 {
		return
	}
	b.WriteString("| server's clock (UTC) | what happened |\n|---|---|\n")
	for _, m := range s.Timeline {
		at := ""
		if !m.At.IsZero() {
			at = m.At.UTC().Format("2006-01-02 15:04:05")
		}
		fmt.Fprintf(b, "| %s | %s |\n", at, cell(words.Moment(s, m)))
	}
	b.WriteString("\n")
}

func tokens(b *strings.Builder, s result.Scenario) {
	for _, t := range s.Tokens {
		fmt.Fprintf(b, "The token says: %s of %s, made %s, %s.", words.Kind(t.Kind), t.Owner, words.Time(t.Made), words.Expires(t))
		if t.Claims != "" {
			fmt.Fprintf(b, " Its claims:\n\n```json\n%s\n```", t.Claims)
		}
		b.WriteString("\n\n")
	}
}

// serverLog tells what the server logged meanwhile. Its times are the server's
// clock, so they match those of the calls.
func serverLog(b *strings.Builder, s result.Scenario) {
	if s.Log == nil {
		return
	}
	if len(s.Log.Lines) == 0 {
		b.WriteString("The server logged nothing meanwhile.\n\n")
		return
	}
	fmt.Fprintf(b, "<details><summary>what the server logged meanwhile (%s, without the frames of stack traces)</summary>\n\n```\n", words.Count(len(s.Log.Lines), "line"))
	if s.Log.LeftOut > 0 {
		fmt.Fprintf(b, "... left out: %s, see the server's log beside this file\n", words.Count(s.Log.LeftOut, "earlier line"))
	}
	for _, line := range s.Log.Lines {
		fmt.Fprintf(b, "%s\n", fenced(line))
	}
	b.WriteString("```\n\n</details>\n\n")
}

// cell is a text that stays within its cell and is not markup.
func cell(text string) string {
	return strings.NewReplacer("|", `\|`, "\n", " ", "<", "&lt;").Replace(text)
}

// markup is a text that is not markup where HTML is.
func markup(text string) string { return html.EscapeString(text) }

// fenced is a text that cannot end the block it stands in.
func fenced(text string) string { return strings.ReplaceAll(text, "```", "'''") }
