package diagnosis_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"streampark-regress/harness/cause"
	"streampark-regress/harness/diagnosis"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/outcome"
	"streampark-regress/harness/token"
)

// An API token is looked at for what its release checks, in its order.
func TestFindingsAreInTheReleasesOrder(t *testing.T) {
	for _, version := range []string{"2.1.4", "2.1.5", "2.1.7"} {
		e := rejected(t, version)
		e.Accepted = true
		var order []cause.Cause
		for _, f := range diagnosis.Explain(e).Findings {
			order = append(order, f.Cause)
		}
		assert.Equal(t, append(slices.Clone(e.Release.Tokens.Checks), cause.Unknown), order, version)
	}
}

// What a token cannot be opened for is left open in the release's order too: all
// that it checks before the seal, and nothing after.
func TestWhatIsLeftOpenIsInTheReleasesOrder(t *testing.T) {
	for name, tt := range map[string]struct {
		change change
		checks []cause.Cause
		found  []cause.Cause
		open   []cause.Cause
	}{
		"never the same": {nothing, []cause.Cause{cause.Deleted, cause.Expired, cause.Cipher, cause.UserMissing},
			[]cause.Cause{cause.Deleted, cause.Expired, cause.Cipher, cause.Unknown}, []cause.Cause{cause.Expired, cause.Cipher}},
		"accepted before": {accepted, []cause.Cause{cause.Cipher, cause.Deleted, cause.Expired},
			[]cause.Cause{cause.Cipher, cause.Unknown}, []cause.Cause{cause.Expired}},
	} {
		t.Run(name, func(t *testing.T) {
			e := rejected(t, "2.1.7")
			all(keyUnknown, tt.change)(t, &e)
			e.Release.Tokens.Checks = tt.checks
			got := diagnosis.Explain(e)
			var found []cause.Cause
			for _, f := range got.Findings {
				found = append(found, f.Cause)
			}
			assert.Equal(t, tt.found, found)
			assert.Equal(t, tt.open, got.Decisive().Open)
		})
	}
}

// Only a release that seals with a key file compares what is never the same.
func TestASharedSealCanBeCompared(t *testing.T) {
	e := rejected(t, "2.1.5")
	e.Release.Tokens.Checks = append(slices.Clone(e.Release.Tokens.Checks), cause.Cipher)
	got := diagnosis.Explain(e)
	assert.Equal(t, cause.Unknown, got.Cause)
	f := got.Findings[len(got.Findings)-2]
	assert.Equal(t, evidence.Finding{Cause: cause.Cipher, State: evidence.Excluded, Detail: evidence.SealComparable}, f)
}

// A sign-in that 2.1.5 made is not looked at by 2.1.4 for when it was made.
func TestOnlyAReleaseThatLooksAtTheStartIsAskedForIt(t *testing.T) {
	for name, start := range map[string]change{"as seen": restarted(time.Hour), "unseen": startUnseen} {
		e := rejected(t, "2.1.5")
		all(signedIn, start)(t, &e)
		e.Release = find(t, "2.1.4")
		var causes []cause.Cause
		for _, f := range diagnosis.Explain(e).Findings {
			causes = append(causes, f.Cause)
		}
		assert.Equal(t, []cause.Cause{cause.WithoutSession, cause.UserMissing, cause.Signature, cause.Expired}, causes, name)
	}
}

// What is not a token is told in the words of whoever tried to open it.
func TestTheDecodersWordsAreKept(t *testing.T) {
	e := rejected(t, "2.1.4")
	all(sending("garbage"), answered(outcome.Undecoded))(t, &e)
	assert.Contains(t, diagnosis.Explain(e).Decisive().Text, "not base64")
	e = rejected(t, "2.1.7")
	sealed, err := token.SealWithKey("no JWT", serverKey())
	assert.NoError(t, err)
	sending(sealed)(t, &e)
	assert.Equal(t, "what is inside has 1 parts and a JWT has 3", diagnosis.Explain(e).Decisive().Text)
}

func TestTheKindOfTheTokenIsTold(t *testing.T) {
	e := rejected(t, "2.1.5")
	assert.Equal(t, token.API, diagnosis.Explain(e).Kind)
	signedIn(t, &e)
	assert.Equal(t, token.SignIn, diagnosis.Explain(e).Kind)
	sending("garbage")(t, &e)
	assert.Zero(t, diagnosis.Explain(e).Kind)
}

// Certain is what holds although the cause could not be named.
func TestCertain(t *testing.T) {
	open, holds := evidence.Finding{Cause: cause.UserMissing, State: evidence.Unseen}, evidence.Finding{Cause: cause.Expired, State: evidence.Holds}
	for name, tt := range map[string]struct {
		diagnosis diagnosis.Diagnosis
		want      evidence.Finding
		certain   bool
	}{
		"the first holds":  {diagnosis.Diagnosis{Cause: cause.Unknown, Findings: []evidence.Finding{holds, open}}, holds, true},
		"a later holds":    {diagnosis.Diagnosis{Cause: cause.Unknown, Findings: []evidence.Finding{open, holds}}, holds, true},
		"none holds":       {diagnosis.Diagnosis{Cause: cause.Unknown, Findings: []evidence.Finding{open}}, evidence.Finding{}, false},
		"the cause is it":  {diagnosis.Diagnosis{Cause: cause.Expired, Findings: []evidence.Finding{holds}}, evidence.Finding{}, false},
		"nothing is wrong": {diagnosis.Diagnosis{}, evidence.Finding{}, false},
	} {
		got, certain := tt.diagnosis.Certain()
		assert.Equal(t, tt.want, got, name)
		assert.Equal(t, tt.certain, certain, name)
	}
}
