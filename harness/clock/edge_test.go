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

const (
	shipped = 2 * time.Hour
	day     = 24 * time.Hour
)

// slow is a server whose clock is not the machine's, and whose Date shows a jump
// late. Whoever asks it without letting time pass gets an error in the end.
type slow struct {
	// skew is how far its clock ran ahead before any jump; behind is how far its
	// Date lies behind from the first jump on.
	skew, behind time.Duration
	// shows is how long after a jump it can be seen.
	shows time.Duration

	ahead, before time.Duration
	jumped        time.Time
	asked, moved  int
}

func (s *slow) ServerTime(context.Context) (time.Time, error) {
	if s.asked++; s.asked > 10_000 {
		return time.Time{}, errors.New("asked without end")
	}
	if s.moved == 0 {
		return time.Now().Add(s.skew), nil
	}
	ahead := s.ahead
	if time.Since(s.jumped) < s.shows {
		ahead = s.before
	}
	return time.Now().Add(s.skew + ahead - s.behind), nil
}

func (s *slow) Shift(_ context.Context, ahead time.Duration) error {
	s.before, s.ahead, s.jumped = s.ahead, ahead, time.Now()
	s.moved++
	return nil
}

func TestAJumpIsWaitedFor(t *testing.T) {
	for name, tt := range map[string]struct {
		server slow
		// took is how long the jump took, failed whether it was given up.
		took   time.Duration
		failed bool
	}{
		"seen at once":                   {slow{}, 0, false},
		"on a server of another time":    {slow{skew: 30 * time.Minute}, 0, false},
		"on a server that is behind":     {slow{skew: -30 * time.Minute}, 0, false},
		"seen after some seconds":        {slow{shows: 14 * time.Second}, 14 * time.Second, false},
		"seen too late":                  {slow{shows: 20 * time.Second}, 15*time.Second + 20*time.Millisecond, true},
		"as far behind as a Date can be": {slow{behind: clock.Lag}, 0, false},
		"farther behind":                 {slow{behind: clock.Lag + time.Millisecond}, 15*time.Second + 20*time.Millisecond, true},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := &tt.server
				c, err := clock.NewJumping(t.Context(), s, s)
				require.NoError(t, err)
				begun := time.Now()
				passed, err := c.Pass(t.Context(), begun.Add(s.skew), time.Hour)
				assert.Equal(t, tt.took, time.Since(begun))
				if tt.failed {
					require.ErrorContains(t, err, "after 15s: the clock shim has no effect there")
					return
				}
				require.NoError(t, err)
				assert.Equal(t, clock.Passage{Elapsed: time.Hour + tt.took, Moved: time.Hour}, passed)
				assert.Equal(t, time.Hour, s.ahead)
			})
		})
	}
}

// An instant that is just now takes no jump, and nobody is asked.
func TestNoJumpToNow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &slow{}
		c, err := clock.NewJumping(t.Context(), s, s)
		require.NoError(t, err)
		passed, err := c.Pass(t.Context(), time.Now().Add(-time.Hour), time.Hour)
		require.NoError(t, err)
		assert.Equal(t, clock.Passage{Elapsed: time.Hour}, passed)
		assert.Zero(t, s.moved)
		assert.Equal(t, 1, s.asked, "when the clock was made")
	})
}

func TestHowFarAClockReaches(t *testing.T) {
	for name, tt := range map[string]struct {
		settings clock.Settings
		want     time.Duration
	}{
		"jump":      {clock.Settings{Kind: clock.Jump}, 100 * 365 * day},
		"wait":      {clock.Settings{Kind: clock.Wait, MaxWait: 5 * time.Minute}, 5 * time.Minute},
		"short-ttl": {clock.Settings{Kind: clock.ShortTTL, ShortTTL: time.Minute}, 4 * time.Hour},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				assert.Equal(t, tt.want, tt.settings.Reach(shipped))
				s := &slow{}
				c, err := tt.settings.Start(t.Context(), clock.TTL{Shipped: shipped, Actual: shipped}, s, s)
				require.NoError(t, err)
				assert.Equal(t, tt.want, c.Reach())
				_, err = c.Pass(t.Context(), time.Now(), tt.want)
				assert.NoError(t, err, "the end is within reach")
			})
		})
	}
}

func TestAClockOfADeadServerIsAnError(t *testing.T) {
	s := &server{dead: true}
	for _, actual := range []time.Duration{shipped, day} {
		_, err := clock.Settings{Kind: clock.Jump}.Start(t.Context(), clock.TTL{Shipped: shipped, Actual: actual}, s, s)
		assert.EqualError(t, err, "read the server's clock: connection refused")
	}
}

// A wait ends when the instant is reached, and not one look later.
func TestAWaitEndsOnTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, begun := &slow{}, time.Now()
		passed, err := clock.NewWaiting(s, time.Hour).Pass(t.Context(), begun, time.Hour)
		require.NoError(t, err)
		assert.Equal(t, clock.Passage{Elapsed: time.Hour}, passed)
		assert.Equal(t, time.Hour, time.Since(begun))
		assert.Equal(t, 61, s.asked, "once a minute")
	})
}

func TestTheSmallestSmallTTL(t *testing.T) {
	_, err := clock.NewScaled(&server{}, shipped, 12*time.Second-1)
	assert.ErrorContains(t, err, "use at least 12s")
	c, err := clock.NewScaled(&server{}, shipped, 12*time.Second)
	require.NoError(t, err)
	assert.Equal(t, 8*time.Second, c.Real(shipped), "at its end it still lives")
	assert.Equal(t, 16*time.Second, c.Real(shipped+1))
}

func TestTheEdgesOfAnotherTTL(t *testing.T) {
	for _, tt := range []struct{ ttl, elapsed, want time.Duration }{
		{day, time.Hour - 1, time.Hour - 1},
		{day, time.Hour, 23 * time.Hour},
		{30 * time.Minute, shipped, 30*time.Minute - clock.Margin},
		{shipped, shipped - time.Second, shipped - time.Second},
	} {
		assert.Equal(t, tt.want, clock.NewStretched(nil, shipped, tt.ttl).Real(tt.elapsed), "%s with a TTL of %s", tt.elapsed, tt.ttl)
	}
	synctest.Test(t, func(t *testing.T) {
		s := &slow{}
		c, err := clock.Settings{Kind: clock.Jump}.Start(t.Context(), clock.TTL{Shipped: shipped, Actual: day}, s, s)
		require.NoError(t, err)
		passed, err := c.Pass(t.Context(), time.Now(), time.Minute)
		require.NoError(t, err)
		assert.Zero(t, passed.StandsFor, "a minute is a minute")
	})
}

func TestTheEdgesOfDurations(t *testing.T) {
	for text, want := range map[string]time.Duration{"0s": 0, "0 days": 0, "106751 days": 106751 * day, "90 minutes": 90 * time.Minute} {
		got, err := clock.ParseDuration(text)
		require.NoError(t, err, text)
		assert.Equal(t, want, got, text)
	}
	for _, text := range []string{"106752 days", "-1 day", "x days", "-1ns"} {
		_, err := clock.ParseDuration(text)
		assert.ErrorContains(t, err, "invalid duration", text)
	}
	for d, want := range map[time.Duration]string{
		0: "0s", 30 * time.Second: "30s", 59*time.Second + 600*time.Millisecond: "1m", time.Minute: "1m", 90 * time.Second: "1m30s", 119 * time.Minute: "1h59m",
		time.Hour - time.Second: "59m59s", time.Hour: "1h", 90 * time.Minute: "1h30m", 2*day - time.Minute: "47h59m", 2 * day: "2 days",
		2*day + 59*time.Minute: "2 days", 2*day + time.Hour: "2 days 1h", 3*day + 5*time.Hour: "3 days 5h",
	} {
		assert.Equal(t, want, clock.Format(d), "%d", d)
	}
}
