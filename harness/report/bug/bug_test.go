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
	assert.Contains(t, all, "401, because the token has expired   # known issue 3933\n")
	assert.Contains(t, all, "because the token is disabled   # not checked because of 4322\n")
	assert.Contains(t, all, "Then the application starts\n")
}

// What a server or a scenario says cannot leave the place it stands in.
func TestNothingBreaksOut(t *testing.T) {
	all := written(t, reporttest.Everything(t), issue())
	assert.Contains(t, all, "\n'''\n", "a log cannot end its block")
	assert.Contains(t, all, `Permission denied \| &lt;no>`, "a message cannot end its cell")
	assert.Contains(t, all, "\n\n```\n  see the log\n```", "the rest of an error is a block")
}

func TestCurlSendsWhatWasSent(t *testing.T) {
	all := written(t, reporttest.Everything(t), issue())
	for _, want := range []string{
		`-H "Authorization: Bearer $TOKEN"`, `-H "Authorization: garbage"`, `-X POST "$STREAMPARK/flink/app/start?Authorization=$TOKEN&token=$TOKEN"`,
		`-b "JSESSIONID=$SESSION"`, `# no token: unauthenticated, 401 (decoded, then rejected)` + "\n" + `curl -i -X POST "$STREAMPARK/flink/app/start" \` + "\n  --data",
	} {
		assert.Contains(t, all, want)
	}
}

func TestCurlSendsTheTokenAsWronglyAsItWasSent(t *testing.T) {
	const start = `curl -i -X POST "$STREAMPARK/flink/app/start" \` + "\n  "
	for twist, want := range map[evidence.Twist]string{
		evidence.Whole:       start + `-H "Authorization: $TOKEN" \`,
		evidence.Absent:      start + `--data-urlencode 'id=7'`,
		evidence.Half:        start + `-H "Authorization: ${TOKEN:0:${#TOKEN}/2}" \`,
		evidence.Changed:     start + `-H "Authorization: ${TOKEN:0:20}x${TOKEN:21}" \`,
		evidence.Empty:       start + `-H "Authorization;" \`,
		evidence.InForm:      start + `--data-urlencode "Authorization=$TOKEN" \`,
		evidence.CookieAlone: start + `-b "JSESSIONID=$SESSION" \`,

		evidence.Longer:           start + `-H "Authorization: ${TOKEN}x" \`,
		evidence.BearerInSmall:    start + `-H "Authorization: bearer $TOKEN" \`,
		evidence.Basic:            start + `-H "Authorization: Basic $TOKEN" \`,
		evidence.Quoted:           start + `-H "Authorization: \"$TOKEN\"" \`,
		evidence.InOtherHeaders:   start + `-H "X-Access-Token: $TOKEN" \`,
		evidence.InCookies:        start + `-b "Authorization=$TOKEN; token=$TOKEN" \`,
		evidence.GarbageInSession: start + `-H "Authorization: garbage" \` + "\n  " + `-b "JSESSIONID=$SESSION" \`,
	} {
		l := reporttest.Begin(t, "docker")
		s := l.Story("2.1.4", "is sent wrongly")
		form := map[string]string{"id": "7"}
		if twist == evidence.InForm {
			form["Authorization"] = "69qMW7re...[00000000]"
		}
		s.Rejected(evidence.Attempt{Subject: evidence.Subject{Kind: evidence.APIToken, Twist: twist}, Form: form}, evidence.Finding{Cause: cause.NoToken})
		s.End()
		assert.Contains(t, written(t, l.End(), issue()), want, twist)
	}
}

// A token that was not made on the token page is not called like one that was.
func TestCurlNamesEachKindOfTokenByItself(t *testing.T) {
	for kind, want := range map[evidence.SubjectKind][]string{
		evidence.SignIn:   {`-H "Authorization: $SIGNIN" \`, "# $SIGNIN is the token in the answer to /passport/signin\n"},
		evidence.Forged:   {`-H "Authorization: $FORGED" \`, "# $FORGED is a token that names the owner and is signed with a secret of the forger's\n"},
		evidence.Unsigned: {`-H "Authorization: $UNSIGNED" \`, "# $UNSIGNED is a token that names the owner, says alg: none and has no signature\n"},
	} {
		l := reporttest.Begin(t, "docker")
		s := l.Story("2.1.4", "is sent by somebody else")
		s.Rejected(evidence.Attempt{Subject: evidence.Subject{Kind: kind}}, evidence.Finding{Cause: cause.Signature})
		s.End()
		calls, _, _ := strings.Cut(written(t, l.End(), issue()), "## By hand")
		for _, part := range want {
			assert.Contains(t, calls, part)
		}
		assert.NotContains(t, calls, "$TOKEN")
	}
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
