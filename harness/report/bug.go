package report

import (
	"fmt"
	"io"
	"slices"
	"sort"
	"strings"

	"streampark-regress/harness/evidence"
	"streampark-regress/harness/verdict"
)

// Bug is what a report is about.
type Bug struct {
	// Issue is its number upstream.
	Issue string
	// Title says what happens, Expected what should; both may be empty.
	Title, Expected string
}

// BugReport writes a run as a report that can be attached to an issue: whether
// it was reproduced, the scenario that shows it with everything that was seen,
// and folded below what else was tried.
func BugReport(out io.Writer, r Result, bug Bug) error {
	var b strings.Builder
	title := "Upstream issue " + bug.Issue
	if bug.Title != "" {
		title += ": " + bug.Title
	}
	fmt.Fprintf(&b, "# %s\n\n", title)
	if models := r.Models(); len(models) > 0 {
		fmt.Fprintf(&b, "> **MODEL**: the answers of %s are the built-in model's, not StreamPark's. This is no evidence about StreamPark.\n\n", strings.Join(models, " and "))
	}
	for _, release := range r.releases() {
		b.WriteString(r.reproduced(release, bug))
	}
	environment(&b, r)
	shown, others := r.telling(bug.Issue)
	for _, s := range shown {
		fmt.Fprintf(&b, "## %s: %s\n\n", s.Release, s.Name)
		bugScenario(&b, s)
	}
	byHand(&b)
	rest(&b, others)
	fmt.Fprintf(&b, "## How to run this again\n\n```\n%s\n```\n\nTokens are shown by their first characters and a hash. Everything that was seen is in the files beside this one; look through the configuration before you attach it.\n",
		strings.Replace(r.Run.Command, "regress run", "regress reproduce "+bug.Issue, 1)+" --release "+strings.Join(r.releases(), ","))
	if _, err := io.WriteString(out, b.String()); err != nil {
		return fmt.Errorf("write the bug report: %w", err)
	}
	return nil
}

func (r Result) releases() []string {
	var all []string
	for _, s := range r.Scenarios {
		if !slices.Contains(all, s.Release) {
			all = append(all, s.Release)
		}
	}
	return all
}

// reproduced says whether a release showed the issue. It showed it where a
// check met exactly the symptom; it is only said not to where everything that
// was tried went as a release without the issue should.
func (r Result) reproduced(release string, bug Bug) string {
	byVerdict := map[verdict.Verdict]int{}
	var met []Scenario
	for _, s := range r.Scenarios {
		if s.Release != release {
			continue
		}
		byVerdict[s.outcome()]++
		if slices.Contains(s.KnownIssues, bug.Issue) {
			met = append(met, s)
		}
	}
	subject := "StreamPark " + release
	if slices.Contains(r.Models(), release) {
		subject = "the MODEL of " + release
	}
	var b strings.Builder
	switch ran := byVerdict[verdict.AsExpected] + byVerdict[verdict.Unexpected] + byVerdict[verdict.Inconclusive]; {
	case len(met) > 0:
		fmt.Fprintf(&b, "**Reproduced on %s**, in %d of %s.\n\n", subject, len(met), count(ran, "scenario"))
		if bug.Expected != "" {
			fmt.Fprintf(&b, "- Expected: %s\n", bug.Expected)
		}
		slices.SortStableFunc(met, func(a, b Scenario) int { return b.rank(bug.Issue) - a.rank(bug.Issue) })
		if c, ok := met[0].symptom(bug.Issue); ok {
			fmt.Fprintf(&b, "- Actual: %s: %s%s\n", c.Label, c.Outcome, andCause(c.Cause))
		}
		b.WriteString("\n")
	case byVerdict[verdict.Unexpected] > 0:
		fmt.Fprintf(&b, "**Something else on %s**: %d of %s went otherwise than expected, and none showed exactly this issue.\n\n", subject, byVerdict[verdict.Unexpected], count(ran, "scenario"))
	case byVerdict[verdict.Inconclusive] > 0 || ran == 0:
		fmt.Fprintf(&b, "**Not decided on %s**: %d of %s could not be carried out.\n\n", subject, byVerdict[verdict.Inconclusive]+byVerdict[verdict.NotRun], count(ran+byVerdict[verdict.NotRun], "scenario"))
	default:
		fmt.Fprintf(&b, "**Not reproduced on %s**: %s about it went as expected.\n\n", subject, count(ran, "scenario"))
	}
	if byVerdict[verdict.Unexpected] > 0 && len(met) > 0 {
		fmt.Fprintf(&b, "%s went otherwise than expected and are told below.\n\n", count(byVerdict[verdict.Unexpected], "scenario"))
	}
	return b.String()
}

// symptom is the check that met an issue.
func (s Scenario) symptom(issue string) (evidence.Check, bool) {
	for _, c := range s.Checks {
		if c.KnownIssue == issue && c.Attempt != 0 {
			return c, true
		}
	}
	return evidence.Check{}, false
}

func andCause(cause string) string {
	if cause == "" || cause == "-" {
		return ""
	}
	return ", " + cause
}

// rank says how well a scenario tells an issue: one that shows it is better
// than one that is about it.
func (s Scenario) rank(issue string) int {
	n := 0
	if slices.Contains(s.KnownIssues, issue) {
		n += 2
	}
	if strings.HasPrefix(s.File, "features/issues/") {
		n++
	}
	return n
}

// telling divides the scenarios: those a reader has to see, which are on each
// release the first that shows the issue (or is about it), and all that went
// wrong, alike failures once; and the others.
func (r Result) telling(issue string) (shown, others []Scenario) {
	best := map[string]int{}
	for i, s := range r.Scenarios {
		if at, ok := best[s.Release]; !ok || s.rank(issue) > r.Scenarios[at].rank(issue) {
			best[s.Release] = i
		}
	}
	told := map[string]bool{}
	for i, s := range r.Scenarios {
		wrong := (s.outcome() == verdict.Unexpected || s.outcome() == verdict.Inconclusive) && !told[s.failure()]
		if best[s.Release] == i || wrong {
			told[s.failure()] = true
			shown = append(shown, s)
		} else {
			others = append(others, s)
		}
	}
	return shown, others
}

func environment(b *strings.Builder, r Result) {
	b.WriteString("## Environment\n\n")
	for _, d := range r.Deployments {
		fmt.Fprintf(b, "- %s (%s): %s, image %s\n", d.Name, orDash(d.Target), d.Detail, orDash(d.Image))
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

func orDash(s string) string {
	if s == "" {
		return "-"
	}
	return s
}
