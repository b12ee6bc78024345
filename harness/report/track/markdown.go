package track

import (
	"fmt"
	"io"
	"strings"

	"streampark-regress/harness/bisection"
)

// Markdown writes what was found to paste it into an issue.
func Markdown(out io.Writer, t *bisection.Track) error {
	var b strings.Builder
	title := "came"
	if t.Find == bisection.Fix {
		title = "went"
	}
	fmt.Fprintf(&b, "# Where issue %s %s\n\n", t.Issue, title)
	if t.Title != "" {
		fmt.Fprintf(&b, "%s.\n\n", capital(t.Title))
	}
	fmt.Fprintf(&b, "**%s**\n", cell(Headline(t)))
	c := t.Conclusion
	if !c.Exact {
		b.WriteString("\nIt is one of these; nothing could be found out about those that are unknown:\n\n")
		for i := c.Before + 1; i <= c.After; i++ {
			fmt.Fprintf(&b, "- %s%s\n", listed(t, i), ifUnknown(t, i))
		}
	}
	b.WriteString("\n## What was seen\n\nThe ends were verified first.\n\n| step | " + one(t.Over) + " | answer | why | image |\n|---|---|---|---|---|\n")
	for i, s := range t.Steps {
		fmt.Fprintf(&b, "| %d | %s | %s | %s | %s |\n", i+1, listed(t, s.Candidate), s.Answer, cell(s.Why), cell(s.Image))
	}
	fmt.Fprintf(&b, "\n## How to repeat it\n\nThe whole bisection; with `--force` nothing is taken from before:\n\n```sh\n%s\n```\n", t.Command)
	b.WriteString("\nThe two around the change:\n\n```sh\n")
	for _, i := range []int{c.Before, c.After} {
		if s, made := t.Of(i); made && s.Repeat != "" {
			fmt.Fprintf(&b, "%s\n", s.Repeat)
		}
	}
	b.WriteString("```\n")
	if _, err := io.WriteString(out, b.String()); err != nil {
		return fmt.Errorf("write the report: %w", err)
	}
	return nil
}

// listed names a candidate in a list, a commit so that GitHub makes a link of it.
func listed(t *bisection.Track, i int) string {
	at := t.Candidates[i]
	if t.Over == bisection.Commits {
		return at.Name + " " + cell(at.Subject)
	}
	return cell(at.Title())
}

func ifUnknown(t *bisection.Track, i int) string {
	if s, made := t.Of(i); made && s.Answer == bisection.Unknown {
		return " (unknown: " + cell(s.Why) + ")"
	}
	return ""
}

// cell is a text in a table: a line without a border, and without what is HTML to
// GitHub.
func cell(text string) string {
	return strings.NewReplacer("|", `\|`, "<", "&lt;", "\n", " ").Replace(text)
}

func capital(text string) string { return strings.ToUpper(text[:1]) + text[1:] }
