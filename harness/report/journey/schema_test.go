package journey_test

import (
	"encoding/json"
	"os"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/report/reporttest"
)

// The words of the schema are those of the code: who adds one adds it there.
func TestTheSchemaKnowsTheWordsOfAJourney(t *testing.T) {
	text, err := os.ReadFile("schema/upgrade.v1.json")
	require.NoError(t, err)
	var schema struct {
		Defs map[string]struct {
			Enum       []string `json:"enum"`
			Properties map[string]struct {
				Enum []string `json:"enum"`
			} `json:"properties"`
		} `json:"$defs"`
		Properties map[string]struct {
			Enum []string `json:"enum"`
		} `json:"properties"`
	}
	require.NoError(t, json.Unmarshal(text, &schema))
	const folder = "../../upgrade/"
	for _, tt := range []struct {
		file, ofType string
		got          []string
	}{
		{folder + "look.go", "Look", schema.Defs["look"].Enum},
		{folder + "upgrade.go", "End", schema.Properties["end"].Enum},
		{folder + "advice.go", "AdviceKind", schema.Defs["advice_kind"].Enum},
		{folder + "change.go", "ChangeKind", schema.Defs["change"].Properties["kind"].Enum},
	} {
		want := reporttest.Constants(t, tt.file, tt.ofType)
		slices.Sort(want)
		slices.Sort(tt.got)
		assert.Equal(t, want, tt.got, tt.ofType)
	}
}
