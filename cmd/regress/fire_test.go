package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/docker"
	"streampark-regress/harness/docker/dockertest"
	"streampark-regress/harness/verdict"
)

// knownWithin is how soon a run has to know of a fault, and stopWithin how soon
// afterwards it has removed what it made.
const (
	knownWithin = raceSlows * 30 * time.Second
	stopWithin  = time.Minute
)

// onFire is a program of ours on containers of the model's images, to which
// something happens.
type onFire struct {
	*exec.Cmd
	folder string
	// out is what it has printed so far.
	mu  sync.Mutex
	out bytes.Buffer
	// told has each line, and ended the end of the program.
	told  chan string
	ended chan error
}

func (f *onFire) String() string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.out.String()
}

// setFire starts a run of 2.1.5 whose containers come from the engine at a host,
// empty for the usual one.
func setFire(t *testing.T, host string, args ...string) *onFire {
	t.Helper()
	args = append([]string{"run", "--target", "docker", "--release", "2.1.5", "--image", "2.1.5=streampark-regress/model:2.1.5", "--start-timeout", "3m", "--color", "never"}, args...)
	if host == "" {
		return light(t, nil, args...)
	}
	return light(t, []string{"DOCKER_HOST=" + host}, args...)
}

// light starts a program of ours with variables.
func light(t *testing.T, env []string, args ...string) *onFire {
	t.Helper()
	f := &onFire{folder: t.TempDir(), told: make(chan string, 10_000), ended: make(chan error, 1)}
	f.Cmd = exec.CommandContext(t.Context(), os.Args[0], args...)
	f.Dir = f.folder
	f.Env = append(append(os.Environ(), asProgram+"=yes"), env...)
	read, write := io.Pipe()
	f.Stdout, f.Stderr = write, write
	go func() {
		defer close(f.told)
		for lines := bufio.NewScanner(read); lines.Scan(); {
			f.mu.Lock()
			fmt.Fprintln(&f.out, lines.Text())
			f.mu.Unlock()
			f.told <- lines.Text()
		}
	}()
	require.NoError(t, f.Start())
	go func() {
		f.ended <- f.Wait()
		_ = write.Close()
	}()
	return f
}

// await waits until a line of a run tells something.
func (f *onFire) await(t *testing.T, text string) {
	t.Helper()
	late := time.After(3 * time.Minute)
	for {
		select {
		case line, more := <-f.told:
			require.True(t, more, "it never told %q:\n%s", text, f)
			if strings.Contains(line, text) {
				return
			}
		case <-late:
			require.Fail(t, "it never told "+text, f.String())
		}
	}
}

// end waits until a run has ended and returns its exit code.
func (f *onFire) end(t *testing.T, within time.Duration) int {
	t.Helper()
	select {
	case err := <-f.ended:
		if failed, is := errors.AsType[*exec.ExitError](err); is {
			return failed.ExitCode()
		}
		require.NoError(t, err)
		return 0
	case <-time.After(within):
		_ = f.Process.Kill()
		require.Fail(t, "it goes on", "after %s:\n%s", within, f)
		return 0
	}
}

// verdicts are the verdicts of a run's scenarios, counted by release and database.
func (f *onFire) verdicts(t *testing.T) map[string]map[verdict.Verdict]int {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(f.folder, "results", "latest", "result.json"))
	require.NoError(t, err)
	var kept struct {
		Scenarios []struct {
			Release, Database string
			Verdict           verdict.Verdict
		}
	}
	require.NoError(t, json.Unmarshal(text, &kept))
	all := map[string]map[verdict.Verdict]int{}
	for _, s := range kept.Scenarios {
		place := strings.TrimSpace(s.Release + " " + s.Database)
		if all[place] == nil {
			all[place] = map[verdict.Verdict]int{}
		}
		all[place][s.Verdict]++
	}
	return all
}

// engine is the engine the runs use, if it has what they need.
func engine(t *testing.T) *docker.Engine {
	t.Helper()
	e := dockertest.Engine(t)
	dockertest.Need(t, e, "docker", "streampark-regress/model:2.1.5", "streampark-regress/postgres:15")
	return e
}

// containers are those of a run that are on the engine, of an image or of all.
func containers(t *testing.T, f *onFire, image string) []string {
	t.Helper()
	runs, err := filepath.Glob(filepath.Join(f.folder, "results", "2*"))
	require.NoError(t, err)
	if len(runs) == 0 {
		return nil // it was interrupted before it began
	}
	args := []string{"ps", "-aq", "--filter", "label=" + docker.RunLabel + "=" + filepath.Base(runs[0])}
	if image != "" {
		args = append(args, "--filter", "ancestor="+image)
	}
	out, err := exec.CommandContext(context.WithoutCancel(t.Context()), "docker", args...).Output()
	require.NoError(t, err)
	return strings.Fields(string(out))
}

// A database that is killed ends what stands on it, by name, and nothing else.
func TestARunGoesOnBesideAFault(t *testing.T) {
	t.Parallel()
	e := engine(t)
	const other = "streampark-regress/mariadb:10.11"
	dockertest.Need(t, e, "mariadb", other)
	f := setFire(t, "", "--database", "postgres,mariadb",
		"--database-image", "postgres=streampark-regress/postgres:15", "--database-image", "mariadb="+other)
	f.await(t, "✓")
	killed := containers(t, f, other)
	require.Len(t, killed, 1)
	begun := time.Now()
	require.NoError(t, exec.CommandContext(t.Context(), "docker", "kill", killed[0]).Run())
	f.await(t, "broke down: the container of its database was killed (exit 137) at ")
	assert.Less(t, time.Since(begun), knownWithin)
	assert.Equal(t, verdict.ExitInconclusive, f.end(t, 10*time.Minute), f.String())
	got := f.verdicts(t)
	assert.Zero(t, got["2.1.5 postgres"][verdict.Inconclusive], "PostgreSQL has nothing to do with it: %v", got)
	assert.NotZero(t, got["2.1.5 postgres"][verdict.AsExpected])
	assert.NotZero(t, got["2.1.5 mariadb"][verdict.Inconclusive])
	assert.Zero(t, got["2.1.5 mariadb"][verdict.Unexpected], "a fault is not StreamPark's")
	assert.Contains(t, f.String(), "INCONCLUSIVE on 2.1.5 on MariaDB: its server broke down: the container of its database was killed (exit 137) at ")
	assert.Empty(t, containers(t, f, ""))
}

// An engine that does not answer any more is said, and what it has left is removed
// once it does.
func TestTheEngineStopsInTheMiddle(t *testing.T) {
	engine(t)
	engine := newForwarder(t)
	f := setFire(t, "unix://"+engine.path, "--database-image", "streampark-regress/postgres:15")
	f.await(t, "✓")
	begun := time.Now()
	engine.stop()
	f.await(t, "the Docker engine has not answered since ")
	assert.Less(t, time.Since(begun), knownWithin)
	assert.Equal(t, verdict.ExitInconclusive, f.end(t, 3*time.Minute), f.String())
	assert.Contains(t, f.String(), "`regress clean` tries again")
	for place, all := range f.verdicts(t) {
		assert.Zero(t, all[verdict.Unexpected], place)
	}
	assert.NotEmpty(t, containers(t, f, ""))
	code, out, errs := regress(t, nil, "clean")
	assert.Zero(t, code, errs)
	assert.Contains(t, out, "removed ")
	assert.Empty(t, containers(t, f, ""))
}

// A verdict whose evidence could not be kept is none.
func TestTheDiskIsFull(t *testing.T) {
	folder := t.TempDir()
	c := exec.CommandContext(t.Context(), "sh", "-c", `ulimit -f 40; exec "$0" run --target model --release 2.1.5 --tags @contract`, os.Args[0])
	c.Dir, c.Env = folder, append(os.Environ(), asProgram+"=yes")
	out, err := c.CombinedOutput()
	failed, is := errors.AsType[*exec.ExitError](err)
	require.True(t, is, "%s", out)
	assert.Equal(t, verdict.ExitInconclusive, failed.ExitCode(), "%s", out)
	assert.Contains(t, string(out), "its results could not be kept")
	assert.Contains(t, string(out), "write the event log: ")
}
