package bug_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/database"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/outcome"
	"streampark-regress/harness/release"
	"streampark-regress/harness/report/bug"
	"streampark-regress/harness/report/result"
	"streampark-regress/harness/verdict"
)

// of is the report of these scenarios.
func of(t *testing.T, all ...result.Scenario) string {
	t.Helper()
	var b strings.Builder
	require.NoError(t, bug.Write(&b, result.Result{Scenarios: all}, issue()))
	return b.String()
}

// looked is a look at a row, whose digest is its only value.
func looked(id int64, digest string) evidence.Row {
	return evidence.Row{ID: id, Table: "t_access_token", Digest: digest, Snapshot: database.Snapshot{Columns: []string{"token"}, Values: []string{digest}}}
}

// Each row is told by what it held at first, and by what it held at the end if
// that is something else.
func TestRows(t *testing.T) {
	gone := evidence.Row{ID: 1, Table: "t_access_token", Missing: true}
	const first, last = "```\ntoken        aa\n```\n\n", "```\ntoken        bb\n```\n\n"
	for want, rows := range map[string][]evidence.Row{
		"Row 1 of t_access_token was read once:\n\n" + first:                                                       {looked(1, "aa")},
		"Row 1 of t_access_token was read twice and was byte for byte the same at the end:\n\n" + first:            {looked(1, "aa"), looked(1, "aa")},
		"Row 1 of t_access_token was read 3 times and was byte for byte the same at the end:\n\n" + first:          {looked(1, "aa"), looked(1, "bb"), looked(1, "aa")},
		"Row 1 of t_access_token was read twice and changed. At first:\n\n" + first + "At the end:\n\n" + last:     {looked(1, "aa"), looked(1, "bb")},
		"Row 1 of t_access_token was read twice; at the end it was gone. At first:\n\n" + first:                    {looked(1, "aa"), gone},
		"Row 1 of t_access_token was read once:\n\n" + first + "Row 2 of t_access_token was read once:\n\n" + last: {looked(1, "aa"), looked(2, "bb")},
	} {
		assert.Contains(t, of(t, result.Scenario{Rows: rows}), "```\n\n"+want+"## By hand")
	}
}

func TestEnvironment(t *testing.T) {
	r := result.Result{Deployments: []result.Server{{Name: "a", Target: "docker", Detail: "as shipped", Image: "i"}, {Name: "b", Detail: "as found"}},
		Run: evidence.Run{ID: "r1", Clock: "jump", Config: "a.yaml", Machine: map[string]string{"processors": "2", "os": "linux"}}}
	var b strings.Builder
	require.NoError(t, bug.Write(&b, r, release.KnownIssue{ID: "3933"}))
	assert.Contains(t, b.String(), "- a (docker): as shipped, image i\n- b (-): as found, image -\n- os: linux\n- processors: 2\n- configuration: a.yaml\n- clock: jump; run r1 of ")
	assert.Contains(t, b.String(), "# Upstream issue 3933\n\n")
	assert.NotContains(t, of(t), "configuration:")
}

// What was not seen has no heading.
func TestAScenarioOfWhichNothingWasSeen(t *testing.T) {
	all, _, _ := strings.Cut(of(t, result.Scenario{Scenario: evidence.Scenario{Release: "2.1.4", Name: "is empty", Verdict: verdict.AsExpected}}), "## By hand")
	_, told, _ := strings.Cut(all, "## 2.1.4: is empty")
	assert.Equal(t, "\n\n**as expected**\n\n```gherkin\n```\n\n", told)
	assert.NotContains(t, of(t, result.Scenario{}), "## What else was tried")
}

func TestServerLog(t *testing.T) {
	const end = "\n```\n\n</details>\n\n## By hand"
	for want, log := range map[string]evidence.ServerLog{
		"The server logged nothing meanwhile.\n\n## By hand":                                              {LeftOut: 3},
		"(1 line, without the frames of stack traces)</summary>\n\n```\na" + end:                          {Lines: []string{"a"}},
		"</summary>\n\n```\n... left out: 1 earlier line, see the server's log beside this file\na" + end: {Lines: []string{"a"}, LeftOut: 1},
	} {
		assert.Contains(t, of(t, result.Scenario{Log: &log}), want)
	}
}

func TestTokens(t *testing.T) {
	with, without := evidence.Token{Kind: evidence.APIToken, Owner: "admin", Claims: "{}"}, evidence.Token{Kind: evidence.APIToken, Owner: "admin"}
	assert.Contains(t, of(t, result.Scenario{Tokens: []evidence.Token{with}}), "The token says: API token of admin, made 0001-01-01 00:00:00 UTC, expires at an unknown time. Its claims:\n\n```json\n{}\n```\n\n")
	assert.NotContains(t, of(t, result.Scenario{Tokens: []evidence.Token{without}}), "claims")
}

// meets is a scenario in which a call meets an issue, as it is known or as it is
// back.
func meets(job, file string, c evidence.Check) result.Scenario {
	c.ID, c.Attempt = 1, 1
	call := evidence.Attempt{ID: 1, Subject: evidence.Subject{Kind: evidence.APIToken}, Outcome: outcome.Unauthenticated, Status: 401}
	return result.Scenario{Job: job, Scenario: evidence.Scenario{Release: "2.1.4", Name: job, File: file, Verdict: verdict.AsExpected}, Attempts: []evidence.Attempt{call}, Checks: []evidence.Check{c}}
}

// On each release the one scenario is shown that tells the issue best, the first
// of those that are alike; the others are folded.
func TestTheBestScenarioIsShown(t *testing.T) {
	met, other := evidence.Check{Verdict: verdict.AsExpected, KnownIssue: "3933"}, evidence.Check{Verdict: verdict.AsExpected}
	const about, beside = "features/issues/3933.feature", "features/causes/a.feature"
	factual := meets("tells it of a fact", beside, met)
	factual.Checks[0].Attempt = 0
	missed := meets("misses it", beside, evidence.Check{Verdict: verdict.Inconclusive, KnownIssue: "3933"})
	for name, tt := range map[string]struct {
		all  []result.Scenario
		want string
	}{
		"one that meets it":               {[]result.Scenario{meets("a", about, other), meets("b", beside, met)}, "b"},
		"one that sees it again":          {[]result.Scenario{meets("a", beside, other), meets("b", beside, evidence.Check{Relapse: "3933", Verdict: verdict.AsExpected})}, "b"},
		"one that is about it":            {[]result.Scenario{meets("a", beside, other), meets("b", about, other)}, "b"},
		"one that meets it and is so too": {[]result.Scenario{meets("a", beside, met), meets("b", about, met)}, "b"},
		"the first of two":                {[]result.Scenario{meets("a", about, met), meets("b", about, met)}, "a"},
		"not one of another issue":        {[]result.Scenario{meets("a", beside, other), meets("b", beside, evidence.Check{Verdict: verdict.AsExpected, KnownIssue: "4322"})}, "a"},
		"not one that is about a fact":    {[]result.Scenario{meets("a", beside, other), factual}, "a"},
		"not one that misses it":          {[]result.Scenario{meets("a", beside, other), missed}, "a"},
	} {
		got := of(t, tt.all...)
		assert.Contains(t, got, "\n## 2.1.4: "+tt.want+"\n", name)
		assert.Equal(t, 1, strings.Count(got, "\n## 2.1.4: "), name)
		assert.Equal(t, len(tt.all)-1, strings.Count(got, "<details><summary>✓ 2.1.4: "), name)
	}
}

// full is where nothing can be written.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("no space left") }

func TestWhatCannotBeWrittenIsAnError(t *testing.T) {
	assert.EqualError(t, bug.Write(full{}, result.Result{}, issue()), "write the bug report: no space left")
}
