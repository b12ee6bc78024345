package bisection_test

import (
	"fmt"
	"math/bits"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/bisection"
)

// Whatever the place of the change and whatever is unknown, the search ends, asks
// about nothing twice, and its range holds the change and nothing but unknown ones.
func TestEveryChangeIsFoundAmongEveryUnknown(t *testing.T) {
	for n := 2; n <= 9; n++ {
		for change := 1; change < n; change++ { // the first candidate with the other answer
			for unknown := range 1 << (n - 2) {
				for _, first := range []bisection.Answer{bisection.Good, bisection.Bad} {
					name := fmt.Sprintf("%d candidates from %s, changed at %d, unknown %b", n, first, change, unknown<<1)
					s, err := bisection.New(n, first)
					require.NoError(t, err)
					isUnknown := func(i int) bool { return i > 0 && i < n-1 && unknown>>(i-1)&1 == 1 }
					asked := map[int]bool{}
					for next, open := s.Next(); open; next, open = s.Next() {
						require.False(t, asked[next], name)
						asked[next] = true
						answer := first
						if next >= change {
							answer = first.Other()
						}
						if isUnknown(next) {
							answer = bisection.Unknown
						}
						require.NoError(t, s.Take(next, answer), name)
					}
					r := s.Found()
					require.Less(t, r.Before, change, name)
					require.GreaterOrEqual(t, r.After, change, name)
					require.Len(t, r.Unknown, r.After-r.Before-1, name)
					for _, i := range r.Unknown {
						require.True(t, isUnknown(i), name)
					}
					require.Equal(t, !isUnknown(change) && !isUnknown(change-1), r.Exact(), name)
					require.Zero(t, s.Left(), name)
					if unknown == 0 {
						require.LessOrEqual(t, len(asked), bits.Len(uint(n-2)), name)
					}
				}
			}
		}
	}
}

// Where the next is unknown, its neighbours are not asked about first.
func TestUnknownNeighboursAreSteppedOver(t *testing.T) {
	s, err := bisection.New(1001, bisection.Good)
	require.NoError(t, err)
	var asked []int
	for range 5 {
		next, open := s.Next()
		require.True(t, open)
		asked = append(asked, next)
		require.NoError(t, s.Take(next, bisection.Unknown))
	}
	want := []int{500, 250, 750, 125, 625}
	for i, at := range asked {
		assert.InDelta(t, want[i], at, 4, "%v", asked)
	}
}

// What is said to be next after either answer is.
func TestAhead(t *testing.T) {
	for n := 2; n < 40; n++ {
		s, err := bisection.New(n, bisection.Good)
		require.NoError(t, err)
		ahead := s.Ahead(2)
		next, open := s.Next()
		if !open {
			assert.Empty(t, ahead)
			continue
		}
		assert.NotContains(t, ahead, next)
		for _, a := range []bisection.Answer{bisection.Good, bisection.Bad} {
			then, err := bisection.New(n, bisection.Good)
			require.NoError(t, err)
			require.NoError(t, then.Take(next, a))
			if later, more := then.Next(); more {
				assert.Contains(t, ahead, later, "%d candidates, %s", n, a)
			}
		}
		assert.Len(t, s.Ahead(n), n-3, "all but the ends and the next")
	}
}

func TestLeft(t *testing.T) {
	for n, want := range map[int]int{2: 0, 3: 1, 4: 2, 5: 2, 9: 3, 149: 8} {
		s, err := bisection.New(n, bisection.Bad)
		require.NoError(t, err)
		assert.Equal(t, want, s.Left(), n)
	}
}

func TestWhatIsNoSearch(t *testing.T) {
	_, err := bisection.New(1, bisection.Good)
	require.ErrorContains(t, err, "two ends")
	_, err = bisection.New(3, bisection.Unknown)
	require.ErrorContains(t, err, `the first candidate is "unknown"`)
	s, err := bisection.New(4, bisection.Good)
	require.NoError(t, err)
	for _, outside := range []int{-1, 0, 3, 4} {
		require.ErrorContains(t, s.Take(outside, bisection.Bad), "is not between 0 and 3")
	}
	require.ErrorContains(t, s.Take(1, "ugly"), "good, bad or unknown")
}
