package report

import (
	"embed"
	"fmt"
	"html/template"
	"io"
	"math"
	"regexp"
	"slices"
	"sort"
	"strings"
	"time"

	"streampark-regress/harness/verdict"
)

//go:embed page/report.html
var pageFile embed.FS

// page is what report.html shows.
type page struct {
	Result   Result
	Models   string
	Releases []releaseLine
	Lanes    []lane
	Ticks    []tick
	// Frame is the height with the room above that large labels need.
	Width, Height, Frame int
}

type releaseLine struct{ Name, Sentence string }

// lane is one server's release and settings on the axis of a token's age.
type lane struct {
	Name                string
	LabelY, Top, Bottom float64
	Expiries            []float64
	Marks               []mark
}

type mark struct {
	X, Y     float64
	Class    string
	Title    string
	Scenario int
}

type tick struct {
	X     float64
	Label string
	// Minor ticks lose their label where there is little room.
	Minor bool
}

// The picture's measures, in its own units.
const (
	width      = 720
	left       = 4.0
	laneHeight = 60.0
	laneTop    = 22.0
	oldest     = 500 * 24 * time.Hour
)

// HTML writes report.html: one file, nothing to load, for light and dark
// screens, phones and paper.
func HTML(out io.Writer, r Result) error {
	t, err := template.New("report.html").Funcs(template.FuncMap{
		"class": func(v verdict.Verdict) string { return strings.ReplaceAll(string(v), " ", "-") },
		"mark": func(v verdict.Verdict) string {
			switch v {
			case verdict.AsExpected:
				return "✓"
			case verdict.Unexpected:
				return "✗"
			case verdict.NotRun:
				return "–"
			}
			return "?"
		},
	}).ParseFS(pageFile, "page/report.html")
	if err != nil {
		return fmt.Errorf("write report.html: %w", err)
	}
	if err := t.Execute(out, newPage(r)); err != nil {
		return fmt.Errorf("write report.html: %w", err)
	}
	return nil
}

func newPage(r Result) page {
	p := page{Result: r, Models: strings.Join(r.Models(), " and "), Width: width}
	said, details := map[string]bool{}, map[string]string{}
	for _, d := range r.Deployments {
		details[d.Name] = d.Detail
	}
	lanes := map[string]*lane{}
	var order []string
	for _, s := range r.Scenarios {
		if !said[s.Release] {
			said[s.Release] = true
			p.Releases = append(p.Releases, releaseLine{"StreamPark " + s.Release, r.sentence(s.Release)})
		}
		if slices.Contains(s.Tags, "@upgrade") {
			continue // its calls went to more than one release
		}
		name := details[s.Deployment]
		if lanes[name] == nil {
			lanes[name] = &lane{Name: name}
			order = append(order, name)
		}
		lanes[name].add(s)
	}
	for _, name := range order {
		if l := lanes[name]; len(l.Marks) > 0 {
			l.settle(laneTop + laneHeight*float64(len(p.Lanes)))
			p.Lanes = append(p.Lanes, *l)
		}
	}
	p.Height = int(laneTop+laneHeight*float64(len(p.Lanes))) + 4
	p.Frame = p.Height + 12
	for _, t := range []struct {
		age   time.Duration
		label string
		minor bool
	}{{0, "new", false}, {time.Minute, "1 min", true}, {time.Hour, "1 h", true}, {2 * time.Hour, "2 h", false}, {25 * time.Hour, "25 h", false}, {400 * 24 * time.Hour, "400 days", false}} {
		p.Ticks = append(p.Ticks, tick{place(t.age), t.label, t.minor})
	}
	return p
}

// plain reports whether a call was made with a token to which nothing was done
// but to let it age.
func plain(label string) bool {
	return regexp.MustCompile(`^API token( [^,]+ after it was made)?$`).MatchString(label)
}

// settle gives a lane its place in the picture.
func (l *lane) settle(top float64) {
	l.Top, l.Bottom, l.LabelY = top+16, top+laneHeight-6, top+10
	rows := map[string]float64{"started": 0, "other": 1, "unauthenticated": 2}
	for i := range l.Marks {
		l.Marks[i].Y = top + 22 + 11*rows[l.Marks[i].Class]
	}
}

// add puts a scenario's calls on the lane: each at the age of its token,
// and alike ones once.
func (l *lane) add(s Scenario) {
	for _, t := range s.Tokens {
		if life := time.Duration(t.LifeSeconds * float64(time.Second)); life > 0 && life < oldest {
			l.Expiries = append(l.Expiries, place(life))
		}
	}
	for _, a := range s.Attempts {
		if a.TokenMade.IsZero() || !plain(a.Label) {
			continue
		}
		class := a.Outcome
		if class != "started" && class != "unauthenticated" {
			class = "other"
		}
		title := fmt.Sprintf("%s: %s, %s at %s", s.Name, a.Label, a.Outcome, a.Path)
		if a.Cause != "" {
			title += ", " + a.Cause
		}
		m := mark{X: place(a.ServerTime.Sub(a.TokenMade)), Class: class, Title: title, Scenario: s.Number}
		if !slices.ContainsFunc(l.Marks, func(o mark) bool { return math.Abs(o.X-m.X) < 3 && o.Class == m.Class }) {
			l.Marks = append(l.Marks, m)
		}
	}
}

// place is an age on the axis, which is logarithmic from ten seconds on.
func place(age time.Duration) float64 {
	scale := func(d time.Duration) float64 { return math.Log1p(max(d, 0).Seconds() / 10) }
	return math.Round((left+20+(width-left-70)*scale(age)/scale(oldest))*10) / 10
}

// sentence is a release's verdict in a sentence.
func (r Result) sentence(release string) string {
	count := map[verdict.Verdict]int{}
	issues := map[string]bool{}
	total := 0
	for _, s := range r.Scenarios {
		if s.Release == release {
			count[s.outcome()]++
			total++
			for _, id := range s.KnownIssues {
				issues[id] = true
			}
		}
	}
	text := fmt.Sprintf("%d of %d scenarios as expected", count[verdict.AsExpected], total)
	for _, v := range []verdict.Verdict{verdict.Unexpected, verdict.Inconclusive, verdict.NotRun} {
		if count[v] > 0 {
			text += fmt.Sprintf(", %d %s", count[v], v)
		}
	}
	if len(issues) > 0 {
		var names []string
		for id := range issues {
			names = append(names, id)
		}
		sort.Strings(names)
		text += "; meets its known issues " + strings.Join(names, ", ")
	}
	return text + "."
}
