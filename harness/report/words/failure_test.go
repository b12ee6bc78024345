package words_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/evidence"
	"streampark-regress/harness/report/reporttest"
	"streampark-regress/harness/report/result"
	"streampark-regress/harness/report/words"
	"streampark-regress/harness/verdict"
)

func TestTitle(t *testing.T) {
	never := []result.Scenario{{}}
	for want, f := range map[string]result.Failure{
		"issue 3933 is back":                              {Cause: result.IssueBack, Issue: "3933"},
		"issue 3933 no longer reproduces":                 {Cause: result.IssueGone, Issue: "3933"},
		"issues 3933, 3865 no longer reproduce":           {Cause: result.IssueGone, Issue: "3933, 3865"},
		"known issue 4281 shows, which was not expected":  {Cause: result.IssueUnasked, Issue: "4281"},
		"known issue 3933":                                {Cause: result.IssueMet, Issue: "3933"},
		"revocation (the row or the user is not checked)": {Cause: result.Different, Suspect: evidence.SuspectRevocation},
		"":                                       {Cause: result.Different},
		"interrupted":                            {Cause: result.Stopped},
		"left out":                               {Cause: result.Omitted},
		"it never ended: the program was killed": {Cause: result.Unproven, Scenarios: never},
	} {
		assert.Equal(t, want, words.Title(f))
	}
}

// A paragraph says what all scenarios of a cause have in common, each thing once.
func TestParagraph(t *testing.T) {
	all := result.Build(reporttest.Relapses(t)).Failures()
	require.Len(t, all, 2)
	assert.Equal(t, []words.Line{
		{Name: "expected", Text: "started; or expiry the token carries: never"},
		{Name: "found", Text: "unauthenticated with cause expired; or expiry the token carries: creation + 2h"},
		{Name: "since", Text: "2h01m after it was made (1h59m after it was made it was let in)"},
		{Name: "suspect", Text: "expiry (the token carries an expiry of its own)"},
		{Name: "fixed", Text: "in 2.1.5, by the catalogue"},
	}, words.Paragraph(all[0]))
	assert.Equal(t, "row in t_access_token: expected unchanged, found gone", words.Title(all[1]))
	assert.Equal(t, []words.Line{
		{Name: "expected", Text: "known issue 1"}, {Name: "found", Text: "every call went as if there were no such issue"},
		{Name: "since", Text: "3h after it was made"}, {Name: "to do", Text: "if it is fixed, take it out of the catalogue"},
	}, words.Paragraph(result.Failure{Cause: result.IssueGone, Issue: "1", Since: &evidence.Age{AskedSeconds: 10800, Seconds: 10800}}))
	for cause, want := range map[result.Cause]words.Line{
		result.IssueUnasked: {Name: "to do", Text: "if it is expected, add --expect-known 1"},
		result.IssueMet:     {Name: "counts as", Text: "unexpected, because of --known-issues fail"},
	} {
		assert.Equal(t, []words.Line{want}, words.Paragraph(result.Failure{Cause: cause, Issue: "1"}))
	}
	assert.Empty(t, words.Paragraph(result.Failure{Cause: result.Omitted}))
}

// The headline names the first causes of what is unexpected, and the model.
func TestHeadlineNamesTheCauses(t *testing.T) {
	assert.Equal(t, "UNEXPECTED on the MODEL, 2.1.5: issue 3933 is back; 2.1.5: row in t_access_token: expected unchanged, found gone", words.Headline(result.Build(reporttest.Relapses(t))))
	assert.Equal(t, "AS EXPECTED on the MODEL", words.Headline(result.Build(reporttest.Model(t))))
	unmet := func(release string) result.Scenario {
		return result.Scenario{Scenario: evidence.Scenario{Release: release, Verdict: verdict.Unexpected, Reason: &evidence.Reason{Kind: evidence.Unmet, Issues: []string{"1"}}}}
	}
	r := result.Result{Verdict: verdict.Unexpected, Scenarios: []result.Scenario{unmet("a"), unmet("b"), unmet("c")}}
	assert.Equal(t, "UNEXPECTED, a: issue 1 no longer reproduces; b: issue 1 no longer reproduces; c: issue 1 no longer reproduces", words.Headline(r))
	r.Scenarios = append(r.Scenarios, unmet("d"))
	assert.Contains(t, words.Headline(r), "c: issue 1 no longer reproduces; and 1 more")
}

func TestKnown(t *testing.T) {
	assert.Empty(t, words.Known(result.Scenario{}, nil))
	assert.Equal(t, "△ known issue 3933: tokens expire; known issue 4281",
		words.Known(result.Scenario{Scenario: evidence.Scenario{KnownIssues: []string{"3933", "4281"}}}, map[string]string{"3933": "tokens expire"}))
}
