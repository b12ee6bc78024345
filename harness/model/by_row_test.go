package model_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/database"
	"streampark-regress/harness/deployment"
	"streampark-regress/harness/outcome"
	"streampark-regress/harness/streampark"
	"streampark-regress/harness/token"
)

// byRow is a model of a release up to 2.1.3 with a token of the administrator's.
type byRow struct {
	*testing.T
	deployment.Deployment
	made streampark.APIToken
}

func newByRow(t *testing.T, version string) *byRow {
	t.Helper()
	m := &byRow{T: t, Deployment: start(t, builtIn(t, version))}
	m.made = m.create("")
	return m
}

func (m *byRow) admin() *streampark.Session {
	m.Helper()
	session, err := streampark.New(m.URL()).SignIn(m.Context(), streampark.SeededAdmin, streampark.SeededPassword)
	require.NoError(m, err)
	return session
}

// create makes a token that expires at a time, or when one does of which nobody
// has said when.
func (m *byRow) create(expires string) streampark.APIToken {
	m.Helper()
	a, err := m.admin().Do(m.Context(), streampark.CreateTokenCall(database.AdminID, "").With("expireTime", expires))
	require.NoError(m, err)
	made, is := a.CreatedToken()
	require.True(m, is, string(a.Body))
	return made
}

// lists calls a page with a text: the status, and what the answer means.
func (m *byRow) lists(path, text string) (int, outcome.Outcome) {
	m.Helper()
	a, err := streampark.New(m.URL()).Do(m.Context(), streampark.PageCall(path).As(streampark.Header(text)))
	require.NoError(m, err)
	return a.Status, outcome.ReadPage(a.Answer).Outcome
}

func (m *byRow) restart() {
	m.Helper()
	require.NoError(m, m.Restart(m.Context()))
}

func TestATokenIsASignInToTheServerThatSignedIt(t *testing.T) {
	m := newByRow(t, "2.1.3")
	require.NoError(t, m.admin().DeleteToken(t.Context(), m.made.ID))
	for _, path := range []string{"/user/list", "/flink/app/list"} {
		status, means := m.lists(path, m.made.Token)
		assert.Equal(t, http.StatusOK, status, "deleted, %s", path)
		assert.Equal(t, outcome.Answered, means, path)
	}
	m.restart()
	status, _ := m.lists("/flink/app/list", m.made.Token)
	assert.Equal(t, http.StatusUnauthorized, status, "deleted, after a restart")
}

func TestATokenIsItsRowToAnotherServer(t *testing.T) {
	m := newByRow(t, "2.1.3")
	m.restart()
	status, means := m.lists("/flink/app/list", m.made.Token)
	assert.Equal(t, http.StatusOK, status)
	assert.Equal(t, outcome.Answered, means)
	status, means = m.lists("/user/list", m.made.Token)
	assert.Equal(t, http.StatusInternalServerError, status)
	assert.Equal(t, outcome.Closed, means, "less is open to it than before")
	require.NoError(t, m.admin().ToggleToken(t.Context(), m.made.ID))
	status, _ = m.lists("/flink/app/list", m.made.Token)
	assert.Equal(t, http.StatusUnauthorized, status, "disabled")
}

func TestTheExpiryIsChosenAndCountsUntilARestart(t *testing.T) {
	m := newByRow(t, "2.1.3")
	opened, err := token.Open(m.made.Token)
	require.NoError(t, err)
	assert.Equal(t, time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC), opened.Expiry())
	assert.NotContains(t, opened.Payload(), "type")
	past := m.create("2020-01-01 00:00:00")
	status, _ := m.lists("/flink/app/list", past.Token)
	assert.Equal(t, http.StatusUnauthorized, status, "expired")
	m.restart()
	status, _ = m.lists("/flink/app/list", past.Token)
	assert.Equal(t, http.StatusOK, status, "nobody looks at the expiry of a token that another server signed")
}

func TestTwoRowsOfOneTextAreNoneToAnotherServer(t *testing.T) {
	m := newByRow(t, "2.1.3")
	again := m.create("")
	assert.Equal(t, m.made.Token, again.Token, "nothing in it tells when it was made")
	m.restart()
	status, _ := m.lists("/flink/app/list", again.Token)
	assert.Equal(t, http.StatusUnauthorized, status)
	require.NoError(t, m.admin().DeleteToken(t.Context(), again.ID))
	status, _ = m.lists("/flink/app/list", again.Token)
	assert.Equal(t, http.StatusOK, status)
}

// 2.0.0 forgets what it signs API tokens with at once, and knows its sign-ins by
// the password.
func TestASignatureThatNobodyKnowsAgain(t *testing.T) {
	m := newByRow(t, "2.0.0")
	signedIn := m.admin().Token
	require.NoError(t, m.admin().ToggleToken(t.Context(), m.made.ID))
	status, _ := m.lists("/flink/app/list", m.made.Token)
	assert.Equal(t, http.StatusUnauthorized, status, "disabled")
	m.restart()
	status, means := m.lists("/user/list", signedIn)
	assert.Equal(t, http.StatusOK, status)
	assert.Equal(t, outcome.Answered, means, "a sign-in outlives a restart")
}

// Up to 2.1.3 whatever is sent is rejected as a token would be.
func TestWhatCannotBeOpenedIsRejectedAlike(t *testing.T) {
	for version, cookies := range map[string]int{"2.1.3": 2, "2.1.4": 0} {
		m := &byRow{T: t, Deployment: start(t, builtIn(t, version))}
		a, err := streampark.New(m.URL()).Do(t.Context(), streampark.PageCall("/flink/app/list").As(streampark.Header("abcdef")))
		require.NoError(t, err)
		assert.Equal(t, http.StatusUnauthorized, a.Status)
		assert.Len(t, a.SetCookie, cookies, version)
	}
}
