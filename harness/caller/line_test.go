package caller_test

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"streampark-regress/harness/deployment"
	"streampark-regress/harness/streampark"
)

// line is a deployment with somebody on the line to it.
type line struct {
	deployment.Deployment
	url string
	// heard are the passwords, tokens and cookies of sign-ins that went over the
	// line, and sent are the Authorization headers.
	heard, sent []string
}

func (l *line) URL() string                { return l.url }
func (l *line) Client() *streampark.Client { return streampark.New(l.url) }

// overhear puts somebody on the line to a deployment. A password is one that is
// no default.
func overhear(t *testing.T, d deployment.Deployment) *line {
	t.Helper()
	l := &line{Deployment: d}
	server, err := url.Parse(d.URL())
	require.NoError(t, err)
	proxy := httputil.NewSingleHostReverseProxy(server)
	proxy.ModifyResponse = func(r *http.Response) error {
		for _, c := range r.Cookies() {
			if c.Name == "JSESSIONID" && r.Request.URL.Path == "/passport/signin" { // what is kept to be sent
				l.heard = append(l.heard, c.Value)
			}
		}
		body, err := io.ReadAll(r.Body)
		r.Body = io.NopCloser(bytes.NewReader(body))
		for _, found := range regexp.MustCompile(`"token":"([^"]{20,})"`).FindAllSubmatch(body, -1) {
			l.heard = append(l.heard, string(found[1]))
		}
		return err
	}
	listener := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body) // the proxy fails with it
		r.Body = io.NopCloser(bytes.NewReader(body))
		l.sent = append(l.sent, r.Header.Get("Authorization"))
		form, _ := url.ParseQuery(string(body))
		for key, values := range form {
			if strings.Contains(strings.ToLower(key), "password") && values[0] != streampark.SeededPassword {
				l.heard = append(l.heard, values[0])
			}
		}
		proxy.ServeHTTP(w, r)
	}))
	t.Cleanup(listener.Close)
	l.url = listener.URL
	return l
}
