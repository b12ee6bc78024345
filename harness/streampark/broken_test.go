package streampark_test

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/streampark"
)

func TestNoAnswer(t *testing.T) {
	hang := func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }
	stall := func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, `{"code":`)
		_ = http.NewResponseController(w).Flush()
		<-r.Context().Done()
	}
	gone := httptest.NewServer(http.NotFoundHandler())
	gone.Close()
	for name, tt := range map[string]struct {
		address string
		method  string
		within  time.Duration
		is      error
		want    string
	}{
		"nobody listens":          {gone.URL, "POST", time.Minute, syscall.ECONNREFUSED, "call POST /x: "},
		"the answer never begins": {serve(t, hang).URL, "POST", time.Second, context.DeadlineExceeded, "call POST /x: "},
		"the answer never ends":   {serve(t, stall).URL, "POST", time.Second, context.DeadlineExceeded, "read the answer to POST /x: "},
		"no such method":          {gone.URL, "P O", time.Minute, nil, `call P O /x: net/http: invalid method "P O"`},
		"the answer is cut short": {short(t), "GET", time.Minute, io.ErrUnexpectedEOF, "read the answer to GET /x: "},
		"the answer is not HTTP":  {noise(t), "GET", time.Minute, nil, "call GET /x: "},
		"the address is not one":  {"127.0.0.1:1", "GET", time.Minute, nil, "call GET /x: "},
	} {
		t.Run(name, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(t.Context(), tt.within)
			defer cancel()
			a, err := streampark.New(tt.address).Do(ctx, streampark.Call{Method: tt.method, Path: "/x"})
			require.ErrorContains(t, err, tt.want)
			if tt.is != nil {
				assert.ErrorIs(t, err, tt.is)
			}
			assert.Zero(t, a)
		})
	}
}

func short(t *testing.T) string {
	t.Helper()
	address, _ := listen(t, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{}")
	return address
}

func noise(t *testing.T) string {
	t.Helper()
	address, _ := listen(t, "SSH-2.0-OpenSSH_9.2\r\n")
	return address
}

func TestBodyHasABound(t *testing.T) {
	const most = 4 << 20
	s := says(t, http.StatusOK, strings.Repeat("x", most))
	a, err := s.client().Do(t.Context(), streampark.Call{Method: http.MethodGet, Path: "/x"})
	require.NoError(t, err)
	assert.Len(t, a.Body, most)

	ended := make(chan struct{})
	endless := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		defer close(ended)
		for chunk := bytes.Repeat([]byte("x"), 1<<16); ; {
			if _, err := w.Write(chunk); err != nil {
				return
			}
		}
	})
	a, err = endless.client().Do(t.Context(), streampark.Call{Method: http.MethodGet, Path: "/x"})
	require.EqualError(t, err, "read the answer to GET /x: HTTP 200 with more than 4 MiB, which no answer of StreamPark has: see what answers at "+endless.URL)
	assert.Zero(t, a)
	select {
	case <-ended:
	case <-time.After(10 * time.Second):
		t.Fatal("the connection was left open: the server still sends")
	}
}
