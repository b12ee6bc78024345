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

func killed() *deployment.FaultError {
	return &deployment.FaultError{What: "the container of the server was killed (exit 137)", At: time.Date(2026, 11, 26, 9, 8, 7, 0, time.FixedZone("", 8*60*60))}
}

func TestHealth(t *testing.T) {
	part := deployment.NewHealth()
	whole := deployment.NewHealth(deployment.NewHealth(), part, nil)
	ctx, cancel := whole.Within(t.Context())
	defer cancel()
	assert.Nil(t, whole.Fault())
	require.NoError(t, ctx.Err())

	part.Break(killed())
	part.Break(&deployment.FaultError{What: "something else"})
	<-ctx.Done()
	assert.EqualError(t, context.Cause(ctx), "the container of the server was killed (exit 137) at 01:08:07 UTC")
	assert.Equal(t, killed().What, whole.Fault().What)
	whole.Settle(t.Context(), time.Hour) // it is known already

	late, cancel := whole.Within(t.Context())
	defer cancel()
	<-late.Done()
	assert.ErrorAs(t, context.Cause(late), new(*deployment.FaultError))
}

// Of one that nobody watches no fault is known, and its context is the other's.
func TestNoHealth(t *testing.T) {
	var h *deployment.Health
	assert.Nil(t, h.Fault())
	assert.Nil(t, h.Since(time.Time{}))
	h.Settle(t.Context(), time.Hour)
	ctx, cancel := h.Within(t.Context())
	require.NoError(t, ctx.Err())
	cancel()
	<-ctx.Done()
	assert.Equal(t, context.Canceled, context.Cause(ctx))
}

// One that broke down is handed out no more, and makes room for those that wait.
func TestPoolGivesUpWhatBrokeDown(t *testing.T) {
	for name, leased := range map[string]bool{"between two scenarios": false, "under a scenario": true} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p, o := &provider{memoryMB: 100}, &observer{}
				pool := deployment.NewPool(p, deployment.Limits{MemoryMB: 100}, deployment.RemoveUnused, o)
				pool.Start(t.Context(), "one", spec("1"), 3)
				pool.Start(t.Context(), "two", spec("2"), 1)
				lease, err := pool.Lease(t.Context(), spec("1"))
				require.NoError(t, err)
				if !leased {
					require.NoError(t, lease.Release(t.Context()))
				}
				lease.Health().Break(killed())
				synctest.Wait()
				assert.Equal(t, []string{"broken one: " + killed().What}, o.only("broken"))
				if leased {
					assert.Empty(t, o.only("removing"), "who uses it gives it back first")
					require.NoError(t, lease.Release(t.Context()))
				}
				for range 2 {
					_, err = pool.Lease(t.Context(), spec("1"))
					assert.ErrorAs(t, err, new(*deployment.FaultError))
				}
				assert.Equal(t, []string{"removing one"}, o.only("removing"))
				other, err := pool.Lease(t.Context(), spec("2"))
				require.NoError(t, err, "there is room for it")
				assert.NoError(t, other.Release(t.Context()))
			})
		})
	}
}

// What was doubtful since a time is told of the whole, too, and what is asked for a
// sign of life is asked of all parts.
func TestDoubts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		part := deployment.NewHealth()
		whole := deployment.NewHealth(part, nil)
		begun := time.Now()
		asked := 0
		part.AskedBy(func(context.Context) {
			asked++
			part.Doubt(&deployment.FaultError{What: "it was away", At: time.Now()})
		})
		assert.Nil(t, whole.Since(begun))
		whole.Settle(t.Context(), time.Second)
		assert.Equal(t, time.Second, time.Since(begun))
		assert.Equal(t, 1, asked)
		assert.Equal(t, "it was away", whole.Since(begun).What)
		assert.Nil(t, whole.Since(time.Now().Add(1)), "that was before")
		assert.Nil(t, whole.Fault(), "it may pass")

		part.Break(killed())
		whole.Settle(t.Context(), time.Hour)
		assert.Equal(t, 1, asked, "nothing is asked of what has broken down")
		assert.Equal(t, killed().What, whole.Since(time.Now()).What)
	})
}

// A question for a sign of life ends when it is known that there will be none.
func TestAQuestionEndsWithAFault(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := deployment.NewHealth()
		h.AskedBy(func(ctx context.Context) { <-ctx.Done() })
		h.AskedBy(func(context.Context) { h.Break(killed()) })
		h.Settle(t.Context(), 0)
		assert.NotNil(t, h.Fault())
	})
}
