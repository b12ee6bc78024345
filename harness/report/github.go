package report

import (
	"fmt"
	"io"
	"strings"

	"streampark-regress/harness/verdict"
)

// Annotations writes a run's failures as GitHub's workflow commands: they show
// at the scenario's line. Scenarios that share a reason are annotated once.
func Annotations(out io.Writer, r Result) error {
	var b strings.Builder
	told := map[string]bool{}
	for _, s := range r.Scenarios {
		if s.outcome() == verdict.AsExpected || told[s.failure()] {
			continue
		}
		told[s.failure()] = true
		level := "error"
		if s.outcome() == verdict.NotRun {
			level = "notice"
		}
		fmt.Fprintf(&b, "::%s file=%s,line=%d,title=%s::%s\n", level, property(s.File), s.Line,
			property(fmt.Sprintf("%s on StreamPark %s: %s", s.outcome(), s.Release, s.Name)), message(s.why()))
	}
	if models := r.Models(); len(models) > 0 {
		fmt.Fprintf(&b, "::notice title=MODEL::%s\n", message(modelBanner(models)))
	}
	if r.Run.Failure != "" {
		fmt.Fprintf(&b, "::error title=streampark-regress::%s\n", message(r.Run.Failure))
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

// JobSummary writes a run for the summary of a job, as Markdown.
func JobSummary(out io.Writer, r Result) error {
	var b strings.Builder
	fmt.Fprintf(&b, "## StreamPark's API tokens: %s %s\n\n", verdictMark(r.Verdict), r.Verdict)
	if models := r.Models(); len(models) > 0 {
		fmt.Fprintf(&b, "> %s\n\n", modelBanner(models))
	}
	for _, l := range r.releaseLines() {
		fmt.Fprintf(&b, "- %s **%s**: %s\n", verdictMark(l.Worst), l.Name, l.Sentence)
		for _, issue := range l.Issues {
			fmt.Fprintf(&b, "  - %s\n", issue)
		}
	}
	if lanes := laneText(r, Terminal{}); lanes != "" {
		fmt.Fprintf(&b, "\n```%s```\n", lanes)
	}
	failures := new(strings.Builder)
	for _, s := range r.Scenarios {
		if s.outcome() != verdict.AsExpected {
			fmt.Fprintf(failures, "| %s | %s | %s:%d %s | %s |\n", s.outcome(), s.Release, s.File, s.Line, cell(s.Name), cell(s.why()))
		}
	}
	if failures.Len() > 0 {
		fmt.Fprintf(&b, "\n| verdict | release | scenario | why |\n|---|---|---|---|\n%s", failures)
	}
	if r.Run.Failure != "" {
		fmt.Fprintf(&b, "\n%s\n", r.Run.Failure)
	}
	fmt.Fprintf(&b, "\nRun it again: `%s`\n", r.Run.Command)
	if _, err := io.WriteString(out, b.String()); err != nil {
		return fmt.Errorf("write the job summary: %w", err)
	}
	return nil
}

func modelBanner(models []string) string {
	return fmt.Sprintf("MODEL: the answers of %s are the built-in model's, not StreamPark's. They check the harness and the scenarios.", strings.Join(models, " and "))
}
