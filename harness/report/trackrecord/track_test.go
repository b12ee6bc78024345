package trackrecord_test

import (
	"bytes"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/fixtures"
	"streampark-regress/harness/deployment"
	"streampark-regress/harness/release"
	"streampark-regress/harness/report/trackrecord"
)

func catalogue(t *testing.T) *release.Catalogue {
	t.Helper()
	c, err := release.Parse(fixtures.Releases)
	require.NoError(t, err)
	return c
}

func measured(version, target string, day int, cells map[string]trackrecord.Cell) trackrecord.Measurement {
	return trackrecord.Measurement{Release: version, Database: "postgres", Target: target, Image: "apache/streampark:" + version, Digest: "sha256:0123456789abcdef", Java: "1.8.0_504",
		At: time.Date(2026, 11, day, 9, 0, 0, 0, time.UTC), Run: "r" + version, Cells: cells}
}

func record(all ...trackrecord.Measurement) trackrecord.Record {
	r := trackrecord.Record{Schema: trackrecord.Schema}
	for _, m := range all {
		r = r.With(m)
	}
	return r
}

// A later cell takes the place of an earlier one, unless it says less or comes from
// the model.
func TestWhichCellIsKept(t *testing.T) {
	shown, gone, open := trackrecord.Cell{State: trackrecord.Reproduced, Scenarios: 2}, trackrecord.Cell{State: trackrecord.NotThere, Scenarios: 2}, trackrecord.Cell{State: trackrecord.Undecided, Scenarios: 2, Undone: 1}
	for name, tt := range map[string]struct {
		later trackrecord.Measurement
		want  trackrecord.State
	}{
		"a later one":                {measured("2.1.4", "docker", 2, map[string]trackrecord.Cell{"3933": gone}), trackrecord.NotThere},
		"one of an earlier run":      {measured("2.1.4", "docker", 0, map[string]trackrecord.Cell{"3933": gone}), trackrecord.Reproduced},
		"one that found out nothing": {measured("2.1.4", "docker", 2, map[string]trackrecord.Cell{"3933": open}), trackrecord.Reproduced},
		"one of the model":           {measured("2.1.4", "model", 2, map[string]trackrecord.Cell{"3933": gone}), trackrecord.Reproduced},
		"one of the model's image":   {measured("2.1.4", deployment.DockerModel, 2, map[string]trackrecord.Cell{"3933": gone}), trackrecord.Reproduced},
		"one about something else":   {measured("2.1.4", "docker", 2, map[string]trackrecord.Cell{"3865": gone}), trackrecord.Reproduced},
		"one of another release":     {measured("2.1.5", "docker", 2, map[string]trackrecord.Cell{"3933": gone}), trackrecord.Reproduced},
	} {
		r := record(measured("2.1.4", "docker", 1, map[string]trackrecord.Cell{"3933": shown}), tt.later)
		m, has := r.Find("2.1.4", "postgres", "3933")
		require.True(t, has, name)
		assert.Equal(t, tt.want, m.Cells["3933"].State, name)
	}
}

// What is not settled is measured again, and nothing else.
func TestWhatIsMissing(t *testing.T) {
	c := catalogue(t)
	assert.Equal(t, trackrecord.Rows(c), record().Missing("2.1.4", "postgres", c))
	cells := map[string]trackrecord.Cell{}
	for _, row := range trackrecord.Rows(c) {
		cells[row] = trackrecord.Cell{State: trackrecord.NotThere, Scenarios: 1}
	}
	cells["3933"] = trackrecord.Cell{State: trackrecord.Undecided, Scenarios: 3, Undone: 1}
	cells["3865"] = trackrecord.Cell{State: trackrecord.Undecided, Scenarios: 3, Masked: []string{"4322"}}
	delete(cells, "4281")
	r := record(measured("2.1.4", "docker", 1, cells))
	assert.Equal(t, []string{"3933", "4281"}, r.Missing("2.1.4", "postgres", c))
	assert.Equal(t, trackrecord.Rows(c), r.Missing("2.1.4", "mysql", c))
}

// A cell is held against the catalogue.
func TestContradictions(t *testing.T) {
	c := catalogue(t)
	for name, tt := range map[string]struct {
		version, row string
		cell         trackrecord.Cell
		want         string
	}{
		"known and reproduced":        {"2.1.4", "3933", trackrecord.Cell{State: trackrecord.Reproduced, Scenarios: 1}, ""},
		"known and not there":         {"2.1.4", "3933", trackrecord.Cell{State: trackrecord.NotThere, Scenarios: 1}, "the catalogue says it is"},
		"fixed and not there":         {"2.1.5", "3933", trackrecord.Cell{State: trackrecord.NotThere, Scenarios: 1}, ""},
		"fixed and reproduced":        {"2.1.5", "3933", trackrecord.Cell{State: trackrecord.Reproduced, Scenarios: 1}, "the catalogue does not know it there"},
		"unexpected":                  {"2.1.5", "contract", trackrecord.Cell{State: trackrecord.Different, Scenarios: 9, Unexpected: 2}, "2 of 9 scenarios unexpected"},
		"a release nobody knows":      {"9.9.9", "3933", trackrecord.Cell{State: trackrecord.Reproduced, Scenarios: 1}, ""},
		"on another database than it": {"2.1.1", "permissions-on-postgres", trackrecord.Cell{State: trackrecord.NotThere, Scenarios: 1}, "the catalogue says it is"},
	} {
		found := record(measured(tt.version, "docker", 1, map[string]trackrecord.Cell{tt.row: tt.cell})).Contradictions(c)
		if tt.want == "" {
			assert.Empty(t, found, name)
			continue
		}
		require.Len(t, found, 1, name)
		assert.Contains(t, found[0], tt.want, name)
	}
	m := measured("2.1.1", "docker", 1, map[string]trackrecord.Cell{"permissions-on-postgres": {State: trackrecord.NotThere, Scenarios: 1}})
	m.Database = "mysql"
	assert.Empty(t, record(m).Contradictions(c), "it is met on PostgreSQL alone")
}

// What is written can be read again, and is of the form of its schema.
func TestTheDataFile(t *testing.T) {
	r := record(measured("2.1.4", "docker", 1, map[string]trackrecord.Cell{"3933": {State: trackrecord.Reproduced, Scenarios: 2}}))
	var b bytes.Buffer
	require.NoError(t, trackrecord.Write(&b, r))
	schema, err := jsonschema.NewCompiler().Compile("schema/track-record.v1.json")
	require.NoError(t, err)
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(b.Bytes()))
	require.NoError(t, err)
	require.NoError(t, schema.Validate(value))
	again, err := trackrecord.Read(&b)
	require.NoError(t, err)
	assert.Equal(t, r, again)
	empty, err := trackrecord.Read(strings.NewReader(" \n"))
	require.NoError(t, err)
	assert.Empty(t, empty.Measurements)
}

func TestADataFileThatCannotBeRead(t *testing.T) {
	for text, want := range map[string]string{
		`{"schema": 0, "measurements": []}`: "it is of schema 0, and this program reads schema 1",
		`{"schema": 2, "measurements": []}`: "it is of schema 2, and this program reads schema 1",
		`[`:                                 "it is no JSON",
		`{"schema": 1, "measurements": [{"run": "r1"}]}`:       `the measurement of run "r1" lacks its release`,
		`{"schema": 1, "measurements": [], "something": true}`: "something",
	} {
		_, err := trackrecord.Read(strings.NewReader(text))
		require.ErrorContains(t, err, want)
	}
}

// The page begins with what nobody had reported, and marks what contradicts the
// catalogue and what a model said.
func TestThePage(t *testing.T) {
	c := catalogue(t)
	findings, err := trackrecord.Findings(fixtures.Findings)
	require.NoError(t, err)
	r := record(measured("2.1.4", "docker", 1, map[string]trackrecord.Cell{"3933": {State: trackrecord.Reproduced, Scenarios: 2}, "4281": {State: trackrecord.Undecided, Scenarios: 1, Masked: []string{"3933"}}}),
		measured("2.1.5", "docker", 1, map[string]trackrecord.Cell{"3933": {State: trackrecord.Reproduced, Scenarios: 2}}),
		measured("2.1.7", "model", 1, map[string]trackrecord.Cell{"3933": {State: trackrecord.NotThere, Scenarios: 2}}))
	var b bytes.Buffer
	require.NoError(t, trackrecord.Page(&b, r, c, findings))
	page := b.String()
	assert.Less(t, strings.Index(page, findings[0].Command), strings.Index(page, "## Every known issue"))
	assert.Contains(t, page, "| issue | 2.0.0 | 2.1.0 | 2.1.1 | 2.1.2 | 2.1.3 | 2.1.4 | 2.1.5 | 2.1.6 | 2.1.7 |\n")
	assert.Contains(t, page, " | not run | reproduced | **! reproduced** | not run | not there, MODEL |\n")
	assert.Contains(t, page, " | not decided (3933) | ")
	assert.Contains(t, page, "| 2.1.4 | postgres | 2026-11-01 09:00 UTC | apache/streampark:2.1.4 | 0123456789ab | 1.8.0_504 | 2 | - |\n")
}

// A finding that names an issue names one of the catalogue, and the page that is
// kept is what its data file says.
func TestWhatIsKept(t *testing.T) {
	c := catalogue(t)
	findings, err := trackrecord.Findings(fixtures.Findings)
	require.NoError(t, err)
	for _, f := range findings {
		if f.Issue != "" {
			_, known := c.FindIssue(f.Issue)
			assert.True(t, known, f.Issue)
		}
	}
	data, err := os.ReadFile("../../../docs/track-record.json")
	require.NoError(t, err)
	r, err := trackrecord.Read(bytes.NewReader(data))
	require.NoError(t, err)
	assert.Empty(t, r.Contradictions(c))
	kept, err := os.ReadFile("../../../docs/track-record.md")
	require.NoError(t, err)
	var b bytes.Buffer
	require.NoError(t, trackrecord.Page(&b, r, c, findings))
	assert.Equal(t, b.String(), string(kept), "docs/track-record.md is not what its data file says: make docs")
}
