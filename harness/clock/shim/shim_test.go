package shim_test

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/clock/shim"
	"streampark-regress/harness/requirement"
)

const day = 24 * time.Hour

func TestObjectsForTheImagesArchitectures(t *testing.T) {
	amd, err := shim.For("amd64")
	require.NoError(t, err)
	arm, err := shim.For("arm64")
	require.NoError(t, err)
	for _, o := range []shim.Objects{amd, arm} {
		assert.True(t, bytes.HasPrefix(o.Library, []byte("\x7fELF")))
		assert.True(t, bytes.HasPrefix(o.Agent, []byte("\x7fELF")))
	}
	_, err = shim.For("s390x")
	assert.ErrorContains(t, err, "s390x")
}

func TestOffsetSurvivesItsFile(t *testing.T) {
	got, err := shim.Decode(shim.Encode(400 * day))
	require.NoError(t, err)
	assert.Equal(t, 400*day, got)
	_, err = shim.Decode([]byte("short"))
	assert.ErrorContains(t, err, "5 bytes")
}

// TestRunningProgramFollowsTheOffset moves the clock of a running program, one
// built on glibc and one on musl (the official 2.1.4 image is Alpine).
func TestRunningProgramFollowsTheOffset(t *testing.T) {
	install(t)
	for _, compiler := range []string{"gcc", "musl-gcc"} {
		t.Run(compiler, func(t *testing.T) {
			program := filepath.Join(t.TempDir(), "watch")
			if _, err := exec.LookPath(compiler); err != nil {
				requirement.Missing(t, compiler, "install the package that has it (Debian: gcc, musl-tools)")
			}
			out, err := exec.Command(compiler, "-o", program, "testdata/watch.c").CombinedOutput()
			require.NoError(t, err, "%s", out)
			require.NoError(t, os.WriteFile(shim.Offset, shim.Encode(0), 0o644))

			c := exec.Command(program)
			c.Env = append(os.Environ(), "LD_PRELOAD="+shim.Library)
			in, err := c.StdinPipe()
			require.NoError(t, err)
			stdout, err := c.StdoutPipe()
			require.NoError(t, err)
			require.NoError(t, c.Start())
			defer func() { _ = in.Close(); _ = c.Wait() }()
			lines := bufio.NewReader(stdout)

			before := clocks(t, lines)
			said, err := exec.Command(shim.Agent, "offset", fmt.Sprint((400 * day).Nanoseconds())).CombinedOutput()
			require.NoError(t, err, "%s", said)
			_, err = io.WriteString(in, "\n")
			require.NoError(t, err)
			after := clocks(t, lines)

			for i, name := range []string{"CLOCK_REALTIME", "CLOCK_REALTIME_COARSE", "gettimeofday", "time"} {
				assert.InDelta(t, time.Now().Unix(), before[i], 2, name)
				assert.InDelta(t, (400 * day).Seconds(), after[i]-before[i], 2, name)
			}
			assert.InDelta(t, 0, after[4]-before[4], 2, "the monotonic clock must be left alone")
		})
	}
}

func clocks(t *testing.T, from *bufio.Reader) [5]int64 {
	t.Helper()
	line, err := from.ReadString('\n')
	require.NoError(t, err)
	var c [5]int64
	_, err = fmt.Sscan(line, &c[0], &c[1], &c[2], &c[3], &c[4])
	require.NoError(t, err, line)
	return c
}

func TestAgentStandsInForFlink(t *testing.T) {
	install(t)
	c := exec.Command(shim.Agent, "overview", "18093")
	require.NoError(t, c.Start())
	defer func() { _ = c.Process.Kill(); _ = c.Wait() }()
	require.EventuallyWithT(t, func(t *assert.CollectT) {
		resp, err := http.Get("http://127.0.0.1:18093/overview")
		require.NoError(t, err)
		defer resp.Body.Close()
		body, err := io.ReadAll(resp.Body)
		require.NoError(t, err)
		assert.Contains(t, string(body), `"flink-version":"1.18.1"`)
	}, 5*time.Second, 20*time.Millisecond)
}

func TestAgentSaysWhatIsWrong(t *testing.T) {
	install(t)
	for _, args := range [][]string{{}, {"offset"}, {"offset", "soon"}, {"overview", ""}, {"dance", "1"}} {
		out, err := exec.Command(shim.Agent, args...).CombinedOutput()
		assert.Error(t, err, args)
		assert.Contains(t, string(out), "agent", args)
	}
}

// install puts the objects where a container would have them: their place is
// fixed, because a library that has no C library reads no environment.
func install(t *testing.T) {
	t.Helper()
	objects, err := shim.For(runtime.GOARCH)
	if runtime.GOOS != "linux" || err != nil {
		requirement.Missing(t, "linux", "the shim runs on Linux on amd64 and arm64")
	}
	if err := os.MkdirAll(filepath.Dir(shim.Library), 0o755); err != nil {
		requirement.Missing(t, "root", "the shim's files lie in "+filepath.Dir(shim.Library)+", which only root can make")
	}
	t.Cleanup(func() { _ = os.RemoveAll(filepath.Dir(shim.Library)) })
	require.NoError(t, os.WriteFile(shim.Library, objects.Library, 0o755))
	require.NoError(t, os.WriteFile(shim.Agent, objects.Agent, 0o755))
	require.NoError(t, os.WriteFile(shim.Offset, shim.Encode(0), 0o644))
}
