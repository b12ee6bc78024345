// Package html writes a run as report.html: one file, nothing to load, for light
// and dark screens, phones and paper. Its script is for the filter alone: without
// it everything is there.
package html

import (
	"crypto/sha256"
	"embed"
	"encoding/base64"
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

//go:embed page/report.html page/report.css page/report.js
var files embed.FS

// page is what report.html shows.
type page struct {
	Result result.Result
	Style  template.CSS
	// Script is the filter, and Hash what the browser knows it by.
	Script template.JS
	Hash   string
	Models string
	// Headline is the verdict, and Partial says what was not run.
	Headline, Partial string
	// Broken says what keeps the run from being whole.
	Broken   []string
	Releases []result.Release
	// Failures are what went wrong, each cause once, Known the known issues that
	// were met, Passed the rest, and Left what was not run.
	Failures, Known []section
	Left            []section
	Passed          []chapter
	// Marks are those that a scenario has.
	Marks   []result.Mark
	Picture picture
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
	script, err := files.ReadFile("page/report.js")
	if err != nil {
		return fmt.Errorf("write report.html: %w", err)
	}
	wrong, left := failures(r)
	sum := sha256.Sum256(script)
	p := page{Result: r, Script: template.JS(script), Hash: base64.StdEncoding.EncodeToString(sum[:]), Style: template.CSS(style), Models: strings.Join(r.Models(), " and "), Headline: words.Headline(r), Partial: words.Partial(r), Broken: words.Broken(r), Releases: r.Releases(), Failures: wrong, Left: left, Known: known(r), Passed: passed(r), Marks: marks(r), Picture: draw(lanes.Of(r))}
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
		"anchor":   anchor,
		"haystack": haystack,
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
		"made":     words.Made,
	}
}

// marks are the marks that scenarios of a run have, the worst first.
func marks(r result.Result) []result.Mark {
	var all []result.Mark
	for _, m := range []result.Mark{result.Failed, result.Undecided, result.Known, result.Passed, result.LeftOut} {
		if r.Marked(m) > 0 {
			all = append(all, m)
		}
	}
	return all
}
