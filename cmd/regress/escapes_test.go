package main

import (
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/token"
	"streampark-regress/harness/verdict"
)

// escapes would clear the screen, set its title and turn a line around.
const escapes = "\x1b[2J\x1b]0;gone\x07\u202e\u009b31m"

// assertTame makes sure that nothing in a text is obeyed by a terminal.
func assertTame(t *testing.T, text, what string) {
	t.Helper()
	for _, r := range "\x1b\x07\u202e\u009b\r" {
		assert.NotContains(t, text, string(r), what)
	}
}

// gateway answers everything with something that StreamPark would not say.
func gateway(t *testing.T, status int, body string, headers ...string) string {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for i := 0; i+1 < len(headers); i += 2 {
			w.Header().Set(headers[i], headers[i+1])
		}
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}))
	t.Cleanup(server.Close)
	return server.URL
}

// What is not StreamPark's says nothing about a token: exit code 2, and what was
// seen.
func TestDiagnoseSaysWhatAnsweredInstead(t *testing.T) {
	for name, tt := range map[string]struct {
		status  int
		body    string
		headers []string
		want    []string
	}{
		"a page for 401":  {401, "<html>who are you</html>", []string{"Content-Type", "text/html"}, []string{"401", "text/html", "who are you"}},
		"a bare 401":      {401, "", nil, []string{"401"}},
		"a challenge":     {401, "", []string{"WWW-Authenticate", "Basic realm=x"}, []string{"Basic realm=x"}},
		"a page for 403":  {403, "<html>no</html>", []string{"Content-Type", "text/html"}, []string{"403", "no"}},
		"a bare 403":      {403, "", nil, []string{"403"}},
		"a sign-in page":  {302, "", []string{"Location", "https://sso.example/"}, []string{"302", "https://sso.example/"}},
		"nothing there":   {404, "404 page not found", nil, []string{"404", "page not found"}},
		"nobody behind":   {502, "bad gateway", nil, []string{"502", "bad gateway"}},
		"a page for all":  {200, "<html>hello</html>", []string{"Content-Type", "text/html"}, []string{"200", "hello"}},
		"another's JSON":  {200, `{"data":true}`, []string{"Content-Type", "application/json"}, []string{"200", "data"}},
		"escapes":         {403, escapes, []string{"Content-Type", "text/" + "\u202ehtml"}, []string{"403"}},
		"without an end":  {200, strings.Repeat("x", 5<<20), nil, []string{"which no answer of StreamPark has"}},
		"endless headers": {200, "", []string{"X-Long", strings.Repeat("x", 100<<10)}, []string{"header"}},
	} {
		t.Run(name, func(t *testing.T) {
			url := gateway(t, tt.status, tt.body, tt.headers...)
			for _, args := range [][]string{{}, {"--release", "2.1.4"}, {"--release", "2.1.4", "--json"}} {
				code, out, errs := regress(t, nil, append([]string{"diagnose", "--url", url, "x"}, args...)...)
				assert.Equal(t, verdict.ExitInconclusive, code, out+errs)
				assert.NotContains(t, out, "The token is accepted")
				assert.NotContains(t, out, `"accepted": true`)
				assert.NotContains(t, out, "\ncause ")
				for _, want := range tt.want {
					assert.Contains(t, out+errs, want)
				}
				assertTame(t, out+errs, name)
			}
		})
	}
}

// A time that is not a date is still told, and in JSON too.
func TestTimesThatAreNoDates(t *testing.T) {
	for name, claims := range map[string]token.Claims{
		"far ahead":       {Kind: token.SignIn, UserID: 7, UserName: "x", ExpirySeconds: 1 << 60, IssuedMillis: 1 << 62},
		"before all time": {Kind: token.SignIn, UserID: 7, UserName: "x", ExpirySeconds: -1 << 60, IssuedMillis: -1 << 62},
	} {
		sealed, err := token.Mint(claims, "secret")
		require.NoError(t, err)
		for _, args := range [][]string{{}, {"--json"}} {
			code, out, errs := regress(t, nil, append([]string{"inspect", sealed}, args...)...)
			assert.Equal(t, 0, code, name+out+errs)
		}
	}
}

// Whatever a server or a token says, no terminal obeys it.
func TestNothingThatOthersSayIsObeyed(t *testing.T) {
	sealed, err := token.Mint(token.Claims{Kind: token.API, UserID: 7, UserName: "evil" + escapes}, "secret")
	require.NoError(t, err)
	code, out, errs := regress(t, nil, "inspect", sealed)
	require.Equal(t, 0, code, errs)
	assert.Contains(t, out, "evil")
	assertTame(t, out+errs, "inspect")

	code, _, errs = regress(t, nil, "run", "--target", "model", "--release", "2.1.5", "--tags", "@issue-3933")
	require.Equal(t, 0, code, errs)
	text, err := os.ReadFile("results/latest/events.ndjson")
	require.NoError(t, err)
	log := strings.ReplaceAll(string(text), "On 2.1.5 the token", `On 2.1.5 \u001b[2J\u202e\u0007 the token`)
	log = strings.ReplaceAll(log, "Openapi unsupported", `\u001b[2J\u009b31m\r unsupported`)
	require.NotEqual(t, string(text), log)
	require.NoError(t, os.WriteFile("results/latest/events.ndjson", []byte(log), 0o644))
	var o, e strings.Builder
	execute(t.Context(), streams{strings.NewReader(""), &o, &e}, []string{"report", "results/latest"})
	assertTame(t, o.String()+e.String(), "report")
	for name, text := range everything(t, "results") {
		assertTame(t, text, name)
	}
}
