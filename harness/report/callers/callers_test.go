package callers_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/fixtures"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/migration"
	"streampark-regress/harness/release"
	"streampark-regress/harness/report/callers"
	"streampark-regress/harness/report/reporttest"
	"streampark-regress/harness/script"
)

// sealed stands for a token in the scripts of testdata.
const sealed = "wWnbk8hTTYc5Zqv0Zz2mFy2VrM9dV1YvXr3nq7mW0aE="

// report checks a script of testdata, and returns what conceals its secrets.
func report(t *testing.T, file, from, to string) (migration.Report, callers.Redact) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", file))
	require.NoError(t, err)
	c, err := release.Parse(fixtures.Releases)
	require.NoError(t, err)
	before, err := c.Find(from)
	require.NoError(t, err)
	after, err := c.Find(to)
	require.NoError(t, err)
	s := script.Read(file, strings.ReplaceAll(string(text), "SEALED", sealed))
	r := &evidence.Redactor{}
	for _, call := range s.Calls {
		tokens, passwords := call.Credentials()
		for _, secret := range tokens {
			r.Token(secret)
		}
		for _, secret := range passwords {
			r.Password(secret)
		}
	}
	return migration.Check{Catalogue: c, From: before, To: after}.Of(s), r.Redact
}

// cases are the scripts of testdata and the upgrades they are checked for.
func cases() []struct{ file, from, to string } {
	return []struct{ file, from, to string }{
		{"copied-2.1.4.sh", "2.1.4", "2.1.5"},
		{"turned-2.1.4.sh", "2.1.4", "2.1.5"},
		{"copied-2.1.5.sh", "2.1.4", "2.1.5"},
		{"copied-2.1.5.sh", "2.1.5", "2.1.6"},
		{"turned-2.1.5.sh", "2.1.5", "2.1.7"},
		{"turned-2.1.5.sh", "2.1.5", "2.1.4"},
		{"loop.sh", "2.1.4", "2.1.5"},
		{"careful.sh", "2.1.4", "2.1.5"},
		{"careful.sh", "2.1.5", "2.1.6"},
		{"json.sh", "2.1.4", "2.1.5"},
		{"requests.py", "2.1.4", "2.1.5"},
		{"signs-in.sh", "2.1.4", "2.1.5"},
		{"signs-in.sh", "2.1.5", "2.1.4"},
		{"page.md", "2.1.4", "2.1.5"},
		{"values.sh", "2.1.4", "2.1.5"},
		{"values.sh", "2.1.5", "2.1.6"},
		{"nothing.sh", "2.1.4", "2.1.5"},
	}
}

func TestWhatIsWritten(t *testing.T) {
	schema, err := jsonschema.NewCompiler().Compile("schema/callers.v1.json")
	require.NoError(t, err)
	for _, tt := range cases() {
		name := tt.file + "-" + tt.from + "-" + tt.to
		t.Run(name, func(t *testing.T) {
			r, redact := report(t, tt.file, tt.from, tt.to)
			var text, data bytes.Buffer
			require.NoError(t, callers.Write(&text, r, redact))
			require.NoError(t, callers.JSON(&data, r, redact))
			reporttest.Text(t, name+".txt", text.String())
			reporttest.Text(t, name+".json", data.String())
			value, err := jsonschema.UnmarshalJSON(&data)
			require.NoError(t, err)
			assert.NoError(t, schema.Validate(value))
		})
	}
}

func TestEveryGoldenFileIsUsed(t *testing.T) {
	files, err := filepath.Glob("testdata/*.golden")
	require.NoError(t, err)
	assert.Len(t, files, 2*len(cases()))
}

// Secrets of a script get into no output.
func TestSecretsAreConcealed(t *testing.T) {
	files, err := filepath.Glob("testdata/*.golden")
	require.NoError(t, err)
	for _, f := range files {
		text, err := os.ReadFile(f)
		require.NoError(t, err)
		assert.NotContains(t, string(text), sealed, f)
		assert.NotContains(t, string(text), "sesame", f)
	}
}

// Every word there is stands in the schema and has a sentence.
func TestEveryWordIsKnown(t *testing.T) {
	text, err := os.ReadFile("schema/callers.v1.json")
	require.NoError(t, err)
	var schema struct {
		Defs map[string]struct {
			Enum []string `json:"enum"`
		} `json:"$defs"`
	}
	require.NoError(t, json.Unmarshal(text, &schema))
	const findings = "../../migration/finding.go"
	for name, ofType := range map[string]string{"kind": "Kind", "severity": "Severity", "gap": "Gap"} {
		want := reporttest.Constants(t, findings, ofType)
		slices.Sort(want)
		assert.Equal(t, want, slices.Sorted(slices.Values(schema.Defs[name].Enum)), name)
	}
	assert.ElementsMatch(t, reporttest.Constants(t, "../../migration/migration.go", "Verdict"), schema.Defs["verdict"].Enum)
	assert.ElementsMatch(t, reporttest.Constants(t, "../../release/meaning.go", "Meaning"), schema.Defs["meaning"].Enum)

	same := func(text string) string { return text }
	for _, kind := range reporttest.Constants(t, findings, "Kind") {
		var out bytes.Buffer
		found := []migration.Finding{{Kind: migration.Kind(kind), Severity: migration.Rejected}}
		require.NoError(t, callers.Write(&out, migration.Report{Calls: []migration.Call{{Findings: found}}}, same))
		assert.NotContains(t, out.String(), "REFUSED: "+kind+"\n")
	}
	for _, gap := range reporttest.Constants(t, findings, "Gap") {
		var out bytes.Buffer
		require.NoError(t, callers.Write(&out, migration.Report{Undecided: []migration.Undecided{{Gap: migration.Gap(gap), File: "f"}}}, same))
		assert.NotContains(t, out.String(), "f: "+gap+"\n")
	}
}
