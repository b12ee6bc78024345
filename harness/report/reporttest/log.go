// Package reporttest makes event logs by hand, for tests of reports: what each
// scenario saw and expected is said by the test, and judged by package judge as
// in a run.
package reporttest

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"streampark-regress/fixtures"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/judge"
	"streampark-regress/harness/release"
)

// Made is when every token of these logs was made, by the server's clock.
func Made() time.Time { return time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC) }

// Log is an event log in the making. Each event comes a second after the last.
type Log struct {
	t       testing.TB
	target  string
	events  []evidence.Event
	stories int
	planned []string
}

// Begin begins a log with a run of its own on a target.
func Begin(t testing.TB, target string) *Log {
	l := &Log{t: t, target: target}
	l.Add(evidence.Event{Kind: evidence.KindRun, Run: &evidence.Run{Phase: evidence.Begun, Format: evidence.LogFormat, ID: "r1", Program: "regress run", Target: target, Clock: "jump",
		Command: "regress run --target " + target, Machine: map[string]string{"os": "linux", "processors": "2"},
		KnownIssues: map[string]string{"3933": "tokens expire too soon", "4322": "every API token answers 401", "3865": "never met here"}}})
	return l
}

// Add adds an event.
func (l *Log) Add(e evidence.Event) {
	e.Seq = len(l.events) + 1
	e.At = Made().Add(time.Duration(len(l.events)) * time.Second)
	l.events = append(l.events, e)
}

// Server adds a deployment that is ready.
func (l *Log) Server(version string) {
	d := evidence.Deployment{Phase: evidence.Begun, Name: version, Release: version, Target: l.target, Detail: "StreamPark " + version + " as shipped"}
	l.Add(evidence.Event{Kind: evidence.KindDeployment, Deployment: &d})
	ready := evidence.Deployment{Phase: evidence.Ready, Name: version, Release: version, Target: l.target, Image: "apache/streampark:" + version, Seconds: 12.5}
	l.Add(evidence.Event{Kind: evidence.KindDeployment, Deployment: &ready})
}

// BrokenServer adds a deployment that did not start.
func (l *Log) BrokenServer(version, failure string, tail ...string) {
	d := evidence.Deployment{Phase: evidence.Begun, Name: version, Release: version, Target: l.target, Detail: "StreamPark " + version + " as shipped"}
	l.Add(evidence.Event{Kind: evidence.KindDeployment, Deployment: &d})
	failed := evidence.Deployment{Phase: evidence.Ended, Name: version, Release: version, Target: l.target, Failure: failure, LogTail: tail}
	l.Add(evidence.Event{Kind: evidence.KindDeployment, Deployment: &failed})
}

// Plan adds a job to the plan that the log has nothing else of.
func (l *Log) Plan(job string) { l.planned = append(l.planned, job) }

// End ends the run and returns the events.
func (l *Log) End() []evidence.Event {
	l.Add(evidence.Event{Kind: evidence.KindRun, Run: &evidence.Run{Phase: evidence.Ended, ID: "r1"}})
	return l.Killed()
}

// Killed returns the events of a run that never ended.
func (l *Log) Killed() []evidence.Event {
	l.events[0].Run.Planned = l.planned
	return l.events
}

// Story begins a scenario on a release of the catalogue.
func (l *Log) Story(version, name string, tags ...string) *Story {
	l.t.Helper()
	catalogue, err := release.Parse(fixtures.Releases)
	require.NoError(l.t, err)
	found, err := catalogue.Find(version)
	require.NoError(l.t, err)
	l.stories++
	n := l.stories
	s := &Story{log: l, release: found, story: judge.Story{Release: judge.Of(found), About: judge.About(tags)}, scenario: evidence.Scenario{Phase: evidence.Begun, Number: n,
		Feature: "A feature", File: "features/causes/a.feature", Line: 10 * n, Name: name, Tags: append([]string{"@t"}, tags...), Release: version, Target: l.target, Deployment: version, TTLSeconds: twoHours}}
	s.job = fmt.Sprintf("%s %s:%d", version, s.scenario.File, s.scenario.Line)
	l.Plan(s.job)
	begun := s.scenario
	s.add(evidence.Event{Kind: evidence.KindScenario, Scenario: &begun})
	return s
}
