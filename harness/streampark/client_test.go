package streampark_test

import (
	"bufio"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/streampark"
)

func TestFormGoesWhereTheMethodHasIt(t *testing.T) {
	form := url.Values{"id": {"7"}, "note": {"a b&c=d"}}
	const encoded = "id=7&note=a+b%26c%3Dd"
	for _, tt := range []struct {
		method, query, body string
		form                url.Values
	}{
		{method: http.MethodPost, form: form, body: encoded},
		{method: http.MethodPut, form: form, body: encoded},
		{method: http.MethodGet, form: form, query: encoded},
		{method: http.MethodDelete, form: form, query: encoded},
		{method: http.MethodPost},
		{method: http.MethodGet},
	} {
		s := says(t, http.StatusOK, `{}`)
		_, err := s.client().Do(t.Context(), streampark.Call{Method: tt.method, Path: "/x/y", Form: tt.form})
		require.NoError(t, err, tt.method)
		got := s.only(t)
		assert.Equal(t, []string{tt.method, "/x/y", tt.query, tt.body}, []string{got.Method, got.Path, got.Query, got.Body})
		assert.Equal(t, "application/x-www-form-urlencoded; charset=UTF-8", got.Header.Get("Content-Type"))
	}
}

func TestAddressMayEndInASlash(t *testing.T) {
	s := says(t, http.StatusOK, "")
	_, err := streampark.New(s.URL+"/").Do(t.Context(), streampark.Call{Method: http.MethodGet, Path: "/x"})
	require.NoError(t, err)
	assert.Equal(t, "/x", s.only(t).Path)
}

// What a caller sends is what arrives: how StreamPark reads a header is what
// is being tested, so nothing may be put right on the way.
func TestHeadersArriveAsTheyWereGiven(t *testing.T) {
	for name, tt := range map[string]struct {
		call    streampark.Call
		want    []string
		without []string
	}{
		"none":            {streampark.Call{}, nil, []string{"authorization:", "cookie:"}},
		"a token":         {streampark.Call{}.As(streampark.Header("eyJh.b.c+/=")), []string{"Authorization: eyJh.b.c+/="}, []string{"cookie:"}},
		"with its prefix": {streampark.Call{}.As(streampark.Header("Bearer eyJh")), []string{"Authorization: Bearer eyJh"}, nil},
		"an empty one":    {streampark.Call{}.As(streampark.Header("")), []string{"Authorization:"}, nil},
		"a cookie":        {streampark.Call{}.As(streampark.Credentials{Session: "5f0c-11"}), []string{"Cookie: JSESSIONID=5f0c-11"}, []string{"authorization:"}},
		"a name in capitals": {streampark.Call{Raw: http.Header{"AUTHORIZATION": {"eyJh"}, "x-odd_Name": {"1", "2"}}},
			[]string{"AUTHORIZATION: eyJh", "x-odd_Name: 1", "x-odd_Name: 2"}, []string{"Authorization:"}},
	} {
		t.Run(name, func(t *testing.T) {
			address, head := listen(t, "HTTP/1.1 200 OK\r\nDate: Sun, 22 Nov 2026 12:00:00 GMT\r\nContent-Length: 0\r\n\r\n")
			tt.call.Method, tt.call.Path = http.MethodPost, "/flink/app/start"
			_, err := streampark.New(address).Do(t.Context(), tt.call)
			require.NoError(t, err)
			lines := <-head
			assert.Equal(t, "POST /flink/app/start HTTP/1.1", lines[0])
			for _, want := range append(tt.want, "Connection: close") {
				assert.Contains(t, lines, want)
			}
			for _, without := range tt.without {
				for _, line := range lines {
					if without == strings.ToLower(without) {
						line = strings.ToLower(line)
					}
					assert.False(t, strings.HasPrefix(line, without), line)
				}
			}
		})
	}
}

// listen answers one connection with the bytes given and hands out the lines
// of the request's head as they came.
func listen(t *testing.T, answer string) (address string, head <-chan []string) {
	t.Helper()
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() { _ = l.Close() })
	got := make(chan []string, 1)
	go func() {
		conn, err := l.Accept()
		if err != nil {
			return
		}
		defer conn.Close()
		var lines []string
		for in := bufio.NewScanner(conn); in.Scan() && in.Text() != ""; {
			lines = append(lines, strings.TrimRight(in.Text(), " "))
		}
		_, _ = io.WriteString(conn, answer)
		got <- lines
	}()
	return "http://" + l.Addr().String(), got
}

func TestAnswerHoldsWhatAVerdictNeeds(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		h := w.Header()
		h.Set("Content-Type", "application/json")
		h.Set("Www-Authenticate", "BASIC realm=x")
		h.Set("Date", "Sun, 22 Nov 2026 12:11:10 GMT")
		h["Set-Cookie"] = []string{"rememberMe=deleteMe; Path=/", "JSESSIONID=first; Path=/", "rememberMe=deleteMe; Path=/", "JSESSIONID=second; HttpOnly"}
		w.WriteHeader(http.StatusUnauthorized)
		_, _ = io.WriteString(w, "<html>")
	})
	a, err := s.client().Do(t.Context(), streampark.Call{Method: http.MethodGet, Path: "/"})
	require.NoError(t, err)
	assert.Equal(t, http.StatusUnauthorized, a.Status)
	assert.Equal(t, "<html>", string(a.Body))
	assert.Equal(t, []string{"rememberMe", "JSESSIONID", "rememberMe", "JSESSIONID"}, a.SetCookie)
	assert.Equal(t, "second", a.Session)
	assert.Equal(t, "application/json", a.ContentType)
	assert.Equal(t, "BASIC realm=x", a.Challenge)
	assert.Equal(t, time.Date(2026, time.November, 22, 12, 11, 10, 0, time.UTC), a.Date)
	assert.Positive(t, a.Took)
}

func TestNoCookieIsKept(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("Set-Cookie", "JSESSIONID=x") })
	c := s.client()
	for range 2 {
		_, err := c.Do(t.Context(), streampark.Call{Method: http.MethodGet, Path: "/"})
		require.NoError(t, err)
	}
	assert.Empty(t, s.all[1].Header.Values("Cookie"))
}

func TestRedirectIsAnAnswer(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/login", http.StatusFound) })
	a, err := s.client().Do(t.Context(), streampark.Call{Method: http.MethodGet, Path: "/start"})
	require.NoError(t, err)
	assert.Equal(t, http.StatusFound, a.Status)
	assert.Equal(t, "/login", a.Location)
	assert.Equal(t, "/start", s.only(t).Path)
}

func TestServersClock(t *testing.T) {
	for name, date := range map[string][]string{"none": nil, "not a date": {"soon"}} {
		s := serve(t, func(w http.ResponseWriter, _ *http.Request) { w.Header()["Date"] = date })
		_, err := s.client().ServerTime(t.Context())
		assert.ErrorContains(t, err, "read the server's clock in the answer to GET /", name)
	}
	s := serve(t, func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("Date", "Sun, 22 Nov 2026 12:11:10 GMT") })
	got, err := s.client().ServerTime(t.Context())
	require.NoError(t, err)
	assert.Equal(t, time.Date(2026, time.November, 22, 12, 11, 10, 0, time.UTC), got)
}

func TestModelIsKnownByItsServerHeader(t *testing.T) {
	for header, want := range map[string]bool{streampark.ModelName: true, "": false, "Jetty": false} {
		s := serve(t, func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("Server", header) })
		got, err := s.client().IsModel(t.Context())
		require.NoError(t, err)
		assert.Equal(t, want, got, header)
	}
}
