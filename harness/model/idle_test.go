package model_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/clock"
	"streampark-regress/harness/deployment"
	"streampark-regress/harness/release"
	"streampark-regress/harness/streampark"
)

// Nobody waits for a web session of the model to end, and its two clocks stay together.
func TestTheModelIdlesAtOnce(t *testing.T) {
	spec := deployment.Spec{Release: builtIn(t, "2.1.4"), Settings: []release.Setting{{Key: "server.servlet.session.timeout", Value: "10m"}}}
	d, err := provider(t).Start(t.Context(), "idle", spec, func(string) {})
	require.NoError(t, err)
	admin, err := streampark.New(d.URL()).SignIn(t.Context(), streampark.SeededAdmin, streampark.SeededPassword)
	require.NoError(t, err)
	status := func() int {
		list := streampark.ListApplicationsCall()
		answer, err := d.Client().Do(t.Context(), list.As(admin.Credentials()))
		require.NoError(t, err)
		return answer.Status
	}
	idler, idles := d.(interface {
		Idle(ctx context.Context, d time.Duration) error
	})
	require.True(t, idles)
	for _, step := range []struct {
		idle time.Duration
		want int
	}{{0, 200}, {9 * time.Minute, 200}, {9 * time.Minute, 200}, {11 * time.Minute, 401}} {
		before, err := d.Client().ServerTime(t.Context())
		require.NoError(t, err)
		require.NoError(t, idler.Idle(t.Context(), step.idle))
		after, err := d.Client().ServerTime(t.Context())
		require.NoError(t, err)
		assert.InDelta(t, step.idle.Seconds(), after.Sub(before).Seconds(), clock.Lag.Seconds())
		assert.Equal(t, step.want, status(), step.idle)
	}
	_, err = d.Clock().Pass(t.Context(), time.Now(), 30*24*time.Hour)
	require.NoError(t, err, "a jump goes on from there")
}
