package words_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"streampark-regress/harness/evidence"
	"streampark-regress/harness/outcome"
	"streampark-regress/harness/report/reporttest"
	"streampark-regress/harness/report/result"
	"streampark-regress/harness/report/words"
	"streampark-regress/harness/stranger"
)

func TestEveryFactHasItsWords(t *testing.T) {
	const evidences = "../../evidence/"
	const unheard = "unheard-of"
	fact := func(f evidence.Fact) string {
		return words.FactLabel(f) + words.Fact(f, evidence.Expectation{})
	}
	for _, tt := range []struct {
		file, ofType string
		say          func(string) string
	}{
		{evidences + "detail.go", "Detail", func(v string) string { return words.Detail(evidence.Finding{Detail: evidence.Detail(v)}).Text }},
		{evidences + "subject.go", "Twist", func(v string) string { return words.Subject(evidence.Subject{Twist: evidence.Twist(v)}) }},
		{evidences + "subject.go", "SubjectKind", func(v string) string { return words.Kind(evidence.SubjectKind(v)) }},
		{evidences + "subject.go", "ActionKind", func(v string) string { return words.Action(evidence.Action{Kind: evidence.ActionKind(v)}) }},
		{evidences + "check.go", "Suspect", func(v string) string { return words.Suspect(evidence.Suspect(v)) }},
		{evidences + "submission.go", "State", func(v string) string { return words.State(evidence.State(v)) }},
		{evidences + "flink.go", "JobStatus", func(v string) string { return words.JobStatus(evidence.JobStatus(v)) }},
		{evidences + "flink.go", "Kept", func(v string) string { return words.Kept(evidence.Kept(v)) }},
		{evidences + "flink.go", "Going", func(v string) string { return words.Going(evidence.Going(v)) }},
		{evidences + "check.go", "FactKind", func(v string) string { return fact(evidence.Fact{Kind: evidence.FactKind(v)}) }},
		{evidences + "check.go", "ReasonKind", func(v string) string {
			return words.Why(result.Scenario{Scenario: evidence.Scenario{Verdict: "unexpected", Reason: &evidence.Reason{Kind: evidence.ReasonKind(v), Error: "what went wrong"}}})
		}},
		{evidences + "obstacle.go", "ObstacleKind", func(v string) string { return words.Obstacle(evidence.Obstacle{Kind: evidence.ObstacleKind(v)}) }},
		{"../../stranger/stranger.go", "Kind", func(v string) string { return words.Stranger(stranger.Kind(v)) }},
		{"../../stranger/stranger.go", "Kind", func(v string) string { return words.AboutStranger(stranger.Kind(v)) + v }},
		{"../../outcome/outcome.go", "Rejection", func(v string) string { return words.Rejection(outcome.Rejection(v)) }},
		{"../result/result.go", "Gap", func(v string) string { return words.Gap(result.Gap(v)) }},
	} {
		said := map[string]string{}
		for _, v := range reporttest.Constants(t, tt.file, tt.ofType) {
			text := tt.say(v)
			assert.NotEmpty(t, text, "%s %s", tt.ofType, v)
			assert.NotEqual(t, strings.ReplaceAll(tt.say(unheard), unheard, v), text, "%s %s has no words of its own", tt.ofType, v)
			assert.Empty(t, said[text], "%s %s and %s read alike", tt.ofType, v, said[text])
			said[text] = v
		}
	}
}

// What is new in a log of a later version is shown as it is, rather than not.
func TestWhatIsUnknownIsShownAsItIs(t *testing.T) {
	assert.Equal(t, "brand-new", words.Detail(evidence.Finding{Detail: "brand-new"}).String())
	assert.Equal(t, "brand-new", words.Action(evidence.Action{Kind: "brand-new"}))
	assert.Equal(t, "brand-new", words.Suspect("brand-new"))
	assert.Equal(t, "brand-new", words.Kind("brand-new"))
}
