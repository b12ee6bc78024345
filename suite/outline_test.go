package suite_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/clock"
	"streampark-regress/harness/deployment"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/serverlog"
	"streampark-regress/harness/verdict"
)

// outline is a feature with an outline of three rows in two tables, and a
// scenario in a rule with a background of its own. All have the same name.
func outline() []string {
	return []string{
		"Feature: x",                             // 1
		"Background:",                            // 2
		"Given StreamPark 2.1.5 as shipped",      // 3
		"Scenario Outline: the same",             // 4
		"Given a scheduler with a new API token", // 5
		"And an application that can be started", // 6
		"When the scheduler starts the application <age> after the token was made", // 7
		"Then the application starts",            // 8
		"Examples:",                              // 9
		"| age |",                                // 10
		"| 1h |",                                 // 11
		"| 2h |",                                 // 12
		"@cause",                                 // 13
		"Examples:",                              // 14
		"| age |",                                // 15
		"| 3h |",                                 // 16
		"Rule: of its own",                       // 17
		"Background:",                            // 18
		"Given a scheduler with a new API token", // 19
		"Scenario: the same",                     // 20
		"When the scheduler calls /flink/app/start with no token",  // 21
		"Then the call is answered 401, because no token was sent", // 22
		"And the token says that it never expires",                 // 23
	}
}

// Each row of an outline is a job, and each job tells of its own steps alone.
func TestEachRowOfAnOutlineIsAJob(t *testing.T) {
	th := onTheModel()
	r := th.play(t.Context(), t, outline()...)
	assert.Equal(t, verdict.AsExpected, th.verdict)
	require.Len(t, r.Scenarios, 4)
	for i, want := range []struct {
		line  int
		lines []int
		ages  []float64
	}{
		{11, []int{3, 5, 6, 7, 8}, []float64{3600}},
		{12, []int{3, 5, 6, 7, 8}, []float64{7200}},
		{16, []int{3, 5, 6, 7, 8}, []float64{10800}},
		{20, []int{3, 19, 21, 22, 23}, nil},
	} {
		s := r.Scenarios[i]
		assert.Equal(t, fmt.Sprintf("2.1.5 %s:%d", file, want.line), s.Job)
		assert.Equal(t, "the same", s.Name)
		assert.Equal(t, want.line, s.Line)
		assert.Equal(t, verdict.AsExpected, s.Verdict)
		var lines []int
		var ages []float64
		for _, step := range s.Steps {
			lines = append(lines, step.Line)
			assert.Equal(t, evidence.StepPassed, step.Status)
		}
		for _, a := range s.Attempts {
			if a.Age != nil {
				ages = append(ages, a.Age.AskedSeconds)
			}
		}
		assert.Equal(t, want.lines, lines)
		assert.Equal(t, want.ages, ages)
		assert.Len(t, s.Attempts, 1)
	}
}

// A row that is chosen alone leaves nothing of the others in the log.
func TestARowAloneLeavesNothingOfTheOthers(t *testing.T) {
	for selection, line := range map[string]int{"features/causes/x.feature:12": 12, "@cause": 16} {
		th := onTheModel()
		if strings.HasPrefix(selection, "@") {
			th.selection.Tags = selection
		} else {
			th.selection.Scenarios = []string{selection}
		}
		s := th.one(t.Context(), t, outline()...)
		assert.Equal(t, line, s.Line)
		assert.Len(t, s.Steps, 5)
		assert.Len(t, s.Tokens, 1)
		assert.Equal(t, verdict.AsExpected, s.Verdict)
	}
}

// What a clock cannot show is planned, left out and told.
func TestWhatIsLeftOutIsTold(t *testing.T) {
	th := onTheModel()
	th.selection.Clock = clock.Settings{Kind: clock.ShortTTL, ShortTTL: time.Hour}
	r := th.play(t.Context(), t, append(outline()[:16:16], "| 400 days |")...)
	require.Len(t, r.Scenarios, 4)
	left := r.Scenarios[3]
	assert.Equal(t, verdict.NotRun, left.Verdict)
	require.NotNil(t, left.Reason)
	assert.Equal(t, evidence.LeftOut, left.Reason.Kind)
	assert.Equal(t, evidence.BeyondReach, left.Reason.Obstacle.Kind)
	assert.Empty(t, left.Steps)
	assert.Zero(t, left.Seconds)
	assert.Positive(t, r.Scenarios[0].Seconds)
}

// chatty is a deployment whose server logs something when it is restarted.
type chatty struct {
	deployment.Deployment
	log  *serverlog.Log
	says func(context.Context, deployment.Deployment) string
}

func (c chatty) LogCursor(ctx context.Context) (serverlog.Cursor, error) { return c.log.Cursor(ctx) }

func (c chatty) Restart(ctx context.Context) error {
	fmt.Fprint(c.log, c.says(ctx, c.Deployment))
	return c.Deployment.Restart(ctx)
}

type chattering struct {
	deployment.Provider
	says func(context.Context, deployment.Deployment) string
}

func (p chattering) Start(ctx context.Context, name string, spec deployment.Spec, report deployment.Report) (deployment.Deployment, error) {
	d, err := p.Provider.Start(ctx, name, spec, report)
	log := serverlog.New()
	log.Begin()
	return chatty{d, log, p.says}, err
}

// logOf is what is kept of a server's log for a scenario.
func logOf(t *testing.T, says func(context.Context, deployment.Deployment) string) *evidence.ServerLog {
	t.Helper()
	th := onTheModel()
	th.provider = chattering{th.provider, says}
	s := th.one(t.Context(), t, "Feature: x", "Scenario: y", "Given StreamPark 2.1.5 as shipped", "And a scheduler with a new API token",
		"When the server is restarted", "Then the token says that it never expires")
	require.NotNil(t, s.Log)
	return s.Log
}

func TestWhatAServerLogsIsKeptWithoutItsStackTraces(t *testing.T) {
	kept := logOf(t, func(context.Context, deployment.Deployment) string {
		return "\x1b[32mINFO\x1b[0m one  \n\n\tat org.x.Y.z(Y.java:1)\n\t... 3 more\njava.lang.Error: two\n" + strings.Repeat("ä", 500) + "\n" + strings.Repeat("ö", 400) + "\n"
	})
	assert.Equal(t, &evidence.ServerLog{Lines: []string{"INFO one", "java.lang.Error: two", strings.Repeat("ä", 400) + "…", strings.Repeat("ö", 400)}}, kept)
}

// What the run's own questions for a sign of life have a server log is nobody's evidence.
func TestTheRunsOwnQuestionsAreNoEvidence(t *testing.T) {
	kept := logOf(t, func(context.Context, deployment.Deployment) string {
		return "ERROR Handler:69] api exception: \norg.x.ApiAlertException: user [" + deployment.Stranger + "] does not exist\n\tat org.x.Y.z(Y.java:1)\n" +
			"ERROR Handler:69] api exception: \norg.x.ApiAlertException: another\n"
	})
	assert.Equal(t, []string{"ERROR Handler:69] api exception:", "org.x.ApiAlertException: another"}, kept.Lines)
}

func TestTheEndOfALongLogIsKept(t *testing.T) {
	for lines, leftOut := range map[int]int{150: 0, 151: 1, 200: 50} {
		kept := logOf(t, func(context.Context, deployment.Deployment) string {
			var b strings.Builder
			for n := range lines {
				fmt.Fprintf(&b, "line %d\n", n)
			}
			return b.String()
		})
		assert.Equal(t, leftOut, kept.LeftOut)
		require.Len(t, kept.Lines, 150)
		assert.Equal(t, fmt.Sprintf("line %d", leftOut), kept.Lines[0])
		assert.Equal(t, fmt.Sprintf("line %d", lines-1), kept.Lines[149])
	}
}

// A long line is cut, and no part of a token is left where the cut goes through
// it.
func TestALongLineIsCutWithoutLeavingAPartOfAToken(t *testing.T) {
	for _, before := range []int{0, 390, 395} {
		kept := logOf(t, func(ctx context.Context, d deployment.Deployment) string {
			user, _, err := d.Database().UserByName(ctx, "scheduler1")
			require.NoError(t, err)
			rows, err := d.Database().TokensOf(ctx, user.ID)
			require.NoError(t, err)
			require.Len(t, rows, 1)
			return strings.Repeat("x", before) + rows[0].Token + strings.Repeat("y", 400) + "\n"
		})
		require.Len(t, kept.Lines, 1)
		assert.NotRegexp(t, `69qMW7re[A-Za-z0-9+/]{2}`, kept.Lines[0])
	}
}
