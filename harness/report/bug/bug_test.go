package bug_test

import (
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/cause"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/outcome"
	"streampark-regress/harness/release"
	"streampark-regress/harness/report/bug"
	"streampark-regress/harness/report/reporttest"
	"streampark-regress/harness/report/result"
)

func issue() release.KnownIssue {
	return release.KnownIssue{ID: "3933", Title: "an API token expires", Expected: "it works until it is deleted", After: release.AfterSessionTTL,
		Symptom: release.Symptom{Subject: release.APIToken, Outcome: outcome.Unauthenticated, Status: 401, Cause: cause.Expired, Row: release.RowUnchanged, Effect: release.EffectNone}}
}

func TestReport(t *testing.T) {
	write := func(out io.Writer, r result.Result) error { return bug.Write(out, r, issue()) }
	reporttest.Golden(t, "everything.md", reporttest.Everything(t), write)
	reporttest.Golden(t, "killed.md", reporttest.Killed(t), write)
}

func written(t *testing.T, events []evidence.Event, of release.KnownIssue) string {
	t.Helper()
	var b strings.Builder
	require.NoError(t, bug.Write(&b, result.Build(events), of))
	return b.String()
}

func TestItSaysWhetherItWasReproduced(t *testing.T) {
	green := written(t, reporttest.Green(t), issue())
	assert.Contains(t, green, "**Reproduced on StreamPark 2.1.4 (apache/streampark:2.1.4)**: in 1 of 2 scenarios.")
	assert.Contains(t, green, "- Actual: API token 2h01m after it was made, /flink/app/start: unauthenticated 401 (decoded, then rejected), expired: exp passed 1m ago (exp 2026-11-22 14:00:00")
	assert.Contains(t, green, "**Not decided on StreamPark 2.1.7 (apache/streampark:2.1.7)**: no call was made in which it would show, in 1 scenario.")
	assert.Contains(t, written(t, reporttest.Model(t), issue()), "**Reproduced on the MODEL of 2.1.4**")

	l := reporttest.Begin(t, "docker")
	for version, age := range map[string]float64{"2.1.5": 60, "2.1.6": 7260} {
		s := l.Story(version, "works")
		s.Starts(reporttest.After(age))
		s.Expect(evidence.Expectation{Outcome: outcome.Started})
		s.Step("Then", "the application starts")
		s.End()
	}
	works := written(t, l.End(), issue())
	assert.Contains(t, works, "**Not decided on StreamPark 2.1.5**: no call was made in which it would show, in 1 scenario.", "a token of a minute proves nothing")
	assert.Contains(t, works, "**Not reproduced on StreamPark 2.1.6**: the calls in which it would show went as they should, in 1 of 1 scenario.")

	everything := written(t, reporttest.Everything(t), issue())
	assert.Contains(t, everything, "**Reproduced on StreamPark 2.1.5 (apache/streampark:2.1.5)**: in 1 of 2 scenarios.", "where it is back it is reproduced")
	assert.Contains(t, everything, "**Not decided on StreamPark 2.1.6**: 2 of 2 scenarios could not be carried out.")
	assert.Contains(t, written(t, reporttest.Killed(t), issue()), "> **Incomplete**: the run never ended: the program was killed")
}

func TestStepsSayWhatTheyMet(t *testing.T) {
	all := written(t, reporttest.Green(t), issue())
	assert.Contains(t, all, "401, because the token has expired   # △ known issue 3933\n")
	assert.Contains(t, all, "because the token is disabled   # △ not checked because of known issue 4322\n")
	assert.Contains(t, all, "Then the application starts\n")
}

// What a server or a scenario says cannot leave the place it stands in.
func TestNothingBreaksOut(t *testing.T) {
	all := written(t, reporttest.Everything(t), issue())
	assert.Contains(t, all, "\n'''\n", "a log cannot end its block")
	assert.Contains(t, all, `Permission denied \| &lt;no>`, "a message cannot end its cell")
	assert.Contains(t, all, "\n\n```\n  see the log\n```", "the rest of an error is a block")
}

// The reader sees the scenario that shows the issue, wherever it stands.
func TestTheScenarioThatShowsItIsShown(t *testing.T) {
	l := reporttest.Begin(t, "docker")
	works := l.Story("2.1.4", "works at first")
	works.Starts(evidence.Attempt{})
	works.Expect(evidence.Expectation{Outcome: outcome.Started})
	works.Step("Then", "the application starts")
	works.End()
	shows := l.Story("2.1.4", "shows it", "@known-issue-3933")
	a := reporttest.After(7260)
	shows.Rejected(a, reporttest.Expired(a))
	shows.Expect(evidence.Expectation{Outcome: outcome.Started})
	shows.Step("Then", "the application starts")
	shows.End()
	all := written(t, l.End(), issue())
	assert.Contains(t, all, "\n## 2.1.4: shows it\n")
	assert.Contains(t, all, "<summary>✓ 2.1.4: works at first</summary>")
}

// What came instead of what was expected is told of the scenario that tells it
// best, the first of those that are alike.
func TestTheBestScenarioIsQuoted(t *testing.T) {
	l := reporttest.Begin(t, "docker")
	for _, age := range []float64{7260, 7980, 8700} {
		s := l.Story("2.1.4", "shows it", "@known-issue-3933")
		a := reporttest.After(age)
		s.Rejected(a, reporttest.Expired(a))
		s.Expect(evidence.Expectation{Outcome: outcome.Started})
		s.Step("Then", "the application starts")
		s.End()
	}
	events := l.End()
	quoted := func(about ...int) string {
		r := result.Build(events)
		for _, i := range about {
			r.Scenarios[i].File = "features/issues/3933.feature"
		}
		var b strings.Builder
		require.NoError(t, bug.Write(&b, r, issue()))
		return b.String()
	}
	assert.Contains(t, quoted(), "- Actual: API token 2h01m after it was made, ")
	assert.Contains(t, quoted(1), "- Actual: API token 2h13m after it was made, ")
	assert.Contains(t, quoted(1, 2), "- Actual: API token 2h13m after it was made, ")
	assert.Contains(t, quoted(2), "- Actual: API token 2h25m after it was made, ")
}
