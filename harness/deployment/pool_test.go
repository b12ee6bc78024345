package deployment_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/deployment"
)

func TestPoolStartsSideBySideWithinItsBudget(t *testing.T) {
	for name, tt := range map[string]struct {
		each, budget int64
		most         int
		took         time.Duration
	}{
		"room for all":                  {100, 400, 4, time.Second},
		"room for two":                  {100, 200, 2, 2 * time.Second},
		"room for one and a bit":        {100, 199, 1, 4 * time.Second},
		"more than all of it, so alone": {900, 200, 1, 4 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p := &provider{memoryMB: tt.each}
				pool := deployment.NewPool(p, deployment.Limits{MemoryMB: tt.budget}, deployment.RemoveUnused, &observer{})
				begun := time.Now()
				var using sync.WaitGroup
				for _, version := range []string{"1", "2", "3", "4"} {
					pool.Start(t.Context(), "d"+version, spec(version), 1)
					using.Go(func() {
						lease, err := pool.Lease(t.Context(), spec(version))
						if assert.NoError(t, err) {
							assert.NoError(t, lease.Release(t.Context()))
						}
					})
				}
				using.Wait()
				assert.Equal(t, tt.most, p.most, "side by side")
				assert.Equal(t, 4, p.finished, "each is removed after its last use")
				assert.Equal(t, tt.took, time.Since(begun))
			})
		})
	}
}

func TestPoolStartsInOrderAndSoManyAtOnce(t *testing.T) {
	for name, tt := range map[string]struct {
		limits deployment.Limits
		took   time.Duration
	}{
		"any number":                  {deployment.Limits{MemoryMB: 400}, time.Second},
		"two at once":                 {deployment.Limits{MemoryMB: 400, Starts: 2}, 2 * time.Second},
		"one at once":                 {deployment.Limits{MemoryMB: 400, Starts: 1}, 4 * time.Second},
		"memory for one, two at once": {deployment.Limits{MemoryMB: 100, Starts: 2}, 4 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				o := &observer{}
				pool := deployment.NewPool(&provider{memoryMB: 100}, tt.limits, deployment.RemoveUnused, o)
				begun := time.Now()
				var using sync.WaitGroup
				var want []string
				for _, version := range []string{"1", "2", "3", "4"} {
					pool.Start(t.Context(), "d"+version, spec(version), 1)
					want = append(want, "starting d"+version)
					using.Go(func() {
						lease, err := pool.Lease(t.Context(), spec(version))
						if assert.NoError(t, err) {
							assert.NoError(t, lease.Release(t.Context()))
						}
					})
				}
				using.Wait()
				assert.Equal(t, tt.took, time.Since(begun))
				if tt.limits.Starts == 1 {
					assert.Equal(t, want, o.only("starting"))
				}
				assert.Len(t, o.only("starting"), 4)
			})
		})
	}
}

func TestLeaseIsExclusiveAndTheLastUseRemoves(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, o := &provider{memoryMB: 1}, &observer{}
		pool := deployment.NewPool(p, deployment.Limits{MemoryMB: 1}, deployment.RemoveUnused, o)
		pool.Start(t.Context(), "one", spec("1"), 3)
		var using sync.WaitGroup
		var mu sync.Mutex
		users := 0
		begun := time.Now()
		for range 3 {
			using.Go(func() {
				lease, err := pool.Lease(t.Context(), spec("1"))
				if !assert.NoError(t, err) {
					return
				}
				mu.Lock()
				users++
				assert.Equal(t, 1, users, "nobody else uses it")
				mu.Unlock()
				assert.False(t, o.saw("removing one"), "it is there while somebody uses it")
				time.Sleep(time.Minute)
				mu.Lock()
				users--
				mu.Unlock()
				assert.NoError(t, lease.Release(t.Context()))
				assert.NoError(t, lease.Release(t.Context()), "again does nothing")
			})
		}
		using.Wait()
		assert.Equal(t, 3*time.Minute+time.Second, time.Since(begun))
		assert.Equal(t, []string{"starting one", "one: starting", "ready one", "removing one"}, o.told)
		assert.Equal(t, 1, p.finished)
		_, err := pool.Lease(t.Context(), spec("1"))
		assert.ErrorContains(t, err, "one was removed after its last planned use")
		_, err = pool.Lease(t.Context(), spec("2"))
		assert.ErrorContains(t, err, "no deployment of StreamPark 2 as shipped was planned")
	})
}

func TestFailedStartIsToldToEveryLease(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		broken := errors.New("exited with code 1")
		p, o := &provider{memoryMB: 1, failure: broken}, &observer{}
		pool := deployment.NewPool(p, deployment.Limits{MemoryMB: 1}, deployment.RemoveUnused, o)
		pool.Start(t.Context(), "one", spec("1"), 2)
		pool.Start(t.Context(), "two", spec("2"), 1)
		for _, version := range []string{"1", "1", "2"} {
			_, err := pool.Lease(t.Context(), spec(version))
			assert.ErrorIs(t, err, broken)
			assert.ErrorContains(t, err, "start StreamPark "+version+" as shipped")
		}
		assert.True(t, o.saw("failed one"))
		assert.True(t, o.saw("failed two"), "what failed leaves its memory to the next")
		pool.Close(t.Context())
		assert.False(t, o.saw("removing one"), "there is nothing to remove")
	})
}

func TestPoolThatKeepsAll(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, o := &provider{memoryMB: 1}, &observer{}
		pool := deployment.NewPool(p, deployment.Limits{MemoryMB: 1}, deployment.KeepAll, o)
		pool.Start(t.Context(), "one", spec("1"), 1)
		for range 2 {
			lease, err := pool.Lease(t.Context(), spec("1"))
			require.NoError(t, err)
			require.NoError(t, lease.Release(t.Context()))
		}
		assert.False(t, o.saw("removing one"))
		pool.Close(t.Context())
		assert.True(t, o.saw("removing one"), "its log is heard at the end all the same")
		assert.Zero(t, p.finished)
	})
}

func TestCloseWaitsForStartsAndTellsOfWhatIsLeft(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, o := &provider{memoryMB: 1}, &observer{}
		pool := deployment.NewPool(p, deployment.Limits{MemoryMB: 3}, deployment.RemoveUnused, o)
		for _, version := range []string{"1", "2", "3"} {
			pool.Start(t.Context(), "d"+version, spec(version), 1)
		}
		begun := time.Now()
		used, err := pool.Lease(t.Context(), spec("1"))
		require.NoError(t, err)
		require.NoError(t, used.Release(t.Context()))
		pool.Start(t.Context(), "late", spec("late"), 1)
		pool.Close(t.Context())
		assert.Equal(t, 2*time.Second, time.Since(begun), "a start that has begun comes to its end")
		var removed []string
		for _, text := range o.told {
			if name, ok := strings.CutPrefix(text, "removing "); ok {
				removed = append(removed, name)
			}
		}
		assert.Equal(t, []string{"d1", "d2", "d3", "late"}, removed, "each once, in the order they were started")
	})
}

func TestCancelledPool(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, o := &provider{memoryMB: 1}, &observer{}
		pool := deployment.NewPool(p, deployment.Limits{MemoryMB: 1}, deployment.RemoveUnused, o)
		ctx, cancel := context.WithCancel(t.Context())
		pool.Start(ctx, "starting", spec("1"), 1)
		synctest.Wait()
		pool.Start(ctx, "waiting", spec("2"), 1)
		synctest.Wait()
		cancel()
		_, err := pool.Lease(t.Context(), spec("1"))
		assert.ErrorIs(t, err, context.Canceled)
		assert.ErrorContains(t, err, "start StreamPark 1")
		_, err = pool.Lease(t.Context(), spec("2"))
		assert.ErrorIs(t, err, context.Canceled)
		assert.ErrorContains(t, err, "wait for memory")
		assert.False(t, o.saw("starting waiting"))
	})
}

func TestLeaseAndCloseEndWithTheirContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		pool := deployment.NewPool(&provider{memoryMB: 1}, deployment.Limits{MemoryMB: 1}, deployment.RemoveUnused, &observer{})
		pool.Start(t.Context(), "one", spec("1"), 2)
		soon, cancel := context.WithTimeout(t.Context(), time.Millisecond)
		defer cancel()
		_, err := pool.Lease(soon, spec("1"))
		assert.ErrorIs(t, err, context.DeadlineExceeded, "it is not ready")
		begun := time.Now()
		pool.Close(soon)
		assert.Zero(t, time.Since(begun), "nobody waits longer than asked to")
		lease, err := pool.Lease(t.Context(), spec("1"))
		require.NoError(t, err)
		later, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		_, err = pool.Lease(later, spec("1"))
		assert.ErrorIs(t, err, context.DeadlineExceeded, "it is not free")
		assert.NoError(t, lease.Release(t.Context()))
	})
}

func TestRemovalThatFails(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &provider{memoryMB: 1}
		pool := deployment.NewPool(p, deployment.Limits{MemoryMB: 1}, deployment.RemoveUnused, &observer{})
		pool.Start(t.Context(), "one", spec("1"), 1)
		lease, err := pool.Lease(t.Context(), spec("1"))
		require.NoError(t, err)
		lease.Deployment.(*fake).unclosed = errors.New("no such container")
		assert.EqualError(t, lease.Release(t.Context()), "remove one: no such container")
		pool.Start(t.Context(), "two", spec("2"), 1)
		_, err = pool.Lease(t.Context(), spec("2"))
		assert.NoError(t, err, "its memory is free again")
	})
}
