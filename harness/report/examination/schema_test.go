package examination_test

import (
	"bytes"
	"encoding/json"
	"os"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/diagnosis"
	"streampark-regress/harness/report/examination"
	"streampark-regress/harness/report/reporttest"
)

const schemaFile = "schema/diagnosis.v1.json"

func TestTheOutputIsOfTheSchema(t *testing.T) {
	schema, err := jsonschema.NewCompiler().Compile(schemaFile)
	require.NoError(t, err)
	for name, x := range map[string]diagnosis.Examination{"expired": expired(), "blind": blind(), "accepted": accepted(), "elsewhere": elsewhere(), "unreached": unreached(), "nothing": {}} {
		var out bytes.Buffer
		require.NoError(t, examination.JSON(&out, x, examination.Changes(x, accepted())...), name)
		value, err := jsonschema.UnmarshalJSON(&out)
		require.NoError(t, err, name)
		assert.NoError(t, schema.Validate(value), name)
	}
}

// The words of the schema are those of the code: who adds one adds it there.
func TestTheSchemaKnowsEveryWord(t *testing.T) {
	text, err := os.ReadFile(schemaFile)
	require.NoError(t, err)
	var schema struct {
		Defs map[string]struct {
			Enum       []string
			Properties map[string]struct{ Enum []string }
		} `json:"$defs"`
		Properties map[string]struct{ Items struct{ Enum []string } }
	}
	require.NoError(t, json.Unmarshal(text, &schema))
	for _, tt := range []struct {
		file, ofType string
		got          []string
	}{
		{"../../cause/cause.go", "Cause", schema.Defs["cause"].Enum},
		{"../../outcome/outcome.go", "Outcome", schema.Defs["outcome"].Enum},
		{"../../evidence/call.go", "FindingState", schema.Defs["finding"].Properties["state"].Enum},
		{"../../diagnosis/examination.go", "Gap", schema.Properties["not_looked_at"].Items.Enum},
		{"../../stranger/stranger.go", "Kind", schema.Defs["stranger"].Enum},
	} {
		assert.ElementsMatch(t, reporttest.Constants(t, tt.file, tt.ofType), tt.got, tt.ofType)
	}
}
