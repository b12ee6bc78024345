package streampark_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/streampark"
)

// paged serves the records of a list, a hundred a page.
func paged(t *testing.T, records ...string) *streampark.Session {
	t.Helper()
	_, session := signedIn(t, http.StatusOK, "")
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		page := 0
		_, _ = fmt.Sscan(r.FormValue("pageNum"), &page) // none would show as nothing
		from := min((page-1)*100, len(records))
		_, _ = io.WriteString(w, `{"code":"200","data":{"records":[`+strings.Join(records[from:min(from+100, len(records))], ",")+`]}}`)
	}))
	t.Cleanup(s.Close)
	return session.At(streampark.New(s.URL))
}

func TestLists(t *testing.T) {
	var users []string
	for i := range 201 {
		users = append(users, fmt.Sprintf(`{"userId":"%d","username":"u%d","id":null}`, 10000+i, i))
	}
	all, err := paged(t, users...).Users(t.Context())
	require.NoError(t, err)
	require.Len(t, all, 201, "of every page")
	assert.Equal(t, streampark.ListedUser{ID: 10200, Name: "u200"}, all[200])

	found, there, err := paged(t, users...).FindUser(t.Context(), "u150")
	require.NoError(t, err)
	assert.True(t, there)
	assert.EqualValues(t, 10150, found.ID)
	_, there, err = paged(t, users...).FindUser(t.Context(), "U150")
	require.NoError(t, err)
	assert.False(t, there)

	tokens, err := paged(t, `{"id":"7","userId":10001,"description":"nightly","token":"s"}`).Tokens(t.Context())
	require.NoError(t, err)
	assert.Equal(t, []streampark.ListedToken{{ID: 7, UserID: 10001, Description: "nightly"}}, tokens)
	applications, err := paged(t, `{"id":"100000","jobName":"Flink SQL Demo"}`).Applications(t.Context())
	require.NoError(t, err)
	assert.Equal(t, []streampark.ListedApplication{{ID: 100000, Name: "Flink SQL Demo"}}, applications)
}

func TestWhatIsNoList(t *testing.T) {
	_, session := signedIn(t, http.StatusOK, `<html>`)
	_, err := session.Users(t.Context())
	require.EqualError(t, err, "list /user/list: HTTP 200 is no list of StreamPark's")
	_, session = signedIn(t, http.StatusUnauthorized, ``)
	_, err = session.Tokens(t.Context())
	require.ErrorIs(t, err, streampark.ErrSignedOut)
}
