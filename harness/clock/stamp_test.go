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

// cached is a server as Undertow makes one: its Date is made once a second of the
// machine's, and its texts tell the time in a zone of their own.
type cached struct {
	ahead, zone time.Duration
	// stuck is set for a clock that cannot be moved, mute for texts without a time,
	// frozen for a Date that stays as it is; silent is the error of whoever asks for a
	// text.
	stuck, mute, frozen bool
	silent              error

	date time.Time
	made time.Time
}

func (c *cached) now() time.Time { return time.Now().Add(c.ahead) }

func (c *cached) ServerTime(context.Context) (time.Time, error) {
	if c.made.IsZero() || time.Since(c.made) >= time.Second && !c.frozen {
		c.made, c.date = time.Now(), c.now().Truncate(time.Second)
	}
	return c.date, nil
}

func (c *cached) Stamp(ctx context.Context) (clock.Stamp, error) {
	date, err := c.ServerTime(ctx)
	s := clock.Stamp{Date: date, Text: c.now().Add(c.zone).Truncate(time.Second)}
	if c.mute {
		s.Text = time.Time{}
	}
	return s, errors.Join(err, c.silent)
}

func (c *cached) Shift(_ context.Context, ahead time.Duration) error {
	if !c.stuck {
		c.ahead = ahead
	}
	return nil
}

func TestAJumpIsConfirmedByATextWhereTheDateIsOld(t *testing.T) {
	for name, tt := range map[string]struct {
		server cached
		step   time.Duration
		// took is how long the jump took, and old whether its first Date is old.
		took time.Duration
		old  bool
	}{
		"in Shanghai":            {cached{zone: 8 * time.Hour}, 2 * time.Hour, 0, true},
		"in UTC":                 {cached{}, 2 * time.Hour, 0, true},
		"in Nepal":               {cached{zone: 5*time.Hour + 45*time.Minute}, 15 * time.Minute, 0, true},
		"in no zone there is":    {cached{zone: 7 * time.Minute}, 2 * time.Hour, time.Second, false},
		"without a time in it":   {cached{mute: true}, 2 * time.Hour, time.Second, false},
		"too short to tell":      {cached{zone: 8 * time.Hour}, 4 * time.Second, time.Second, false},
		"just long enough":       {cached{zone: 8 * time.Hour}, 5 * time.Second, 0, true},
		"shorter than the error": {cached{zone: 8 * time.Hour}, 2 * time.Second, 0, false},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := &tt.server
				c, err := clock.NewJumping(t.Context(), s, s)
				require.NoError(t, err)
				begun := time.Now()
				passed, err := c.Pass(t.Context(), begun, tt.step)
				require.NoError(t, err)
				assert.InDelta(t, tt.took.Seconds(), time.Since(begun).Seconds(), 0.02)
				assert.Equal(t, tt.step, passed.Moved)
				date, err := s.ServerTime(t.Context())
				require.NoError(t, err)
				dated, err := c.Dated(t.Context(), date)
				require.NoError(t, err)
				assert.Equal(t, tt.old, !dated.Equal(date), "the server says %s", date)
				assert.WithinDuration(t, s.now(), dated, clock.Lag, "whatever the header says")
			})
		})
	}
}

// A clock that does not move is found out whatever its texts and its zone are.
func TestAClockThatIsStuckIsFoundOutWithTextsToo(t *testing.T) {
	for _, zone := range []time.Duration{0, 2 * time.Hour, -2 * time.Hour, 8 * time.Hour} {
		synctest.Test(t, func(t *testing.T) {
			s := &cached{zone: zone, stuck: true}
			c, err := clock.NewJumping(t.Context(), s, s)
			require.NoError(t, err)
			_, err = c.Pass(t.Context(), time.Now(), 2*time.Hour)
			assert.ErrorContains(t, err, "the clock shim has no effect")
		})
	}
}

// A release that a server is upgraded to may tell the time in another zone.
func TestTheZoneIsMeasuredBeforeEachJump(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &cached{zone: 8 * time.Hour}
		c, err := clock.NewJumping(t.Context(), s, s)
		require.NoError(t, err)
		begun := time.Now()
		for _, zone := range []time.Duration{8 * time.Hour, 6 * time.Hour, 0} {
			s.zone, s.made = zone, time.Time{} // it is started again
			_, err := clock.PassFromNow(t.Context(), c, settled{s, c}, 2*time.Hour)
			require.NoError(t, err)
		}
		assert.Zero(t, time.Since(begun))
		assert.InDelta(t, 6*time.Hour.Seconds(), s.ahead.Seconds(), clock.Lag.Seconds())
		s.stuck, s.zone = true, s.zone+2*time.Hour
		_, err = c.Pass(t.Context(), s.now(), 2*time.Hour)
		assert.ErrorContains(t, err, "the clock shim has no effect", "another zone is no jump")
	})
}

// settled is a server whose Date is asked as callers ask it.
type settled struct {
	*cached
	clock clock.Clock
}

func (s settled) ServerTime(ctx context.Context) (time.Time, error) {
	date, err := s.cached.ServerTime(ctx)
	if err != nil {
		return date, err
	}
	return s.clock.Dated(ctx, date)
}

func TestADateThatIsOldIsMadeUpFor(t *testing.T) {
	for name, tt := range map[string]struct {
		then func(*cached)
		took time.Duration
		err  string
	}{
		"by the text":       {func(*cached) {}, 0, ""},
		"by the next Date":  {func(s *cached) { s.mute = true }, time.Second, ""},
		"by another zone":   {func(s *cached) { s.zone += time.Hour }, time.Second, ""},
		"by neither":        {func(s *cached) { s.mute, s.frozen = true, true }, 15*time.Second + 20*time.Millisecond, "is from before the server's clock was moved, and stays so"},
		"by nobody at all":  {func(s *cached) { s.silent = errors.New("connection refused") }, 0, "read the server's clock after it was moved: connection refused"},
		"by a stopped wait": {func(s *cached) { s.silent = context.Canceled }, 0, context.Canceled.Error()},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := &cached{zone: 8 * time.Hour}
				c, err := clock.NewJumping(t.Context(), s, s)
				require.NoError(t, err)
				_, err = c.Pass(t.Context(), time.Now(), time.Hour)
				require.NoError(t, err)
				old, err := s.ServerTime(t.Context())
				require.NoError(t, err)
				tt.then(s)
				begun := time.Now()
				dated, err := c.Dated(t.Context(), old)
				assert.InDelta(t, tt.took.Seconds(), time.Since(begun).Seconds(), 0.02)
				if tt.err != "" {
					assert.ErrorContains(t, err, tt.err)
					return
				}
				require.NoError(t, err)
				assert.WithinDuration(t, s.now(), dated, clock.Lag)
			})
		})
	}
}

func TestClocksThatAreNotMovedLeaveDatesAlone(t *testing.T) {
	date := time.Unix(1, 0)
	scaled, err := clock.NewScaled(&server{}, shipped, time.Minute)
	require.NoError(t, err)
	for _, c := range []clock.Clock{scaled, clock.NewWaiting(&server{}, time.Hour)} {
		got, err := c.Dated(t.Context(), date)
		require.NoError(t, err)
		assert.Equal(t, date, got)
	}
}
