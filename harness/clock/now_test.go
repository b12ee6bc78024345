package clock_test

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/clock"
)

func TestTimePassesFromNow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &server{}
		c, err := clock.NewJumping(t.Context(), s, s)
		require.NoError(t, err)
		for range 2 { // the second time from where the first one ended
			passed, err := clock.PassFromNow(t.Context(), c, s, time.Hour)
			require.NoError(t, err)
			assert.InDelta(t, time.Hour.Seconds(), passed.Elapsed.Seconds(), clock.Lag.Seconds())
		}
		assert.InDelta(t, 2*time.Hour.Seconds(), s.ahead.Seconds(), 2*clock.Lag.Seconds())
	})
}

func TestNowThatNobodyTellsIsAnError(t *testing.T) {
	s := &server{dead: true}
	_, err := clock.PassFromNow(t.Context(), clock.NewWaiting(s, time.Hour), s, time.Second)
	assert.EqualError(t, err, "read the server's clock: connection refused")
}
