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

// A clock that somebody else has moved, or whose offset was lost, is noticed.
func TestCheckFindsAClockThatIsNotWhereItWasPut(t *testing.T) {
	for name, tt := range map[string]struct {
		happens func(s *server)
		want    string
	}{
		"nothing":                   {func(*server) {}, ""},
		"its offset is lost":        {func(s *server) { s.ahead = 0 }, "its clock is 3h behind where the run has put it"},
		"somebody moves it":         {func(s *server) { s.ahead += time.Hour }, "its clock is 1h ahead of where the run has put it"},
		"it is slow by two seconds": {func(s *server) { s.ahead -= 2 * time.Second }, ""},
		"the server is gone":        {func(s *server) { s.dead = true }, "connection refused"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := &server{}
				c, err := clock.NewJumping(t.Context(), s, s)
				require.NoError(t, err)
				_, err = c.Pass(t.Context(), time.Now(), 3*time.Hour)
				require.NoError(t, err)
				tt.happens(s)
				for _, checked := range []clock.Clock{c, clock.NewStretched(c, 2*time.Hour, time.Hour)} {
					err = clock.Check(t.Context(), checked, s)
					if tt.want == "" {
						assert.NoError(t, err)
					} else {
						assert.EqualError(t, err, tt.want)
					}
				}
			})
		})
	}
}

// A clock that is not moved, and one that is just being moved, is held against nothing.
func TestCheckWhereNobodyCanTell(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &server{ahead: time.Hour}
		assert.NoError(t, clock.Check(t.Context(), clock.NewWaiting(s, time.Hour), s))
		c, err := clock.NewJumping(t.Context(), s, s)
		require.NoError(t, err)
		asking := &meanwhile{server: s, do: func() {
			s.ahead = 0
			assert.NoError(t, clock.Check(t.Context(), c, s))
		}}
		assert.Error(t, clock.Check(t.Context(), c, asking), "it is held against it afterwards")
	})
}

// meanwhile is a server that something happens to while it is asked.
type meanwhile struct {
	*server
	do func()
}

func (m *meanwhile) ServerTime(ctx context.Context) (time.Time, error) {
	m.do()
	return m.server.ServerTime(ctx)
}
