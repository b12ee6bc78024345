package report_test

import (
	"bytes"
	"encoding/xml"
	"flag"
	"io"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/database"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/report"
	"streampark-regress/harness/verdict"
)

var update = flag.Bool("update", false, "write the golden files anew")

// events are a run with one scenario of each verdict, and one that never ended.
func events() []evidence.Event {
	at := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	scenario := func(n int, name string, phase evidence.Phase, v verdict.Verdict, reason string) evidence.Event {
		s := &evidence.Scenario{Phase: phase, Number: n, Feature: "A feature", File: "features/a.feature", Line: 10 * n, Name: name,
			Tags: []string{"@t"}, Release: "2.1.4", Target: "docker", Deployment: "2.1.4", Verdict: v, Reason: reason, Seconds: 1.5}
		if v == verdict.AsExpected {
			s.KnownIssues = []string{"3933"}
		}
		return evidence.Event{Kind: evidence.KindScenario, Job: name, Scenario: s}
	}
	row := &evidence.Row{Table: "t_access_token", ID: 3, Digest: "0123456789ab", Snapshot: database.Snapshot{Columns: []string{"id", "status"}, Values: []string{"3", "1"}}}
	all := []evidence.Event{
		{Kind: evidence.KindRun, Run: &evidence.Run{Phase: evidence.Begun, ID: "r1", Target: "docker", Clock: "jump", Command: "regress run --target docker",
			KnownIssues: map[string]string{"3933": "tokens end too soon", "3865": "never met here"}}},
		{Kind: evidence.KindDeployment, Deployment: &evidence.Deployment{Phase: evidence.Begun, Name: "2.1.4", Release: "2.1.4", Detail: "StreamPark 2.1.4 as shipped"}},
		{Kind: evidence.KindDeployment, Deployment: &evidence.Deployment{Phase: evidence.Ready, Name: "2.1.4", Release: "2.1.4", Image: "apache/streampark:2.1.4", Seconds: 12.5}},
		scenario(1, "meets a known issue", evidence.Begun, "", ""),
		{Kind: evidence.KindStep, Job: "meets a known issue", Step: &evidence.Step{Keyword: "Given", Text: "a scheduler", Line: 11, Status: evidence.StepPassed, Seconds: 0.25}},
		{Kind: evidence.KindToken, Job: "meets a known issue", Token: &evidence.Token{Kind: "API", Owner: "caller", Made: at, Expires: "2026-11-22 14:00:00 UTC", Claims: `{"userName":"caller","exp":1795356000}`, LifeSeconds: 7200}},
		{Kind: evidence.KindRow, Job: "meets a known issue", Row: row},
		{Kind: evidence.KindAttempt, Job: "meets a known issue", Attempt: &evidence.Attempt{ID: 1000, Label: "API token", Method: "POST", TokenMade: at, ServerTime: at.Add(2 * time.Second),
			Authorization: "69qMW7re...[00000000]", Path: "/flink/app/start", Form: map[string]string{"id": "7"}, Status: 200, ContentType: "application/json", Body: `{"data":true}`, Outcome: "started", Summary: "200 data:true", Seconds: 0.01}},
		{Kind: evidence.KindAction, Job: "meets a known issue", Action: &evidence.Action{What: "the server was restarted", Server: true, ServerTime: at.Add(30 * time.Second), TokenMade: at}},
		{Kind: evidence.KindClock, Job: "meets a known issue", Clock: &evidence.Clock{Kind: "jump", Since: "it", Asked: "2h01m", Elapsed: 7260, Moved: 7200}},
		{Kind: evidence.KindRow, Job: "meets a known issue", Row: row},
		{Kind: evidence.KindAttempt, Job: "meets a known issue", Attempt: &evidence.Attempt{ID: 1001, Label: "API token 2h01m after it was made", Method: "POST", TokenMade: at, ServerTime: at.Add(7260 * time.Second),
			Findings: []string{"no  signature: it is signed with the owner's present t_user.salt", "yes expired: exp passed 1m ago (exp x)"},
			Path:     "/flink/app/start", Status: 401, Outcome: "unauthenticated", Summary: "401 (decoded, then rejected)", Cause: "expired", Because: "exp passed 1m ago (exp x)"}},
		{Kind: evidence.KindCheck, Job: "meets a known issue", Check: &evidence.Check{Release: "2.1.4", Target: "docker", Attempt: 1001,
			Label: "API token 2h01m after it was made, /flink/app/start", Expected: "started", Outcome: "unauthenticated 401 (decoded, then rejected)", Cause: "expired: exp passed 1m ago (exp x)",
			Verdict: verdict.AsExpected, KnownIssue: "3933"}},
		scenario(1, "meets a known issue", evidence.Ended, verdict.AsExpected, ""),
		{Kind: evidence.KindStep, Job: "surprises", Step: &evidence.Step{Keyword: "Then", Text: "the application starts", Line: 25, Status: evidence.StepFailed, Reason: "expected <started> & found \"error\""}},
		{Kind: evidence.KindServerLog, Job: "surprises", ServerLog: &evidence.ServerLog{Lines: []string{"2026-11-22 12:00:00 | ERROR <main> & co"}, LeftOut: 3}},
		scenario(2, "surprises", evidence.Ended, verdict.Unexpected, "expected <started> & found \"error\""),
		scenario(3, "has no server", evidence.Ended, verdict.Inconclusive, "the server exited with code 1"),
		scenario(4, "has no server either", evidence.Ended, verdict.Inconclusive, "the server exited with code 1"),
		scenario(5, "is beyond the clock", evidence.Ended, verdict.NotRun, "--clock short-ttl cannot show 25h"),
		scenario(6, "never ended", evidence.Begun, "", ""),
		{Kind: evidence.KindRun, Run: &evidence.Run{Phase: evidence.Ended, ID: "r1"}},
	}
	for i := range all {
		all[i].Seq, all[i].At = i+1, at.Add(time.Duration(i)*time.Second)
	}
	return all
}

func TestReports(t *testing.T) {
	result := report.Build(events())
	assert.Equal(t, verdict.Unexpected, result.Verdict)
	assert.Equal(t, 1, result.ExitCode)
	assert.Equal(t, 3, result.Count(verdict.Inconclusive), "a scenario that never ended is inconclusive")
	for name, write := range map[string]func(io.Writer, report.Result) error{
		"table.txt": report.Table, "junit.xml": report.JUnit, "cucumber.json": report.Cucumber, "result.json": report.JSON, "report.html": report.HTML,
		"ctrf.json": report.CTRF, "summary.md": report.JobSummary,
	} {
		t.Run(name, func(t *testing.T) {
			var got bytes.Buffer
			require.NoError(t, write(&got, result))
			golden := "testdata/" + name + ".golden"
			if *update {
				require.NoError(t, os.WriteFile(golden, got.Bytes(), 0o644))
			}
			want, err := os.ReadFile(golden)
			require.NoError(t, err)
			assert.Equal(t, string(want), got.String())
		})
	}
}

func TestJUnitCountsAddUp(t *testing.T) {
	var text bytes.Buffer
	require.NoError(t, report.JUnit(&text, report.Build(events())))
	var read struct {
		Tests    int `xml:"tests,attr"`
		Failures int `xml:"failures,attr"`
		Errors   int `xml:"errors,attr"`
		Suites   []struct {
			Name    string     `xml:"name,attr"`
			Skipped int        `xml:"skipped,attr"`
			Cases   []struct{} `xml:"testcase"`
		} `xml:"testsuite"`
	}
	require.NoError(t, xml.Unmarshal(text.Bytes(), &read))
	assert.Equal(t, []int{6, 1, 3}, []int{read.Tests, read.Failures, read.Errors})
	require.Len(t, read.Suites, 1)
	assert.Equal(t, "StreamPark 2.1.4", read.Suites[0].Name)
	assert.Equal(t, 1, read.Suites[0].Skipped)
	assert.Len(t, read.Suites[0].Cases, 6)
}

// The page must stand alone: nothing to load, no script, and nothing of a run
// may become markup.
func TestThePageStandsAlone(t *testing.T) {
	var got bytes.Buffer
	require.NoError(t, report.HTML(&got, report.Build(events())))
	page := got.String()
	for _, outside := range []string{"<script", "src=", "@import", "url(", "http://", "https://"} {
		assert.NotContains(t, page, outside)
	}
	assert.Contains(t, page, "expected &lt;started&gt; &amp; found")
	assert.Contains(t, page, "StreamPark 2.1.4</strong>: 1 of 6 scenarios as expected, 1 unexpected, 3 inconclusive, 1 not run.<ul><li>known issue 3933: tokens end too soon</li></ul>")
	assert.NotContains(t, page, "never met here")
}

func TestSummaryFitsTheTerminal(t *testing.T) {
	for _, columns := range []int{40, 80, 120} {
		var got bytes.Buffer
		require.NoError(t, report.Summary(&got, report.Build(events()), report.Terminal{Columns: columns}))
		for _, line := range strings.Split(got.String(), "\n") {
			if !strings.HasPrefix(line, "  again: ") {
				assert.LessOrEqual(t, utf8.RuneCountInString(line), columns, line)
			}
		}
	}
}

func TestColourIsForTerminalsOnly(t *testing.T) {
	plain, coloured := new(strings.Builder), new(strings.Builder)
	require.NoError(t, report.Summary(plain, report.Build(events()), report.Terminal{Columns: 100}))
	require.NoError(t, report.Summary(coloured, report.Build(events()), report.Terminal{Columns: 100, Colour: true}))
	assert.NotContains(t, plain.String(), "\x1b")
	assert.Contains(t, coloured.String(), "\x1b[31mUNEXPECTED\x1b[0m")
	assert.Contains(t, coloured.String(), "\x1b[32mas expected (known issue 3933)\x1b[0m")
	assert.Equal(t, plain.String(), regexp.MustCompile("\x1b\\[[0-9]*m").ReplaceAllString(coloured.String(), ""), "colours change nothing else")
}

// A minute before and a minute after the expiry are less than a column apart:
// the lanes must show all the same which side a call was on.
func TestLanesShowTheSideOfTheExpiry(t *testing.T) {
	at := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	call := func(age time.Duration, outcome string) evidence.Event {
		return evidence.Event{Kind: evidence.KindAttempt, Job: "j", Attempt: &evidence.Attempt{Label: "API token " + age.String() + " after it was made",
			TokenMade: at, ServerTime: at.Add(age), Outcome: outcome}}
	}
	r := report.Build([]evidence.Event{
		{Kind: evidence.KindToken, Job: "j", Token: &evidence.Token{LifeSeconds: 7200}},
		call(119*time.Minute, "started"), call(121*time.Minute, "unauthenticated"),
	})
	var got strings.Builder
	require.NoError(t, report.Summary(&got, r, report.Terminal{Columns: 80}))
	assert.Regexp(t, `started +·+●┆·+`, got.String())
	assert.Regexp(t, `401 +·+┆✕·+`, got.String())
}

func TestModelIsNamed(t *testing.T) {
	all := events()
	for i := range all {
		if s := all[i].Scenario; s != nil {
			s.Target = "docker-model"
		}
	}
	var got bytes.Buffer
	require.NoError(t, report.Table(&got, report.Build(all)))
	assert.True(t, strings.HasPrefix(got.String(), "MODEL: the answers of 2.1.4 are the built-in model's, not StreamPark's"))
}

// A run in which nothing ran, or which broke, is never green.
func TestNothingIsNeverGreen(t *testing.T) {
	assert.Equal(t, verdict.Inconclusive, report.Build(nil).Verdict)
	green := []evidence.Event{
		{Kind: evidence.KindScenario, Job: "a", Scenario: &evidence.Scenario{Phase: evidence.Ended, Verdict: verdict.AsExpected}},
		{Kind: evidence.KindRun, Run: &evidence.Run{Phase: evidence.Ended, Failure: "containers were left"}},
	}
	assert.Equal(t, verdict.AsExpected, report.Build(green[:1]).Verdict)
	assert.Equal(t, verdict.Inconclusive, report.Build(green).Verdict)
}

func TestAnEarlierLogIsReadAgain(t *testing.T) {
	var log bytes.Buffer
	l := evidence.NewLog(&log, &evidence.Redactor{})
	for _, e := range events() {
		l.Add(e)
	}
	require.NoError(t, l.Err())
	read, err := evidence.Read(&log)
	require.NoError(t, err)
	assert.Equal(t, report.Build(l.Events()), report.Build(read))
	_, err = evidence.Read(strings.NewReader("{\n"))
	assert.ErrorContains(t, err, "line 1")
}
