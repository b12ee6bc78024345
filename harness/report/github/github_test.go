package github_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/evidence"
	"streampark-regress/harness/report/github"
	"streampark-regress/harness/report/reporttest"
	"streampark-regress/harness/report/result"
)

func TestAnnotationsPointAtTheScenario(t *testing.T) {
	reporttest.Golden(t, "annotations.txt", reporttest.Everything(t), github.Annotations)
	reporttest.Golden(t, "relapses.txt", reporttest.Relapses(t), github.Annotations)
	reporttest.Golden(t, "killed.txt", reporttest.Killed(t), github.Annotations)
	reporttest.Golden(t, "model.txt", reporttest.Model(t), github.Annotations)
}

func TestSummary(t *testing.T) {
	reporttest.Golden(t, "summary.md", reporttest.Everything(t), github.Summary)
	reporttest.Golden(t, "relapses.md", reporttest.Relapses(t), github.Summary)
	reporttest.Golden(t, "killed.md", reporttest.Killed(t), github.Summary)
}

// A line of its own in a message would be a command of its own.
func TestAnnotationsEscape(t *testing.T) {
	l := reporttest.Begin(t, "docker")
	s := l.Story("2.1.4", "a, b: 50%")
	s.Fails("When", "it fails", "100%\n::error::of it")
	s.End()
	var b strings.Builder
	require.NoError(t, github.Annotations(&b, result.Build(l.End())))
	assert.Equal(t, "::error file=features/causes/a.feature,line=10,title=inconclusive on StreamPark 2.1.4%3A a%2C b%3A 50%25::100%25%0A::error::of it\n", b.String())
}

func TestNothingToAnnotate(t *testing.T) {
	var b strings.Builder
	require.NoError(t, github.Annotations(&b, result.Build(reporttest.Green(t))))
	assert.Empty(t, b.String())
	require.NoError(t, github.Annotations(&b, result.Build([]evidence.Event{{Kind: evidence.KindRun, Run: &evidence.Run{Phase: evidence.Ended, Failure: "no Docker"}}})))
	assert.Contains(t, b.String(), "::error title=streampark-regress::no Docker\n")
}
