package words_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"streampark-regress/harness/cause"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/outcome"
	"streampark-regress/harness/report/result"
	"streampark-regress/harness/report/words"
	"streampark-regress/harness/verdict"
)

func TestMoments(t *testing.T) {
	row := func(id int64, digest string) evidence.Row {
		return evidence.Row{ID: id, Table: "t_access_token", Digest: digest}
	}
	s := result.Scenario{
		Tokens:  []evidence.Token{{Kind: evidence.SignIn, Owner: "admin", Expires: at()}},
		Clock:   []evidence.Clock{{Age: *age(evidence.SinceToken, 60, 60), MovedSeconds: 1}},
		Actions: []evidence.Action{{Kind: evidence.TokenDisabled}, {Kind: evidence.TimePassed}},
		Attempts: []evidence.Attempt{started(), func() evidence.Attempt {
			a := rejected()
			a.Findings = []evidence.Finding{{Cause: cause.Cipher, State: evidence.Holds, Detail: evidence.SealNeverSame}}
			return a
		}()},
		Rows: []evidence.Row{row(1, "aa"), row(2, "bb"), row(1, "aa"), row(1, "cc"), {ID: 1, Table: "t_access_token", Missing: true}},
	}
	for _, tt := range []struct {
		moment result.Moment
		want   string
	}{
		{result.Moment{Kind: evidence.KindToken}, "sign-in token of admin made, expires 2026-11-22 14:00:00 UTC"},
		{result.Moment{Kind: evidence.KindClock}, "the server's clock was moved by 1s, to 1m after the token was made"},
		{result.Moment{Kind: evidence.KindAction}, "the token was disabled"},
		{result.Moment{Kind: evidence.KindAction, Index: 1}, "time had passed"},
		{result.Moment{Kind: evidence.KindAttempt}, "API token at /p: started, 200 data:true"},
		{result.Moment{Kind: evidence.KindAttempt, Index: 1}, "API token at /p: unauthenticated, 401; cause cipher: no two sealings of a token are the same, and this release compares a new one with the row: no API token works (issue 4322)"},
		{result.Moment{Kind: evidence.KindRow}, "row 1 of t_access_token read, digest aa"},
		{result.Moment{Kind: evidence.KindRow, Index: 1}, "row 2 of t_access_token read, digest bb"},
		{result.Moment{Kind: evidence.KindRow, Index: 2}, "row 1 of t_access_token read again, unchanged"},
		{result.Moment{Kind: evidence.KindRow, Index: 3}, "row 1 of t_access_token read again, it has changed: digest cc"},
		{result.Moment{Kind: evidence.KindRow, Index: 4}, "row 1 of t_access_token is gone"},
		{result.Moment{Kind: evidence.KindNote}, "note"},
	} {
		assert.Equal(t, tt.want, words.Moment(s, tt.moment))
	}
}

// A step failed because of its error, or else of the first of its checks that was
// not met.
func TestFailure(t *testing.T) {
	expected := evidence.Expectation{Outcome: outcome.Started}
	s := result.Scenario{Attempts: []evidence.Attempt{func() evidence.Attempt { a := rejected(); a.ID = 7; return a }()}, Checks: []evidence.Check{
		{ID: 1, Verdict: verdict.AsExpected, Attempt: 7}, {ID: 2, Verdict: verdict.Unexpected, Attempt: 7, Expected: expected, Misses: []evidence.Miss{evidence.MissedOutcome}}}}
	assert.Equal(t, "no connection", words.Failure(s, evidence.Step{Error: "no connection", Checks: []int{2}}))
	assert.Equal(t, "API token at /p: expected started, found unauthenticated with cause cipher", words.Failure(s, evidence.Step{Checks: []int{1, 2}}))
	assert.Empty(t, words.Failure(s, evidence.Step{Checks: []int{1}}))
}

func TestAnswer(t *testing.T) {
	for want, body := range map[string]string{"200, an empty body": "", "200, äöü": "äöü", "200, äöü…": "äöüß"} {
		assert.Equal(t, want, words.Answer(evidence.Attempt{Status: 200, Body: body}, 3))
	}
}

func TestCallAt(t *testing.T) {
	for method, want := range map[string]string{"": "API token, /p", "POST": "API token, /p", "GET": "API token, GET /p"} {
		a := started()
		a.Method = method
		assert.Equal(t, want, words.CallAt(a))
	}
	none := started()
	none.Path = ""
	assert.Equal(t, "API token", words.CallAt(none))
}

// A time stands for the scenario's only where it is off by more than a clock can
// be: two seconds too early, a minute too late.
func TestTheEdgesOfAnAge(t *testing.T) {
	for seconds, want := range map[float64]string{
		7258: "2h01m after it was made", 7257.9: "2h after it was made (stands for 2h01m)",
		7320: "2h01m after it was made", 7320.1: "2h02m after it was made (stands for 2h01m)",
	} {
		assert.Equal(t, want, words.Age(*age(evidence.SinceToken, 7260, seconds)), seconds)
	}
	made := evidence.Finding{Detail: evidence.MadeBeforeStart, Made: at()}
	for before, want := range map[time.Duration]string{time.Second: "it was made 1s before the server's start", time.Second - 1: "it was made within a second of the server's start"} {
		made.Started = at().Add(before)
		assert.Equal(t, want, words.Detail(made).Text)
	}
	assert.Equal(t, "waited until 1m after the token was made", words.Clock(evidence.Clock{Age: *age(evidence.SinceToken, 60, 60)}))
}

func TestCheck(t *testing.T) {
	c := evidence.Check{Expected: evidence.Expectation{Outcome: outcome.Started}, Verdict: verdict.Unexpected}
	assert.Equal(t, words.Checked{Label: "API token, /p", Expected: "started", Found: words.Phrase{Text: "unauthenticated 401"}, Cause: words.Phrase{Text: "cipher"}, Verdict: "unexpected"},
		words.Check(c, rejected()))
	fact := evidence.Check{Fact: &evidence.Fact{Kind: evidence.AdmissionFact, Admission: evidence.Barred}, Expected: evidence.Expectation{Admission: evidence.Admitted}, Verdict: verdict.Unexpected}
	assert.Equal(t, words.Checked{Label: "sign-in", Expected: "admitted", Found: words.Phrase{Text: "barred"}, Verdict: "unexpected"}, words.Check(fact, rejected()))
}

func TestFacts(t *testing.T) {
	for want, f := range map[string]evidence.Fact{
		"not seen":       {Kind: evidence.LifeFact},
		"never":          {Kind: evidence.LifeFact, Life: &evidence.Life{Never: true}},
		`has "x"`:        {Kind: evidence.LogFact, Lines: 1},
		`no "x"`:         {Kind: evidence.LogFact},
		"made":           {Kind: evidence.SecondTokenFact},
		`refused: "no"`:  {Kind: evidence.SecondTokenFact, Refused: "no"},
		"changed: token": {Kind: evidence.RowFact, Row: evidence.RowState{State: evidence.RowChanged, Columns: []string{"token"}}},
		"changed":        {Kind: evidence.RowFact, Row: evidence.RowState{State: evidence.RowChanged}},
		"brand-new":      {Kind: "brand-new"},
		"no secret":      {Kind: evidence.SecrecyFact},
		"admitted":       {Kind: evidence.AdmissionFact, Admission: evidence.Admitted},
		"it gives away a secret: [salt password]":                {Kind: evidence.SecrecyFact, Leaks: []evidence.Secret{"salt", "password"}},
		"barred, and the answer gives away a secret: [password]": {Kind: evidence.AdmissionFact, Admission: evidence.Barred, Leaks: []evidence.Secret{"password"}},
	} {
		assert.Equal(t, want, words.Fact(f, evidence.Expectation{Logged: "x"}))
	}
	assert.Equal(t, `has "y" in 1 line`, words.Fact(evidence.Fact{Kind: evidence.LogFact, Lines: 1}, evidence.Expectation{NotLogged: "y"}))
	assert.Equal(t, `no "y"`, words.Fact(evidence.Fact{Kind: evidence.LogFact}, evidence.Expectation{NotLogged: "y"}))
}

// What is missing of a call is named by what is missing first.
func TestMisses(t *testing.T) {
	with := func(change func(*evidence.Attempt)) evidence.Attempt {
		a := rejected()
		a.Submission = &evidence.Submission{State: evidence.NotSubmitted}
		change(&a)
		return a
	}
	expected := evidence.Expectation{Outcome: outcome.Unauthenticated, Cause: cause.Cipher}
	undecided := "API token at /p: expected unauthenticated with cause cipher, but that cannot be decided: "
	for want, a := range map[string]evidence.Attempt{
		"there is no answer":                        with(func(a *evidence.Attempt) { a.Status = 0 }),
		"the server's clock is not known":           with(func(a *evidence.Attempt) { a.ServerTime = time.Time{} }),
		"nobody saw what became of the application": with(func(a *evidence.Attempt) { a.Effect = evidence.Effect{} }),
		"nobody looked at the token's row": with(func(a *evidence.Attempt) {
			a.Application, a.Effect, a.Row = evidence.NoApplication, evidence.Effect{}, evidence.RowState{}
		}),
		"nobody saw what was submitted to Flink": rejected(),
		"part of the evidence was not seen":      with(func(*evidence.Attempt) {}),
	} {
		assert.Equal(t, undecided+want, words.Mismatch(evidence.Check{Verdict: verdict.Inconclusive, Expected: expected, Misses: []evidence.Miss{evidence.MissedEvidence}}, a))
	}
	assert.Contains(t, words.Mismatch(evidence.Check{Verdict: verdict.Inconclusive, Expected: expected}, with(func(a *evidence.Attempt) { a.Outcome = "" })), "there is no answer")

	answered := "API token at /p: answered unauthenticated with cause cipher, but "
	leaking := with(func(a *evidence.Attempt) { a.Effect.Others, a.Leaks = []int64{100001}, []evidence.Secret{"salt"} })
	for want, misses := range map[string][]evidence.Miss{
		"it also started other applications: 100001":                                                {evidence.MissedOthers},
		"the answer gives away a secret: salt":                                                      {evidence.MissedSecrecy},
		"the issue is about another kind of caller, and the application's state did not change (3)": {evidence.MissedSubject, evidence.MissedLife, evidence.MissedEffect},
		"part of the evidence was not seen":                                                         {evidence.MissedEvidence},
	} {
		assert.Equal(t, answered+want, words.Mismatch(evidence.Check{Verdict: verdict.Unexpected, Expected: expected, Misses: misses}, leaking))
	}
	assert.Equal(t, "issue 3933 is back on 2.1.6: API token at /p: expected unauthenticated with any cause but unknown or expired, found started (200 data:true)",
		words.Mismatch(evidence.Check{Release: "2.1.6", Verdict: verdict.Unexpected, Expected: evidence.Expectation{Outcome: outcome.Unauthenticated, Explained: true}, Relapse: "3933", Misses: []evidence.Miss{evidence.MissedCause}}, started()))
}

// Of a call that did not say what became of an application nothing contradicts
// its answer.
func TestContradictions(t *testing.T) {
	c := evidence.Check{Verdict: verdict.Unexpected, Expected: evidence.Expectation{Outcome: outcome.Closed}, Misses: []evidence.Miss{evidence.MissedOutcome}}
	for name, tt := range map[string]struct {
		change func(*evidence.Attempt)
		want   string
	}{
		"as it says":        {func(*evidence.Attempt) {}, ""},
		"not as it says":    {func(a *evidence.Attempt) { a.Effect.Name = evidence.EffectNone }, ", and the application's state did not change (5)"},
		"nobody looked":     {func(a *evidence.Attempt) { a.Effect.Name = evidence.EffectUnseen }, ""},
		"of no application": {func(a *evidence.Attempt) { a.Application, a.Effect.Name = evidence.NoApplication, evidence.EffectNone }, ""},
	} {
		a := started()
		tt.change(&a)
		assert.Equal(t, "API token at /p: expected closed, found started (200 data:true)"+tt.want, words.Mismatch(c, a), name)
	}
}

func TestNumbers(t *testing.T) {
	for n, want := range map[int]string{0: "0 times", 1: "once", 2: "twice", 3: "3 times"} {
		assert.Equal(t, want, words.Times(n))
	}
	for n, want := range map[int]string{0: "0 lines", 1: "1 line", 2: "2 lines"} {
		assert.Equal(t, want, words.Count(n, "line"))
	}
	assert.Equal(t, "5s", words.Length(5.9), "a second that has not passed does not count")
}
