package report

import (
	"embed"
	"fmt"
	"html/template"
	"io"
	"slices"
	"sort"
	"strings"

	"streampark-regress/harness/evidence"
	"streampark-regress/harness/verdict"
)

//go:embed page/report.html page/report.css
var pageFiles embed.FS

// page is what report.html shows.
type page struct {
	Result   Result
	Style    template.CSS
	Models   string
	Releases []releaseLine
	Picture  picture
}

type releaseLine struct {
	Name, Sentence string
	Worst          verdict.Verdict
	// Issues are the known issues it met.
	Issues []string
}

// HTML writes report.html: one file, nothing to load, no script, for light and
// dark screens, phones and paper.
func HTML(out io.Writer, r Result) error {
	t, err := template.New("report.html").Funcs(template.FuncMap{
		"class": func(v verdict.Verdict) string { return strings.ReplaceAll(string(v), " ", "-") },
		"mark":  verdictMark, "ended": Scenario.outcome, "server": serverTime, "checks": checksOf,
	}).ParseFS(pageFiles, "page/report.html")
	if err != nil {
		return fmt.Errorf("write report.html: %w", err)
	}
	style, err := pageFiles.ReadFile("page/report.css")
	if err != nil {
		return fmt.Errorf("write report.html: %w", err)
	}
	p := page{Result: r, Style: template.CSS(style), Models: strings.Join(r.Models(), " and "), Releases: r.releaseLines(), Picture: draw(r.lanes())}
	if err := t.Execute(out, p); err != nil {
		return fmt.Errorf("write report.html: %w", err)
	}
	return nil
}

func verdictMark(v verdict.Verdict) string {
	switch v {
	case verdict.AsExpected:
		return "✓"
	case verdict.Unexpected:
		return "✗"
	case verdict.NotRun:
		return "–"
	}
	return "?"
}

// serverTime tells a moment's time by the server's clock, nothing where it is
// not known.
func serverTime(m Moment) string {
	if m.At.IsZero() {
		return ""
	}
	return m.At.UTC().Format("2006-01-02 15:04:05")
}

// checksOf lists the checks of a scenario that are about a call.
func checksOf(s Scenario, attempt int) []evidence.Check {
	var found []evidence.Check
	for _, c := range s.Checks {
		if c.Attempt == attempt {
			found = append(found, c)
		}
	}
	return found
}

func (r Result) releaseLines() []releaseLine {
	var all []releaseLine
	for _, s := range r.Scenarios {
		if slices.ContainsFunc(all, func(l releaseLine) bool { return l.Name == "StreamPark "+s.Release }) {
			continue
		}
		var parts []verdict.Verdict
		for _, o := range r.Scenarios {
			if o.Release == s.Release && o.outcome() != verdict.NotRun {
				parts = append(parts, o.outcome())
			}
		}
		all = append(all, releaseLine{"StreamPark " + s.Release, r.sentence(s.Release), verdict.Worst(parts...), r.met(s.Release)})
	}
	return all
}

// sentence is a release's verdict in a sentence.
func (r Result) sentence(release string) string {
	count := map[verdict.Verdict]int{}
	total := 0
	for _, s := range r.Scenarios {
		if s.Release == release {
			count[s.outcome()]++
			total++
		}
	}
	text := fmt.Sprintf("%d of %d scenarios as expected", count[verdict.AsExpected], total)
	for _, v := range []verdict.Verdict{verdict.Unexpected, verdict.Inconclusive, verdict.NotRun} {
		if count[v] > 0 {
			text += fmt.Sprintf(", %d %s", count[v], v)
		}
	}
	return text + "."
}

// met tells the known issues that a release showed, each with what it is: a
// release that is as expected is not one without bugs.
func (r Result) met(release string) []string {
	found := map[string]bool{}
	for _, s := range r.Scenarios {
		if s.Release == release {
			for _, id := range s.KnownIssues {
				found[id] = true
			}
		}
	}
	var all []string
	for id := range found {
		text := "known issue " + id
		if title := r.Run.KnownIssues[id]; title != "" {
			text += ": " + title
		}
		all = append(all, text)
	}
	sort.Strings(all)
	return all
}
