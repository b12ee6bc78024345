package main

import (
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// interruptions is how many runs the test below interrupts: a few, or as many as
// the variable says, for a soak.
func interruptions(t *testing.T) int {
	t.Helper()
	text := os.Getenv("STREAMPARK_REGRESS_TEST_INTERRUPTIONS")
	if text == "" {
		return 6
	}
	n, err := strconv.Atoi(text)
	require.NoError(t, err)
	return n
}

// Runs that are interrupted at any moment, two beside each other, leave nothing
// behind; what a killed one leaves is removed by clean, which never touches a run
// that goes on.
func TestInterruptedRunsLeaveNothing(t *testing.T) {
	engine(t)
	beside := setFire(t, "", "--database-image", "streampark-regress/postgres:15")
	beside.await(t, "✓")
	code, out, errs := regress(t, nil, "clean")
	require.Zero(t, code, errs)
	require.Regexp(t, fmt.Sprintf(`left \d+ containers of a run that goes on \(process %d\)`, beside.Process.Pid), out)

	with := []os.Signal{os.Interrupt, syscall.SIGTERM, syscall.SIGKILL}
	var pair sync.WaitGroup
	var killed []*onFire
	for i := range interruptions(t) {
		signal := with[i%len(with)]
		after := time.Duration(rand.Int64N(int64(8 * time.Second)))
		name := fmt.Sprintf("%d: %s after %s", i, signal, after.Round(time.Millisecond))
		if i%2 == 0 {
			pair.Wait()
		}
		f := setFire(t, "", "--database-image", "streampark-regress/postgres:15")
		if signal == syscall.SIGKILL {
			killed = append(killed, f)
		}
		pair.Go(func() { interrupt(t, name, f, signal, after) })
	}
	pair.Wait()
	code, _, errs = regress(t, nil, "clean")
	assert.Zero(t, code, errs)
	for _, f := range killed {
		assert.Empty(t, containers(t, f, ""), f)
	}
	assert.Zero(t, beside.end(t, 10*time.Minute), "the run beside these has not noticed: %s", beside)
}

// interrupt sends a run a signal and asserts that it leaves nothing, if it could.
func interrupt(t *testing.T, name string, f *onFire, signal os.Signal, after time.Duration) {
	time.Sleep(after) // at a moment that nothing chooses
	assert.NoError(t, f.Process.Signal(signal), name)
	if signal == syscall.SIGKILL {
		assert.Error(t, <-f.ended, name)
		return
	}
	code := f.end(t, stopWithin)
	assert.NotZero(t, code, name)
	assert.Empty(t, containers(t, f, ""), "%s:\n%s", name, f)
}
