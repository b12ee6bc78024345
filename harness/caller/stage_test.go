package caller_test

import (
	"bytes"
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/fixtures"
	"streampark-regress/harness/caller"
	"streampark-regress/harness/clock"
	"streampark-regress/harness/database"
	"streampark-regress/harness/deployment"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/model"
	"streampark-regress/harness/release"
	"streampark-regress/harness/settings"
)

// stage is a deployment of the model on which callers appear one after the
// other, each with a log of its own.
type stage struct {
	deployment.Deployment
	catalogue *release.Catalogue
	callers   int
}

// serve starts a model of a release as it is.
func serve(t *testing.T, version string) *stage { return serveWith(t, version, "", nil) }

// serveWith starts a model of a release with a defect, or on somebody's own
// config.yaml.
func serveWith(t *testing.T, version, defect string, config []byte) *stage {
	t.Helper()
	catalogue, err := release.Parse(fixtures.Releases)
	require.NoError(t, err)
	found, err := catalogue.Find(version)
	require.NoError(t, err)
	p := model.NewProvider(model.ProviderOptions{Clock: clock.Settings{Kind: clock.Jump}, Defects: map[string]string{version: defect}})
	t.Cleanup(func() { assert.NoError(t, p.Close(context.WithoutCancel(t.Context()))) })
	spec := deployment.Spec{Release: found}
	if config != nil {
		spec.Given, err = settings.Read("config.yaml", config, found)
		require.NoError(t, err)
	}
	d, err := p.Start(t.Context(), "stage", spec, func(string) {})
	require.NoError(t, err)
	return &stage{Deployment: d, catalogue: catalogue}
}

// actor is a caller with its log.
type actor struct {
	*caller.Caller
	log    *evidence.Log
	number int
	// written is what a file of the log holds.
	written *bytes.Buffer
}

// enter returns the next caller of a stage, which has nothing yet.
func (s *stage) enter(change ...func(*caller.Options)) *actor {
	s.callers++
	a := &actor{number: s.callers, written: &bytes.Buffer{}}
	a.log = evidence.NewLog(a.written, &evidence.Redactor{})
	o := caller.Options{Job: "a job", Number: s.callers, Catalogue: s.catalogue}
	for _, c := range change {
		c(&o)
	}
	a.Caller = caller.New(s, a.log, o)
	return a
}

// ready returns the next caller of a stage, with an administrator's token and an
// application.
func (s *stage) ready(t *testing.T, change ...func(*caller.Options)) *actor {
	t.Helper()
	a := s.enter(change...)
	require.NoError(t, a.MakeToken(t.Context(), evidence.Administrator))
	require.NoError(t, a.MakeApplication(t.Context()))
	return a
}

// deed is something a caller does.
type deed func(*caller.Caller, context.Context) error

// do has the caller do one thing after the other.
func (a *actor) do(t *testing.T, deeds ...deed) {
	t.Helper()
	for _, d := range deeds {
		require.NoError(t, d(a.Caller, t.Context()))
	}
}

// last is the last call; it must be what the log ends with of calls.
func (a *actor) last(t *testing.T) evidence.Attempt {
	t.Helper()
	last, made := a.Last()
	require.True(t, made)
	calls := a.calls()
	require.NotEmpty(t, calls)
	assert.Equal(t, calls[len(calls)-1], last, "what it hands out is what the log holds")
	return last
}

func (a *actor) of(kind evidence.Kind) []evidence.Event {
	var all []evidence.Event
	for _, e := range a.log.Events() {
		if e.Kind == kind {
			all = append(all, e)
		}
	}
	return all
}

func (a *actor) calls() []evidence.Attempt {
	var all []evidence.Attempt
	for _, e := range a.of(evidence.KindAttempt) {
		all = append(all, *e.Attempt)
	}
	return all
}

// made is the last token that was made, as the log has it.
func (a *actor) made(t *testing.T) evidence.Token {
	t.Helper()
	all := a.of(evidence.KindToken)
	require.NotEmpty(t, all)
	return *all[len(all)-1].Token
}

// actions are those of the log.
func (a *actor) actions() []evidence.Action {
	var all []evidence.Action
	for _, e := range a.of(evidence.KindAction) {
		all = append(all, *e.Action)
	}
	return all
}

// kinds are the kinds of actions.
func kinds(all []evidence.Action) []evidence.ActionKind {
	var names []evidence.ActionKind
	for _, a := range all {
		names = append(names, a.Kind)
	}
	return names
}

// owner is the row of the user whose token it is.
func (a *actor) owner(t *testing.T, s *stage) database.User {
	t.Helper()
	user, found, err := s.Database().UserByName(t.Context(), a.made(t).Owner)
	require.NoError(t, err)
	require.True(t, found)
	return user
}
