package evidence_test

import (
	"context"
	"fmt"
	"io"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/evidence"
)

// observer does something with each event, and remembers their numbers.
type observer struct {
	do   func(evidence.Event)
	seen []int
}

func (o *observer) Observe(e evidence.Event) {
	if o.do != nil {
		o.do(e)
	}
	o.seen = append(o.seen, e.Seq)
}

func note(text string) evidence.Event { return evidence.Event{Kind: evidence.KindNote, Note: text} }

func upTo(n int) []int {
	var all []int
	for i := range n {
		all = append(all, i+1)
	}
	return all
}

func TestObserversAreToldOfEachEventOnceAndInOrder(t *testing.T) {
	first, second := &observer{}, &observer{}
	l := evidence.NewLog(io.Discard, &evidence.Redactor{}, first, second)
	var adding sync.WaitGroup
	for i := range 8 {
		adding.Go(func() {
			for j := range 25 {
				l.Add(note(fmt.Sprint(i, j)))
			}
		})
	}
	adding.Wait()
	require.NoError(t, l.Flush(t.Context()))
	assert.Equal(t, upTo(200), first.seen)
	assert.Equal(t, upTo(200), second.seen)
}

func TestObserverThatUsesTheLogBlocksNobody(t *testing.T) {
	var l *evidence.Log
	o := &observer{}
	o.do = func(e evidence.Event) {
		assert.GreaterOrEqual(t, len(l.Events()), e.Seq, "what it is told of is in the log already")
		if e.Note == "question" {
			l.Add(note("answer"))
		}
	}
	var out strings.Builder
	l = evidence.NewLog(&out, &evidence.Redactor{}, o)
	l.Add(note("question"))
	require.NoError(t, l.Flush(t.Context()))
	require.NoError(t, l.Flush(t.Context()), "the answer was added while the first was flushed")
	assert.Equal(t, []int{1, 2}, o.seen)
	read, err := evidence.Read(strings.NewReader(out.String()))
	require.NoError(t, err)
	require.Len(t, read, 2)
	assert.Equal(t, "answer", read[1].Note)
}

func TestSlowObserverDelaysFlushAndNotAdd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := &observer{do: func(evidence.Event) { time.Sleep(time.Second) }}
		l := evidence.NewLog(io.Discard, &evidence.Redactor{}, o)
		begun := time.Now()
		for range 5 {
			l.Add(note("quick"))
		}
		assert.Zero(t, time.Since(begun), "adding waits for nobody")
		require.NoError(t, l.Flush(t.Context()))
		assert.Equal(t, 5*time.Second, time.Since(begun))
		assert.Equal(t, upTo(5), o.seen)
	})
}

func TestFlushEndsWithItsContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		stuck := make(chan struct{})
		l := evidence.NewLog(io.Discard, &evidence.Redactor{}, &observer{do: func(evidence.Event) { <-stuck }})
		l.Add(note("one"))
		l.Add(note("two"))
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		err := l.Flush(ctx)
		assert.ErrorIs(t, err, context.DeadlineExceeded)
		assert.ErrorContains(t, err, "they have seen 0 of 2 events")
		close(stuck)
		require.NoError(t, l.Flush(t.Context()))
	})
}

func TestFlushOfALogThatNobodyWatches(t *testing.T) {
	l := evidence.NewLog(io.Discard, &evidence.Redactor{})
	l.Add(note("alone"))
	assert.NoError(t, l.Flush(t.Context()))
}
