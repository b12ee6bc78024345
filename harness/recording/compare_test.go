package recording_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/database"
	"streampark-regress/harness/recording"
)

// recorded is a recording of one flow, "start", with these entries.
func recorded(t *testing.T, entries ...string) *recording.Recording {
	t.Helper()
	return flows(t, `"start": [`+strings.Join(entries, ",")+`]`)
}

func flows(t *testing.T, flows string) *recording.Recording {
	t.Helper()
	r, err := recording.Parse("x.json", []byte(`{"release": "2.1.4", "database": "postgresql", "ttl": "2h", "flows": {`+flows+`}}`))
	require.NoError(t, err)
	return r
}

// exchange is an entry of which change replaces parts.
func exchange(change ...string) string {
	return strings.NewReplacer(change...).Replace(`{"step": "start it", "request": {"method": "POST", "path": "/flink/app/start", "form": {"id": "100000"},
		"authorization": "{{api-token}}", "session_cookie": true}, "response": {"status": 200, "content_type": "application/json", "location": "/l", "set_cookie": ["a=*", "b=*"],
		"www_authenticate": "Basic", "body": {"data": "yes"}}, "virtual_seconds": 3}`)
}

// Whatever differs from what was recorded is found and named.
func TestComparisonsFind(t *testing.T) {
	for name, tt := range map[string]struct {
		want, got string
		what      []string
	}{
		"another step":           {exchange(), exchange("start it", "stop it"), []string{"the step"}},
		"another method":         {exchange(), exchange("POST", "GET"), []string{"the request"}},
		"another path":           {exchange(), exchange("/flink/app/start", "/x"), []string{"the request"}},
		"another form":           {exchange(), exchange(`"100000"`, `"100001"`), []string{"the request"}},
		"a field less":           {exchange(), exchange(`"id": "100000"`, ""), []string{"the request"}},
		"another header":         {exchange(), exchange("{{api-token}}", "Bearer {{api-token}}"), []string{"the request"}},
		"no header":              {exchange(), exchange(`"{{api-token}}"`, "null"), []string{"the request"}},
		"no session":             {exchange(), exchange("true", "false"), []string{"the request"}},
		"another status":         {exchange(), exchange("200", "401"), []string{"the status"}},
		"another type":           {exchange(), exchange("application/json", "text/html"), []string{"the content type"}},
		"no type":                {exchange(), exchange(`"application/json"`, "null"), []string{"the content type"}},
		"another location":       {exchange(), exchange(`"/l"`, "null"), []string{"the location"}},
		"another challenge":      {exchange(), exchange("Basic", "Bearer"), []string{"the challenge"}},
		"a cookie less":          {exchange(), exchange(`, "b=*"`, ""), []string{"the cookies"}},
		"a cookie twice":         {exchange(), exchange(`"b=*"`, `"a=*"`), []string{"the cookies"}},
		"another body":           {exchange(), exchange("yes", "no"), []string{"the body"}},
		"a body of another form": {exchange(), exchange(`"yes"`, `true`), []string{"the body"}},
		"a body of another text": {exchange(`{"data": "yes"}`, `"yes"`), exchange(`{"data": "yes"}`, `"no"`), []string{"the body"}},
		"a body, and none":       {exchange(), exchange(`{"data": "yes"}`, "null"), []string{"the body"}},
		"two things":             {exchange(), exchange("200", "401", "yes", "no"), []string{"the status", "the body"}},
		"no response":            {exchange(), `{"step": "start it", "request": ` + request + `}`, []string{"the response"}},
		"a response of none":     {`{"step": "start it", "request": ` + request + `}`, exchange(), []string{"the response"}},
		"no request": {exchange(), exchange(`"request": {"method": "POST", "path": "/flink/app/start", "form": {"id": "100000"},
		"authorization": "{{api-token}}", "session_cookie": true}`, `"request": null`), []string{"the request"}},
		"a row that changed":            {`{"step": "s", "row_unchanged": true}`, `{"step": "s", "row_unchanged": false}`, []string{"the row"}},
		"a row nobody looked at":        {`{"step": "s", "row_unchanged": true}`, `{"step": "s"}`, []string{"the row"}},
		"other columns":                 {`{"step": "s", "columns": ["a"]}`, `{"step": "s", "columns": ["a", "b"]}`, []string{"the columns"}},
		"another row":                   {`{"step": "s", "same": true}`, `{"step": "s", "same": false}`, []string{"the row"}},
		"another salt":                  {`{"step": "s", "salt_changed": true}`, `{"step": "s", "salt_changed": false}`, []string{"the salt"}},
		"another hash":                  {`{"step": "s", "hash_changed": true}`, `{"step": "s", "hash_changed": false}`, []string{"the hash"}},
		"no token":                      {`{"step": "s", "token": true}`, `{"step": "s", "token": false}`, []string{"the token"}},
		"another state":                 {`{"step": "s", "state": "1"}`, `{"step": "s", "state": "2"}`, []string{"the state"}},
		"another submission":            {submits(`{"kind": "start", "savepoint": "file:///a"}`), submits(`{"kind": "start"}`), []string{"what was submitted"}},
		"one submission more":           {submits(`{"kind": "start"}`), submits(`{"kind": "start"}, {"kind": "start"}`), []string{"what was submitted"}},
		"a submission that is missing":  {submits(`{"kind": "cancel", "job": "0123"}`), submits(""), []string{"what was submitted"}},
		"submissions nobody looked for": {submits(""), exchange(), []string{"what was submitted"}},
		"a field repeated":              {exchange(), exchange(`"form": {"id": "100000"}`, `"form": {"id": "100000"}, "repeated": {"id": ["100000", "1"]}`), []string{"the request"}},
		"another body alone":            {`{"step": "s", "body": {"a": 1}}`, `{"step": "s", "body": {"a": 2}}`, []string{"the body"}},
		"status and body alone":         {partial("401", "null"), partial("403", `"x"`), []string{"the status", "the body"}},
		"another seeded user":           {exchange(`"yes"`, `{"userId": "100000"}`), exchange(`"yes"`, `{"userId": "100001"}`), []string{"the body"}},
		"an id that is no token's":      {exchange(`"yes"`, `{"id": "10000"}`), exchange(`"yes"`, `{"id": "100000"}`), []string{"the body"}},
		"a token's unknown id":          {exchange(`"id": "100000"`, `"tokenId": "10001"`), exchange(`"id": "100000"`, `"tokenId": "424242"`), []string{"the request"}},
		"a seeded id":                   {exchange("yes", "100000"), exchange("yes", "10001"), []string{"the body"}},
		"a time that is none":           {exchange("yes", "2026-11-22 12:00:00"), exchange("yes", "2026-11-22"), []string{"the body"}},
		"a generated id too short":      {exchange("yes", strings.Repeat("a", 20)), exchange("yes", strings.Repeat("a", 19)), []string{"the body"}},
		"another trace's first line":    {exchange("yes", "null [... stack trace cut]"), exchange("yes", "NPE [... stack trace cut]"), []string{"the body"}},
	} {
		t.Run(name, func(t *testing.T) {
			c := recording.Compare(recorded(t, tt.want), recorded(t, tt.got))
			var what []string
			for _, d := range c.Differences {
				what = append(what, d.What)
				assert.Equal(t, "start", d.Flow)
				assert.NotEqual(t, d.Want, d.Got)
			}
			assert.Equal(t, tt.what, what)
			assert.Equal(t, []recording.Score{{Flow: "start", Same: 0, Total: 1}}, c.Scores)
		})
	}
}

// submits is an exchange after which this was submitted.
func submits(what string) string {
	return exchange(`"virtual_seconds": 3`, `"submitted": [`+what+`]`)
}

const request = `{"method": "POST", "path": "/flink/app/start", "form": {"id": "100000"}, "authorization": "{{api-token}}", "session_cookie": true}`

// partial is an entry of which only status and body were kept.
func partial(status, body string) string {
	return `{"step": "s", "response": {"status": ` + status + `, "body": ` + body + `}}`
}

// What differs from run to run is no difference.
func TestComparisonsLeaveOut(t *testing.T) {
	sealed := "x9qMW7re" + strings.Repeat("A", 40)
	for name, tt := range map[string]struct{ want, got string }{
		"nothing":                        {exchange(), exchange()},
		"when":                           {exchange(), exchange(`"virtual_seconds": 3`, `"virtual_seconds": 4`)},
		"the order of cookies":           {exchange(), exchange(`"a=*", "b=*"`, `"b=*", "a=*"`)},
		"times":                          {exchange("yes", "2026-11-22 12:00:00"), exchange("yes", "2026-11-23T12:00:01.5Z")},
		"generated ids":                  {exchange("yes", strings.Repeat("a", 20)), exchange("yes", strings.Repeat("B", 20))},
		"numbers of a sequence":          {exchange(`"100000"`, `"10001"`), exchange(`"100000"`, `"10423"`)},
		"a token's id on MySQL":          {exchange(`"yes"`, `{"id": "10000", "token": "t"}`), exchange(`"yes"`, `{"id": "100000", "token": "t"}`)},
		"a user without a team":          {exchange(`"yes"`, `"10000", "code": "403"`), exchange(`"yes"`, `"100002", "code": "403"`)},
		"a new user's id on MySQL":       {exchange(`"yes"`, `{"userId": "10000"}`), exchange(`"yes"`, `{"userId": "100001"}`)},
		"tokens":                         {exchange("{{api-token}}", sealed), exchange("{{api-token}}", "{{sign-token}}")},
		"how a trace is cut":             {exchange("yes", "null [... stack trace cut]"), exchange("yes", "null")},
		"headers that were not recorded": {`{"step": "start it", "request": ` + request + `, "response": {"status": 200, "body": {"data": "yes"}}}`, exchange()},
	} {
		t.Run(name, func(t *testing.T) {
			c := recording.Compare(recorded(t, tt.want), recorded(t, tt.got))
			assert.Empty(t, c.Differences)
			assert.Equal(t, []recording.Score{{Flow: "start", Same: 1, Total: 1}}, c.Scores)
		})
	}
}

// Entries and flows that only one recording has are differences.
func TestComparisonsCount(t *testing.T) {
	one, two := exchange(), exchange("start it", "again")
	c := recording.Compare(flows(t, `"a": [`+one+`,`+two+`], "b": [`+one+`]`), flows(t, `"b": [`+one+`,`+two+`], "a": [`+one+`], "c": [`+one+`,`+two+`]`))
	assert.Equal(t, []recording.Difference{
		{Flow: "a", Step: "again", What: "the entry", Want: "to be there", Got: "nothing"},
		{Flow: "b", Step: "again", What: "the entry", Want: "nothing", Got: "one more"},
		{Flow: "c", What: "the flow", Want: "nothing", Got: "2 entries"},
	}, c.Differences)
	assert.Equal(t, []recording.Score{{Flow: "a", Same: 1, Total: 2}, {Flow: "b", Same: 1, Total: 1}}, c.Scores)

	none := recording.Compare(flows(t, `"a": [`+one+`,`+two+`]`), flows(t, `"b": [`+one+`]`))
	assert.Len(t, none.Differences, 3, "a flow that is not there lacks all its entries, and the other is one too many")
	assert.Equal(t, []recording.Score{{Flow: "a", Same: 0, Total: 2}}, none.Scores)
}

// What cannot be compared is said, and nothing else.
func TestComparisonsSayWhatTheySkip(t *testing.T) {
	cut := `{"step": "list", "response": {"status": 200, "set_cookie": [], "body": [1, 2, 3, "... 5 in all"]}}`
	for name, tt := range map[string]struct {
		entry string
		want  []string
	}{
		"nothing":       {exchange(), nil},
		"no response":   {`{"step": "s", "token": true}`, nil},
		"the headers":   {partial("200", "{}"), []string{"start / s: headers were not recorded"}},
		"a long list":   {cut, []string{"start / list: a list was recorded up to its third element and its length"}},
		"submissions":   {exchange(`{"data": "yes"}`, `{"code": "200", "status": "success", "data": true}`), []string{"start / start it: what was submitted was not recorded"}},
		"no start":      {exchange(`{"data": "yes"}`, `{"code": "200", "status": "success", "data": true}`, "/flink/app/start", "/flink/app/list"), nil},
		"both of these": {strings.Replace(cut, `"set_cookie": [], `, "", 1), []string{"start / list: headers were not recorded", "start / list: a list was recorded up to its third element and its length"}},
	} {
		assert.Equal(t, tt.want, recording.Compare(recorded(t, tt.entry), recorded(t, tt.entry)).Skipped, name)
	}
}

func TestComparisonsInWords(t *testing.T) {
	c := recording.Compare(recorded(t, exchange()), recorded(t, exchange("200", "401", `"application/json"`, "null")))
	require.Len(t, c.Differences, 2)
	assert.Equal(t, "start / start it: the status\n    expected 200\n    found    401", c.Differences[0].String())
	assert.Equal(t, "start / start it: the content type\n    expected \"application/json\"\n    found    null", c.Differences[1].String())
}

// A body that is no JSON, which no file can hold, is compared as text.
func TestComparisonsOfWhatIsNoJSON(t *testing.T) {
	want, got := recorded(t, exchange()), recorded(t, exchange())
	want.Flows["start"][0].Response.Body, got.Flows["start"][0].Response.Body = json.RawMessage("<p>"), json.RawMessage("<p>")
	assert.Empty(t, recording.Compare(want, got).Differences)
	got.Flows["start"][0].Response.Body = json.RawMessage("<q>")
	assert.Len(t, recording.Compare(want, got).Differences, 1)
}

// A recording is about its database alone where it holds rows, or a database's words.
func TestRecordingsOfOneDatabase(t *testing.T) {
	for name, tt := range map[string]struct {
		database, flow, body string
		product              database.Product
		bound                bool
	}{
		"answers on PostgreSQL": {"postgresql", "sign-in", `{"code":"200"}`, database.PostgreSQL, false},
		"rows of PostgreSQL":    {"postgresql", "rows of this database", `{"code":"200"}`, database.PostgreSQL, true},
		"PostgreSQL's words":    {"postgresql", "members", `{"message":"org.postgresql.util.PSQLException: ERROR"}`, database.PostgreSQL, true},
		"answers on MariaDB":    {"mariadb", "sign-in", `{"code":"200"}`, database.MariaDB, true},
		"answers on H2":         {"h2", "sign-in", `{"code":"200"}`, database.H2, true},
	} {
		t.Run(name, func(t *testing.T) {
			r, err := recording.Parse("x.json", []byte(`{"release": "2.1.0", "database": "`+tt.database+`", "ttl": "2h", "note": "", "flows": {"`+tt.flow+
				`": [{"step": "a", "response": {"status": 500, "body": `+tt.body+`}}]}}`))
			require.NoError(t, err)
			product, bound := r.Bound()
			assert.Equal(t, tt.product, product)
			assert.Equal(t, tt.bound, bound)
			script, err := recording.Of(r)
			require.NoError(t, err)
			assert.Equal(t, tt.product, script.Database.OrUsual(), "it is replayed where it was recorded")
		})
	}
}
