package release_test

import (
	"bytes"
	"encoding/json"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/fixtures"
	"streampark-regress/harness/cause"
	"streampark-regress/harness/outcome"
	"streampark-regress/harness/release"
	"streampark-regress/harness/schema"
)

const schemaFile = "../../fixtures/releases.schema.json"

func words[W ~string](all []W) []string {
	var text []string
	for _, w := range all {
		text = append(text, string(w))
	}
	return text
}

// flags are the meanings of what is true or false.
func flags() []string {
	return words(slices.DeleteFunc(release.Meanings(), func(m release.Meaning) bool { return !m.IsFlag() }))
}

// generated is the JSON Schema of the catalogue's types.
func generated(t *testing.T) []byte {
	t.Helper()
	about, err := schema.Comments(".")
	require.NoError(t, err)
	unauthenticated := schema.Object{"const": outcome.Unauthenticated}
	g := schema.Generator{
		Rules: release.Rules(),
		Words: map[string][]string{
			"Outcome": words(outcome.All()), "Cause": words(cause.All()), "Expiry": words(release.Expiries()), "Secret": words(release.Secrets()),
			"Seal": words(release.Seals()), "Form": words(release.Forms()), "Subject": words(release.Subjects()), "Role": words(release.Roles()),
			"Effect": words(release.Effects()), "State": words(release.States()), "Kept": words(release.Keepings()), "Row": words(release.Rows()), "Condition": words(release.Conditions()), "Action": words(release.Actions()), "Meaning": words(release.Meanings()), "Takes": words(release.AllTakes()), "Tokens.Checks": words(release.Checks()),
			"Tokens.ChecksByRow": words(release.Checks()), "Unit": words(release.Units()), "Told": words(release.ToldSecrets()), "Whose": words(release.AllWhose()),
			"ChangeKind": words(release.ChangeKinds()), "Audience": words(release.Audiences()),
		},
		About: about,
		Like:  map[string]schema.Inheritance{"Release": {Key: "like", Required: []string{"version"}}},
		Also: map[string]schema.Object{
			"Catalogue.Schema": {"const": 2},
			"Symptom.Status":   {"minimum": 100, "maximum": 599},
			// A database is inside StreamPark's server, or has one of its own.
			"Database": {
				"if":   schema.Object{"properties": schema.Object{"embedded": schema.Object{"const": true}}, "required": []string{"embedded"}},
				"then": schema.Object{"properties": schema.Object{"image": false, "jdbc": false, "memory_mb": false}},
				"else": schema.Object{"required": []string{"image", "jdbc", "memory_mb"}},
			},
			// An alias counts for somebody, and what counts for somebody only is an alias.
			// A flag is read in some way, and nothing else is.
			"Field": {
				"dependencies": schema.Object{"alias_of": []string{"where"}, "where": []string{"alias_of"}},
				"if":           schema.Object{"required": []string{"means"}, "properties": schema.Object{"means": schema.Object{"enum": flags()}}},
				"then":         schema.Object{"required": []string{"takes"}},
				"else":         schema.Object{"not": schema.Object{"required": []string{"takes"}}},
			},
			// What a log tells is no call, and a call has an outcome. An unauthenticated
			// one is a 401 with a cause, and no other is.
			"Symptom": {
				"if":   schema.Object{"required": []string{"log"}},
				"then": schema.Object{"maxProperties": 1},
				"else": schema.Object{
					"required": []string{"subject", "outcome", "status", "effect"},
					"if":       schema.Object{"properties": schema.Object{"outcome": unauthenticated}},
					"then":     schema.Object{"required": []string{"cause"}, "properties": schema.Object{"status": schema.Object{"const": 401}}},
					"else":     schema.Object{"not": schema.Object{"required": []string{"cause"}}, "properties": schema.Object{"status": schema.Object{"not": schema.Object{"const": 401}}}},
				},
			},
		},
	}
	made := g.Of(reflect.TypeFor[release.Catalogue]())
	made["title"] = "the catalogue of StreamPark releases, schema 2"
	made["$comment"] = "generated from the types of harness/release: go test ./harness/release -run Schema -update"
	var text bytes.Buffer
	enc := json.NewEncoder(&text)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	require.NoError(t, enc.Encode(made))
	return text.Bytes()
}

func TestSchemaFollowsFromTheTypes(t *testing.T) {
	text := generated(t)
	if *update {
		require.NoError(t, os.WriteFile(schemaFile, text, 0o644))
	}
	kept, err := os.ReadFile(schemaFile)
	require.NoError(t, err)
	require.Equal(t, string(text), string(kept), "run: go test ./harness/release -run Schema -update")
	first, _, _ := strings.Cut(string(fixtures.Releases), "\n")
	assert.Equal(t, "# yaml-language-server: $schema=releases.schema.json", first, "editors find it beside the catalogue")
}

// holds reports what the schema finds in a catalogue; parsed is false for what
// is no YAML.
func holds(t *testing.T, s *jsonschema.Schema, text string) (found error, parsed bool) {
	t.Helper()
	asJSON, err := yaml.YAMLToJSON([]byte(text))
	if err != nil {
		return err, false
	}
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(asJSON))
	require.NoError(t, err)
	return s.Validate(value), true
}

func TestSchemaFindsWhatAnEditorCanKnow(t *testing.T) {
	s, err := jsonschema.NewCompiler().Compile(schemaFile)
	require.NoError(t, err)
	for name, text := range map[string]string{"built in": string(fixtures.Releases), "of testdata": small(t, "", ""),
		"built in, and one more": string(fixtures.Releases) + "\n  - version: 2.1.99\n    like: 2.1.6\n    tokens: {one_per_user: false}\n"} {
		found, _ := holds(t, s, text)
		assert.NoError(t, found, name)
	}
	for _, m := range wrong() {
		t.Run(m.name, func(t *testing.T) {
			found, parsed := holds(t, s, small(t, m.was, m.is))
			assert.Equal(t, m.schema, found != nil && parsed, "%v", found)
		})
	}
}
