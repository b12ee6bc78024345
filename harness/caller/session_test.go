package caller_test

import (
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/evidence"
)

// forgetful stands before a server and answers the first calls of each address as
// 2.1.4 does where the web session has ended.
type forgetful struct {
	to *httputil.ReverseProxy
	// times is how often each address does so.
	times map[string]int

	mu   sync.Mutex
	seen map[string]int
}

func (f *forgetful) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	f.mu.Lock()
	f.seen[r.URL.Path]++
	ended := f.seen[r.URL.Path] <= f.times[r.URL.Path]
	f.mu.Unlock()
	if !ended {
		f.to.ServeHTTP(w, r)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(http.StatusUnauthorized)
	_, _ = w.Write([]byte(`{"code":401}`)) // the client is there: it waits for it
}

// The administrator of a scenario whose sessions are short is still let in where
// the machine is slow, and does nothing twice.
func TestAnAdministratorsSessionThatEndsIsBegunAgain(t *testing.T) {
	for name, tt := range map[string]struct {
		times map[string]int
		want  string
	}{
		"never":                {nil, ""},
		"before the user":      {map[string]int{"/user/post": 1}, ""},
		"before the team":      {map[string]int{"/member/post": 1}, ""},
		"before the token":     {map[string]int{"/token/create": 1}, ""},
		"each time":            {map[string]int{"/user/post": 1, "/member/post": 1, "/token/create": 1}, ""},
		"again and again":      {map[string]int{"/user/post": 9}, "make the user scheduler1: POST /user/post was not done: the sign-in is not good any more"},
		"and never a member":   {map[string]int{"/member/post": 9}, "make scheduler1 a member of the default team: the sign-in is not good any more"},
		"and never of a token": {map[string]int{"/token/create": 9}, "create an API token: the sign-in is not good any more"},
	} {
		t.Run(name, func(t *testing.T) {
			s := serve(t, "2.1.4")
			to, err := url.Parse(s.URL())
			require.NoError(t, err)
			before := &forgetful{to: httputil.NewSingleHostReverseProxy(to), times: tt.times, seen: map[string]int{}}
			server := httptest.NewServer(before)
			t.Cleanup(server.Close)
			s.Deployment = elsewhere{s.Deployment, server.URL}
			err = s.enter().MakeToken(t.Context(), evidence.Developer)
			if tt.want != "" {
				require.ErrorContains(t, err, tt.want)
				return
			}
			require.NoError(t, err)
			for _, path := range []string{"/user/post", "/member/post", "/token/create"} {
				assert.Equal(t, 1, before.seen[path]-tt.times[path], "%s is done once", path)
			}
		})
	}
}
