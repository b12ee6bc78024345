package outcome_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/outcome"
)

var update = flag.Bool("update", false, "write the golden file again")

// recording is what fixtures/recordings hold, as far as outcomes need it.
type recording struct {
	Flows map[string][]struct {
		Step    string `json:"step"`
		Request struct {
			Path string `json:"path"`
		} `json:"request"`
		Response *struct {
			Status    int             `json:"status"`
			SetCookie []string        `json:"set_cookie"`
			Body      json.RawMessage `json:"body"`
			Type      string          `json:"content_type"`
			Challenge string          `json:"www_authenticate"`
		} `json:"response"`
	} `json:"flows"`
}

// TestEveryRecordedStart reads every start that was recorded from the real
// releases. The golden file is meant to be read by people: it says what each
// exchange means.
func TestEveryRecordedStart(t *testing.T) {
	files, err := filepath.Glob("../../fixtures/recordings/*.json")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	var got strings.Builder
	for _, file := range files {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		var r recording
		require.NoError(t, json.Unmarshal(text, &r), file)
		for _, flow := range []string{"start", "header forms", "lifecycle", "password change", "restart", "expiry", "two rows for one user",
			"members", "before the upgrade", "after the upgrade", "started", "variant", "to the server that signed them", "to the server started again"} {
			for _, x := range r.Flows[flow] {
				if x.Response == nil || !strings.Contains(x.Step, "/app/start") {
					continue
				}
				reading := outcome.Read(answer(x.Response.Status, x.Response.SetCookie, x.Response.Body, x.Response.Type, x.Response.Challenge))
				fmt.Fprintf(&got, "%s | %s | %s | %d | %s\n", filepath.Base(file), flow, x.Step, x.Response.Status, described(reading))
			}
		}
	}
	const golden = "testdata/recorded.golden"
	if *update {
		require.NoError(t, os.MkdirAll("testdata", 0o755))
		require.NoError(t, os.WriteFile(golden, []byte(got.String()), 0o644))
	}
	want, err := os.ReadFile(golden)
	require.NoError(t, err)
	assert.Equal(t, string(want), got.String())
	assert.Greater(t, strings.Count(got.String(), "\n"), 150, "the recordings hold more than 150 starts")
	assert.NotContains(t, got.String(), "unfamiliar", "every recorded 401 is of a known kind")
}

// described is a reading on one line: what it means, of which kind a 401 is, and
// the answer's own message.
func described(r outcome.Reading) string {
	all := string(r.Outcome)
	for _, part := range []string{string(r.Rejection), r.Message} {
		if part != "" {
			all += " | " + part
		}
	}
	return all
}

func answer(status int, cookies []string, body json.RawMessage, kind, challenge string) outcome.Answer {
	a := outcome.Answer{Status: status, ContentType: kind, Challenge: challenge}
	for _, c := range cookies {
		name, _, _ := strings.Cut(c, "=")
		a.SetCookie = append(a.SetCookie, name)
	}
	if string(body) != "null" {
		a.Body = body
	}
	return a
}

// said is an answer in JSON.
func said(status int, body string) outcome.Answer {
	return outcome.Answer{Status: status, ContentType: "application/json", Body: []byte(body)}
}

func TestRead(t *testing.T) {
	for name, tt := range map[string]struct {
		answer        outcome.Answer
		want          outcome.Outcome
		rejection     outcome.Rejection
		authenticated bool
	}{
		"started":          {said(200, `{"code":"200","data":true,"status":"success"}`), outcome.Started, "", true},
		"refused on 2.1.4": {said(200, `{"code":"200","data":false,"message":"[StreamPark] can no found flink version","status":"success"}`), outcome.Refused, "", true},
		"refused on 2.1.5": {said(500, `{"code":"501","data":null,"message":"[StreamPark] can no found flink version"}`), outcome.Refused, "", true},
		"closed on 2.1.4":  {said(500, `{"code":"501","message":"current api unsupported!"}`), outcome.Closed, "", true},
		"closed on 2.1.5": {said(500, `{"code":"500","message":"internal server error: java.lang.UnsupportedOperationException: Openapi unsupported: /x\n\tat"}`),
			outcome.Closed, "", true},
		"forbidden":                 {said(500, `{"code":"500","message":"internal server error: Subject does not have permission [app:start]"}`), outcome.Forbidden, "", true},
		"rejected":                  {outcome.Answer{Status: 401, SetCookie: []string{"rememberMe", "rememberMe"}}, outcome.Unauthenticated, outcome.Decoded, false},
		"rejected with a session":   {outcome.Answer{Status: 401, SetCookie: []string{"rememberMe", "rememberMe", "JSESSIONID"}}, outcome.Unauthenticated, outcome.Decoded, false},
		"nothing decoded":           {outcome.Answer{Status: 401}, outcome.Unauthenticated, outcome.Undecoded, false},
		"no session":                {said(401, `{"code":"401","message":"Unauthenticated."}`), outcome.Unauthenticated, outcome.Sessionless, false},
		"a proxy's 401":             {outcome.Answer{Status: 401, Body: []byte(`<html>login</html>`)}, outcome.Unauthenticated, outcome.Unfamiliar, false},
		"a 200 that says 401":       {said(200, `{"code":"401","message":"Unauthenticated."}`), outcome.Failed, "", false},
		"a 200 without JSON":        {outcome.Answer{Status: 200, Body: []byte(`<html>`)}, outcome.Failed, "", false},
		"data true, another status": {said(502, `{"code":"200","data":true,"status":"success"}`), outcome.Failed, "", false},
		"a server error":            {said(500, `{"code":"500","message":"internal server error: null"}`), outcome.Failed, "", false},
		"true beside an exception":  {said(200, `{"code":"200","data":true,"status":"success","message":"java.lang.NullPointerException"}`), outcome.Failed, "", false},
		"true with a number":        {said(200, `{"code":200,"data":true,"status":"success"}`), outcome.Failed, "", false},
		"true and an error":         {said(200, `{"code":"200","data":true,"status":"error"}`), outcome.Failed, "", false},
		"true in a page":            {outcome.Answer{Status: 200, ContentType: "text/html", Body: []byte(`{"code":"200","data":true,"status":"success"}`)}, outcome.Failed, "", false},
		"a challenge":               {outcome.Answer{Status: 401, Challenge: "Basic realm=x"}, outcome.Unauthenticated, outcome.Unfamiliar, false},
		"an address to go to":       {outcome.Answer{Status: 401, Location: "/login"}, outcome.Unauthenticated, outcome.Unfamiliar, false},
		"a 401 with a session":      {outcome.Answer{Status: 401, SetCookie: []string{"JSESSIONID"}}, outcome.Unauthenticated, outcome.Unfamiliar, false},
		"an empty 401 of a type":    {outcome.Answer{Status: 401, ContentType: "text/html"}, outcome.Unauthenticated, outcome.Unfamiliar, false},
		"a foreign cookie":          {outcome.Answer{Status: 401, SetCookie: []string{"rememberMe", "rememberMe", "GATEWAY"}}, outcome.Unauthenticated, outcome.Unfamiliar, false},
		"no session, forgotten":     {outcome.Answer{Status: 401, ContentType: "application/json", SetCookie: []string{"rememberMe"}, Body: []byte(`{"code":"401"}`)}, outcome.Unauthenticated, outcome.Unfamiliar, false},
		"a gateway's 403":           {outcome.Answer{Status: 403, ContentType: "text/html", Body: []byte(`<html>`)}, outcome.Failed, "", false},
		"a bare 403":                {outcome.Answer{Status: 403}, outcome.Forbidden, "", true},
		"a gateway's 404":           {outcome.Answer{Status: 404, ContentType: "text/html", Body: []byte(`<html>`)}, outcome.Failed, "", false},
		"false with an error":       {said(200, `{"code":"500","data":false,"status":"error"}`), outcome.Failed, "", false},
		"false of a broken server":  {said(500, `{"code":"200","data":false,"status":"success"}`), outcome.Failed, "", false},
		"another's 501":             {said(500, `{"code":"501","message":"not implemented"}`), outcome.Failed, "", false},
		"a refusal's words, a 500":  {said(500, `{"code":"500","message":"[StreamPark] can no found flink version"}`), outcome.Failed, "", false},
		"a 401 that says 403":       {said(401, `{"code":"403","message":"Unauthenticated."}`), outcome.Unauthenticated, outcome.Unfamiliar, false},
		"no such page":              {said(404, `{"error":"Not Found"}`), outcome.NotFound, "", false},
	} {
		t.Run(name, func(t *testing.T) {
			got := outcome.Read(tt.answer)
			assert.Equal(t, tt.want, got.Outcome)
			assert.Equal(t, tt.rejection, got.Rejection)
			assert.Equal(t, tt.authenticated, got.Outcome.Authenticated())
		})
	}
}

// What a message says ends before a stack trace, and not before what a database says.
func TestMessages(t *testing.T) {
	for text, want := range map[string]string{
		`internal server error: null`:                                              "internal server error: null",
		`internal server error: java.lang.NullPointerException: null\n\tat a.b`:    "internal server error: java.lang.NullPointerException: null",
		`internal server error: \n### Error querying database.  Cause: x\n### The`: "internal server error: ### Error querying database.  Cause: x",
		`internal server error: a.BadSqlGrammarException: \n### Error: x\n### The`: "internal server error: a.BadSqlGrammarException: ### Error: x",
		`internal server error: `:                                                  "internal server error: ",
		`internal server error: \n`:                                                "internal server error: ",
	} {
		assert.Equal(t, want, outcome.Read(said(500, `{"code":"500","message":"`+text+`"}`)).Message, text)
	}
}

// A page was served where the answer says so in every way it can.
func TestReadPage(t *testing.T) {
	const served = `{"code":"200","data":[],"status":"success"}`
	for name, tt := range map[string]struct {
		answer outcome.Answer
		want   outcome.Outcome
	}{
		"served":                    {said(200, served), outcome.Answered},
		"a true is only a page":     {said(200, `{"code":"200","data":true,"status":"success"}`), outcome.Answered},
		"another status":            {said(500, served), outcome.Failed},
		"no JSON by its type":       {outcome.Answer{Status: 200, ContentType: "text/html", Body: []byte(served)}, outcome.Failed},
		"another code":              {said(200, `{"code":"500","data":[],"status":"success"}`), outcome.Failed},
		"a message that is no text": {said(200, `{"code":"200","data":[],"status":"success","message":5}`), outcome.Failed},
		"rejected":                  {outcome.Answer{Status: 401}, outcome.Unauthenticated},
		"a list":                    {said(200, `{"code":"200","data":{"records":[{}]},"status":"success"}`), outcome.Answered},
		"a list without a record":   {said(200, `{"code":"200","data":{"records":[]},"status":"success"}`), outcome.Failed},
		"no list":                   {said(200, `{"code":"200","data":{"total":0},"status":"success"}`), outcome.Answered},
	} {
		t.Run(name, func(t *testing.T) {
			assert.Equal(t, tt.want, outcome.ReadPage(tt.answer).Outcome)
		})
	}
}

// A cancel says no more than a page does, and says it in the same words.
func TestReadCancel(t *testing.T) {
	assert.Equal(t, outcome.Cancelled, outcome.ReadCancel(said(200, `{"code":"200","data":null,"status":"success"}`)).Outcome)
	assert.Equal(t, outcome.Unauthenticated, outcome.ReadCancel(outcome.Answer{Status: 401}).Outcome)
}

func TestAcceptedIsWhatStartsOrCancels(t *testing.T) {
	var accepted []outcome.Outcome
	for _, o := range outcome.All() {
		if o.Accepted() {
			accepted = append(accepted, o)
		}
	}
	assert.ElementsMatch(t, []outcome.Outcome{outcome.Started, outcome.Cancelled}, accepted)
}

func TestOnlyNamesOfOutcomesAreRead(t *testing.T) {
	for _, want := range outcome.All() {
		var got outcome.Outcome
		require.NoError(t, got.UnmarshalText([]byte(want)))
		assert.Equal(t, want, got)
	}
	none := outcome.Started
	require.NoError(t, none.UnmarshalText(nil))
	assert.Empty(t, none)
	for _, name := range []string{"Started", "start", "unauthenticated "} {
		var got outcome.Outcome
		assert.ErrorContains(t, got.UnmarshalText([]byte(name)), "choose one of started, cancelled, answered, refused", name)
	}
}
