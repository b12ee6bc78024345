package words_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"streampark-regress/harness/evidence"
	"streampark-regress/harness/judge"
	"streampark-regress/harness/report/result"
	"streampark-regress/harness/report/words"
	"streampark-regress/harness/verdict"
)

func TestRelease(t *testing.T) {
	counted := func(scenarios int, counts map[verdict.Verdict]int) string {
		return words.Release(result.Release{Scenarios: scenarios, Counts: counts})
	}
	assert.Equal(t, "2 of 2 scenarios as expected.", counted(2, map[verdict.Verdict]int{verdict.AsExpected: 2}))
	assert.Equal(t, "2 of 2 scenarios as expected (△ 1 with a known issue).", words.Release(result.Release{Scenarios: 2, Known: 1, Counts: map[verdict.Verdict]int{verdict.AsExpected: 2}}))
	assert.Equal(t, "0 of 6 scenarios as expected, 1 unexpected, 2 inconclusive, 3 not run.",
		counted(6, map[verdict.Verdict]int{verdict.Unexpected: 1, verdict.Inconclusive: 2, verdict.NotRun: 3}))
	assert.Equal(t, "1 of 2 scenarios as expected, 1 not run.", counted(2, map[verdict.Verdict]int{verdict.AsExpected: 1, verdict.NotRun: 1}))
}

func TestIssues(t *testing.T) {
	r := result.Release{KnownIssues: []string{"3933", "4281", "4322"}, Masked: map[string]int{"3933": 1, "4322": 2}}
	assert.Equal(t, []string{
		"known issue 3933: tokens expire; because of it 1 check could not be made", "known issue 4281", "known issue 4322; because of it 2 checks could not be made",
	}, words.Issues(r, map[string]string{"3933": "tokens expire"}))
	assert.Empty(t, words.Issues(result.Release{}, nil))
}

func TestBuild(t *testing.T) {
	b := evidence.Build{Name: "mine", Image: "x:1", Like: "2.1.5"}
	assert.Equal(t, "mine is a build like 2.1.5 (x:1), expected to show no known issue", words.Build(b))
	b.Expect, b.NamedOnly = []string{"4281", "4134"}, 1
	assert.Equal(t, "mine is a build like 2.1.5 (x:1), expected to show known issue 4281, 4134; not played on it, because they are written for 2.1.5 by its name: 1 scenario", words.Build(b))
}

func TestJava(t *testing.T) {
	assert.Empty(t, words.Java(result.Result{Deployments: []result.Server{{Release: "2.1.4"}}}))
	assert.Equal(t, "Java: 2.1.4 on 1.8.0_1, 2.1.5 on 17.0.2", words.Java(result.Result{Deployments: []result.Server{
		{Release: "2.1.4", Java: "1.8.0_1"}, {Release: "2.1.4", Java: "1.8.0_1"}, {Release: "2.1.5", Java: "17.0.2"}, {Release: "2.1.6"}}}))
}

func TestModel(t *testing.T) {
	assert.Equal(t, "MODEL: the answers of 2.1.4 and 2.1.5 are the built-in model's, not StreamPark's. They check the harness and the scenarios.", words.Model([]string{"2.1.4", "2.1.5"}))
}

func TestBroken(t *testing.T) {
	assert.Empty(t, words.Broken(result.Result{}))
	assert.Equal(t, []string{"no Docker", "the run never ended: the program was killed", "1 scenario of the plan never began: a"},
		words.Broken(result.Result{Run: evidence.Run{Failure: "no Docker"}, Gaps: []result.Gap{result.NoEnd}, NeverBegan: []string{"a"}}))
	assert.Equal(t, []string{"3 scenarios of the plan never began: a, b, c"}, words.Broken(result.Result{NeverBegan: []string{"a", "b", "c"}}))
	assert.Equal(t, []string{"5 scenarios of the plan never began: a, b, c, and 2 more"}, words.Broken(result.Result{NeverBegan: []string{"a", "b", "c", "d", "e"}}))
}

func TestHeadlineAndPartial(t *testing.T) {
	scenario := func(v verdict.Verdict) result.Scenario {
		return result.Scenario{Scenario: evidence.Scenario{Verdict: v}}
	}
	whole := result.Result{Verdict: verdict.AsExpected, Scenarios: []result.Scenario{scenario(verdict.AsExpected)}}
	assert.Equal(t, "AS EXPECTED", words.Headline(whole))
	assert.Empty(t, words.Partial(whole))

	some := result.Result{Verdict: verdict.Unexpected, Partial: true, NeverBegan: []string{"x", "y"},
		Scenarios: []result.Scenario{scenario(verdict.AsExpected), scenario(verdict.NotRun), scenario(""), scenario(""), scenario("")}}
	assert.Equal(t, "PARTIAL, UNEXPECTED", words.Headline(some))
	assert.Equal(t, "6 of 7 scenarios of the plan were not run (1 left out, 2 never began, 3 never ended); the verdict is about the rest.", words.Partial(some))
	one := result.Result{Partial: true, NeverBegan: []string{"x"}}
	assert.Equal(t, "1 of 1 scenario of the plan were not run (1 never began); the verdict is about the rest.", words.Partial(one))
}

func TestMark(t *testing.T) {
	for v, want := range map[verdict.Verdict]string{verdict.AsExpected: "✓", verdict.Unexpected: "✗", verdict.NotRun: "–", verdict.Inconclusive: "?", "": "?"} {
		assert.Equal(t, want, words.Mark(result.MarkOf(v)), v)
	}
	assert.Equal(t, "△", words.Mark(result.MarkOf(verdict.AsExpected, "3933")))
	assert.Equal(t, "✗", words.Mark(result.MarkOf(verdict.Unexpected, "3933")))
	assert.Equal(t, "✓", words.Mark(result.MarkOf(verdict.AsExpected, "")))
}

func TestStanding(t *testing.T) {
	standing := func(r judge.Reproduction) result.Standing {
		return result.Standing{Release: "2.1.4", Target: "docker", Images: []string{"a", "b"}, Reproduction: r}
	}
	two := []string{"x", "y"}
	for want, r := range map[string]judge.Reproduction{
		"REPRODUCED on StreamPark 2.1.4 (a, b): issue 3933, in 1 of 2 scenarios":                                                           {Showing: judge.Reproduced, Run: two, Shown: []string{"x"}},
		"NOT REPRODUCED on StreamPark 2.1.4 (a, b): issue 3933, the calls in which it would show went as they should, in 2 of 2 scenarios": {Showing: judge.NotReproduced, Run: two, Clean: two},
		"NOT DECIDED on StreamPark 2.1.4 (a, b): issue 3933, no scenario about it was run":                                                 {Showing: judge.Undecided},
		"NOT DECIDED on StreamPark 2.1.4 (a, b): issue 3933, the calls in which it would show came to something else, in 1 of 2 scenarios": {Showing: judge.Undecided, Run: two, Other: []string{"x"}, Undone: two},
		"NOT DECIDED on StreamPark 2.1.4 (a, b): issue 3933, 1 of 2 scenarios could not be carried out":                                    {Showing: judge.Undecided, Run: two, Undone: []string{"x"}, Masks: two},
		"NOT DECIDED on StreamPark 2.1.4 (a, b): issue 3933, not everything could be checked because of known issue 4322, 4281":            {Showing: judge.Undecided, Run: two, Masks: []string{"4322", "4281"}},
		"NOT DECIDED on StreamPark 2.1.4 (a, b): issue 3933, no call was made in which it would show, in 2 scenarios":                      {Showing: judge.Undecided, Run: two},
	} {
		assert.Equal(t, want, words.Standing(result.Result{}, standing(r), "3933"))
	}
	refuted := standing(judge.Reproduction{Showing: judge.Undecided, Run: two, Clean: []string{"x"}, Other: []string{"y"}})
	assert.Equal(t, "not there on StreamPark 2.1.4 (a, b): issue 3933, the calls in which it would show went as they should, in 1 of 2 scenarios; elsewhere other issues stood in the way", words.Bisected(result.Result{}, refuted, "3933"))
	assert.Equal(t, judge.NotReproduced, result.Bisected([]result.Standing{refuted}))
	assert.Equal(t, judge.Undecided, result.Reproduced([]result.Standing{refuted}))
	undone := standing(judge.Reproduction{Showing: judge.Undecided, Run: two, Undone: []string{"x"}})
	failed := result.Result{Scenarios: []result.Scenario{{Job: "x", Scenario: evidence.Scenario{Verdict: verdict.Inconclusive, Reason: &evidence.Reason{Kind: evidence.Failed, Error: "no command\nand more"}}}}}
	assert.Equal(t, "NOT DECIDED on StreamPark 2.1.4 (a, b): issue 3933, 1 of 2 scenarios could not be carried out: no command", words.Standing(failed, undone, "3933"))
	model := result.Standing{Release: "2.1.4", Target: "model", Images: []string{"a"}}
	assert.Equal(t, "the MODEL of 2.1.4", words.On(model))
	assert.Equal(t, "StreamPark 2.1.4", words.On(result.Standing{Release: "2.1.4", Target: "docker"}))
	assert.Contains(t, words.Standing(result.Result{Partial: true}, standing(judge.Reproduction{Showing: judge.Undecided}), "3933"), "PARTIAL, NOT DECIDED on ")
}
