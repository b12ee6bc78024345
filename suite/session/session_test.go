package session_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/fixtures"
	"streampark-regress/harness/clock"
	"streampark-regress/harness/database"
	"streampark-regress/harness/deployment"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/release"
	"streampark-regress/harness/report"
	"streampark-regress/harness/report/result"
	"streampark-regress/harness/verdict"
	"streampark-regress/suite"
	"streampark-regress/suite/session"
)

// nowhere has no Docker.
const nowhere = "unix:///nowhere/docker.sock"

// feature is what these sessions play: what a scenario of each release says.
const feature = `
Feature: x
  Scenario: y
    Given StreamPark 2.1.5 as shipped
    And a scheduler with a new API token
    And an application that can be started
    When the scheduler starts the application
    Then the application starts
  @known-issue-3933
  Scenario: z
    Given StreamPark 2.1.4 as shipped
    And a scheduler with a new API token
    And an application that can be started
    When the scheduler starts the application 2h01m after the token was made
    Then the application starts
`

func catalogue(t *testing.T) *release.Catalogue {
	t.Helper()
	c, err := release.Parse(fixtures.Releases)
	require.NoError(t, err)
	return c
}

// usual are the settings of a run for which no flag was given.
func usual() session.Settings {
	return session.Settings{Target: session.Auto, JVM: session.FastJVM, Databases: []database.Product{database.PostgreSQL}, Clock: clock.Settings{Kind: clock.Jump}, StartTimeout: time.Minute}
}

// told is an observer that keeps what it is told, and is slow to understand the
// end.
type told struct{ events []evidence.Event }

func (o *told) Observe(e evidence.Event) {
	if e.Run != nil && e.Run.Phase == evidence.Ended {
		<-time.After(50 * time.Millisecond)
	}
	o.events = append(o.events, e)
}

// options of a session on a target, with an observer.
func options(t *testing.T, target session.Target) (session.Options, *told) {
	t.Helper()
	files := fstest.MapFS{"causes/x.feature": {Data: []byte(feature)}}
	all, err := suite.Load(files)
	require.NoError(t, err)
	c := catalogue(t)
	plan, err := suite.Make(all, c, suite.Selection{Releases: []string{"2.1.4", "2.1.5"}, Clock: clock.Settings{Kind: clock.Jump}})
	require.NoError(t, err)
	o := &told{}
	settings := usual()
	settings.Target = target
	return session.Options{Settings: settings, Plan: plan, Catalogue: c, Features: files, Out: filepath.Join(t.TempDir(), "results"), Redactor: &evidence.Redactor{},
		Observers: []evidence.Observer{o}, Config: "as given", Program: "regress run", Again: func(target string) []string { return []string{"--target", target} }}, o
}

func read(t *testing.T, folder string) []evidence.Event {
	t.Helper()
	events, err := report.Read(folder)
	require.NoError(t, err)
	return events
}

func TestASessionKeepsEverythingInAFolderOfItsOwn(t *testing.T) {
	o, observer := options(t, session.Model)
	ended, err := session.Run(t.Context(), o)
	require.NoError(t, err)
	assert.Equal(t, filepath.Join(o.Out, ended.ID), ended.Folder)
	for _, name := range []string{"events.ndjson", "result.json", "junit.xml", "cucumber.json", "ctrf.json", "table.txt", "report.html"} {
		assert.FileExists(t, filepath.Join(ended.Folder, name))
	}
	latest, err := filepath.EvalSymlinks(filepath.Join(o.Out, "latest"))
	require.NoError(t, err)
	assert.Equal(t, ended.ID, filepath.Base(latest))

	events := read(t, ended.Folder)
	assert.Equal(t, events, observer.events, "who watches is told of everything before the session returns")
	assert.Equal(t, result.Build(events), ended.Result, "the result is that of the log")
	assert.Equal(t, verdict.AsExpected, ended.Verdict())
	assert.False(t, ended.Kept)

	r := ended.Result
	assert.Empty(t, r.Gaps)
	assert.Equal(t, ended.ID, r.Run.ID)
	assert.Equal(t, "model", r.Run.Target)
	assert.Equal(t, "it was asked for", r.Run.Why)
	assert.Equal(t, "as given", r.Run.Config)
	assert.Equal(t, "regress run --target model", r.Run.Command)
	assert.Equal(t, o.Plan.IDs(), r.Run.Planned)
	assert.Equal(t, "an API token gets 401 once the session TTL has passed since it was made", r.Run.KnownIssues["3933"])
	assert.Contains(t, r.Run.Machine, "processors")
	require.Len(t, r.Deployments, 2)
	for _, d := range r.Deployments {
		assert.Equal(t, "model", d.Target)
		assert.Positive(t, d.StartSeconds)
	}
	var removed []string
	for _, e := range events {
		if e.Kind == evidence.KindDeployment && e.Deployment.Phase == evidence.Ended {
			removed = append(removed, e.Deployment.Name)
		}
	}
	assert.ElementsMatch(t, []string{"2.1.4", "2.1.5"}, removed)
}

// occupier lies where a report is to be written.
type occupier struct {
	out  string
	once sync.Once
	err  error
}

func (o *occupier) Observe(evidence.Event) {
	o.once.Do(func() {
		folders, err := filepath.Glob(filepath.Join(o.out, "2*"))
		o.err = err
		for _, folder := range folders {
			o.err = errors.Join(o.err, os.Mkdir(filepath.Join(folder, "result.json"), 0o755))
		}
	})
}

// A run whose results could not be kept is not as expected, and its issue neither
// reproduced nor not.
func TestWhatCouldNotBeKeptIsNotAsExpected(t *testing.T) {
	o, _ := options(t, session.Model)
	there := &occupier{out: o.Out}
	o.Observers = append(o.Observers, there)
	made, err := session.Reproduce(t.Context(), o, session.Find(o.Catalogue, "3933").Issue)
	require.NoError(t, there.err)
	require.ErrorContains(t, err, "result.json")
	assert.Equal(t, verdict.Inconclusive, made.Verdict())
	assert.Equal(t, verdict.ExitInconclusive, made.Result.ExitCode)
	assert.Equal(t, "its results could not be kept", made.Result.Run.Failure)
	assert.Empty(t, made.Standings)
	assert.FileExists(t, filepath.Join(made.Folder, "junit.xml"), "the other reports are written")
}

func TestSessionsDoNotMeet(t *testing.T) {
	o, _ := options(t, session.Model)
	first, err := session.Run(t.Context(), o)
	require.NoError(t, err)
	second, err := session.Run(t.Context(), o)
	require.NoError(t, err)
	assert.NotEqual(t, first.ID, second.ID)
	latest, err := filepath.EvalSymlinks(filepath.Join(o.Out, "latest"))
	require.NoError(t, err)
	assert.Equal(t, second.ID, filepath.Base(latest))
}

// What is left running is containers; a model ends with its program.
func TestAModelIsNeverKept(t *testing.T) {
	o, _ := options(t, session.Model)
	o.Retention = deployment.KeepAll
	ended, err := session.Run(t.Context(), o)
	require.NoError(t, err)
	assert.False(t, ended.Kept)
	assert.Equal(t, verdict.AsExpected, ended.Verdict())
}

func TestADefectIsNoticed(t *testing.T) {
	o, _ := options(t, session.Model)
	o.Settings.Defects = map[string]string{"2.1.4": "no-expiry"}
	ended, err := session.Run(t.Context(), o)
	require.NoError(t, err, "how a release behaved is not an error")
	assert.Equal(t, verdict.Unexpected, ended.Verdict())
	require.Len(t, ended.Result.Failures(), 1)
}

func TestAnInterruptedSessionIsWrittenToItsEnd(t *testing.T) {
	o, _ := options(t, session.Model)
	ctx, cancel := context.WithCancel(t.Context())
	o.Observers = append(o.Observers, onEvent(func(e evidence.Event) {
		if e.Kind == evidence.KindAttempt {
			cancel()
		}
	}))
	ended, err := session.Run(ctx, o)
	require.NoError(t, err)
	assert.Equal(t, verdict.Inconclusive, ended.Verdict())
	assert.FileExists(t, filepath.Join(ended.Folder, "result.json"))
	assert.Equal(t, result.Build(read(t, ended.Folder)), ended.Result)
	assert.Empty(t, ended.Result.Gaps, "its log has an end")
	var notes []string
	for _, e := range read(t, ended.Folder) {
		notes = append(notes, e.Note)
	}
	assert.Contains(t, notes, "interrupted: removing what was started")
}

// onEvent is an observer that does something with each event.
type onEvent func(evidence.Event)

func (f onEvent) Observe(e evidence.Event) { f(e) }
