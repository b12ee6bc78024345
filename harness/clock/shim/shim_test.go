package shim_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/clock/shim"
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
	for _, compiler := range []string{"gcc", "musl-gcc"} {
		t.Run(compiler, func(t *testing.T) {
			root := newRoot(t)
			root.build(t, compiler, "testdata/watch.c", "/watch")
			c := root.command(t, "/watch")
			c.Env = []string{"LD_PRELOAD=" + shim.Library, "LD_LIBRARY_PATH=/lib"}
			in, err := c.StdinPipe()
			require.NoError(t, err)
			stdout, err := c.StdoutPipe()
			require.NoError(t, err)
			require.NoError(t, c.Start())
			defer func() { _ = in.Close(); _ = c.Wait() }()
			lines := bufio.NewReader(stdout)

			before := clocks(t, lines)
			said, err := root.command(t, shim.Agent, "offset", fmt.Sprint((400 * day).Nanoseconds())).CombinedOutput()
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

func TestAgentWritesTheOffset(t *testing.T) {
	root := newRoot(t)
	said, err := root.command(t, shim.Agent, "offset", fmt.Sprint((31 * day).Nanoseconds())).CombinedOutput()
	require.NoError(t, err, "%s", said)
	content, err := os.ReadFile(root.path(shim.Offset))
	require.NoError(t, err)
	got, err := shim.Decode(content)
	require.NoError(t, err)
	assert.Equal(t, 31*day, got)

	require.NoError(t, os.Remove(root.path(shim.Offset)))
	said, err = root.command(t, shim.Agent, "offset", "1").CombinedOutput()
	require.Error(t, err, "the file has to be there: its mapping is what the server reads")
	assert.Equal(t, "agent: cannot open "+shim.Offset+"\n", string(said))
}

func TestAgentStandsInForFlink(t *testing.T) {
	port := freePort(t)
	c := exec.CommandContext(t.Context(), agent(t), "flink", port)
	require.NoError(t, c.Start())
	defer func() { _ = c.Process.Kill(); _ = c.Wait() }()
	for path, want := range map[string]string{
		"/overview":          `"flink-version":"1.18.1"`,
		"/v1/overview":       `"flink-version":"1.18.1"`,
		"/jobs/overview":     `{"jobs":[]}`,
		"/jobmanager/config": `"key":"state.savepoints.dir","value":"file:///`,
	} {
		require.EventuallyWithT(t, func(ct *assert.CollectT) {
			req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://127.0.0.1:"+port+path, http.NoBody)
			require.NoError(ct, err)
			resp, err := http.DefaultClient.Do(req)
			require.NoError(ct, err)
			defer resp.Body.Close()
			body, err := io.ReadAll(resp.Body)
			require.NoError(ct, err)
			assert.True(ct, json.Valid(body), string(body))
			assert.Contains(ct, string(body), want)
		}, 5*time.Second, 20*time.Millisecond, path)
	}
}

func TestAgentSaysWhatIsWrong(t *testing.T) {
	program := agent(t)
	for _, args := range [][]string{{}, {"offset"}, {"offset", "soon"}, {"flink", ""}, {"dance", "1"}} {
		out, err := exec.CommandContext(t.Context(), program, args...).CombinedOutput()
		assert.Error(t, err, args)
		assert.Contains(t, string(out), "agent", args)
	}
}

// freePort is a port that nobody listens on.
func freePort(t *testing.T) string {
	t.Helper()
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer l.Close()
	_, port, err := net.SplitHostPort(l.Addr().String())
	require.NoError(t, err)
	return port
}
