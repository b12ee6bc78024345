package inventory_test

import (
	"bytes"
	"encoding/json"
	"os"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/fixtures"
	"streampark-regress/harness/database"
	"streampark-regress/harness/release"
	"streampark-regress/harness/report/inventory"
	"streampark-regress/harness/report/reporttest"
	"streampark-regress/harness/savepoints"
)

const schemaFile = "schema/state.v1.json"

// examinations are one of each kind: with everything that can be found, of a
// database without applications, and without a database.
func examinations(t *testing.T) map[string]savepoints.Examination {
	t.Helper()
	c, err := release.Parse(fixtures.Releases)
	require.NoError(t, err)
	at := time.Date(2026, 11, 24, 9, 0, 0, 120_000_000, time.UTC)
	full := savepoints.Examination{Releases: c.Releases, Model: true, Product: database.PostgreSQL}
	for _, r := range c.Releases {
		for _, k := range r.KnownIssues {
			full.Issues = append(full.Issues, savepoints.Issue{KnownIssue: k, Releases: []string{r.Version}})
		}
	}
	for i, f := range reporttest.Constants(t, "../../savepoints/savepoints.go", "Finding") {
		full.Applications = append(full.Applications, savepoints.Application{
			Kept:       database.Kept{ID: int64(i), Name: "n", State: -9, Asking: true, Cancelled: at, Triggered: at.Add(time.Second)},
			Savepoints: 1, Newest: at, Marked: "file:///s", Finding: savepoints.Finding(f),
		})
	}
	return map[string]savepoints.Examination{
		"everything":      full,
		"no time":         {Releases: c.Releases[:1], Product: database.SQLite, Applications: []savepoints.Application{{Finding: savepoints.Nothing}}},
		"no applications": {Releases: c.Releases[:1], Product: database.SQLite, Applications: []savepoints.Application{}},
		"no database":     {Releases: c.Releases[:1]},
	}
}

func TestTheOutputIsOfTheSchema(t *testing.T) {
	schema, err := jsonschema.NewCompiler().Compile(schemaFile)
	require.NoError(t, err)
	for name, x := range examinations(t) {
		var out bytes.Buffer
		require.NoError(t, inventory.JSON(&out, x), name)
		value, err := jsonschema.UnmarshalJSON(&out)
		require.NoError(t, err, name)
		assert.NoError(t, schema.Validate(value), name)
	}
}

// Whatever the output has stands in the schema, and the schema has no more.
func TestTheSchemaKnowsEveryKey(t *testing.T) {
	var out bytes.Buffer
	require.NoError(t, inventory.JSON(&out, examinations(t)["everything"]))
	var value any
	require.NoError(t, json.Unmarshal(out.Bytes(), &value))
	var schema any
	text, err := os.ReadFile(schemaFile)
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(text, &schema))
	written, known := map[string]bool{}, map[string]bool{}
	keys(value, func(key string, _ any) { written[key] = true })
	keys(schema, func(key string, below any) {
		if properties, is := below.(map[string]any); is && key == "properties" {
			for name := range properties {
				known[name] = true
			}
		}
	})
	assert.Equal(t, known, written)
}

// keys tells of every key of a value, and of what stands there.
func keys(value any, tell func(string, any)) {
	switch v := value.(type) {
	case map[string]any:
		for key, below := range v {
			tell(key, below)
			keys(below, tell)
		}
	case []any:
		for _, below := range v {
			keys(below, tell)
		}
	}
}

// The words of the schema are those of the code: who adds one adds it there.
func TestTheSchemaKnowsEveryWord(t *testing.T) {
	text, err := os.ReadFile(schemaFile)
	require.NoError(t, err)
	var schema struct {
		Defs map[string]struct {
			Enum []string `json:"enum"`
		} `json:"$defs"`
	}
	require.NoError(t, json.Unmarshal(text, &schema))
	var keeping []string
	for _, m := range release.Meanings() {
		if m.KeepsState() {
			keeping = append(keeping, string(m))
		}
	}
	for name, want := range map[string][]string{
		"finding": reporttest.Constants(t, "../../savepoints/savepoints.go", "Finding"),
		"product": {string(database.PostgreSQL), string(database.SQLite)},
		"takes":   {string(release.TakesBoolean), string(release.TakesWord)},
		"action":  {string(release.Start), string(release.Cancel)},
		"meaning": keeping,
	} {
		assert.ElementsMatch(t, want, schema.Defs[name].Enum, name)
	}
}
