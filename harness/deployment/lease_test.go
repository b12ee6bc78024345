package deployment_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/deployment"
)

// two leases of a deployment, the first of which is paused.
func pausedAndOther(t *testing.T, o *observer) (paused, other *deployment.Lease) {
	t.Helper()
	pool := deployment.NewPool(&provider{memoryMB: 1}, deployment.Limits{MemoryMB: 1}, deployment.RemoveUnused, o)
	pool.Start(t.Context(), "one", spec("1"), 2)
	paused, err := pool.Lease(t.Context(), spec("1"))
	require.NoError(t, err)
	soon, cancel := context.WithTimeout(t.Context(), time.Millisecond)
	defer cancel()
	_, err = pool.Lease(soon, spec("1"))
	require.ErrorIs(t, err, context.DeadlineExceeded, "somebody has it")
	paused.Pause()
	other, err = pool.Lease(t.Context(), spec("1"))
	require.NoError(t, err)
	return paused, other
}

func TestAPausedLeaseLetsOthersHaveIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := &observer{}
		paused, other := pausedAndOther(t, o)
		soon, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		require.ErrorIs(t, paused.Resume(soon), context.DeadlineExceeded, "the other has it")
		require.NoError(t, other.Release(t.Context()))
		assert.False(t, o.saw("removing one"), "it is not the last use")
		require.NoError(t, paused.Resume(t.Context()))
		require.NoError(t, paused.Release(t.Context()))
		assert.True(t, o.saw("removing one"))
	})
}

// A lease that is released while it is paused gives back nothing that others have.
func TestAPausedLeaseThatIsReleased(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := &observer{}
		paused, other := pausedAndOther(t, o)
		require.NoError(t, paused.Release(t.Context()))
		assert.False(t, o.saw("removing one"), "the other has it")
		other.Pause()
		require.NoError(t, other.Resume(t.Context()), "it is free once")
		require.NoError(t, other.Release(t.Context()))
		assert.True(t, o.saw("removing one"))
	})
}

func TestAPausedLeaseOfWhatBreaksDown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := &observer{}
		paused, other := pausedAndOther(t, o)
		fault := &deployment.FaultError{What: "its container was killed"}
		other.Health().Break(fault)
		require.NoError(t, other.Release(t.Context()))
		assert.True(t, o.saw("removing one"))
		assert.ErrorIs(t, paused.Resume(t.Context()), fault)
		require.NoError(t, paused.Release(t.Context()), "it is gone already")
		removed := 0
		for _, text := range o.told {
			if text == "removing one" {
				removed++
			}
		}
		assert.Equal(t, 1, removed)
	})
}
