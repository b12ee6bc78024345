package streampark_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"streampark-regress/harness/streampark"
)

// received is a request as it reached the server.
type received struct {
	Method, Path, Query, Body string
	Header                    http.Header
}

// server answers as it is told and keeps what it received.
type server struct {
	*httptest.Server
	mu  sync.Mutex
	all []received
}

func serve(t *testing.T, answer http.HandlerFunc) *server {
	t.Helper()
	s := &server{}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body) // what did not arrive is missing in the comparison
		s.mu.Lock()
		s.all = append(s.all, received{r.Method, r.URL.Path, r.URL.RawQuery, string(body), r.Header})
		s.mu.Unlock()
		answer(w, r)
	}))
	t.Cleanup(s.Close)
	return s
}

// says serves one answer to everything.
func says(t *testing.T, status int, body string) *server {
	t.Helper()
	return serve(t, func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body) // a client that went away notices itself
	})
}

func (s *server) client() *streampark.Client { return streampark.New(s.URL) }

// only returns the one request there was.
func (s *server) only(t *testing.T) received {
	t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	require.Len(t, s.all, 1)
	return s.all[0]
}

// signedIn is a session with the token "sign-token" and the cookie "c00k1e" at
// a server that then answers as it is told.
func signedIn(t *testing.T, status int, body string) (*server, *streampark.Session) {
	t.Helper()
	first := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Add("Set-Cookie", "JSESSIONID=c00k1e; Path=/; HttpOnly")
		_, _ = io.WriteString(w, `{"data":{"token":"sign-token"},"code":"200"}`)
	})
	session, err := first.client().SignIn(t.Context(), "admin", "secret")
	require.NoError(t, err)
	next := says(t, status, body)
	return next, session.At(next.client())
}
