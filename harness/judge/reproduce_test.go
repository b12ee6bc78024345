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

// since counts an age from an instant, in the scenario's own time.
func since(origin evidence.Origin, age time.Duration) func(*evidence.Attempt) {
	return func(a *evidence.Attempt) {
		a.Age = &evidence.Age{Since: origin, AskedSeconds: age.Seconds(), Seconds: age.Seconds()}
	}
}

func old(age time.Duration) func(*evidence.Attempt) { return since(evidence.SinceToken, age) }

func signedIn(a *evidence.Attempt)  { a.Subject.Kind = evidence.SignIn }
func bearer(a *evidence.Attempt)    { a.Subject.Twist = evidence.Bearer }
func developer(a *evidence.Attempt) { a.Subject.Role = evidence.Developer }

// trial is a scenario in which one call was judged by what is known of a release.
func trial(known judge.Knowledge, a evidence.Attempt, e evidence.Expectation) judge.Trial {
	c := judge.Call(judge.Case{Release: known, About: []string{"3933", "3865", "4281", "4322", "outlives"}, Attempt: a, Expected: e})
	c.ID = 1
	v := c.Verdict
	return judge.Trial{Job: "job", TTL: 2 * time.Hour, Verdict: v, Attempts: []evidence.Attempt{a}, Checks: []evidence.Check{c}}
}

// An issue is said not to be reproduced only where its own step was carried out.
func TestReproduce(t *testing.T) {
	dies, second, lives := expiry(), expiry(), outlives()
	dies.After, second.After, lives.After = release.AfterSessionTTL, release.AfterSecondToken, release.AfterSessionTTL
	second.ID, second.Symptom.Cause = "3865", cause.DuplicateRows
	members, sealed := members(), sealed()
	of := func(known ...release.KnownIssue) judge.Knowledge {
		return judge.Knowledge{Version: "2.1.4", Known: known}
	}
	fixed := judge.Knowledge{Version: "2.1.5", Fixed: []release.KnownIssue{dies}}
	late, early := old(121*time.Minute), old(119*time.Minute)
	refused := evidence.Expectation{Outcome: outcome.Unauthenticated, Cause: cause.Expired}
	named := evidence.Expectation{Outcome: outcome.Unauthenticated, Cause: cause.Expired, KnownIssue: "3933"}
	fresh := evidence.Expectation{Outcome: outcome.Started, State: evidence.StartedFresh}
	saved, forgotten := evidence.Submission{State: evidence.StoppedSaved}, evidence.Expectation{Outcome: outcome.Cancelled, Kept: evidence.KeptNot}
	undone := judge.Trial{Job: "other", Verdict: verdict.Inconclusive}
	for name, tt := range map[string]struct {
		issue  release.KnownIssue
		trials []judge.Trial
		want   judge.Showing
	}{
		"it shows":                           {dies, []judge.Trial{trial(of(dies), rejected(cause.Expired, late), starts())}, judge.Reproduced},
		"it shows by name":                   {dies, []judge.Trial{trial(of(dies), rejected(cause.Expired, late), named)}, judge.Reproduced},
		"it shows beside what was not done":  {dies, []judge.Trial{undone, trial(of(dies), rejected(cause.Expired, late), starts())}, judge.Reproduced},
		"it shows after what was left out":   {dies, []judge.Trial{{Verdict: verdict.NotRun}, trial(of(dies), rejected(cause.Expired, late), starts())}, judge.Reproduced},
		"it is back":                         {dies, []judge.Trial{trial(fixed, rejected(cause.Expired, late), starts())}, judge.Reproduced},
		"it shows where nobody knew it":      {dies, []judge.Trial{trial(of(), rejected(cause.Expired, late), starts())}, judge.Reproduced},
		"it does not show":                   {dies, []judge.Trial{trial(fixed, started(late), starts())}, judge.NotReproduced},
		"it does not show any more, by name": {dies, []judge.Trial{trial(of(dies), started(late), named)}, judge.NotReproduced},
		"it does not show any more":          {dies, []judge.Trial{trial(of(dies), started(late), refused)}, judge.NotReproduced},

		"nothing was tried":                    {dies, nil, judge.Undecided},
		"everything was left out":              {dies, []judge.Trial{{Verdict: verdict.NotRun}}, judge.Undecided},
		"a token at once":                      {dies, []judge.Trial{trial(fixed, started(), starts())}, judge.Undecided},
		"a token before its TTL":               {dies, []judge.Trial{trial(fixed, started(early), starts())}, judge.Undecided},
		"a token at its TTL":                   {dies, []judge.Trial{trial(fixed, started(old(2*time.Hour)), starts())}, judge.Undecided},
		"a sign-in after the TTL":              {dies, []judge.Trial{trial(fixed, started(late, signedIn), starts())}, judge.Undecided},
		"a token after a sign-in":              {dies, []judge.Trial{trial(fixed, started(since(evidence.SinceSignIn, 3*time.Hour)), starts())}, judge.Undecided},
		"the token in another form":            {dies, []judge.Trial{trial(fixed, rejected(cause.BearerPrefix, late, bearer), evidence.Expectation{Outcome: outcome.Unauthenticated, Cause: cause.BearerPrefix})}, judge.Undecided},
		"another 401 that was expected":        {dies, []judge.Trial{trial(fixed, rejected(cause.Disabled, late), evidence.Expectation{Outcome: outcome.Unauthenticated, Cause: cause.Disabled})}, judge.Undecided},
		"something else":                       {dies, []judge.Trial{trial(fixed, rejected(cause.Signature, late), starts())}, judge.Undecided},
		"a start where another 401 is due":     {dies, []judge.Trial{trial(fixed, started(late), evidence.Expectation{Outcome: outcome.Unauthenticated, Cause: cause.Disabled})}, judge.Undecided},
		"something else beside it":             {dies, []judge.Trial{trial(fixed, started(late), starts()), trial(fixed, rejected(cause.Signature, late), starts())}, judge.Undecided},
		"another issue in its way":             {dies, []judge.Trial{trial(of(sealed), rejected(cause.Cipher, late), starts())}, judge.Undecided},
		"another issue in the way of a part":   {dies, []judge.Trial{trial(fixed, started(late), starts()), trial(of(sealed), rejected(cause.Cipher, late), starts())}, judge.Undecided},
		"a part that could not be carried out": {dies, []judge.Trial{trial(fixed, started(late), starts()), undone}, judge.Undecided},
		"something else, and a part undone":    {dies, []judge.Trial{trial(fixed, started(late), starts()), trial(fixed, rejected(cause.Signature, late), starts()), undone}, judge.Undecided},
		"another issue, and a part undone":     {dies, []judge.Trial{trial(fixed, started(late), starts()), trial(of(sealed), rejected(cause.Cipher, late), starts()), undone}, judge.Undecided},
		"a start that did not come":            {dies, []judge.Trial{trial(of(dies), started(late, func(a *evidence.Attempt) { a.Effect.Name = evidence.EffectNone }), named)}, judge.Undecided},
		"an effect that nobody saw":            {dies, []judge.Trial{trial(fixed, started(late, func(a *evidence.Attempt) { a.Effect.Name = evidence.EffectUnseen }), starts())}, judge.Undecided},

		"a second token works":              {second, []judge.Trial{trial(fixed, started(after(evidence.SecondTokenAsked)), starts())}, judge.NotReproduced},
		"another token works":               {second, []judge.Trial{trial(fixed, started(after(evidence.TokenMade)), starts())}, judge.NotReproduced},
		"a token in the place of another":   {second, []judge.Trial{trial(fixed, started(after(evidence.TokenDeleted, evidence.TokenMade)), starts())}, judge.Undecided},
		"a second token that is gone again": {second, []judge.Trial{trial(fixed, started(after(evidence.TokenMade, evidence.OlderTokenDeleted)), starts())}, judge.Undecided},
		"one token":                         {second, []judge.Trial{trial(fixed, started(), starts())}, judge.Undecided},

		"a state that is asked for, and is kept":      {fields(), []judge.Trial{trial(of(), asking(evidence.RestoredLatest), restores())}, judge.NotReproduced},
		"a state that nobody asks for":                {fields(), []judge.Trial{trial(of(), started(func(a *evidence.Attempt) { a.Submission = submits(evidence.RestoredLatest) }), restores())}, judge.Undecided},
		"a state that should not be kept, and is":     {fields(), []judge.Trial{trial(of(), asking(evidence.RestoredLatest), fresh)}, judge.NotReproduced},
		"a state that should not be kept, elsewhere":  {fields(), []judge.Trial{trial(of(), asking(evidence.RestoredOther), fresh)}, judge.Undecided},
		"a savepoint that should not be kept, and is": {forgets(), []judge.Trial{trial(of(), stopping(saved, evidence.JobCanceled, "file:/s/a", evidence.KeptAsLatest), forgotten)}, judge.NotReproduced},
		"a savepoint that is kept, and another that was never written": {forgets(), []judge.Trial{
			trial(of(), stopping(saved, evidence.JobCanceled, "file:/s/a", evidence.KeptAsLatest), forgotten),
			trial(of(), stopping(evidence.Submission{State: evidence.StoppedBare}, evidence.JobCanceled, "", evidence.KeptUnseen), saves()),
		}, judge.NotReproduced},
		"a savepoint of no Flink": {forgets(), []judge.Trial{trial(of(), cancelled(), saves())}, judge.Undecided},

		"a member":         {members, []judge.Trial{trial(of(), started(developer), starts())}, judge.NotReproduced},
		"an administrator": {members, []judge.Trial{trial(of(), started(), starts())}, judge.Undecided},
		"any token":        {sealed, []judge.Trial{trial(of(), started(), starts())}, judge.NotReproduced},

		"a sign-in that dies":                {lives, []judge.Trial{trial(of(), rejected(cause.Expired, signedIn, since(evidence.SinceSignIn, 121*time.Minute)), refused)}, judge.NotReproduced},
		"a sign-in that dies, by name":       {lives, []judge.Trial{trial(of(lives), rejected(cause.Expired, signedIn, since(evidence.SinceSignIn, 121*time.Minute)), evidence.Expectation{Outcome: outcome.Started, KnownIssue: "outlives"})}, judge.NotReproduced},
		"a sign-in that does something else": {lives, []judge.Trial{trial(of(lives), failing(signedIn, since(evidence.SinceSignIn, 121*time.Minute)), evidence.Expectation{Outcome: outcome.Started, KnownIssue: "outlives"})}, judge.Undecided},
		"a page that is served": {dies, []judge.Trial{trial(of(dies), started(late, func(a *evidence.Attempt) {
			a.Application, a.Outcome, a.Effect, a.Submission = evidence.NoApplication, outcome.Answered, evidence.Effect{}, nil
		}), refused)}, judge.NotReproduced},
		"a fresh sign-in": {lives, []judge.Trial{trial(of(), rejected(cause.Expired, signedIn), refused)}, judge.Undecided},
	} {
		t.Run(name, func(t *testing.T) { assert.Equal(t, tt.want, judge.Reproduce(tt.issue, tt.trials).Showing) })
	}

	clean, other := trial(fixed, started(late), starts()), trial(fixed, rejected(cause.Signature, late), starts())
	for name, tt := range map[string]struct {
		trials []judge.Trial
		want   bool
	}{
		"it went well once, and came to something else": {[]judge.Trial{clean, other}, true},
		"it went well once, and was masked":             {[]judge.Trial{clean, trial(of(sealed), rejected(cause.Cipher, late), starts())}, true},
		"it came to something else alone":               {[]judge.Trial{other}, false},
		"it showed once":                                {[]judge.Trial{clean, trial(of(), rejected(cause.Expired, late), starts())}, false},
		"a part was not done":                           {[]judge.Trial{clean, undone}, false},
		"nothing was tried":                             {nil, false},
	} {
		assert.Equal(t, tt.want, judge.Reproduce(dies, tt.trials).Refuted(), name)
	}

	masked := trial(of(sealed), rejected(cause.Cipher), evidence.Expectation{Outcome: outcome.Unauthenticated, Cause: cause.Disabled})
	assert.True(t, masked.Checks[0].Masked)
	assert.Equal(t, judge.Undecided, judge.Reproduce(sealed, []judge.Trial{masked}).Showing, "what only stands in the way of another check was not looked for")
	assert.Equal(t, judge.Undecided, judge.Reproduce(dies, []judge.Trial{func() judge.Trial { t := trial(fixed, started(late), starts()); t.TTL = 0; return t }()}).Showing, "without a TTL nobody knows")
}
