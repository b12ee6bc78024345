package terminal_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/evidence"
	"streampark-regress/harness/outcome"
	"streampark-regress/harness/report/reporttest"
	"streampark-regress/harness/report/result"
	"streampark-regress/harness/report/terminal"
	"streampark-regress/harness/verdict"
)

func of(t *testing.T, r result.Result, s terminal.Screen) string {
	t.Helper()
	var got strings.Builder
	require.NoError(t, terminal.Write(&got, r, s))
	return got.String()
}

// aged are calls with a token at these ages, which says that it expires at others.
func aged(o outcome.Outcome, ages []time.Duration, expiries ...time.Duration) result.Result {
	made := reporttest.Made()
	s := result.Scenario{Scenario: evidence.Scenario{Release: "2.1.4", Name: "ages", Deployment: "d", Verdict: verdict.AsExpected}}
	for _, e := range expiries {
		s.Tokens = append(s.Tokens, evidence.Token{Life: evidence.Life{Seconds: e.Seconds()}})
	}
	for _, age := range ages {
		s.Attempts = append(s.Attempts, evidence.Attempt{Subject: evidence.Subject{Kind: evidence.APIToken}, Application: evidence.OwnApplication, Outcome: o, TokenMade: made, ServerTime: made.Add(age)})
	}
	return result.Result{Scenarios: []result.Scenario{s}, Deployments: []result.Server{{Name: "d", Detail: "StreamPark 2.1.4"}}}
}

// The lanes are as broad as the screen, within what can be read.
func TestLanesOnEveryScreen(t *testing.T) {
	r := result.Build(reporttest.Everything(t))
	var all strings.Builder
	for _, columns := range []int{0, 20, 39, 40, 41, 66, 67, 80, 119, 120, 121, 500} {
		fmt.Fprintf(&all, "%d columns:%s", columns, terminal.Lanes(r, terminal.Screen{Columns: columns}))
	}
	reporttest.Text(t, "lanes.txt", all.String())
	assert.Empty(t, terminal.Lanes(result.Result{}, terminal.Screen{}))
}

// A call lies on the side of an expiry that it was on, also at the ends.
func TestTheSidesOfAnExpiry(t *testing.T) {
	const day = 24 * time.Hour
	end := 500*day - time.Second
	for name, tt := range map[string]struct {
		age, expiry time.Duration
		want        string
	}{
		"just before":      {2*time.Hour - 1, 2 * time.Hour, strings.Repeat("·", 10) + "●┆" + strings.Repeat("·", 15)},
		"exactly then":     {2 * time.Hour, 2 * time.Hour, strings.Repeat("·", 11) + "┆●" + strings.Repeat("·", 14)},
		"long before":      {0, 2 * time.Hour, "●" + strings.Repeat("·", 10) + "┆" + strings.Repeat("·", 15)},
		"long after":       {600 * day, 2 * time.Hour, strings.Repeat("·", 11) + "┆" + strings.Repeat("·", 14) + "●"},
		"before the first": {0, time.Millisecond, "●" + strings.Repeat("·", 26)},
		"after the first":  {time.Millisecond, time.Millisecond, "┆●" + strings.Repeat("·", 25)},
		"before the last":  {end - 1, end, strings.Repeat("·", 25) + "●┆"},
		"after the last":   {600 * day, end, strings.Repeat("·", 26) + "●"},
	} {
		got := terminal.Lanes(aged(outcome.Started, []time.Duration{tt.age}, tt.expiry), terminal.Screen{Columns: 40})
		assert.Contains(t, got, "\n  started   "+tt.want+"\n", name)
	}
	both := terminal.Lanes(aged(outcome.Started, []time.Duration{2 * time.Hour}, time.Minute, 2*time.Hour), terminal.Screen{Columns: 40})
	assert.Contains(t, both, "\n  started   "+strings.Repeat("·", 3)+"┆"+strings.Repeat("·", 7)+"┆●"+strings.Repeat("·", 14)+"\n", "the expiry is looked for among all")
}

// Each outcome has a line of its own, the best news first.
func TestEveryOutcomeHasItsLine(t *testing.T) {
	var all result.Result
	for _, o := range []outcome.Outcome{outcome.Unauthenticated, outcome.Failed, outcome.NotFound, outcome.Forbidden, outcome.Closed, outcome.Refused, outcome.Answered, outcome.Cancelled, outcome.Started} {
		r := aged(o, []time.Duration{0})
		all.Scenarios, all.Deployments = append(all.Scenarios, r.Scenarios...), r.Deployments
	}
	made := reporttest.Made()
	all.Scenarios[0].Actions = []evidence.Action{{Kind: evidence.ServerRestarted, TokenMade: made, ServerTime: made.Add(time.Minute)}}
	var names []string
	for line := range strings.Lines(terminal.Lanes(all, terminal.Screen{Columns: 40})) {
		if strings.HasPrefix(line, "  ") && strings.Contains(line, "·") {
			names = append(names, strings.Fields(line)[0]+" "+strings.Trim(strings.Fields(line)[1], "·"))
		}
	}
	assert.Equal(t, []string{"started ●", "cancelled ◆", "answered ◆", "refused ◆", "closed ◆", "forbidden ◆", "not-found ◆", "error ◆", "401 ✕", "restart ↻"}, names)
}

// failing is a run with one scenario that failed with a message.
func failing(message string) result.Result {
	return result.Result{Scenarios: []result.Scenario{{Scenario: evidence.Scenario{Release: "2.1.4", Name: "fails", File: "f", Line: 1, Verdict: verdict.Inconclusive, Reason: &evidence.Reason{Kind: evidence.Failed, Error: message}}}}}
}

// A line is broken between words where it is longer than the screen is broad.
func TestLinesAreBroken(t *testing.T) {
	const columns = 60
	word := strings.Repeat("w", 28)
	for name, tt := range map[string]struct {
		message string
		want    []string
	}{
		"fits to the last column":  {word + " " + word + "w", []string{"  " + word + " " + word + "w"}},
		"one column too broad":     {word + " " + word + "ww", []string{"  " + word, "    " + word + "ww"}},
		"three lines":              {word + " " + word + "ww " + word, []string{"  " + word, "    " + word + "ww", "    " + word}},
		"ends where a word does":   {word + " " + word + "w x", []string{"  " + word + " " + word + "w", "    x"}},
		"a word that does not fit": {strings.Repeat("w", 70), []string{"  " + strings.Repeat("w", 70)}},
		"a word behind a space":    {" " + strings.Repeat("w", 70), []string{"   " + strings.Repeat("w", 70)}},
		"one behind another":       {"a " + strings.Repeat("w", 70), []string{"  a", "    " + strings.Repeat("w", 70)}},
		"several lines":            {"a\nb  \r\nc", []string{"  a", "    b", "    c"}},
		"two spaces at the break":  {word + "  " + word + "ww", []string{"  " + word, "    " + word + "ww"}},
	} {
		got := of(t, failing(tt.message), terminal.Screen{Columns: columns})
		assert.Contains(t, got, "\n"+strings.Join(tt.want, "\n")+"\n  again:", name)
	}
	blank := failing("a")
	blank.Scenarios[0].Steps = []evidence.Step{{Keyword: "Then", Text: "it works" + strings.Repeat(" ", columns), Status: evidence.StepFailed}}
	assert.Contains(t, of(t, blank, terminal.Screen{Columns: columns}), "\n  at: Then it works\n  a\n", "blanks at the end make no line")
	long := strings.Repeat("word ", 40)
	assert.Contains(t, of(t, failing(long+"x"), terminal.Screen{}), "\n  "+long+"x\n", "for any width nothing is broken")
}

// checked is a run with one check of a call that was answered with a message.
func checked(message string) result.Result {
	return result.Result{Scenarios: []result.Scenario{{Scenario: evidence.Scenario{Release: "2.1.4", Name: "checks", Verdict: verdict.AsExpected},
		Attempts: []evidence.Attempt{{ID: 1, Path: "/p", Subject: evidence.Subject{Kind: evidence.APIToken}, Outcome: outcome.Refused, Status: 200, Message: message}},
		Checks:   []evidence.Check{{ID: 1, Attempt: 1, Release: "2.1.4", Target: "docker", Verdict: verdict.AsExpected}}}}}
}

// A cell holds eighty characters, "refused 200 " among them.
func TestCellsAreCut(t *testing.T) {
	for n, want := range map[int]string{68: strings.Repeat("ö", 68) + "  ", 69: strings.Repeat("ö", 67) + "…  "} {
		assert.Contains(t, of(t, checked(strings.Repeat("ö", n)), terminal.Screen{}), "  refused 200 "+want, n)
	}
}

// The table is laid out in columns as long as the screen has room for it.
func TestTheTableIsStackedWhereItDoesNotFit(t *testing.T) {
	table := of(t, checked("no"), terminal.Screen{})
	broadest := 0
	for line := range strings.Lines(table) {
		if strings.HasPrefix(line, "2.1.4 ") {
			broadest = utf8.RuneCountInString(strings.TrimRight(line, "\n"))
		}
	}
	require.Positive(t, broadest)
	const stacked = "2.1.4 docker  API token, /p\n    refused 200 no\n    as expected\n"
	assert.True(t, strings.HasPrefix(table, "RELEASE  TARGET  CHECK          OUTCOME         CAUSE  VERDICT\n2.1.4    docker  API token, /p  refused 200 no  -      as expected\n\n"), table)
	assert.NotContains(t, of(t, checked("no"), terminal.Screen{Columns: broadest}), stacked)
	assert.Contains(t, of(t, checked("no"), terminal.Screen{Columns: broadest - 1}), stacked)
	assert.NotContains(t, of(t, checked("no"), terminal.Screen{Columns: broadest - 1}), "RELEASE")
}

// full is where nothing can be written.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("no space left") }

func TestWhatCannotBeWrittenIsAnError(t *testing.T) {
	assert.EqualError(t, terminal.Write(full{}, result.Result{}, terminal.Screen{}), "write the table: no space left")
	assert.EqualError(t, terminal.Headline(full{}, result.Result{}, terminal.Screen{}), "write the verdict: no space left")
}
