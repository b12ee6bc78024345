package caller_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/caller"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/outcome"
	"streampark-regress/harness/release"
)

func copies(action release.Action, base caller.Base) deed {
	return func(c *caller.Caller, ctx context.Context) error { return c.Copy(ctx, action, base) }
}

func runs(edits ...caller.Edit) deed {
	return func(c *caller.Caller, ctx context.Context) error { return c.RunCopied(ctx, edits...) }
}

// What is copied is sent as curl would send it, field by field.
func TestACopiedCommandIsRunAsItIs(t *testing.T) {
	const id = "200001"
	for name, tt := range map[string]struct {
		release string
		action  release.Action
		edits   []caller.Edit
		path    string
		form    map[string]string
		outcome outcome.Outcome
		state   evidence.State
	}{
		"2.1.4's start": {"2.1.4", release.Start, nil, "/flink/app/start",
			map[string]string{"teamId": "100000", "allowNonRestored": "false", "id": id, "savePointed": "false"}, outcome.Started, evidence.StartedFresh},
		"2.1.4's cancel": {"2.1.4", release.Cancel, nil, "/flink/app/cancel",
			map[string]string{"teamId": "100000", "id": id, "savePointed": "false", "drain": "false"}, outcome.Cancelled, evidence.StoppedBare},
		"2.1.5's start": {"2.1.5", release.Start, nil, "/openapi/app/start",
			map[string]string{"argument": "", "savepointPath": "", "allowNonRestored": "false", "id": id, "restoreFromSavepoint": "false"}, outcome.Started, evidence.StartedFresh},
		"2.1.5's cancel": {"2.1.5", release.Cancel, nil, "/openapi/app/cancel",
			map[string]string{"triggerSavepoint": "false", "savepointPath": "", "id": id, "drain": "false"}, outcome.Cancelled, evidence.StoppedBare},
		"with its flag on": {"2.1.5", release.Start, []caller.Edit{caller.FlagOn}, "/openapi/app/start",
			map[string]string{"argument": "", "savepointPath": "", "allowNonRestored": "false", "id": id, "restoreFromSavepoint": "true"}, outcome.Started, evidence.RestoredLatest},
		"elsewhere": {"2.1.5", release.Start, []caller.Edit{caller.FlagOn, caller.At("/flink/app/start")}, "/flink/app/start",
			map[string]string{"argument": "", "savepointPath": "", "allowNonRestored": "false", "id": id, "restoreFromSavepoint": "true"}, outcome.Closed, evidence.NotSubmitted},
	} {
		t.Run(name, func(t *testing.T) {
			a := serve(t, tt.release).ready(t)
			a.do(t, (*caller.Caller).MakeSavepoint, copies(tt.action, caller.OfServer), runs(tt.edits...))
			last := a.last(t)
			assert.Equal(t, tt.path, last.Path)
			assert.Equal(t, tt.form, last.Form)
			assert.Equal(t, tt.outcome, last.Outcome)
			assert.Equal(t, tt.state, last.Submission.State)
			assert.NotContains(t, a.written.String(), a.Token(), "the command holds the token, and the log does not")
			assert.Contains(t, a.written.String(), "--data-urlencode")
			assert.Contains(t, kinds(a.actions()), evidence.CommandCopied)
		})
	}
}

// Another release's command is the caller's own but for what that release writes.
func TestTheCommandOfAnotherRelease(t *testing.T) {
	a := serve(t, "2.1.5").ready(t)
	a.do(t, (*caller.Caller).MakeSavepoint)
	require.NoError(t, a.TakeCopied(release.Cancel, "2.1.4"))
	a.do(t, runs(caller.FlagOn, caller.AtOwnAddress))
	last := a.last(t)
	assert.Equal(t, "/openapi/app/cancel", last.Path)
	assert.Equal(t, "true", last.Form["savePointed"])
	assert.Equal(t, evidence.StoppedBare, last.Submission.State)
	assert.ErrorContains(t, a.TakeCopied(release.Start, "9.9"), `take the curl command for a start of 9.9: unknown release "9.9"`)
}

// Whoever renews the token has to put the new one into the command.
func TestTheTokenInACommand(t *testing.T) {
	a := serve(t, "2.1.4").ready(t)
	a.do(t, copies(release.Start, caller.OfServer), after(time.Second), (*caller.Caller).Renew, runs())
	assert.Equal(t, outcome.Unauthenticated, a.last(t).Outcome, "it holds the old one")
	a.do(t, runs(caller.TokenNow))
	assert.Equal(t, outcome.Started, a.last(t).Outcome)
}

// Without a base there is no host, and nothing is sent anywhere.
func TestACommandWithoutAHost(t *testing.T) {
	a := serve(t, "2.1.4").ready(t)
	_, err := a.Copied()
	require.ErrorContains(t, err, "no curl command has been copied yet")
	require.ErrorContains(t, a.RunCopied(t.Context()), "no curl command has been copied yet")
	a.do(t, copies(release.Start, caller.Empty))
	fact, err := a.Copied()
	require.NoError(t, err)
	assert.Equal(t, evidence.Fact{Kind: evidence.CommandFact, Address: "/flink/app/start"}, fact)
	require.ErrorContains(t, a.RunCopied(t.Context()), "it calls /flink/app/start, where curl finds no server")
	assert.Empty(t, a.calls())
}

func TestWhatCannotBeCopied(t *testing.T) {
	a := serve(t, "2.1.5").ready(t)
	a.do(t, (*caller.Caller).Delete)
	err := a.Copy(t.Context(), release.Start, caller.OfServer)
	assert.ErrorContains(t, err, "copy the curl command for a start: /openapi/curl was answered 500, with no command in it")
}
