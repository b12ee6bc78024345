package recording_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/recording"
)

const wellFormed = `{
 "release": "2.1.4",
 "database": "postgresql",
 "ttl": "2h",
 "flows": {
  "start": [
   {
    "step": "x",
    "request": {"method": "POST", "path": "/x", "form": {"id": "1"}, "authorization": null, "session_cookie": true},
    "response": {"status": 200, "body": {"anything": [1, {"at": "all"}]}},
    "submitted": [{"kind": "start"}]
   }
  ]
 }
}
`

// What a replay would pass over is an error, with its place.
func TestARecordingIsReadStrictly(t *testing.T) {
	for name, text := range map[string]string{
		"as it is":  wellFormed,
		"no list":   strings.Replace(wellFormed, `[{"kind": "start"}]`, "null", 1),
		"no object": strings.Replace(wellFormed, `{"id": "1"}`, "null", 1),
	} {
		_, err := recording.Parse("x.json", []byte(text))
		require.NoError(t, err, name)
	}
	for name, tt := range map[string]struct{ was, is, want string }{
		"an unknown key":           {`"ttl"`, `"tll"`, `x.json:4:2: unknown key "tll" in the recording`},
		"one in an entry":          {`"step": "x"`, `"step": "x", "stauts": 200`, `x.json:8:18: unknown key "stauts" in an entry of "start"`},
		"one in a request":         {`"session_cookie": true`, `"cookie": true`, `x.json:9:93: unknown key "cookie" in "request"`},
		"one in a response":        {`"status": 200`, `"status": 200, "Status": 401`, `x.json:10:33: unknown key "Status" in "response"`},
		"one in what is submitted": {`"kind": "start"`, `"kind": "start", "saved": true`, `x.json:11:37: unknown key "saved" in an entry of "submitted"`},
		"a key without a name":     {`"status": 200`, `"status": 200, "": 1`, `x.json:10:33: unknown key "" in "response"`},
		"a key twice":              {`"step": "x"`, `"step": "x", "step": "y"`, `x.json:8:18: "step" stands there twice in an entry of "start"`},
		"a flow twice":             {"  \"start\": [\n", "  \"start\": [],\n  \"start\": [\n", `x.json:7:3: "start" stands there twice in "flows"`},
		"a text for a number":      {`"status": 200`, `"status": "200"`, `x.json:10:28: "status" is not a whole number`},
		"a fraction":               {`"status": 200`, `"status": 200.5`, `x.json:10:28: "status" is not a whole number`},
		"a number for a text":      {`"id": "1"`, `"id": 1`, `x.json:9:64: "id" is not a text`},
		"a list for an object":     {`{"id": "1"}`, `["1"]`, `x.json:9:57: "form" is not an object`},
		"nothing for a text":       {`"x"`, `null`, `x.json:8:13: "step" is not a text`},
		"no TTL":                   {" \"ttl\": \"2h\",\n", "", `x.json:1:1: invalid ttl ""`},
		"a TTL of nothing":         {`"2h"`, `"0h"`, `x.json:4:9: invalid ttl "0h": write what server.session.ttl was`},
		"a TTL without a unit":     {`"2h"`, `"7200"`, `x.json:4:9: invalid ttl "7200"`},
		"a TTL of two lines":       {`"2h"`, `"2h\nserver.port: 1"`, `x.json:4:9: invalid ttl "2h\nserver.port: 1"`},
		"no JSON":                  {`"ttl": "2h",`, `"ttl": "2h"`, `x.json:5:2: invalid character`},
		"something behind it":      {"\n }\n}\n", "\n }\n}\n{}\n", `x.json:16:2: something stands after the recording's end`},
	} {
		t.Run(name, func(t *testing.T) {
			require.Equal(t, 1, strings.Count(wellFormed, tt.was))
			_, err := recording.Parse("x.json", []byte(strings.Replace(wellFormed, tt.was, tt.is, 1)))
			require.Error(t, err)
			assert.Contains(t, err.Error(), "read the recording x.json: "+tt.want)
		})
	}
	_, err := recording.Parse("x.json", []byte(wellFormed[:len(wellFormed)-30]))
	assert.ErrorContains(t, err, "the text ends here, and the recording does not")
}

// The recordings of the real releases are of this form.
func TestTheRecordingsAreReadStrictly(t *testing.T) {
	files, err := filepath.Glob("../../fixtures/recordings/*.json")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, f := range files {
		text, err := os.ReadFile(f)
		require.NoError(t, err)
		_, err = recording.Parse(f, text)
		assert.NoError(t, err)
	}
}
