package judge_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"streampark-regress/harness/cause"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/judge"
	"streampark-regress/harness/outcome"
	"streampark-regress/harness/release"
	"streampark-regress/harness/verdict"
)

func TestCalls(t *testing.T) {
	const (
		byOutcome = evidence.MissedOutcome
		byCause   = evidence.MissedCause
		byEffect  = evidence.MissedEffect
		unseen    = evidence.MissedEvidence
	)
	with := func(w what, change func(*what)) what { change(&w); return w }
	for name, tt := range map[string]struct {
		attempt  evidence.Attempt
		expected evidence.Expectation
		known    []release.KnownIssue
		fixed    []release.KnownIssue
		about    []string
		want     what
	}{
		"started":                         {attempt: started(), expected: starts(), want: green()},
		"rejected for the cause expected": {attempt: rejected(cause.Expired), expected: expired(), want: green()},
		"rejected and explained":          {attempt: rejected(cause.NoToken), expected: explained(), want: green()},
		"a page without an application": {attempt: started(func(a *evidence.Attempt) {
			a.Application, a.Outcome, a.Effect = evidence.NoApplication, outcome.Answered, evidence.Effect{}
		}), expected: evidence.Expectation{Outcome: outcome.Answered}, want: green()},

		// Nothing is green without evidence.
		"no answer":                {attempt: evidence.Attempt{}, expected: starts(), want: unsure(unseen)},
		"no outcome":               {attempt: started(func(a *evidence.Attempt) { a.Outcome = "" }), expected: starts(), want: unsure(unseen)},
		"no clock":                 {attempt: started(func(a *evidence.Attempt) { a.ServerTime = time.Time{} }), expected: starts(), want: unsure(unseen)},
		"nothing expected":         {attempt: started(), want: unsure(unseen)},
		"a 401 nobody looked into": {attempt: rejected(cause.None), expected: explained(), want: unsure(unseen)},
		"started, and of no application": {attempt: started(func(a *evidence.Attempt) {
			a.Application, a.Effect, a.Submission = evidence.NoApplication, evidence.Effect{}, nil
		}), expected: starts(), want: unsure(unseen)},
		"started, of no application and by nobody who may": {attempt: started(func(a *evidence.Attempt) {
			a.Application, a.Effect, a.Submission = evidence.NoApplication, evidence.Effect{}, nil
		}), expected: disabled(), want: red(evidence.SuspectForgery, byOutcome, byCause)},
		"the effect was not seen": {attempt: started(func(a *evidence.Attempt) { a.Effect = evidence.Effect{} }), expected: starts(), want: unsure(unseen)},

		// The effect of a call is a part of its answer.
		"true, and nothing starts": {attempt: started(func(a *evidence.Attempt) { a.Effect.Name = evidence.EffectNone }), expected: starts(),
			want: red(evidence.SuspectEffect, byEffect)},
		"401, and it starts all the same": {attempt: rejected(cause.Disabled, func(a *evidence.Attempt) { a.Effect.Name = evidence.EffectStarted }), expected: disabled(),
			want: red(evidence.SuspectEffect, byEffect)},

		// Where the server's log is out of reach, the application's state shows it.
		"true, and the log is out of reach":                   {attempt: started(func(a *evidence.Attempt) { a.Submission = submits(evidence.SubmissionHidden) }), expected: starts(), want: green()},
		"its state is asked for, and the log is out of reach": {attempt: started(func(a *evidence.Attempt) { a.Submission = submits(evidence.SubmissionHidden) }), expected: restores(), want: unsure(unseen)},
		"true, nothing starts, and the log is out of reach": {attempt: started(func(a *evidence.Attempt) {
			a.Submission, a.Effect.Name = submits(evidence.SubmissionHidden), evidence.EffectNone
		}), expected: starts(), want: red(evidence.SuspectEffect, byEffect)},

		// So is what was submitted to Flink.
		"true, and nothing is submitted": {attempt: started(func(a *evidence.Attempt) { a.Submission = submits(evidence.NotSubmitted) }), expected: starts(),
			want: red("", evidence.MissedSubmission)},
		"another application is submitted": {attempt: started(func(a *evidence.Attempt) { a.Submission.Others = []string{"another"} }), expected: starts(),
			want: red("", evidence.MissedSubmission)},
		"401, and submitted all the same": {attempt: rejected(cause.Disabled, func(a *evidence.Attempt) { a.Submission = submits(evidence.StartedFresh) }), expected: disabled(),
			want: red("", evidence.MissedSubmission)},
		"the submission was not seen":   {attempt: started(func(a *evidence.Attempt) { a.Submission = nil }), expected: starts(), want: unsure(unseen)},
		"nothing at all was seen":       {attempt: started(func(a *evidence.Attempt) { a.Submission, a.Effect = nil, evidence.Effect{} }), expected: restores(), want: unsure(unseen)},
		"restored as it should be":      {attempt: asking(evidence.RestoredLatest), expected: restores(), want: green()},
		"restored from somewhere else":  {attempt: asking(evidence.RestoredOther), expected: restores(), want: red(evidence.SuspectState, evidence.MissedState)},
		"a savepoint as it should be":   {attempt: cancelled(), expected: saves(), want: green()},
		"no savepoint":                  {attempt: cancelled(func(a *evidence.Attempt) { a.Submission = submits(evidence.StoppedBare) }), expected: saves(), want: red(evidence.SuspectState, evidence.MissedState)},
		"a cancel that cancels nothing": {attempt: cancelled(func(a *evidence.Attempt) { a.Effect.Name = evidence.EffectNone }), expected: saves(), want: red(evidence.SuspectEffect, byEffect)},
		"fresh, as is known": {attempt: asking(evidence.StartedFresh), expected: restores(), known: []release.KnownIssue{fields()}, about: []string{"fields"},
			want: known("fields")},
		"a cancel that an issue shuts out": {attempt: rejected(cause.Cipher), expected: saves(), known: []release.KnownIssue{sealed()}, about: []string{"4322"},
			want: known("4322")},
		"fresh, but nobody asked": {attempt: started(), expected: restores(), known: []release.KnownIssue{fields()}, about: []string{"fields"},
			want: red(evidence.SuspectState, evidence.MissedState)},

		// Surprises, and what they look like.
		"another outcome":               {attempt: failing(), expected: starts(), want: red("", byOutcome)},
		"another cause":                 {attempt: rejected(cause.Replaced), expected: expired(), want: red(evidence.SuspectRow, byCause)},
		"another cause, and signed out": {attempt: rejected(cause.Replaced, after(evidence.SignedOut)), expected: expired(), want: red(evidence.SuspectRow, byCause)},
		"a page closed that should be open": {attempt: started(func(a *evidence.Attempt) {
			a.Application, a.Outcome, a.Status, a.Effect = "", outcome.Closed, 500, evidence.Effect{}
		}), expected: evidence.Expectation{Outcome: outcome.Answered}, want: red("", byOutcome)},
		"rejected and unexplained":     {attempt: rejected(cause.Unknown), expected: explained(), want: red("", byCause)},
		"rejected because it expired":  {attempt: rejected(cause.Expired), expected: explained(), want: red(evidence.SuspectExpiry, byCause)},
		"let in although disabled":     {attempt: started(after(evidence.TokenDisabled)), expected: disabled(), want: red(evidence.SuspectRevocation, byOutcome, byCause)},
		"let in although old":          {attempt: started(after(evidence.TimePassed)), expected: expired(), want: red(evidence.SuspectNoExpiry, byOutcome, byCause)},
		"let in although forged":       {attempt: started(), expected: explained(), want: red(evidence.SuspectForgery, byOutcome)},
		"let in by every replica":      {attempt: started(), expected: evidence.Expectation{Outcome: outcome.Unauthenticated, Cause: cause.OtherReplica}, want: red(evidence.NoSuspect, byOutcome, byCause)},
		"shut out after a replacement": {attempt: rejected(cause.Unknown, after(evidence.ServerRecreated)), expected: starts(), want: red(evidence.SuspectRestart, byOutcome, byCause)},
		"shut out by one replica":      {attempt: rejected(cause.Unknown, after(evidence.ReplicaRestarted)), expected: starts(), want: red(evidence.SuspectRestart, byOutcome, byCause)},
		"200 that is not a start":      {attempt: failing(func(a *evidence.Attempt) { a.Status = 200 }), expected: explained(), want: red(evidence.SuspectStatus, byOutcome)},
		"500 instead of 401":           {attempt: failing(), expected: explained(), want: red("", byOutcome)},
		"shut out after a sign-out":    {attempt: rejected(cause.Unknown, after(evidence.SignedOut)), expected: starts(), want: red(evidence.SuspectSession, byOutcome, byCause)},
		"shut out after some time":     {attempt: rejected(cause.Unknown, after(evidence.TimePassed)), expected: starts(), want: red(evidence.SuspectCache, byOutcome, byCause)},
		"shut out after a restart":     {attempt: rejected(cause.Unknown, after(evidence.ServerRestarted)), expected: starts(), want: red(evidence.SuspectRestart, byOutcome, byCause)},
		"shut out for nothing":         {attempt: rejected(cause.Unknown), expected: starts(), want: red("", byOutcome, byCause)},
		"a 401 that is not the filter": {attempt: rejected(cause.Unknown, func(a *evidence.Attempt) { a.Rejection = outcome.Unfamiliar }), expected: starts(), want: red(evidence.SuspectAnswer, byOutcome, byCause)},

		// Known issues are met exactly or not at all.
		"a known issue": {attempt: rejected(cause.Expired), expected: starts(), known: []release.KnownIssue{expiry()}, about: []string{"3933"}, want: known("3933")},
		"a known issue the scenario is not about": {attempt: rejected(cause.Expired), expected: starts(), known: []release.KnownIssue{expiry()},
			want: red(evidence.SuspectExpiry, byOutcome, byCause)},
		"of another status": {attempt: rejected(cause.Expired, func(a *evidence.Attempt) { a.Status = 403 }), expected: starts(), known: []release.KnownIssue{expiry()}, about: []string{"3933"},
			want: red(evidence.SuspectExpiry, byOutcome, byCause)},
		"with a changed row": {attempt: rejected(cause.Expired, func(a *evidence.Attempt) { a.Row.State = evidence.RowChanged }), expected: starts(), known: []release.KnownIssue{expiry()}, about: []string{"3933"},
			want: red(evidence.SuspectExpiry, byOutcome, byCause)},
		"with a row nobody saw": {attempt: rejected(cause.Expired, func(a *evidence.Attempt) { a.Row = evidence.RowState{} }), expected: starts(), known: []release.KnownIssue{expiry()}, about: []string{"3933"},
			want: red(evidence.SuspectExpiry, byOutcome, byCause)},
		"and started all the same": {attempt: rejected(cause.Expired, func(a *evidence.Attempt) { a.Effect.Name = evidence.EffectStarted }), expected: starts(), known: []release.KnownIssue{expiry()}, about: []string{"3933"},
			want: red(evidence.SuspectEffect, byOutcome, byCause, byEffect)},
		"of a sign-in": {attempt: rejected(cause.Expired, func(a *evidence.Attempt) { a.Subject.Kind = evidence.SignIn }), expected: starts(), known: []release.KnownIssue{expiry()}, about: []string{"3933"},
			want: red(evidence.SuspectExpiry, byOutcome, byCause)},
		"of a spoilt token": {attempt: rejected(cause.Expired, func(a *evidence.Attempt) { a.Subject.Twist = evidence.Half }), expected: starts(), known: []release.KnownIssue{expiry()}, about: []string{"3933"},
			want: red(evidence.SuspectExpiry, byOutcome, byCause)},
		"of a developer": {attempt: failing(), expected: starts(), known: []release.KnownIssue{members()}, about: []string{"4281"}, want: known("4281")},
		"of a developer, by an administrator": {attempt: failing(func(a *evidence.Attempt) { a.Subject.Role = evidence.Administrator }), expected: starts(), known: []release.KnownIssue{members()}, about: []string{"4281"},
			want: red("", byOutcome)},
		"with another message": {attempt: failing(func(a *evidence.Attempt) { a.Message = "NullPointerException" }), expected: starts(), known: []release.KnownIssue{members()}, about: []string{"4281"},
			want: red("", byOutcome)},
		"somebody gets in who should not": {attempt: started(func(a *evidence.Attempt) { a.Subject.Kind = evidence.SignIn }), expected: expired(), known: []release.KnownIssue{outlives()}, about: []string{"outlives"},
			want: known("outlives")},
		"an error that does something": {attempt: failing(func(a *evidence.Attempt) { a.Effect.Name = evidence.EffectCancelled }), expected: evidence.Expectation{Outcome: outcome.Failed},
			known: []release.KnownIssue{func() release.KnownIssue { k := members(); k.Symptom.Effect = "cancelled"; return k }()}, about: []string{"4281"}, want: known("4281")},

		// A known issue that stands in the way of what was to be checked.
		"masks a revocation":  {attempt: rejected(cause.Cipher), expected: disabled(), known: []release.KnownIssue{sealed()}, about: []string{"4322"}, want: masked("4322")},
		"masks a permission":  {attempt: failing(), expected: evidence.Expectation{Outcome: outcome.Forbidden}, known: []release.KnownIssue{members()}, about: []string{"4281"}, want: masked("4281")},
		"masks a closed page": {attempt: rejected(cause.Cipher), expected: closed(), known: []release.KnownIssue{sealed()}, about: []string{"4322"}, want: masked("4322")},

		// A step that names the issue itself.
		"named":                                {attempt: rejected(cause.Expired), expected: namedExpired(), known: []release.KnownIssue{expiry()}, want: known("3933")},
		"named, and not in the catalogue":      {attempt: rejected(cause.Expired), expected: namedExpired(), want: unsure(evidence.MissedIssue)},
		"named, and the catalogue disagrees":   {attempt: rejected(cause.Cipher), expected: evidence.Expectation{Outcome: outcome.Unauthenticated, Cause: cause.Cipher, KnownIssue: "3933"}, known: []release.KnownIssue{expiry()}, want: unsure(evidence.MissedIssue)},
		"named, with another outcome":          {attempt: rejected(cause.Expired), expected: evidence.Expectation{Outcome: outcome.Started, Cause: cause.Expired, KnownIssue: "3933"}, known: []release.KnownIssue{expiry()}, want: unsure(evidence.MissedIssue)},
		"named, and the row was not looked at": {attempt: rejected(cause.Expired, func(a *evidence.Attempt) { a.Row = evidence.RowState{} }), expected: namedExpired(), known: []release.KnownIssue{expiry()}, want: unsure(unseen)},
		"named, and gone": {attempt: started(after(evidence.TimePassed)), expected: namedExpired(), known: []release.KnownIssue{expiry()},
			want: with(red(evidence.SuspectNoExpiry, byOutcome, evidence.MissedStatus, byCause, unseen, byEffect), func(w *what) { w.gone = "3933" })},

		// An issue of an earlier release that is back.
		"a relapse": {attempt: rejected(cause.Expired), expected: starts(), fixed: []release.KnownIssue{expiry()},
			want: with(red(evidence.SuspectExpiry, byOutcome, byCause), func(w *what) { w.relapse = "3933" })},
		"a relapse of the first of two": {attempt: rejected(cause.Expired), expected: starts(), fixed: []release.KnownIssue{sealed(), expiry(), func() release.KnownIssue { k := expiry(); k.ID = "later"; return k }()},
			want: with(red(evidence.SuspectExpiry, byOutcome, byCause), func(w *what) { w.relapse = "3933" })},
		"no relapse with another cause": {attempt: rejected(cause.Disabled), expected: starts(), fixed: []release.KnownIssue{expiry()},
			want: red("", byOutcome, byCause)},
	} {
		t.Run(name, func(t *testing.T) {
			check := judge.Call(judge.Case{Release: judge.Knowledge{Version: "9.9.9", Known: tt.known, Fixed: tt.fixed}, About: tt.about, Attempt: tt.attempt, Expected: tt.expected})
			assert.Equal(t, tt.want, what{check.Verdict, check.KnownIssue, check.Masked, check.Misses, check.Gone, check.Relapse, check.Suspect})
			assert.Equal(t, tt.attempt.ID, check.Attempt)
			assert.Equal(t, "9.9.9", check.Release)
		})
	}
}

// A build shows an issue of the release it is like, that nobody said it would.
func TestAnIssueThatWasNotExpectedIsNamed(t *testing.T) {
	later := expiry()
	later.ID = "later"
	check := judge.Call(judge.Case{Release: judge.Knowledge{Version: "mine", Unasked: []release.KnownIssue{sealed(), expiry(), later}}, Attempt: rejected(cause.Expired), Expected: starts()})
	assert.Equal(t, verdict.Unexpected, check.Verdict)
	assert.Equal(t, "3933", check.Unasked, "the first of two")
}
