package shipment_test

import (
	"bytes"
	"errors"
	"os"
	"slices"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/release"
	"streampark-regress/harness/report/reporttest"
	"streampark-regress/harness/report/shipment"
	"streampark-regress/harness/shipped"
)

// catalogue declares one change for each audience.
func catalogue() *release.Catalogue {
	return &release.Catalogue{Changes: []release.Declared{
		{In: "2.1.5", Kind: release.ChangedAddress, MattersTo: release.Callers, What: []string{"POST /flink/*"}, Because: "addresses moved"},
		{In: "2.1.5", Kind: release.ChangedAnswer, MattersTo: release.Callers, What: []string{"POST /flink/app/start 200 code 200 -> 500 code 500"}, Because: "addresses moved"},
		{In: "2.1.5", Kind: release.ChangedConfig, MattersTo: release.Operators, What: []string{"ttl", "old"}, Because: "sessions are longer"},
		{In: "2.1.5", Kind: release.Drifted, MattersTo: release.Operators, What: []string{"postgres *"}, Because: "no script says so"},
		{In: "2.1.5", Kind: release.ChangedVariable, MattersTo: release.Nobody, What: []string{"DEBUG"}, Because: "nobody used it"},
		{In: "2.1.6", Kind: release.ChangedLog, MattersTo: release.Operators, What: []string{"*"}, Because: "of another release"},
	}}
}

func change(k release.ChangeKind, name string, was, is *string, at ...string) shipped.Change {
	return shipped.Change{Kind: k, Name: name, Was: was, Is: is, At: at}
}

// changes are one of each form.
func changes() []shipped.Change {
	return []shipped.Change{
		change(release.ChangedConfig, "ttl", new("2h"), new("24h")), change(release.ChangedConfig, "old", new("x"), nil), change(release.ChangedConfig, "new", nil, new("y")),
		change(release.ChangedAddress, "POST /flink/app/start", nil, new("")), change(release.ChangedAddress, "POST /flink/app/stop", new(""), nil),
		change(release.ChangedVariable, "DEBUG", new(""), nil),
		change(release.Drifted, "postgres t.a", new("varchar(64)"), new("varchar(255)")), change(release.Drifted, "postgres t.b", nil, new("int")), change(release.Drifted, "postgres t.c", new("int"), nil),
		change(release.ChangedAnswer, "POST /flink/app/start 200 code 200 -> 500 code 500", new("200 code 200"), new("500 code 500"), "release: start / valid", "release: start / again", "state: start"),
		change(release.ChangedAnswer, "POST /token/list 200 code 200 fields", new("data[].id number"), new("data[].id string"), "release: list"),
		change(release.ChangedEffect, "POST /flink/app/start submits", new("start, file:///sp"), new("start"), "state: start / savePointed=true"),
		change(release.ChangedLog, "ERROR Port N is taken", nil, new("in 2 of 9 starts")),
	}
}

func compared(target string) shipment.Comparison {
	c := shipment.Of(shipment.Side{Name: "2.1.4", Version: "2.1.4"}, shipment.Side{Name: "mine:1", Version: "2.1.5"}, changes(), catalogue())
	c.Target, c.Exchanges = target, 393
	return c
}

// comparisons are those that end in one way each.
func comparisons() map[string]shipment.Comparison {
	declared := shipment.Of(shipment.Side{Name: "2.1.4", Version: "2.1.4"}, shipment.Side{Name: "2.1.5", Version: "2.1.5"}, changes()[:2], catalogue())
	declared.Left = []string{"what running servers answer and log, which --offline leaves out"}
	missed := shipment.Of(shipment.Side{Name: "2.1.4", Version: "2.1.4"}, shipment.Side{Name: "2.1.5", Version: "2.1.5"}, nil, catalogue())
	missed.Target, missed.Exchanges, missed.Missed = "docker", 1, []string{"state on 2.1.5: the server hung up"}
	return map[string]shipment.Comparison{"undeclared": compared("docker"), "model": compared("model"), "declared": declared, "missed": missed}
}

func TestWrite(t *testing.T) {
	for name, c := range comparisons() {
		var b bytes.Buffer
		require.NoError(t, shipment.Write(&b, c))
		reporttest.Text(t, name+".txt", b.String())
	}
	assert.Equal(t, 4, compared("docker").Undeclared())
}

func TestJSON(t *testing.T) {
	schema, err := jsonschema.NewCompiler().Compile("schema/shipment.v1.json")
	require.NoError(t, err)
	for name, c := range comparisons() {
		var b bytes.Buffer
		require.NoError(t, shipment.JSON(&b, c))
		reporttest.Text(t, name+".json", b.String())
		read, err := jsonschema.UnmarshalJSON(&b)
		require.NoError(t, err)
		assert.NoError(t, schema.Validate(read), name)
	}
}

// The words of the schema are those of the code.
func TestTheSchemaKnowsTheWords(t *testing.T) {
	text, err := os.Open("schema/shipment.v1.json")
	require.NoError(t, err)
	defer text.Close()
	schema, err := jsonschema.UnmarshalJSON(text)
	require.NoError(t, err)
	enum := func(path ...string) []string {
		at := schema
		for _, name := range path {
			at = at.(map[string]any)[name]
		}
		var all []string
		for _, word := range at.([]any) {
			all = append(all, word.(string))
		}
		slices.Sort(all)
		return all
	}
	for _, tt := range []struct {
		ofType string
		got    []string
	}{
		{"ChangeKind", enum("$defs", "change", "properties", "kind", "enum")},
		{"Audience", enum("$defs", "change", "properties", "matters_to", "enum")},
	} {
		want := reporttest.Constants(t, "../../release/change.go", tt.ofType)
		slices.Sort(want)
		assert.Equal(t, want, tt.got, tt.ofType)
	}
}

// full is where nothing can be written.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("no space left") }

func TestWhatCannotBeWrittenIsAnError(t *testing.T) {
	assert.EqualError(t, shipment.Write(full{}, compared("docker")), "write the comparison: no space left")
	assert.ErrorContains(t, shipment.JSON(full{}, compared("docker")), "write the comparison: no space left")
}
