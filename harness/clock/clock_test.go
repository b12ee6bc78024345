package clock_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/clock"
)

// server is a server whose clock can be moved, or cannot. Whoever asks it without
// letting time pass gets an error in the end.
type server struct {
	ahead time.Duration
	stuck bool
	dead  bool
	asked int
}

func (s *server) ServerTime(context.Context) (time.Time, error) {
	if s.dead {
		return time.Time{}, errors.New("connection refused")
	}
	if s.asked++; s.asked > 10_000 {
		return time.Time{}, errors.New("asked without end")
	}
	return time.Now().Add(s.ahead).Truncate(time.Second), nil
}

func (s *server) Shift(_ context.Context, ahead time.Duration) error {
	if !s.stuck {
		s.ahead = ahead
	}
	return nil
}

func TestJumpTakesNoTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &server{}
		c, err := clock.NewJumping(t.Context(), s, s)
		require.NoError(t, err)
		since, begun := time.Now(), time.Now()
		for _, elapsed := range []time.Duration{119 * time.Minute, 121 * time.Minute, 400 * 24 * time.Hour} {
			passed, err := c.Pass(t.Context(), since, elapsed)
			require.NoError(t, err)
			assert.InDelta(t, elapsed.Seconds(), passed.Elapsed.Seconds(), 2)
			assert.InDelta(t, elapsed.Seconds(), s.ahead.Seconds(), 2)
		}
		assert.Less(t, time.Since(begun), time.Second)
	})
}

func TestJumpThatDoesNotTakeIsAnError(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &server{stuck: true}
		c, err := clock.NewJumping(t.Context(), s, s)
		require.NoError(t, err)
		err = c.Probe(t.Context())
		assert.ErrorContains(t, err, "the clock shim has no effect")
		assert.ErrorContains(t, err, "--clock short-ttl")
	})
}

func TestServerThatDiesInAJumpIsAnError(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &server{}
		c, err := clock.NewJumping(t.Context(), s, s)
		require.NoError(t, err)
		s.dead = true
		_, err = c.Pass(t.Context(), time.Now(), time.Hour)
		assert.ErrorContains(t, err, "the server no longer answers: connection refused")
		assert.ErrorContains(t, err, "--clock wait")
	})
}

func TestClockGoesForwardOnly(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &server{}
		c, err := clock.NewJumping(t.Context(), s, s)
		require.NoError(t, err)
		since := time.Now()
		_, err = c.Pass(t.Context(), since, 25*time.Hour)
		require.NoError(t, err)
		passed, err := c.Pass(t.Context(), since, 2*time.Hour)
		require.NoError(t, err, "so much has passed already")
		assert.Equal(t, clock.Passage{Elapsed: 25 * time.Hour}, passed, "and the clock stays where it is")
	})
}

func TestWaitWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := clock.NewWaiting(&server{}, 3*time.Hour)
		since := time.Now()
		passed, err := c.Pass(t.Context(), since, 121*time.Minute)
		require.NoError(t, err)
		assert.GreaterOrEqual(t, time.Since(since), 121*time.Minute)
		assert.GreaterOrEqual(t, passed.Elapsed, 121*time.Minute)
		_, err = c.Pass(t.Context(), since, 25*time.Hour)
		assert.ErrorContains(t, err, "--max-wait")
	})
}

func TestWaitEndsWithItsContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		_, err := clock.NewWaiting(&server{}, time.Hour).Pass(ctx, time.Now(), time.Minute)
		assert.ErrorIs(t, err, context.DeadlineExceeded)
	})
}

func TestShortTTLKeepsBeforeBeforeAndAfterAfter(t *testing.T) {
	c, err := clock.NewScaled(&server{}, 2*time.Hour, 20*time.Second)
	require.NoError(t, err)
	for elapsed, want := range map[time.Duration]time.Duration{
		0: 0, time.Hour: 10 * time.Second, 119 * time.Minute: 16 * time.Second, 121 * time.Minute: 24 * time.Second, 3 * time.Hour: 30 * time.Second,
	} {
		assert.Equal(t, want, c.Real(elapsed), elapsed)
	}
	synctest.Test(t, func(t *testing.T) {
		_, err := c.Pass(t.Context(), time.Now(), 400*24*time.Hour)
		assert.ErrorContains(t, err, "use --clock jump")
	})
	_, err = clock.NewScaled(&server{}, 2*time.Hour, 5*time.Second)
	assert.ErrorContains(t, err, "too small")
}

// A reporter's TTL is another than the shipped one: what lies around the
// shipped TTL in a scenario lies around theirs.
func TestAnotherTTLIsKeptOnItsSide(t *testing.T) {
	const day = 24 * time.Hour
	for _, tt := range []struct{ ttl, elapsed, want time.Duration }{
		{day, 2 * time.Second, 2 * time.Second},
		{day, 59 * time.Minute, 59 * time.Minute},
		{day, 119 * time.Minute, day - time.Minute},
		{day, 2 * time.Hour, day},
		{day, 121 * time.Minute, day + time.Minute},
		{day, 400 * day, 401*day - 2*time.Hour},
		{30 * time.Minute, time.Hour, 15 * time.Minute},
		{30 * time.Minute, 119 * time.Minute, 29*time.Minute + 45*time.Second},
		{30 * time.Minute, 121 * time.Minute, 31 * time.Minute},
		{time.Minute, 119 * time.Minute, time.Minute - clock.Margin},
		{time.Minute, 121 * time.Minute, 2 * time.Minute},
	} {
		assert.Equal(t, tt.want, clock.NewStretched(nil, 2*time.Hour, tt.ttl).Real(tt.elapsed), "%s with a TTL of %s", tt.elapsed, tt.ttl)
	}
	s := &server{}
	c, err := clock.Settings{Kind: clock.Jump}.Start(t.Context(), clock.TTL{Shipped: 2 * time.Hour, Actual: day}, s, s)
	require.NoError(t, err)
	passed, err := c.Pass(t.Context(), time.Now().Add(time.Minute), 121*time.Minute)
	require.NoError(t, err)
	assert.Equal(t, 121*time.Minute, passed.StandsFor)
	assert.InDelta(t, (day + time.Minute).Seconds(), passed.Elapsed.Seconds(), 2)
}

// Every clock says what a session TTL of a scenario is on its server and how
// far it moved that server's clock.
func TestEveryClockKnowsItsTTLAndHowFarItIsAhead(t *testing.T) {
	const shipped, theirs, small = 2 * time.Hour, 24 * time.Hour, 20 * time.Second
	for name, tt := range map[string]struct {
		settings clock.Settings
		actual   time.Duration
		// ttl is what the shipped TTL is on the server; ahead is how far its
		// clock is moved by 121 minutes.
		ttl, ahead time.Duration
	}{
		"jump":                          {clock.Settings{Kind: clock.Jump}, shipped, shipped, 121 * time.Minute},
		"jump on a server of their own": {clock.Settings{Kind: clock.Jump}, theirs, theirs, theirs + time.Minute},
		"wait":                          {clock.Settings{Kind: clock.Wait, MaxWait: 25 * time.Hour}, shipped, shipped, 0},
		"wait on a server of their own": {clock.Settings{Kind: clock.Wait, MaxWait: 25 * time.Hour}, theirs, theirs, 0},
		"short-ttl":                     {clock.Settings{Kind: clock.ShortTTL, ShortTTL: small}, shipped, small, 0},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := &server{}
				c, err := tt.settings.Start(t.Context(), clock.TTL{Shipped: shipped, Actual: tt.actual}, s, s)
				require.NoError(t, err)
				assert.Equal(t, tt.settings.Kind, c.Kind())
				assert.Equal(t, tt.ttl, c.TTL(shipped), "the shipped TTL")
				assert.Equal(t, 90*time.Minute, c.TTL(90*time.Minute), "a TTL that a scenario sets itself")
				_, err = c.Pass(t.Context(), time.Now(), 121*time.Minute)
				require.NoError(t, err)
				assert.InDelta(t, tt.ahead.Seconds(), c.Ahead().Seconds(), 1)
				assert.InDelta(t, s.ahead.Seconds(), c.Ahead().Seconds(), 0, "it says what it did")
			})
		})
	}
}

func TestDurations(t *testing.T) {
	for text, want := range map[string]time.Duration{"1h59m": 119 * time.Minute, "30s": 30 * time.Second, "400 days": 400 * 24 * time.Hour, "1 day": 24 * time.Hour} {
		got, err := clock.ParseDuration(text)
		require.NoError(t, err)
		assert.Equal(t, want, got)
	}
	for _, text := range []string{"", "soon", "-1h", "5 fortnights", "2x", "213504 days", "9999999999 hours"} {
		_, err := clock.ParseDuration(text)
		assert.Error(t, err, text)
	}
	for d, want := range map[time.Duration]string{121 * time.Minute: "2h01m", 25 * time.Hour: "25h", 400 * 24 * time.Hour: "400 days", 31 * time.Second: "31s"} {
		assert.Equal(t, want, clock.Format(d))
	}
}

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

func TestIdleIsRealTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		begun := time.Now()
		require.NoError(t, clock.Idle(t.Context(), time.Minute))
		assert.Equal(t, time.Minute, time.Since(begun))
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		assert.ErrorIs(t, clock.Idle(ctx, time.Minute), context.DeadlineExceeded)
		assert.Equal(t, time.Minute+time.Second, time.Since(begun))
	})
}
