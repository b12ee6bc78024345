package stranger_test

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/outcome"
	"streampark-regress/harness/stranger"
)

func TestWhoAnswers(t *testing.T) {
	page := func(status int, body string) outcome.Answer {
		return outcome.Answer{Status: status, ContentType: "text/html", Body: []byte(body)}
	}
	to := func(location string) outcome.Answer { return outcome.Answer{Status: 302, Location: location} }
	for name, tt := range map[string]struct {
		answer outcome.Answer
		want   stranger.Kind
	}{
		"nginx, http to a TLS port":   {page(400, "<html>The plain HTTP request was sent to HTTPS port</html>"), stranger.WantsTLS},
		"Go, http to a TLS port":      {outcome.Answer{Status: 400, Body: []byte("Client sent an HTTP request to an HTTPS server.\n")}, stranger.WantsTLS},
		"another bad request":         {outcome.Answer{Status: 400, Body: []byte("no")}, stranger.Other},
		"a challenge":                 {outcome.Answer{Status: 401, Challenge: "Basic"}, stranger.Challenge},
		"a proxy's challenge":         {outcome.Answer{Status: 407}, stranger.Challenge},
		"a 401 with a page":           {page(401, "<html>"), stranger.Challenge},
		"a 401 with nothing in it":    {outcome.Answer{Status: 401}, stranger.Bare},
		"to a sign-in":                {to("https://sso.example/x"), stranger.ToSignIn},
		"to a login page":             {to("/login?next=%2F"), stranger.ToSignIn},
		"to OAuth":                    {to("/oauth2/start"), stranger.ToSignIn},
		"to a page about blogging":    {to("/blogging"), stranger.Elsewhere},
		"to https":                    {to("https://host:443/flink/app/start"), stranger.ToTLS},
		"to https of another host":    {to("https://other/flink/app/start"), stranger.Elsewhere},
		"to https and another page":   {to("https://host/welcome"), stranger.Elsewhere},
		"to nowhere":                  {to(""), stranger.Elsewhere},
		"to what is no address":       {to("http://[x"), stranger.Elsewhere},
		"403":                         {page(403, "<html>"), stranger.Denied},
		"404":                         {page(404, "<html>"), stranger.NotFound},
		"405":                         {page(405, "<html>"), stranger.NotAllowed},
		"429":                         {page(429, ""), stranger.TooMany},
		"500":                         {page(500, "<html>"), stranger.ServerError},
		"502":                         {page(502, "<html>"), stranger.Gateway},
		"503":                         {page(503, "<html>"), stranger.Gateway},
		"504":                         {page(504, "<html>"), stranger.Gateway},
		"a page":                      {page(200, "<html>"), stranger.Page},
		"a page that does not say so": {outcome.Answer{Status: 200, Body: []byte(" <!doctype html>")}, stranger.Page},
		"JSON of another program":     {outcome.Answer{Status: 200, ContentType: "application/json", Body: []byte("{}")}, stranger.Other},
		"a text":                      {outcome.Answer{Status: 200, Body: []byte("ok")}, stranger.Other},
	} {
		assert.Equal(t, tt.want, stranger.Of(tt.answer, "http://host:10000/flink/app/start"), name)
	}
	assert.Equal(t, stranger.Elsewhere, stranger.Of(to("/login"), "http://[x"))
}

// call is the error of a call of an address.
func call(t *testing.T, address string) error {
	t.Helper()
	client := &http.Client{Timeout: 300 * time.Millisecond, Transport: &http.Transport{DisableKeepAlives: true, TLSClientConfig: &tls.Config{MinVersion: tls.VersionTLS13}}}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	require.NoError(t, err)
	resp, err := client.Do(req)
	if err == nil {
		require.NoError(t, resp.Body.Close())
	}
	return err
}

// answering is a server that writes to each connection, and closes it unless it is to
// be held.
func answering(t *testing.T, text string, hold <-chan struct{}) string {
	t.Helper()
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, l.Close()) })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				_, _ = io.WriteString(c, text)
				if hold != nil {
					<-hold
				}
				_ = c.Close()
			}()
		}
	}()
	return l.Addr().String()
}

func TestWhyNobodyAnswers(t *testing.T) {
	plain := httptest.NewServer(http.NotFoundHandler())
	t.Cleanup(plain.Close)
	secure := httptest.NewUnstartedServer(http.NotFoundHandler())
	secure.Config.ErrorLog = nil
	secure.StartTLS()
	t.Cleanup(secure.Close)
	old := httptest.NewUnstartedServer(http.NotFoundHandler())
	old.TLS = &tls.Config{MinVersion: tls.VersionTLS12, MaxVersion: tls.VersionTLS12} //nolint:gosec // it is to be too old
	old.StartTLS()
	t.Cleanup(old.Close)
	hold := make(chan struct{})
	t.Cleanup(func() { close(hold) })
	for name, tt := range map[string]struct {
		address string
		want    stranger.Kind
	}{
		"an answer":           {plain.URL, stranger.None},
		"nobody listens":      {"http://127.0.0.1:1", stranger.Refused},
		"silence":             {"http://" + answering(t, "", hold), stranger.TimedOut},
		"hung up":             {"http://" + answering(t, "", nil), stranger.BrokenOff},
		"another protocol":    {"http://" + answering(t, "SSH-2.0-x\r\n", nil), stranger.NotHTTP},
		"https to http":       {strings.Replace(plain.URL, "http:", "https:", 1), stranger.NoTLS},
		"https to SSH":        {"https://" + answering(t, "SSH-2.0-x\r\n", nil), stranger.NoTLS},
		"its own certificate": {secure.URL, stranger.Untrusted},
		"TLS that is too old": {old.URL, stranger.TLSFailed},
	} {
		err := call(t, tt.address)
		assert.Equal(t, tt.want, stranger.OfError(err), "%s: %v", name, err)
	}
	assert.Equal(t, stranger.NotHTTP, stranger.OfError(errors.New(`Get "http://h": readLoopPeekFailLocked: %!w(<nil>)`)), "one that speaks first")
	assert.Equal(t, stranger.BrokenOff, stranger.OfError(errors.New(`Get "http://h": http: server closed idle connection`)), "one that hangs up first")
	for want, err := range map[stranger.Kind]error{
		stranger.UnknownHost: fmt.Errorf("call: %w", &net.DNSError{Err: "no such host", IsNotFound: true}),
		stranger.TimedOut:    &net.DNSError{Err: "i/o timeout", IsTimeout: true},
		stranger.NoRoute:     &net.OpError{Op: "dial", Err: syscall.EHOSTUNREACH},
		stranger.BrokenOff:   &net.OpError{Op: "read", Err: syscall.ECONNRESET},
		stranger.Unanswered:  errors.New("something else"),
	} {
		assert.Equal(t, want, stranger.OfError(err), "%v", err)
	}
	assert.Equal(t, stranger.TimedOut, stranger.OfError(context.DeadlineExceeded))
}

// The other scheme is tried where nothing spoke the first one.
func TestWhatIsSpoken(t *testing.T) {
	assert.True(t, stranger.Untrusted.Spoken())
	assert.True(t, stranger.TLSFailed.Spoken())
	assert.False(t, stranger.NoTLS.Spoken())
	assert.False(t, stranger.BrokenOff.Spoken())
}
