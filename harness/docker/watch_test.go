package docker_test

import (
	"context"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/deployment"
	"streampark-regress/harness/docker"
)

// knownWithin is how soon a run has to know of a fault.
const knownWithin = 30 * time.Second

// docked runs the docker command as somebody beside the run would.
func docked(t *testing.T, args ...string) string {
	t.Helper()
	out, err := exec.CommandContext(context.WithoutCancel(t.Context()), "docker", args...).CombinedOutput()
	require.NoError(t, err, "docker %v: %s", args, out)
	return strings.TrimSpace(string(out))
}

// container is the run's container of an image.
func container(t *testing.T, run, image string) string {
	t.Helper()
	return only(t, run, "ancestor="+image)
}

// only is the run's one container that a filter finds.
func only(t *testing.T, run, filter string) string {
	t.Helper()
	ids := strings.Fields(docked(t, "ps", "-aq", "--filter", "label="+docker.RunLabel+"="+run, "--filter", filter))
	require.Len(t, ids, 1)
	return ids[0]
}

// awaitFault waits until a deployment has broken down.
func awaitFault(t *testing.T, d deployment.Deployment) *deployment.FaultError {
	t.Helper()
	ctx, cancel := d.Health().Within(t.Context())
	defer cancel()
	select {
	case <-ctx.Done():
	case <-time.After(knownWithin):
		require.Fail(t, "the fault was not noticed", "within %s", knownWithin)
	}
	return d.Health().Fault()
}

// What the run does to its servers itself is no fault.
func TestTheRunsOwnDoingIsNoFault(t *testing.T) {
	b := newBench(t)
	p := b.provider(t)
	d, err := p.Start(t.Context(), "one", b.spec(t, "2.1.4"), ignore)
	require.NoError(t, err)
	require.NoError(t, d.Restart(t.Context()))
	require.NoError(t, d.Recreate(t.Context()))
	_, err = d.Upgrade(t.Context(), b.spec(t, "2.1.5").Release, ignore)
	require.NoError(t, err)
	assert.Nil(t, d.Health().Fault())
	docked(t, "kill", container(t, b.options.Run, b.options.Images["2.1.5"]))
	assert.Contains(t, awaitFault(t, d).What, "was killed", "the server that took its place is looked after, too")
}

// A fault of the database that all servers share is one of each, also of those that
// start later.
func TestAFaultOfTheDatabaseIsOneOfAllServers(t *testing.T) {
	b := newBench(t)
	p := b.provider(t)
	first, err := p.Start(t.Context(), "first", b.spec(t, "2.1.4"), ignore)
	require.NoError(t, err)
	second, err := p.Start(t.Context(), "second", b.spec(t, "2.1.5"), ignore)
	require.NoError(t, err)
	for _, kind := range b.options.Databases {
		docked(t, "kill", container(t, b.options.Run, kind.Image))
	}
	assert.NotNil(t, awaitFault(t, first))
	assert.NotNil(t, awaitFault(t, second))
	begun := time.Now()
	_, err = p.Start(t.Context(), "late", b.spec(t, "2.1.5"), ignore)
	assert.ErrorAs(t, err, new(*deployment.FaultError))
	assert.ErrorContains(t, err, "the container of its database was killed")
	assert.Less(t, time.Since(begun), knownWithin)
}
