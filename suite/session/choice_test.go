package session_test

import (
	"os"
	"testing"

	"streampark-regress/harness/evidence"
	"streampark-regress/harness/report/result"
	"streampark-regress/harness/verdict"
	"streampark-regress/suite/session"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestWithoutAFolderNothingIsStarted(t *testing.T) {
	o, observer := options(t, session.Model)
	require.NoError(t, os.WriteFile(o.Out, nil, 0o644))
	_, err := session.Run(t.Context(), o)
	require.ErrorContains(t, err, "choose another with --out")
	assert.Empty(t, observer.events)
}

func TestFindAnIssue(t *testing.T) {
	for number, want := range map[string]session.About{
		"3933": {Releases: []string{"2.1.4", "2.1.5"}},
		"3910": {ReportOf: "3910", Releases: []string{"2.1.4", "2.1.5"}},
		"4322": {Releases: []string{"2.1.7"}},
		"1":    {},
	} {
		got := session.Find(catalogue(t), number)
		assert.Equal(t, want.ReportOf, got.ReportOf, number)
		assert.Equal(t, want.Releases, got.Releases, number)
		assert.Equal(t, want.Releases == nil, got.Issue.Title == "", "an issue nobody knows has no title")
		assert.Equal(t, "(@issue-"+got.Issue.ID+" or @known-issue-"+got.Issue.ID+") and not @upgrade", got.Tags)
	}
	assert.Equal(t, "3933", session.Find(catalogue(t), "3910").Issue.ID)
}

// A run that never came to its scenarios says so in its log, and nobody can
// read anything green out of it.
func TestASessionThatCannotBegin(t *testing.T) {
	t.Setenv("DOCKER_HOST", nowhere)
	o, observer := options(t, session.Docker)
	ended, err := session.Run(t.Context(), o)
	require.ErrorContains(t, err, "connect to Docker")
	assert.Equal(t, verdict.Inconclusive, ended.Verdict())
	require.DirExists(t, ended.Folder)

	events := read(t, ended.Folder)
	assert.Equal(t, events, observer.events)
	require.NotEmpty(t, events)
	last := events[len(events)-1]
	require.NotNil(t, last.Run)
	assert.Equal(t, evidence.Ended, last.Run.Phase)
	assert.Equal(t, ended.ID, last.Run.ID)
	assert.Contains(t, last.Run.Failure, "connect to Docker")
	r := result.Build(events)
	assert.Equal(t, verdict.Inconclusive, r.Verdict)
	assert.Contains(t, r.Run.Failure, "connect to Docker")
	assert.Empty(t, r.Gaps, "the log says what was planned")
}
