package serverlog_test

import (
	"context"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/serverlog"
)

func text(t *testing.T, l *serverlog.Log) string {
	t.Helper()
	all, err := l.Text(t.Context())
	require.NoError(t, err)
	return all
}

func cursor(t *testing.T, l *serverlog.Log) serverlog.Cursor {
	t.Helper()
	c, err := l.Cursor(t.Context())
	require.NoError(t, err)
	return c
}

// next is what the cursor reads within a second.
func next(t *testing.T, c *serverlog.Cursor) []string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Second)
	defer cancel()
	lines, err := c.Next(ctx)
	require.NoError(t, err)
	return lines
}

// A server that is started again goes on with the log of its engine. What it
// logged before anybody followed again is there, and nothing is there twice,
// not even among records of the same time.
func TestRestartKeepsTheBeginningOfTheNewLog(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l, s := serverlog.New(), newSource()
		l.Follow(t.Context(), s)
		defer l.Close()
		s.logs("old 1\n", "old 2\n")
		synctest.Wait()
		c := cursor(t, l)
		s.stop()
		require.NoError(t, l.Finish(t.Context()))
		s.start()
		s.logs("new 1\n") // at the same time as the old ones
		time.Sleep(time.Second)
		s.logs("new 2\n")
		l.Resume(t.Context())
		assert.Equal(t, []string{"new 1", "new 2"}, append(next(t, &c), must(c.Rest(t.Context()))...))
		assert.Equal(t, "old 1\nold 2\nnew 1\nnew 2\n", text(t, l))
		assert.Equal(t, 2, l.Generation())
	})
}

// An upgrade replaces the server by one with a log of its own, which may be the
// shorter one.
func TestUpgradeKeepsTheBeginningOfTheNewLog(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l, old, now := serverlog.New(), newSource(), newSource()
		l.Follow(t.Context(), old)
		defer l.Close()
		for i := range 100 {
			old.logs(fmt.Sprintf("old %d\n", i))
		}
		synctest.Wait()
		c := cursor(t, l)
		old.logs("the last words") // it never came to the end of the line
		old.stop()
		require.NoError(t, l.Finish(t.Context()))
		now.logs("new 1\n")
		l.Follow(t.Context(), now)
		lines := next(t, &c)
		for len(lines) < 2 {
			lines = append(lines, next(t, &c)...)
		}
		assert.Equal(t, []string{"the last words", "new 1"}, lines)
		fresh, err := l.TextFrom(t.Context(), 2)
		require.NoError(t, err)
		assert.Equal(t, "new 1\n", fresh)
		assert.Contains(t, text(t, l), "old 0\nold 1\n", "the old server's log is kept")
		assert.Equal(t, 2, l.Generation())
	})
}

// A log is followed with a delay. That must not make what was logged before a
// call look like what the call left.
func TestCursorStandsWhereTheServerStands(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l, s := serverlog.New(), newSource()
		s.lag = 50 * time.Millisecond
		l.Follow(t.Context(), s)
		defer l.Close()
		s.logs("before\n")
		c := cursor(t, l)
		time.Sleep(time.Millisecond)
		s.logs("after 1\n")
		assert.Equal(t, []string{"after 1"}, next(t, &c))
		time.Sleep(time.Millisecond)
		s.logs("after 2\n")
		assert.Equal(t, []string{"after 2"}, must(c.Rest(t.Context())), "the rest is what was logged by now, without a wait for more")
		assert.Empty(t, must(c.Rest(t.Context())))
		time.Sleep(time.Millisecond)
		s.logs("after 3\n")
		assert.Equal(t, "before\nafter 1\nafter 2\nafter 3\n", text(t, l))
	})
}

func TestNextWaitsForAWholeLineAndNoLonger(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := serverlog.New()
		l.Begin()
		c := cursor(t, l)
		copied := c
		begun := time.Now()
		go func() {
			for _, part := range []string{"a line ", "in parts", "\r\nand another\n", "not yet"} {
				time.Sleep(time.Second)
				_, _ = l.Write([]byte(part)) // never fails
			}
		}()
		lines, err := c.Next(t.Context())
		require.NoError(t, err)
		assert.Equal(t, []string{"a line in parts", "and another"}, lines)
		assert.Equal(t, 3*time.Second, time.Since(begun))
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		_, err = c.Next(ctx)
		assert.ErrorIs(t, err, context.DeadlineExceeded)
		assert.Equal(t, lines, must(copied.Rest(t.Context())), "a copy stands where it was made")
		l.Begin()
		assert.Equal(t, []string{"not yet"}, next(t, &c), "a server that ends also ends its line")
	})
}

func TestStreamThatBreaksOffIsOpenedAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l, s := serverlog.New(), newSource()
		l.Follow(t.Context(), s)
		defer l.Close()
		s.logs("one\n", "two\n")
		synctest.Wait()
		require.Equal(t, "one\ntwo\n", text(t, l))
		c := cursor(t, l)
		s.breakOff(errCut)
		s.logs("three\n")
		time.Sleep(150 * time.Millisecond)
		s.breakOff(nil)
		assert.Equal(t, []string{"three"}, next(t, &c))
		assert.Equal(t, "one\ntwo\nthree\n", text(t, l))
		assert.Greater(t, s.streams, 1)
	})
}

func TestStreamThatCannotBeOpenedAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l, s := serverlog.New(), newSource()
		l.Follow(t.Context(), s)
		defer l.Close()
		s.logs("one\n")
		c := cursor(t, l)
		s.breakOff(errCut)
		_, err := c.Next(t.Context())
		assert.ErrorIs(t, err, errCut, "whoever waits is told")
		assert.Equal(t, 5, s.streams, "it was tried so often")
		_, err = c.Rest(t.Context())
		assert.ErrorIs(t, err, errCut)
		_, err = l.Cursor(t.Context())
		assert.ErrorIs(t, err, errCut)
		kept, err := l.Text(t.Context())
		assert.ErrorIs(t, err, errCut)
		assert.Equal(t, "one\n", kept, "what was read before is kept")
	})
}

// An engine that stands still must not hold up whoever wants a log.
func TestLogThatNeverComesUpToDate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l, s := serverlog.New(), newSource()
		s.lag = time.Hour
		l.Follow(t.Context(), s)
		s.logs("late\n")
		begun := time.Now()
		assert.ErrorIs(t, l.Finish(t.Context()), context.DeadlineExceeded)
		assert.Equal(t, 10*time.Second, time.Since(begun))
	})
}

func TestNoLogAtAll(t *testing.T) {
	l := serverlog.New()
	assert.Zero(t, l.Generation())
	assert.Empty(t, text(t, l))
	require.NoError(t, l.Finish(t.Context()))
	var nowhere serverlog.Cursor
	assert.Empty(t, must(nowhere.Rest(t.Context())))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := nowhere.Next(ctx)
	assert.ErrorIs(t, err, context.Canceled)
}

func must(lines []string, err error) []string {
	if err != nil {
		return []string{err.Error()}
	}
	return lines
}
