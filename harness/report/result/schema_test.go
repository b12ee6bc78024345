package result_test

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/report/reporttest"
)

// enum is the words that the schema allows at a place, without the empty one.
func enum(t *testing.T, place string) []string {
	t.Helper()
	text, err := os.ReadFile("schema/result.v2.json")
	require.NoError(t, err)
	var node any
	require.NoError(t, json.Unmarshal(text, &node))
	for key := range strings.SplitSeq(place, "/") {
		within, ok := node.(map[string]any)
		require.True(t, ok, "%s: there is no %s", place, key)
		node = within[key]
	}
	list, ok := node.([]any)
	require.True(t, ok, "%s is not a list", place)
	var words []string
	for _, w := range list {
		if text, ok := w.(string); ok && text != "" {
			words = append(words, text)
		}
	}
	return words
}

// Whoever adds a word to the event log has to add it to the schema.
func TestTheSchemaKnowsTheWordsOfTheEventLog(t *testing.T) {
	const folder = "../../evidence/"
	for _, tt := range []struct{ file, ofType, place string }{
		{folder + "subject.go", "SubjectKind", "$defs/kind/enum"},
		{folder + "subject.go", "Role", "$defs/subject/properties/role/enum"},
		{folder + "subject.go", "Twist", "$defs/subject/properties/twist/enum"},
		{folder + "subject.go", "Application", "$defs/attempt/properties/application/enum"},
		{folder + "subject.go", "Origin", "$defs/origin/enum"},
		{folder + "subject.go", "ActionKind", "$defs/action/properties/kind/enum"},
		{folder + "call.go", "FindingState", "$defs/finding/properties/state/enum"},
		{folder + "call.go", "RowName", "$defs/row_state/properties/state/enum"},
		{folder + "call.go", "EffectName", "$defs/attempt/properties/effect/properties/name/enum"},
		{folder + "call.go", "Secret", "$defs/secret/enum"},
		{folder + "flink.go", "JobStatus", "$defs/job_status/enum"},
		{folder + "flink.go", "Kept", "$defs/kept/enum"},
		{folder + "flink.go", "Going", "$defs/expectation/properties/going/enum"},
		{folder + "check.go", "FactKind", "$defs/check/properties/fact/properties/kind/enum"},
		{folder + "check.go", "Admission", "$defs/admission/enum"},
		{folder + "check.go", "Miss", "$defs/check/properties/misses/items/enum"},
		{folder + "check.go", "Suspect", "$defs/check/properties/suspect/enum"},
		{"../../outcome/outcome.go", "Rejection", "$defs/attempt/properties/rejection/enum"},
		{"../../outcome/outcome.go", "Outcome", "$defs/outcome/enum"},
		{"../../cause/cause.go", "Cause", "$defs/cause/enum"},
	} {
		want, got := reporttest.Constants(t, tt.file, tt.ofType), enum(t, tt.place)
		slices.Sort(want)
		slices.Sort(got)
		assert.Equal(t, want, got, "%s at %s", tt.ofType, tt.place)
	}
}
