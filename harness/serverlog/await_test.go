package serverlog_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/serverlog"
)

func TestAwaitCountsATextAndWaitsForTheFirst(t *testing.T) {
	for name, tt := range map[string]struct {
		// logged is what the server logs after a second.
		logged string
		want   int
		took   time.Duration
	}{
		"once":               {"other\nthe text is here\nother\n", 1, time.Second},
		"twice":              {"the text\nthe text again\n", 2, time.Second},
		"twice in one line":  {"the text and the text\n", 2, time.Second},
		"another text":       {"other\n", 0, time.Minute},
		"a line in the work": {"the text", 0, time.Minute},
		"nothing":            {"", 0, time.Minute},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				l := serverlog.New()
				l.Begin()
				_, _ = l.Write([]byte("the text before the cursor\n")) // never fails
				c := cursor(t, l)
				go func() {
					time.Sleep(time.Second)
					_, _ = l.Write([]byte(tt.logged)) // never fails
				}()
				begun := time.Now()
				found, err := c.Await(t.Context(), "the text", time.Minute)
				require.NoError(t, err)
				assert.Equal(t, tt.want, found)
				assert.Equal(t, tt.took, time.Since(begun))
			})
		})
	}
}

func TestAwaitThatCannotKnow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l, s := serverlog.New(), newSource()
		l.Follow(t.Context(), s)
		defer l.Close()
		c := cursor(t, l)
		soon, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		_, err := c.Await(soon, "the text", time.Minute)
		assert.ErrorIs(t, err, context.DeadlineExceeded, "who is interrupted has not seen that there is none")
		s.breakOff(errCut)
		_, err = c.Await(t.Context(), "the text", time.Minute)
		assert.ErrorIs(t, err, errCut)
	})
}

func TestStreamThatDoesNotEndWithItsServer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l, s := serverlog.New(), newSource()
		l.Follow(t.Context(), s)
		s.logs("the last words\n") // and nobody says that it stopped
		begun := time.Now()
		require.NoError(t, l.Finish(t.Context()))
		assert.Equal(t, 2*time.Second, time.Since(begun))
		assert.Equal(t, "the last words\n", text(t, l))
	})
}
