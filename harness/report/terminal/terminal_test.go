package terminal_test

import (
	"io"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/evidence"
	"streampark-regress/harness/report/reporttest"
	"streampark-regress/harness/report/result"
	"streampark-regress/harness/report/terminal"
)

func TestTable(t *testing.T) {
	reporttest.Golden(t, "green.txt", reporttest.Green(t), terminal.Table)
	reporttest.Golden(t, "everything.txt", reporttest.Everything(t), terminal.Table)
	reporttest.Golden(t, "killed.txt", reporttest.Killed(t), terminal.Table)
	reporttest.Golden(t, "model.txt", reporttest.Model(t), terminal.Table)
	reporttest.Golden(t, "relapses.txt", reporttest.Relapses(t), terminal.Table)
	reporttest.Golden(t, "flink.txt", reporttest.OnFlink(t), terminal.Table)
	reporttest.Golden(t, "nothing.txt", nil, terminal.Table)
}

func TestSummary(t *testing.T) {
	for name, columns := range map[string]int{"summary.txt": 0, "narrow.txt": 60} {
		reporttest.Golden(t, name, reporttest.Everything(t), func(out io.Writer, r result.Result) error {
			return terminal.Write(out, r, terminal.Screen{Columns: columns})
		})
	}
}

// Without the table there is what went wrong, and of what was not run how many.
func TestBrief(t *testing.T) {
	reporttest.Golden(t, "brief.txt", reporttest.Everything(t), func(out io.Writer, r result.Result) error { return terminal.Brief(out, r, terminal.Screen{}) })
	l := reporttest.Begin(t, "docker")
	for _, name := range []string{"is stopped", "is stopped too"} {
		l.Story("2.1.5", name).EndBecause(&evidence.Reason{Kind: evidence.Interrupted, Error: "context canceled"})
	}
	var got strings.Builder
	require.NoError(t, terminal.Brief(&got, result.Build(l.End()), terminal.Screen{}))
	assert.Equal(t, "\nINCONCLUSIVE on 2.1.5: interrupted: 2 scenarios\n\n", got.String())
}

func shown(t *testing.T, events []evidence.Event, s terminal.Screen) string {
	t.Helper()
	var got strings.Builder
	require.NoError(t, terminal.Write(&got, result.Build(events), s))
	return got.String()
}

func TestSummaryFitsTheScreen(t *testing.T) {
	for _, columns := range []int{40, 80, 120} {
		for line := range strings.Lines(shown(t, reporttest.Everything(t), terminal.Screen{Columns: columns})) {
			if words := strings.Fields(line); len(words) > 1 && !strings.HasPrefix(words[0], "again") {
				assert.LessOrEqual(t, utf8.RuneCountInString(strings.TrimSpace(line)), columns, line)
			}
		}
	}
}

func TestColoursAreForTerminalsOnly(t *testing.T) {
	plain := shown(t, reporttest.Everything(t), terminal.Screen{Columns: 100})
	coloured := shown(t, reporttest.Everything(t), terminal.Screen{Columns: 100, Colour: true})
	assert.NotContains(t, plain, "\x1b")
	assert.Contains(t, coloured, "\x1b[31mUNEXPECTED\x1b[0m on 2.1.5")
	assert.Contains(t, coloured, "\x1b[33mNOT RUN\x1b[0m on")
	assert.Contains(t, coloured, "\x1b[35m△ known issue 3933\x1b[0m")
	assert.Contains(t, coloured, "\x1b[35m△ not checked because of known issue 4322\x1b[0m")
	assert.Equal(t, plain, regexp.MustCompile("\x1b\\[[0-9]*m").ReplaceAllString(coloured, ""), "colours change nothing else")
}

// What a message says is never taken for a verdict.
func TestAMessageIsNotColoured(t *testing.T) {
	l := reporttest.Begin(t, "docker")
	s := l.Story("2.1.4", "inconclusive by name, as expected")
	s.Fails("When", "something unexpected", "UNEXPECTED things are as expected")
	s.End()
	got := shown(t, l.End(), terminal.Screen{Columns: 200, Colour: true})
	assert.Contains(t, got, "  UNEXPECTED things are as expected\n")
	assert.Contains(t, got, " on 2.1.4: UNEXPECTED things are as expected: 1 scenario\n  inconclusive by name, as expected  (")
}

// A minute before and a minute after the expiry are less than a column apart:
// the lanes must show all the same which side a call was on.
func TestLanesShowTheSideOfTheExpiry(t *testing.T) {
	l := reporttest.Begin(t, "docker")
	l.Server("2.1.4")
	s := l.Story("2.1.4", "is near the expiry")
	s.Token((2 * time.Hour).Seconds())
	s.Starts(reporttest.After((119 * time.Minute).Seconds()))
	after := reporttest.After((121 * time.Minute).Seconds())
	s.Rejected(after, reporttest.Expired(after))
	s.End()
	got := shown(t, l.End(), terminal.Screen{Columns: 80})
	assert.Regexp(t, `started +·+●┆·+`, got)
	assert.Regexp(t, `401 +·+┆✕·+`, got)
}
