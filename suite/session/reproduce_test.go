package session_test

import (
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/judge"
	"streampark-regress/suite/session"
)

func TestReproduce(t *testing.T) {
	o, _ := options(t, session.Model)
	r, err := session.Reproduce(t.Context(), o, session.Find(o.Catalogue, "3933").Issue)
	require.NoError(t, err)
	require.Len(t, r.Standings, 2)
	shown, unshown := r.Standings[0], r.Standings[1]
	if shown.Release != "2.1.4" {
		shown, unshown = unshown, shown
	}
	assert.Equal(t, judge.Reproduced, shown.Showing)
	assert.NotEqual(t, judge.Reproduced, unshown.Showing)
	text, err := os.ReadFile(r.Report)
	require.NoError(t, err)
	assert.Contains(t, string(text), "3933")
	assert.FileExists(t, r.Archive)
	for _, e := range read(t, r.Folder) {
		assert.NotContains(t, e.Note, "interrupted", "nobody interrupted it")
	}
}

// A run that could not be carried out has nothing to attach to a report.
func TestNothingIsReportedOfARunThatNeverBegan(t *testing.T) {
	t.Setenv("DOCKER_HOST", nowhere)
	o, _ := options(t, session.Docker)
	r, err := session.Reproduce(t.Context(), o, session.Find(o.Catalogue, "3933").Issue)
	require.ErrorContains(t, err, "connect to Docker")
	assert.Empty(t, r.Report)
	assert.Empty(t, r.Archive)
}
