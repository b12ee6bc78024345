package diagnosis_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/fixtures"
	"streampark-regress/harness/diagnosis"
	"streampark-regress/harness/release"
)

// Only a server on its own H2 has the console, and 2.1.4 ships it closed.
func TestAServerOnItsOwnH2(t *testing.T) {
	c, err := release.Parse(fixtures.Releases)
	require.NoError(t, err)
	for name, tt := range map[string]struct {
		version, page string
		status        int
		want          bool
	}{
		"the console":         {"2.1.5", "<title>H2 Console</title>", http.StatusOK, true},
		"another page":        {"2.1.5", "<title>StreamPark</title>", http.StatusOK, false},
		"not there":           {"2.1.5", "", http.StatusNotFound, false},
		"of 2.1.4 is ignored": {"2.1.4", "<title>H2 Console</title>", http.StatusOK, false},
	} {
		t.Run(name, func(t *testing.T) {
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if r.URL.Path != "/h2-console/" {
					w.WriteHeader(http.StatusUnauthorized)
					return
				}
				w.WriteHeader(tt.status)
				_, _ = io.WriteString(w, tt.page) // a client that went away notices itself
			}))
			defer server.Close()
			x, err := diagnosis.Examine(t.Context(), c, diagnosis.Subject{URL: server.URL, Release: tt.version})
			require.NoError(t, err)
			assert.Equal(t, tt.want, x.OnH2)
		})
	}
}
