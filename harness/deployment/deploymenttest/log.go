// Package deploymenttest holds what the deployments of every target have to do
// alike, as tests for each provider to run.
package deploymenttest

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/deployment"
	"streampark-regress/harness/release"
	"streampark-regress/harness/serverlog"
	"streampark-regress/harness/streampark"
)

// greeting is the first thing a model logs; its release follows.
const greeting = "MODEL of StreamPark "

// within is how long a line may take from a server to its log.
const within = 20 * time.Second

// anonymous is a part of what a release whose sign-ins need a session logs of
// one without (see docs/measured.md).
const anonymous = "This subject is anonymous"

// KeepsItsLog starts the model of a release whose sign-ins need a session on a
// provider's target, restarts it and upgrades it, and makes sure that nothing of the log is lost or told twice
// on the way: not the beginning of what each server logs, and not the end.
func KeepsItsLog(t *testing.T, p deployment.Provider, from, to release.Release) {
	t.Helper()
	d, err := p.Start(t.Context(), "log", deployment.Spec{Release: from}, func(string) {})
	require.NoError(t, err)
	assert.Equal(t, 1, d.Generation())
	// A server's line takes a while to its engine.
	require.Eventually(t, func() bool {
		log, err := d.Log(t.Context())
		return assert.NoError(t, err) && strings.Contains(log, greeting)
	}, within, 10*time.Millisecond)
	cursor, err := d.LogCursor(t.Context())
	require.NoError(t, err)
	callAnonymously(t, d)
	assert.Equal(t, []string{anonymous}, next(t, &cursor, 1), "what was logged before is not ahead of the cursor")

	callAnonymously(t, d)
	require.NoError(t, d.Restart(t.Context()))
	assert.Equal(t, 2, d.Generation())
	assert.Equal(t, []string{anonymous, greeting + from.Version}, next(t, &cursor, 2))

	callAnonymously(t, d)
	_, err = d.Upgrade(t.Context(), to, func(string) {})
	require.NoError(t, err)
	assert.Equal(t, 3, d.Generation())
	assert.Equal(t, []string{anonymous, greeting + to.Version}, next(t, &cursor, 2))
	left, err := cursor.Rest(t.Context())
	require.NoError(t, err)
	assert.Empty(t, told(t, left))

	whole, err := d.Log(t.Context())
	require.NoError(t, err)
	assert.Equal(t, []string{greeting + from.Version, anonymous, anonymous, greeting + from.Version, anonymous, greeting + to.Version},
		told(t, strings.Split(whole, "\n")), "the whole log has all servers, the oldest first")
}

// CannotUpgrade makes sure that an upgrade a target cannot do is such an error.
func CannotUpgrade(t *testing.T, d deployment.Deployment, to release.Release) {
	t.Helper()
	_, err := d.Upgrade(t.Context(), to, func(string) {})
	require.ErrorIs(t, err, errors.ErrUnsupported)
	var cannot *deployment.UnsupportedError
	require.ErrorAs(t, err, &cannot)
	assert.Equal(t, d.Target(), cannot.Target)
	assert.ErrorContains(t, err, "cannot be upgraded to "+to.Version)
	assert.Equal(t, 1, d.Generation(), "it is the same server as before")
}

// callAnonymously has the server log that a call had no session.
func callAnonymously(t *testing.T, d deployment.Deployment) {
	t.Helper()
	client := streampark.New(d.URL())
	session, err := client.SignIn(t.Context(), streampark.SeededAdmin, streampark.SeededPassword)
	require.NoError(t, err)
	_, err = client.Start(t.Context(), d.Release().API.Start, 1, streampark.Credentials{Authorization: &session.Token})
	require.NoError(t, err)
}

// next reads until so many lines are known, or until nothing comes any more.
func next(t *testing.T, c *serverlog.Cursor, count int) []string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), within)
	defer cancel()
	var known []string
	for len(known) < count {
		lines, err := c.Next(ctx)
		if !assert.NoError(t, err) {
			break
		}
		known = append(known, told(t, lines)...)
	}
	return known
}

// told reduces lines to what is known of them.
func told(t *testing.T, lines []string) []string {
	t.Helper()
	var known []string
	for _, line := range lines {
		_, greeted, isGreeting := strings.Cut(line, greeting)
		switch {
		case isGreeting:
			version, _, _ := strings.Cut(greeted, ",")
			known = append(known, greeting+version)
		case strings.Contains(line, anonymous):
			known = append(known, anonymous)
		case line != "":
			t.Logf("another line: %s", line)
		}
	}
	return known
}
