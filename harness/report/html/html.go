// Package html writes a run as report.html: one file, nothing to load, no
// script, for light and dark screens, phones and paper.
package html

import (
	"embed"
	"fmt"
	"html/template"
	"io"
	"strings"

	"streampark-regress/harness/evidence"
	"streampark-regress/harness/report/lanes"
	"streampark-regress/harness/report/result"
	"streampark-regress/harness/report/words"
	"streampark-regress/harness/verdict"
)

//go:embed page/report.html page/report.css
var files embed.FS

// page is what report.html shows.
type page struct {
	Result result.Result
	Style  template.CSS
	Models string
	// Headline is the verdict, and Partial says what was not run.
	Headline, Partial string
	// Broken says what keeps the run from being whole.
	Broken   []string
	Releases []result.Release
	// Failures are what went wrong, each cause once.
	Failures []result.Failure
	Picture  picture
}

// Write writes report.html.
func Write(out io.Writer, r result.Result) error {
	t, err := template.New("report.html").Funcs(vocabulary()).ParseFS(files, "page/report.html")
	if err != nil {
		return fmt.Errorf("write report.html: %w", err)
	}
	style, err := files.ReadFile("page/report.css")
	if err != nil {
		return fmt.Errorf("write report.html: %w", err)
	}
	p := page{Result: r, Style: template.CSS(style), Models: strings.Join(r.Models(), " and "), Headline: words.Headline(r), Partial: words.Partial(r), Broken: words.Broken(r), Releases: r.Releases(), Failures: r.Failures(), Picture: draw(lanes.Of(r))}
	if err := t.Execute(out, p); err != nil {
		return fmt.Errorf("write report.html: %w", err)
	}
	return nil
}

// vocabulary is what the page can say.
func vocabulary() template.FuncMap {
	return template.FuncMap{
		"class":    func(v verdict.Verdict) string { return strings.ReplaceAll(string(v), " ", "-") },
		"shade":    func(c evidence.Check) result.Mark { return result.MarkOf(c.Verdict, c.KnownIssue) },
		"known":    words.Known,
		"title":    words.Title,
		"common":   words.Paragraph,
		"mark":     words.Mark,
		"fared":    words.Release,
		"issues":   words.Issues,
		"build":    words.Build,
		"why":      words.Why,
		"step":     words.Step,
		"label":    words.Call,
		"summary":  func(a evidence.Attempt) string { return words.Summary(a).String() },
		"cause":    func(a evidence.Attempt) string { return words.Cause(a).String() },
		"finding":  words.Finding,
		"expected": words.Expectation,
		"verdict":  words.Verdict,
		"moment":   words.Moment,
		"kind":     words.Kind,
		"expires":  words.Expires,
		"time":     words.Time,
	}
}
