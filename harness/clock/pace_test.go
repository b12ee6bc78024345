package clock_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/clock"
)

func TestAPaceIsFastAtFirst(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var pace clock.Pace
		var pauses []time.Duration
		for range 8 {
			before := time.Now()
			require.NoError(t, pace.Idle(t.Context()))
			pauses = append(pauses, time.Since(before).Round(time.Millisecond))
		}
		assert.IsNonDecreasing(t, pauses)
		assert.Equal(t, 2*time.Millisecond, pauses[0])
		assert.Equal(t, 50*time.Millisecond, pauses[7])
		ended, cancel := context.WithCancel(t.Context())
		cancel()
		assert.ErrorIs(t, pace.Idle(ended), context.Canceled)
	})
}
