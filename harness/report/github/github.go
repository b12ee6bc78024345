// Package github writes a run for GitHub Actions: annotations that show at the
// scenarios' lines, and the summary of a job.
package github

import (
	"fmt"
	"io"
	"strings"

	"streampark-regress/harness/report/result"
	"streampark-regress/harness/report/terminal"
	"streampark-regress/harness/report/words"
	"streampark-regress/harness/verdict"
)

// Annotations writes a run's failures as GitHub's workflow commands. Scenarios
// that share a reason are annotated once.
func Annotations(out io.Writer, r result.Result) error {
	var b strings.Builder
	for _, f := range r.Failures() {
		s := f.Example()
		level := "error"
		if f.Verdict == verdict.NotRun {
			level = "notice"
		}
		fmt.Fprintf(&b, "::%s file=%s,line=%d,title=%s::%s\n", level, property(s.File), s.Line, property(title(f)), message(words.Why(s)))
	}
	if models := r.Models(); len(models) > 0 {
		fmt.Fprintf(&b, "::notice title=MODEL::%s\n", message(words.Model(models)))
	}
	if partial := words.Partial(r); partial != "" {
		fmt.Fprintf(&b, "::warning title=PARTIAL::%s\n", message(partial))
	}
	for _, broken := range words.Broken(r) {
		fmt.Fprintf(&b, "::error title=streampark-regress::%s\n", message(broken))
	}
	if _, err := io.WriteString(out, b.String()); err != nil {
		return fmt.Errorf("write the annotations: %w", err)
	}
	return nil
}

// message and property escape as GitHub's runner unescapes.
func message(text string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace(text)
}

func property(text string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C").Replace(text)
}

// Answer writes whether an issue was reproduced, for the summary of a job, as Markdown.
func Answer(out io.Writer, r result.Result, issue string, standings []result.Standing) error {
	var b strings.Builder
	fmt.Fprintf(&b, "## Issue %s: %s\n\n", issue, result.Reproduced(standings))
	for _, s := range standings {
		fmt.Fprintf(&b, "- %s\n", words.Standing(r, s, issue))
	}
	b.WriteString("\n")
	if _, err := io.WriteString(out, b.String()); err != nil {
		return fmt.Errorf("write the job summary: %w", err)
	}
	return nil
}

// Summary writes a run for the summary of a job, as Markdown.
func Summary(out io.Writer, r result.Result) error {
	var b strings.Builder
	fmt.Fprintf(&b, "## StreamPark's API tokens: %s %s\n\n", words.Mark(result.MarkOf(r.Verdict)), words.Headline(r))
	if models := r.Models(); len(models) > 0 {
		fmt.Fprintf(&b, "> %s\n\n", words.Model(models))
	}
	if partial := words.Partial(r); partial != "" {
		fmt.Fprintf(&b, "> PARTIAL: %s\n\n", partial)
	}
	for _, build := range r.Run.Builds {
		fmt.Fprintf(&b, "%s\n\n", words.Build(build))
	}
	for _, release := range r.Releases() {
		fmt.Fprintf(&b, "- %s **StreamPark %s**: %s\n", words.Mark(release.Mark()), release.Place(), words.Release(release))
		for _, issue := range words.Issues(release, r.Run.KnownIssues) {
			fmt.Fprintf(&b, "  - %s\n", issue)
		}
	}
	if lanes := terminal.Lanes(r, terminal.Screen{}); lanes != "" {
		fmt.Fprintf(&b, "\n```%s```\n", lanes)
	}
	failures(&b, r)
	for _, broken := range words.Broken(r) {
		fmt.Fprintf(&b, "\n%s\n", broken)
	}
	for _, made := range words.Made(r) {
		fmt.Fprintf(&b, "\n%s\n", made)
	}
	fmt.Fprintf(&b, "\nRun it again: `%s`\n", r.Again())
	if _, err := io.WriteString(out, b.String()); err != nil {
		return fmt.Errorf("write the job summary: %w", err)
	}
	return nil
}

// title is what a failure is called: by its scenario where there is one, and by
// its cause where there are several.
func title(f result.Failure) string {
	if n := len(f.Scenarios); n > 1 && words.Title(f) != "" {
		return fmt.Sprintf("%s on StreamPark %s: %s (%s)", f.Verdict, f.Place, words.Title(f), words.Count(n, "scenario"))
	}
	return fmt.Sprintf("%s on StreamPark %s: %s", f.Verdict, f.Place, f.Scenarios[0].Name)
}

// failures tells what went wrong, each cause once with its scenarios below. Of what
// was not run it says how many.
func failures(b *strings.Builder, r result.Result) {
	for _, f := range r.Failures() {
		fmt.Fprintf(b, "\n### %s StreamPark %s: %s\n\n", words.Mark(f.Scenarios[0].Mark()), f.Place, cell(cause(f)))
		if f.Cause == result.Stopped {
			continue
		}
		for _, l := range words.Paragraph(f) {
			fmt.Fprintf(b, "- %s: %s\n", l.Name, cell(l.Text))
		}
		if f.Verdict == verdict.NotRun {
			fmt.Fprintf(b, "%s\n", cell(words.Why(f.Scenarios[0])))
			continue
		}
		fmt.Fprintf(b, "\n<details><summary>%s</summary>\n\n| scenario | why |\n|---|---|\n", words.Count(len(f.Scenarios), "scenario"))
		for _, s := range f.Scenarios {
			fmt.Fprintf(b, "| %s:%d %s | %s |\n", s.File, s.Line, cell(s.Name), cell(words.Why(s)))
		}
		b.WriteString("\n</details>\n")
	}
}

// cause is what the scenarios of a failure have in common, and how many they are.
func cause(f result.Failure) string {
	text := words.Count(len(f.Scenarios), "scenario") + " " + string(f.Verdict)
	if title := words.Title(f); title != "" {
		text = title + ": " + text
	}
	return text
}

// cell is a text that stays within its cell and is not markup.
func cell(text string) string {
	return strings.NewReplacer("|", `\|`, "\n", " ", "<", "&lt;").Replace(text)
}
