package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// quick is what meets every target.
func quick() measures {
	return measures{processors: 2, starts: 22, ways: []way{
		taking(bare, 40, 20, 0), taking(issue, 41, 22, 45), taking(whole, 137.5, 240, 59.5), taking(warm, 3, 2, 44), taking(warmAll, 12, 20, 50), taking(ofModel, 2.99, 0, 60)}}
}

func TestTargetsAreComputedFromTheFigures(t *testing.T) {
	assert.Equal(t, `| target, of the medians | at most | is | met |
|---|---|---|---|
| (c) / (b): what reproducing the issue adds to the start of its servers | 1.05 | 1.02 | met |
| (d) / (CPU seconds of the starts that its plan needs / processors) | 1.25 | 1.25 | met |
| (e) issue 3933 on both on warm servers | 3 s | 3.00 s | met |
| (e) every scenario that needs no restart, on warm servers | 12 s | 12.00 s | met |
| (f) the whole catalogue on the model | 3 s | 2.99 s | met |
| the most memory that the program had, in any way | 60 MB | 60.00 MB | met |

The whole catalogue needs 22 starts of servers; at half the CPU seconds of (b) each, 2 processors have them done after 110.0 s.
`, aims(quick()))
}

func TestATargetIsMissedByALittle(t *testing.T) {
	for name, change := range map[string]func(*measures){
		"(c) / (b)":                   func(m *measures) { m.ways[1] = taking(issue, 42.1, 22, 45) },
		"(d) / (CPU seconds":          func(m *measures) { m.starts = 21 },
		"(e) issue 3933":              func(m *measures) { m.ways[3] = taking(warm, 3.01, 2, 44) },
		"(e) every scenario":          func(m *measures) { m.ways[4] = taking(warmAll, 12.01, 20, 44) },
		"(f) the whole catalogue":     func(m *measures) { m.ways[5] = taking(ofModel, 3.01, 0, 44) },
		"the most memory":             func(m *measures) { m.ways[2].taken[2].peak = 60.1 },
		"the most memory of a way":    func(m *measures) { m.ways[3].taken[0].peak = 61 },
		"(d) / (CPU seconds of more ": func(m *measures) { m.processors = 4 },
	} {
		m := quick()
		change(&m)
		got := aims(m)
		require.Equal(t, 1, strings.Count(got, "| not met |"), "%s: %s", name, got)
		row, _, _ := strings.Cut(got[strings.Index(got, name[:9]):], "\n")
		assert.Contains(t, row, "| not met |", name)
	}
}

func TestWhatWasNotMeasuredIsNotMet(t *testing.T) {
	m := quick()
	m.ways = m.ways[5:]
	got := aims(m)
	assert.Equal(t, 4, strings.Count(got, "| not measured |"), got)
	assert.Equal(t, 3, strings.Count(got, "| met |"), "two, and the head of the table: %s", got)
	assert.NotContains(t, got, "starts of servers")
	m.ways = nil
	assert.Equal(t, 1, strings.Count(aims(m), "| met |"), "the head alone")
}

func TestStartsOfThePlan(t *testing.T) {
	n, err := countStarts([]byte(`{"servers":[{"name":"a","starts":6},{"name":"b","starts":1}]}`))
	require.NoError(t, err)
	assert.Equal(t, 7, n)
	for _, text := range []string{`{"servers":[{"name":"a"}]}`, `no JSON`} {
		_, err := countStarts([]byte(text))
		assert.ErrorContains(t, err, "read the plan of bin/regress")
	}
}

func TestMemoryIsInMegabytesEverywhere(t *testing.T) {
	assert.InDelta(t, 51.2, megabytes(50_000, "linux"), 0.001)
	assert.InDelta(t, 51.2, megabytes(51_200_000, "darwin"), 0.001)
}
