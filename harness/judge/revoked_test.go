package judge_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"streampark-regress/harness/evidence"
	"streampark-regress/harness/judge"
	"streampark-regress/harness/outcome"
	"streampark-regress/harness/release"
	"streampark-regress/harness/verdict"
)

// revoked is the issue of tokens that work on after they were revoked, and listing
// what else it looks like.
func revoked() release.KnownIssue {
	return release.KnownIssue{ID: "revoked", FixedIn: "2.1.4", After: release.AfterRevocation,
		Symptom: release.Symptom{Subject: "api-token", Outcome: outcome.Started, Status: 200, Effect: "started"},
		Also: []release.Symptom{{Subject: "api-token", Outcome: outcome.Answered, Status: 200, Effect: "none",
			Tells: []release.Told{release.ToldSalt, release.ToldHash}}}}
}

// following is a call after something was done.
func following(kinds ...evidence.ActionKind) func(*evidence.Attempt) {
	return func(a *evidence.Attempt) {
		for _, k := range kinds {
			a.Since = append(a.Since, evidence.Action{Kind: k})
		}
	}
}

// listing is a call of a page that tells some secrets.
func listing(told ...evidence.Secret) evidence.Attempt {
	return started(func(a *evidence.Attempt) {
		a.Application, a.Outcome, a.Effect, a.Leaks = evidence.NoApplication, outcome.Answered, evidence.Effect{}, told
	})
}

func TestARevokedTokenThatWorks(t *testing.T) {
	shut := evidence.Expectation{Outcome: outcome.Unauthenticated, Explained: true}
	for name, tt := range map[string]struct {
		attempt  evidence.Attempt
		known    []release.KnownIssue
		about    []string
		verdict  verdict.Verdict
		issue    string
		suspects evidence.Suspect
	}{
		"nobody knows of it":        {started(following(evidence.TokenDisabled)), nil, nil, verdict.Unexpected, "", evidence.SuspectRevocation},
		"known":                     {started(following(evidence.TokenDisabled)), []release.KnownIssue{revoked()}, []string{"revoked"}, verdict.AsExpected, "revoked", ""},
		"known, and called again":   {started(), []release.KnownIssue{revoked()}, []string{"revoked"}, verdict.AsExpected, "revoked", ""},
		"known, another scenario":   {started(following(evidence.TokenDisabled)), []release.KnownIssue{revoked()}, nil, verdict.Unexpected, "", evidence.SuspectRevocation},
		"a page that tells as much": {listing(evidence.SecretSalt, evidence.SecretHash), []release.KnownIssue{revoked()}, []string{"revoked"}, verdict.AsExpected, "revoked", ""},
		"a page that tells more": {listing(evidence.SecretSalt, evidence.SecretHash, evidence.SecretToken), []release.KnownIssue{revoked()}, []string{"revoked"},
			verdict.Unexpected, "", evidence.SuspectForgery},
		"a page that tells less": {listing(evidence.SecretSalt), []release.KnownIssue{revoked()}, []string{"revoked"}, verdict.Unexpected, "", evidence.SuspectForgery},
	} {
		t.Run(name, func(t *testing.T) {
			c := judge.Call(judge.Case{Release: judge.Knowledge{Version: "2.1.3", Known: tt.known}, About: tt.about, Attempt: tt.attempt, Expected: shut})
			assert.Equal(t, tt.verdict, c.Verdict)
			assert.Equal(t, tt.issue, c.KnownIssue)
			assert.Equal(t, tt.suspects, c.Suspect)
			assert.False(t, c.Masked, "that is what it is about")
		})
	}
}

// A call that goes well is a relapse of it only where something was revoked.
func TestWhatWasFixedIsBackOnlyAfterWhatProvokedIt(t *testing.T) {
	shut := evidence.Expectation{Outcome: outcome.Unauthenticated, Explained: true}
	for relapse, attempt := range map[string]evidence.Attempt{"revoked": started(following(evidence.OwnerLocked)), "": started(following(evidence.TimePassed))} {
		c := judge.Call(judge.Case{Release: judge.Knowledge{Version: "2.1.5", Fixed: []release.KnownIssue{revoked()}}, Attempt: attempt, Expected: shut})
		assert.Equal(t, verdict.Unexpected, c.Verdict)
		assert.Equal(t, relapse, c.Relapse)
	}
}

func TestALogThatTellsTokens(t *testing.T) {
	tells := release.KnownIssue{ID: "log", Symptom: release.Symptom{Log: release.ToldToken}}
	for name, tt := range map[string]struct {
		told  []evidence.Secret
		about []string
		want  verdict.Verdict
		issue string
	}{
		"nothing":              {nil, []string{"log"}, verdict.AsExpected, ""},
		"what is known":        {[]evidence.Secret{evidence.SecretToken}, []string{"log"}, verdict.AsExpected, "log"},
		"in another scenario":  {[]evidence.Secret{evidence.SecretToken}, nil, verdict.Unexpected, ""},
		"more than what is so": {[]evidence.Secret{evidence.SecretToken, evidence.SecretPassword}, []string{"log"}, verdict.Unexpected, ""},
	} {
		t.Run(name, func(t *testing.T) {
			c := judge.Fact(judge.FactCase{Release: judge.Knowledge{Known: []release.KnownIssue{tells}}, About: tt.about,
				Found: evidence.Fact{Kind: evidence.SecrecyFact, Leaks: tt.told}, Expected: evidence.Expectation{Secret: true}})
			assert.Equal(t, tt.want, c.Verdict)
			assert.Equal(t, tt.issue, c.KnownIssue)
		})
	}
	call := judge.Call(judge.Case{Release: judge.Knowledge{Known: []release.KnownIssue{tells}}, About: []string{"log"}, Attempt: listing(evidence.SecretToken),
		Expected: evidence.Expectation{Outcome: outcome.Answered}})
	assert.Equal(t, verdict.Unexpected, call.Verdict, "no call shows it")
}

// An empty field is another thing than none.
func TestAnIssueOfAnEmptyField(t *testing.T) {
	empty := fields()
	empty.ID, empty.Symptom.Empty = "empty", "savePoint"
	for want, form := range map[string]map[string]string{"empty": {"savePointed": "true", "savePoint": ""}, "": {"savePointed": "true"}} {
		a := asking(evidence.StartedFresh)
		a.Form = form
		c := judge.Call(judge.Case{Release: judge.Knowledge{Known: []release.KnownIssue{empty}}, About: []string{"empty"}, Attempt: a, Expected: restores()})
		assert.Equal(t, want, c.KnownIssue)
	}
}
