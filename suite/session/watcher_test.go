package session_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/deployment"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/release"
	"streampark-regress/suite/session"
)

// silent is a deployment whose log cannot be had.
type silent struct{ deployment.Deployment }

func (silent) Name() string                        { return "2.1.5-2" }
func (silent) Target() string                      { return deployment.Docker }
func (silent) Image() string                       { return "an image" }
func (silent) Java() string                        { return "1.8.0_1" }
func (silent) Release() release.Release            { return release.Release{Version: "2.1.5"} }
func (silent) Log(context.Context) (string, error) { return "", fmt.Errorf("no luck%s", "\n") }

// The life of a deployment is told, whatever becomes of it.
func TestTheLifeOfADeploymentIsTold(t *testing.T) {
	r, err := catalogue(t).Find("2.1.5")
	require.NoError(t, err)
	spec, log := deployment.Spec{Release: r}, evidence.NewLog(io.Discard, &evidence.Redactor{})
	w := session.Watch(log, func(string, string) error { return errors.New("nothing of it was to be had") })
	w.Starting("2.1.5-2", spec)
	w.Progress("2.1.5-2", spec, "loading the schema")
	w.Ready(silent{}, spec)
	w.Removing(t.Context(), silent{})
	w.Failed("2.1.5-3", spec, fmt.Errorf("start it: %w", &deployment.StartError{What: "exited", LogTail: []string{"one", "two"}}))
	w.Failed("2.1.5-4", spec, errors.New("no memory"))
	var got []evidence.Deployment
	for _, e := range log.Events() {
		require.Equal(t, evidence.KindDeployment, e.Kind)
		d := *e.Deployment
		assert.Equal(t, d.Phase == evidence.Ready, d.Seconds > 0)
		d.Seconds = 0
		got = append(got, d)
	}
	assert.Equal(t, []evidence.Deployment{
		{Phase: evidence.Begun, Name: "2.1.5-2", Release: "2.1.5", Detail: "StreamPark 2.1.5 as shipped"},
		{Phase: evidence.Progress, Name: "2.1.5-2", Release: "2.1.5", Detail: "loading the schema"},
		{Phase: evidence.Ready, Name: "2.1.5-2", Release: "2.1.5", Target: "docker", Detail: "ready", Image: "an image", Java: "1.8.0_1"},
		{Phase: evidence.Ended, Name: "2.1.5-2", Release: "2.1.5", Target: "docker", Detail: "removing; its log could not be kept: no luck"},
		{Phase: evidence.Ended, Name: "2.1.5-3", Release: "2.1.5", Failure: "start it: exited; its last 2 log lines:\n    one\n    two", LogTail: []string{"one", "two"}},
		{Phase: evidence.Ended, Name: "2.1.5-4", Release: "2.1.5", Failure: "no memory"},
	}, got)
}

// talkative is a deployment that has logged something.
type talkative struct{ silent }

func (talkative) Log(context.Context) (string, error) { return "what it said", nil }

func TestTheLogOfADeploymentIsKept(t *testing.T) {
	for want, fails := range map[string]error{"removing": nil, "removing; its log could not be kept: no space": errors.New("no space")} {
		log := evidence.NewLog(io.Discard, &evidence.Redactor{})
		kept := ""
		session.Watch(log, func(name, said string) error { kept = name + ": " + said; return fails }).Removing(t.Context(), talkative{})
		assert.Equal(t, "2.1.5-2: what it said", kept)
		assert.Equal(t, want, log.Events()[0].Deployment.Detail)
	}
	log := evidence.NewLog(io.Discard, &evidence.Redactor{})
	session.Watch(log, nil).Removing(t.Context(), talkative{})
	assert.Equal(t, "removing", log.Events()[0].Deployment.Detail, "nobody wants it")
}
