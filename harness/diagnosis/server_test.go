package diagnosis_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/diagnosis"
	"streampark-regress/harness/outcome"
)

// answering is a server that greets like 2.1.4 and answers a start as it is told.
func answering(t *testing.T, greeting string, status int, cookies ...string) string {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/":
			w.WriteHeader(http.StatusNotFound)
		case "/passport/signin":
			w.WriteHeader(http.StatusBadRequest)
			_, _ = w.Write([]byte(greeting))
		default:
			for _, name := range cookies {
				http.SetCookie(w, &http.Cookie{Name: name, Value: "x"})
			}
			w.WriteHeader(status)
		}
	}))
	t.Cleanup(server.Close)
	return server.URL
}

const greeting214 = `{"message":"loginType{required}"}`

// A start of an application that does not exist may fail in ways nobody knows.
// Whether the token got in shows in the cookies.
func TestExamineTellsWhoGotIn(t *testing.T) {
	c, err := builtIn()
	require.NoError(t, err)
	for name, tt := range map[string]struct {
		status   int
		cookies  []string
		accepted bool
	}{
		"let in, and the start failed":           {500, []string{"rememberMe", "JSESSIONID"}, true},
		"a session for anybody":                  {500, []string{"JSESSIONID"}, false},
		"forgotten, and no session":              {500, []string{"rememberMe"}, false},
		"a session, and forgotten once too many": {500, []string{"rememberMe", "rememberMe", "JSESSIONID"}, false},
		"no permission":                          {403, nil, true},
		"no such page":                           {404, []string{"rememberMe", "JSESSIONID"}, false},
	} {
		t.Run(name, func(t *testing.T) {
			sent := "text"
			x, err := diagnosis.Examine(t.Context(), c, diagnosis.Subject{URL: answering(t, greeting214, tt.status, tt.cookies...), Header: &sent})
			require.NoError(t, err)
			assert.Equal(t, tt.accepted, x.Accepted)
			assert.Empty(t, x.Diagnosis.Cause, "nobody answered 401")
			assert.Empty(t, x.Advice)
			assert.Equal(t, "2.1.4", x.Releases[0].Version)
			require.Len(t, x.Calls, 2)
			assert.Equal(t, "/flink/app/start", x.Calls[0].Path, "the release's own address first")
			assert.Equal(t, tt.status, x.Calls[0].Status)
			assert.NotEqual(t, outcome.Unauthenticated, x.Calls[1].Reading.Outcome)
		})
	}
}

func TestExamineCannotFindOutTheRelease(t *testing.T) {
	c, err := builtIn()
	require.NoError(t, err)
	_, err = diagnosis.Examine(t.Context(), c, diagnosis.Subject{URL: answering(t, "{}", 401)})
	assert.ErrorContains(t, err, "as no release of the catalogue does; say which it is with --release")
	_, err = diagnosis.Examine(t.Context(), c, diagnosis.Subject{URL: answering(t, "{}", 401), Release: "1.0"})
	assert.ErrorContains(t, err, `unknown release "1.0"`)
	x, err := diagnosis.Examine(t.Context(), c, diagnosis.Subject{URL: answering(t, "{}", 401), Release: "2.1.4"})
	require.NoError(t, err)
	assert.EqualValues(t, "no-token", x.Diagnosis.Cause)
	_, err = diagnosis.Examine(t.Context(), c, diagnosis.Subject{URL: "http://127.0.0.1:1"})
	assert.ErrorContains(t, err, "reach http://127.0.0.1:1")
}
