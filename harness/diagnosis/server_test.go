package diagnosis_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/cause"
	"streampark-regress/harness/diagnosis"
	"streampark-regress/harness/stranger"
	"streampark-regress/harness/streampark"
	"streampark-regress/harness/token"
)

// reply is how a server answers a start.
type reply struct {
	status  int
	headers map[string]string
	cookies []string
	body    string
}

func (r reply) write(w http.ResponseWriter) {
	for name, value := range r.headers {
		w.Header().Set(name, value)
	}
	if r.headers["Content-Type"] == "" && r.body == "" {
		w.Header()["Content-Type"] = nil
	}
	for _, name := range r.cookies {
		http.SetCookie(w, &http.Cookie{Name: name, Value: "x"})
	}
	w.WriteHeader(r.status)
	_, _ = io.WriteString(w, r.body)
}

// inJSON is a reply as StreamPark forms it.
func inJSON(status int, body string, cookies ...string) reply {
	return reply{status, map[string]string{"Content-Type": "application/json"}, cookies, body}
}

// empty is a reply with nothing in it.
func empty(status int, cookies ...string) reply { return reply{status: status, cookies: cookies} }

func page(status int, body string) reply {
	return reply{status, map[string]string{"Content-Type": "text/html"}, nil, body}
}

const greeting214 = `{"message":"loginType{required}"}`

// starts are what a server answers at its start addresses: to what the caller
// sends at the release's own address and the other, and to a token of nobody.
type starts struct{ own, other, nobody reply }

// answering is a server that greets like 2.1.4 and answers a start as it is told.
func answering(t *testing.T, greeting string, s starts) string {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.URL.Path == "/":
			w.WriteHeader(http.StatusNotFound)
		case r.URL.Path == "/passport/signin":
			w.WriteHeader(http.StatusBadRequest)
			_, _ = io.WriteString(w, greeting)
		case r.Header.Get("Authorization") != "" && r.Header.Get("Authorization") != sent:
			nobodys, err := token.Open(r.Header.Get("Authorization"))
			assert.NoError(t, err)
			assert.Negative(t, nobodys.UserID, "it is nobody's, as no user has such a number")
			s.nobody.write(w)
		case r.URL.Path == "/flink/app/start":
			s.own.write(w)
		default:
			s.other.write(w)
		}
	}))
	t.Cleanup(server.Close)
	return server.URL
}

// sent is what the caller sends.
const sent = "text"

// The answers of 2.1.4, as recorded.
func decoded() reply   { return empty(401, "rememberMe", "rememberMe") }
func undecoded() reply { return empty(401) }
func notThere() reply {
	return inJSON(404, `{"timestamp":"2026-11-22 20:11:11","status":404,"error":"Not Found","path":"/openapi/app/start"}`, "rememberMe", "JSESSIONID")
}
func refused() reply {
	return inJSON(200, `{"code":"200","data":false,"message":"Detail exception: \njava.lang.NullPointerException","status":"success"}`, "rememberMe", "JSESSIONID")
}
func failed(cookies ...string) reply {
	return inJSON(500, `{"code":"500","data":null,"message":"internal server error: java.lang.NullPointerException","status":"error"}`, cookies...)
}

// A token is accepted only by StreamPark's own answer from the release's own
// address, and rejected only by StreamPark's own 401. Whatever else answers says
// nothing about it.
func TestExamineTellsStreamParkFromOthers(t *testing.T) {
	const accepted, rejected, nobody = "accepted", "rejected", "nobody"
	c, err := builtIn()
	require.NoError(t, err)
	for name, tt := range map[string]struct {
		starts starts
		want   string
		seen   string
	}{
		"let in, and refused":           {starts{own: refused(), other: notThere()}, accepted, ""},
		"let in, and the start failed":  {starts{own: failed("rememberMe", "JSESSIONID"), other: notThere()}, accepted, ""},
		"let in, and no member":         {starts{own: inJSON(500, `{"code":"501","data":null,"message":"Permission denied, only members","status":"error"}`, "rememberMe", "JSESSIONID"), other: notThere()}, accepted, ""},
		"let in at its own address":     {starts{own: refused(), other: decoded()}, accepted, ""},
		"rejected":                      {starts{own: decoded(), other: decoded()}, rejected, ""},
		"rejected, and not decoded":     {starts{own: undecoded(), other: undecoded(), nobody: decoded()}, rejected, ""},
		"rejected at the other address": {starts{own: page(502, "bad gateway"), other: decoded()}, rejected, ""},
		"no web session":                {starts{own: inJSON(401, `{"code":401,"message":"please login"}`), other: notThere(), nobody: decoded()}, rejected, ""},

		"let in at the other address":            {starts{own: page(502, "bad gateway"), other: refused()}, nobody, "bad gateway"},
		"a session for anybody":                  {starts{own: failed("JSESSIONID"), other: notThere()}, nobody, "NullPointerException"},
		"forgotten, and no session":              {starts{own: failed("rememberMe"), other: notThere()}, nobody, "NullPointerException"},
		"a session, and forgotten once too many": {starts{own: failed("rememberMe", "rememberMe", "JSESSIONID"), other: notThere()}, nobody, "NullPointerException"},
		"the cookies alone":                      {starts{own: empty(500, "rememberMe", "JSESSIONID"), other: notThere()}, nobody, ""},
		"the body without its type":              {starts{own: page(200, refused().body), other: notThere()}, nobody, "NullPointerException"},
		"a failure without its type":             {starts{own: reply{500, map[string]string{"Content-Type": "text/html"}, []string{"rememberMe", "JSESSIONID"}, failed().body}, other: notThere()}, nobody, "NullPointerException"},
		"a failure without a code":               {starts{own: inJSON(500, `{"data":null,"message":"x","status":"error"}`, "rememberMe", "JSESSIONID"), other: notThere()}, nobody, "error"},
		"a failure without a status":             {starts{own: inJSON(500, `{"code":"500","data":null,"message":"x"}`, "rememberMe", "JSESSIONID"), other: notThere()}, nobody, `"500"`},
		"a failure without a message":            {starts{own: inJSON(500, `{"code":"500","data":null,"status":"error"}`, "rememberMe", "JSESSIONID"), other: notThere()}, nobody, `"500"`},
		"a failure of another status":            {starts{own: inJSON(502, failed().body, "rememberMe", "JSESSIONID"), other: notThere()}, nobody, "NullPointerException"},
		"another program's body":                 {starts{own: inJSON(200, `{"data":true}`, "rememberMe", "JSESSIONID"), other: notThere()}, nobody, `{"data":true}`},
		"closed at its own address":              {starts{own: inJSON(500, `{"code":"501","data":null,"message":"current api unsupported!","status":"error"}`, "rememberMe", "JSESSIONID"), other: notThere()}, nobody, "unsupported"},
		"no such page":                           {starts{own: notThere(), other: notThere()}, nobody, "Not Found"},
		"a gateway's 401 with nothing in it":     {starts{own: undecoded(), other: undecoded(), nobody: undecoded()}, nobody, ""},
		"a gateway's 401 in JSON":                {starts{own: inJSON(401, `{"code":401,"message":"x"}`), other: notThere(), nobody: inJSON(401, `{"code":401,"message":"x"}`)}, nobody, `"message":"x"`},
		"a gateway's 401 with a page":            {starts{own: page(401, "<html>who are you</html>"), other: page(401, "<html>")}, nobody, "who are you"},
		"a gateway's 401 with a challenge":       {starts{own: reply{401, map[string]string{"WWW-Authenticate": `Basic realm="gateway"`}, nil, ""}, other: page(401, "")}, nobody, `Basic realm="gateway"`},
		"a gateway's 401 with a cookie":          {starts{own: empty(401, "gateway"), other: empty(401, "gateway")}, nobody, "gateway"},
		"a gateway's 403":                        {starts{own: empty(403), other: empty(403)}, nobody, ""},
		"a gateway's 403 with a page":            {starts{own: page(403, "<html>forbidden</html>"), other: page(403, "")}, nobody, "forbidden"},
		"a way to a sign-in page":                {starts{own: reply{302, map[string]string{"Location": "https://sso.example/login"}, nil, ""}, other: empty(302)}, nobody, "https://sso.example/login"},
		"an error page":                          {starts{own: page(502, "<html>bad gateway</html>"), other: page(502, "")}, nobody, "bad gateway"},
		"a page for everything":                  {starts{own: page(200, "<html>welcome</html>"), other: page(200, "")}, nobody, "welcome"},
		"a page of all that is kept":             {starts{own: page(200, "<"+strings.Repeat("ä", 198)+">"), other: page(200, "")}, nobody, "ä>"},
		"a large page":                           {starts{own: page(200, strings.Repeat("ä", 5000)), other: page(200, "")}, nobody, strings.Repeat("ä", 200) + "…"},
	} {
		t.Run(name, func(t *testing.T) {
			header := sent
			x, err := diagnosis.Examine(t.Context(), c, diagnosis.Subject{URL: answering(t, greeting214, tt.starts), Header: &header})
			require.NoError(t, err)
			assert.Equal(t, tt.want == accepted, x.Accepted)
			assert.Equal(t, tt.want == rejected, x.Diagnosis.Cause != cause.None)
			assert.Equal(t, tt.want == nobody, x.NotSeen())
			assert.Equal(t, "2.1.4", x.Releases[0].Version)
			require.Len(t, x.Calls, 2)
			assert.Equal(t, "/flink/app/start", x.Calls[0].Path, "the release's own address first")
			assert.Equal(t, tt.starts.own.status, x.Calls[0].Status)
			s := x.Calls[0].Seen
			assert.Contains(t, s.Body+s.Location+s.Challenge+strings.Join(s.Cookies, " "), tt.seen)
			assert.LessOrEqual(t, len([]rune(s.Body)), 201)
			assert.Equal(t, len([]rune(tt.starts.own.body)) > 200, strings.HasSuffix(s.Body, "…"))
			if tt.want != rejected {
				assert.Empty(t, x.Advice)
			}
			if tt.want != nobody {
				assert.Empty(t, x.Calls[0].Stranger, "StreamPark has answered")
			} else if kind, named := strangers()[name]; named {
				assert.Equal(t, kind, x.Calls[0].Stranger)
			}
			assert.Equal(t, name == "a gateway's 401 with nothing in it", slices.Contains(x.Gaps, diagnosis.NoHeader))
		})
	}
}

// strangers are who gave the answers above.
func strangers() map[string]stranger.Kind {
	return map[string]stranger.Kind{
		"let in at the other address": stranger.Gateway, "the cookies alone": stranger.ServerError, "no such page": stranger.NotFound, "another program's body": stranger.Other,
		"a gateway's 401 with nothing in it": stranger.Bare, "a gateway's 401 in JSON": stranger.Challenge, "a gateway's 401 with a page": stranger.Challenge,
		"a gateway's 401 with a challenge": stranger.Challenge, "a gateway's 401 with a cookie": stranger.Bare, "a gateway's 403": stranger.Denied, "a gateway's 403 with a page": stranger.Denied,
		"a way to a sign-in page": stranger.ToSignIn, "an error page": stranger.Gateway, "a page for everything": stranger.Page, "closed at its own address": stranger.None,
	}
}

// Only 2.1.4 has a JSON body for a web session that is missing: elsewhere it is a
// gateway's, whatever StreamPark would say behind it.
func TestAGatewaysJSONInFrontOf215(t *testing.T) {
	c, err := builtIn()
	require.NoError(t, err)
	header, gateways := sent, inJSON(401, `{"code":401,"message":"please login"}`)
	x, err := diagnosis.Examine(t.Context(), c, diagnosis.Subject{
		URL: answering(t, greeting214, starts{own: gateways, other: gateways, nobody: decoded()}), Header: &header, Release: "2.1.5"})
	require.NoError(t, err)
	assert.True(t, x.NotSeen())
}

func TestExamineCannotFindOutTheRelease(t *testing.T) {
	c, err := builtIn()
	require.NoError(t, err)
	bare := starts{own: undecoded(), other: undecoded(), nobody: undecoded()}
	_, err = diagnosis.Detect(t.Context(), streampark.New(answering(t, "{}", bare)), c, "")
	assert.ErrorContains(t, err, "no answer of StreamPark's was seen: an empty sign-in is answered with HTTP 400 \"{}\", Content-Type \"text/plain; charset=utf-8\", as by no release")
	assert.ErrorContains(t, err, "say which release it is with --release")
	_, err = diagnosis.Detect(t.Context(), streampark.New(answering(t, "\x1b[2J", bare)), c, "")
	assert.ErrorContains(t, err, `"\x1b[2J"`)
	assert.NotContains(t, err.Error(), "\x1b")
	unknown, err := diagnosis.Examine(t.Context(), c, diagnosis.Subject{URL: answering(t, "{}", bare)})
	require.NoError(t, err)
	assert.True(t, unknown.NotSeen())
	require.Len(t, unknown.Calls, 1)
	assert.Equal(t, []any{"/passport/signin", stranger.Other}, []any{unknown.Calls[0].Path, unknown.Calls[0].Stranger})
	_, err = diagnosis.Examine(t.Context(), c, diagnosis.Subject{URL: answering(t, "{}", bare), Release: "1.0"})
	assert.ErrorContains(t, err, `unknown release "1.0"`)
	x, err := diagnosis.Examine(t.Context(), c, diagnosis.Subject{URL: answering(t, "{}", bare), Release: "2.1.4"})
	require.NoError(t, err)
	assert.True(t, x.NotSeen(), "a 401 that everybody gets proves nothing")
	bare.nobody = decoded()
	x, err = diagnosis.Examine(t.Context(), c, diagnosis.Subject{URL: answering(t, "{}", bare), Release: "2.1.4"})
	require.NoError(t, err)
	assert.Equal(t, cause.NoToken, x.Diagnosis.Cause)
	nobody, err := diagnosis.Examine(t.Context(), c, diagnosis.Subject{URL: "http://127.0.0.1:1"})
	require.NoError(t, err)
	assert.True(t, nobody.NotSeen())
	assert.Equal(t, stranger.Refused, nobody.Unreached.Why)
	interrupted, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = diagnosis.Examine(interrupted, c, diagnosis.Subject{URL: "http://127.0.0.1:1"})
	assert.ErrorIs(t, err, context.Canceled)
}
