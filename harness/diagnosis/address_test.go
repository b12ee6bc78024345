package diagnosis_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/diagnosis"
	"streampark-regress/harness/stranger"
	"streampark-regress/harness/streampark"
)

func TestAddresses(t *testing.T) {
	for typed, want := range map[string][]string{
		"http://host:10000":     {"http://host:10000"},
		"https://host/below/":   {"https://host/below/"},
		"host:10000":            {"https://host:10000", "http://host:10000"},
		"host:10000/":           {"https://host:10000", "http://host:10000"},
		" host:10000/below ":    {"https://host:10000/below", "http://host:10000/below"},
		"127.0.0.1:10000":       {"https://127.0.0.1:10000", "http://127.0.0.1:10000"},
		"[::1]:10000":           {"https://[::1]:10000", "http://[::1]:10000"},
		"host":                  {"https://host", "http://host:10000", "http://host"},
		"host/below":            {"https://host/below", "http://host:10000/below", "http://host/below"},
		"[::1]":                 {"https://[::1]", "http://[::1]:10000", "http://[::1]"},
		"host:10000?to=http://": {"host:10000?to=http://"},
	} {
		assert.Equal(t, want, diagnosis.Addresses(typed), typed)
	}
}

func TestLocate(t *testing.T) {
	plain := httptest.NewServer(http.NotFoundHandler())
	t.Cleanup(plain.Close)
	secure := httptest.NewTLSServer(http.NotFoundHandler())
	t.Cleanup(secure.Close)
	trusted := streampark.Options{Roots: secure.Client().Transport.(*http.Transport).TLSClientConfig.RootCAs}

	at, err := diagnosis.Locate(t.Context(), strings.TrimPrefix(plain.URL, "http://"), streampark.Options{})
	require.NoError(t, err)
	assert.Equal(t, plain.URL, at.URL)
	assert.Equal(t, []diagnosis.Try{{URL: strings.Replace(plain.URL, "http:", "https:", 1), Why: stranger.NoTLS}}, at.Tried)

	at, err = diagnosis.Locate(t.Context(), strings.TrimPrefix(secure.URL, "https://"), trusted)
	require.NoError(t, err)
	assert.Equal(t, secure.URL, at.URL)
	assert.Empty(t, at.Tried)

	at, err = diagnosis.Locate(t.Context(), strings.TrimPrefix(secure.URL, "https://"), streampark.Options{})
	assert.Equal(t, stranger.Untrusted, stranger.OfError(err), "a token is not sent in the clear because a certificate is not trusted")
	assert.Equal(t, secure.URL, at.URL)

	at, err = diagnosis.Locate(t.Context(), "127.0.0.1:1", streampark.Options{})
	assert.Equal(t, stranger.Refused, stranger.OfError(err))
	assert.Equal(t, []diagnosis.Try{{URL: "https://127.0.0.1:1", Why: stranger.Refused}}, at.Tried, "the same port is not tried twice")
}
