package caller_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/caller"
	"streampark-regress/harness/deployment"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/streampark"
)

// elsewhere is a deployment whose server has been replaced by another.
type elsewhere struct {
	deployment.Deployment
	url string
}

func (e elsewhere) URL() string                { return e.url }
func (e elsewhere) Client() *streampark.Client { return streampark.New(e.url) }

// answering replaces a deployment's server with one that answers as is told.
func answering(t *testing.T, d deployment.Deployment, with func() string) deployment.Deployment {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, with()) }))
	t.Cleanup(server.Close)
	return elsewhere{d, server.URL}
}

// No secret of a caller gets into its log: not the tokens and passwords that go
// over the line, and not what the database and the key file hold.
func TestNoSecretGetsIntoTheLog(t *testing.T) {
	for _, version := range []string{"2.1.4", "2.1.5", "2.1.7"} {
		t.Run(version, func(t *testing.T) {
			s := serve(t, version)
			on := overhear(t, s.Deployment)
			s.Deployment = on
			a := s.ready(t)
			a.do(t, (*caller.Caller).Start, second(), (*caller.Caller).FetchNewest, (*caller.Caller).Start, (*caller.Caller).KeepSignIn,
				signedIn(caller.WithCookie), withSignIn(caller.WithoutCookie), (*caller.Caller).StartForged, page("/token/list"), page("/user/list"))
			for _, twist := range evidence.Twists() {
				a.do(t, twisted(twist))
			}
			half, owner := a.Token()[:len(a.Token())/2], a.owner(t, s)
			admin, _, err := s.Database().UserByName(t.Context(), streampark.SeededAdmin)
			require.NoError(t, err)
			a.do(t, (*caller.Caller).ChangePassword, (*caller.Caller).StartWithCarefulClient, (*caller.Caller).Renew, (*caller.Caller).Start)
			changed := a.owner(t, s)
			secrets := append(on.heard, owner.Salt, owner.Password, changed.Salt, changed.Password, a.Token(), url.QueryEscape(a.Token()), half, admin.Salt, admin.Password)
			if key, err := s.Key(t.Context()); assert.NoError(t, err) && key != nil {
				secrets = append(secrets, key.String())
			}
			// A page that tells every secret.
			s.Deployment = answering(t, s.Deployment, func() string { return strings.Join(secrets, " ") })
			a.do(t, page("/user/list"))
			require.Greater(t, len(secrets), 12, "the proxy heard something")
			for _, secret := range secrets {
				at := strings.Index(a.written.String(), secret)
				assert.False(t, secret != "" && at >= 0, "%q is in the log: %q", secret, before(a.written.String(), at))
			}
			assert.Regexp(t, `\.\.\.\[[0-9a-f]{8}\]`, a.written.String())
			require.NoError(t, a.log.Err())
		})
	}
}

// The body of an answer is cut for the log. Where the cut goes through a token,
// nothing may be left of it.
func TestABodyIsCutWithoutLeavingAPartOfAToken(t *testing.T) {
	s := serve(t, "2.1.5")
	a := s.ready(t)
	var body string
	s.Deployment = answering(t, s.Deployment, func() string { return body })
	for _, before := range []int{0, 1900, 1990, 1999, 2100} {
		body = strings.Repeat("x", before) + a.Token() + strings.Repeat("y", 2000)
		require.NoError(t, a.CallPage(t.Context(), "/token/list"))
		kept := a.last(t).Body
		assert.Contains(t, kept, "[... cut]")
		assert.NotContains(t, kept, a.Token()[:12], "with %d characters before it", before)
		assert.Less(t, len(kept), 2100)
	}
}

// before is a bit of a text up to a place.
func before(text string, at int) string { return text[max(0, at-60):max(0, at)] }
