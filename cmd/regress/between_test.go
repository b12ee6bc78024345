package main

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/toxitest"
	"streampark-regress/harness/verdict"
)

// What happens on the way to a server, while it and the run are well, ends that
// server's scenarios without a verdict and no other's.
func TestFaultsBetweenUsAndServers(t *testing.T) {
	t.Parallel()
	engine(t)
	g := newGate(t)
	g.Start()
	happen := map[string]toxitest.Toxic{"2.1.3": toxitest.Late(30_000), "2.1.4": toxitest.Half(60), "2.1.6": toxitest.Endless(), "2.1.7": toxitest.Page()}
	args := []string{"run", "--target", "docker", "--release", "2.1.3,2.1.4,2.1.5,2.1.6,2.1.7", "--tags", "@contract", "--start-timeout", "3m", "--color", "never",
		"--database-image", "streampark-regress/postgres:15"}
	for _, release := range []string{"2.1.3", "2.1.4", "2.1.5", "2.1.6", "2.1.7"} {
		args = append(args, "--image", release+"=streampark-regress/model:"+release)
	}
	f := light(t, []string{"DOCKER_HOST=" + g.host()}, args...)
	begun := map[string]time.Time{}
	f.each(t, regexp.MustCompile(`✓ .* (2\.1\.\d): |• (2\.1\.\d), .*: broke down: the container of the server has `), 2*len(happen)+1, func(passed, broke string) {
		if with, is := happen[passed]; is {
			begun[passed] = time.Now()
			g.way(passed).Poison(t, with)
		}
		if broke != "" {
			assert.Less(t, time.Since(begun[broke]), knownWithin, broke)
		}
	})
	assert.Equal(t, verdict.ExitInconclusive, f.end(t, 5*time.Minute), f)
	got := f.verdicts(t)
	assert.Len(t, got["2.1.5"], 1, "nothing happened to it: %v", got)
	assert.NotZero(t, got["2.1.5"][verdict.AsExpected])
	for release := range happen {
		assert.Zero(t, got[release][verdict.Unexpected], "%s: a fault is not StreamPark's", release)
		assert.NotZero(t, got[release][verdict.Inconclusive], release)
		assert.True(t, concluded(f.inOrder(t, release)), "%s: nothing is concluded after the fault", release)
	}
}

// A database whose disk is full answers questions and keeps nothing.
func TestTheDatabaseIsFull(t *testing.T) {
	t.Parallel()
	engine(t)
	g := newGate(t)
	g.made = func(image string, host map[string]any) {
		if strings.Contains(image, "postgres") {
			host["Tmpfs"] = map[string]string{"/var/lib/postgresql/data": "size=96m"}
		}
	}
	g.Start()
	f := setFire(t, g.host(), "--tags", "@contract", "--database-image", "streampark-regress/postgres:15")
	f.await(t, "✓")
	full := containers(t, f, "streampark-regress/postgres:15")
	require.Len(t, full, 1)
	begun := time.Now()
	// It ends with an error, as it has to.
	out, err := exec.CommandContext(t.Context(), "docker", "exec", full[0], "dd", "if=/dev/zero", "of=/var/lib/postgresql/data/full", "bs=4k").CombinedOutput()
	require.Error(t, err)
	require.Contains(t, string(out), "No space left on device")
	f.await(t, "broke down: the container of its database has not been itself for 2")
	assert.Less(t, time.Since(begun), knownWithin)
	assert.Equal(t, verdict.ExitInconclusive, f.end(t, 3*time.Minute), f)
	assert.Contains(t, f.String(), "it takes connections and does not write: ")
	assert.Contains(t, f.String(), "No space left on device")
	assert.Zero(t, f.verdicts(t)["2.1.5"][verdict.Unexpected], "a fault is not StreamPark's")
	assert.True(t, concluded(f.inOrder(t, "2.1.5")), "nothing is concluded after the fault")
}

// each waits for so many different things that a line tells of, by one of two groups,
// and does something for each of them, once.
func (f *onFire) each(t *testing.T, line *regexp.Regexp, n int, do func(one, other string)) {
	t.Helper()
	done := map[string]bool{}
	for late := time.After(3 * time.Minute); len(done) < n; {
		select {
		case text, more := <-f.told:
			require.True(t, more, "it told %s of %d: %v\n%s", line, len(done), done, f)
			if found := line.FindStringSubmatch(text); found != nil && !done[found[1]+" "+found[2]] {
				done[found[1]+" "+found[2]] = true
				do(found[1], found[2])
			}
		case <-late:
			require.Fail(t, "it told of too few", "%s: %v\n%s", line, done, f)
		}
	}
}

// inOrder are the verdicts of a release's scenarios on its one server, as they ended.
func (f *onFire) inOrder(t *testing.T, release string) []verdict.Verdict {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(f.folder, "results", "latest", "result.json"))
	require.NoError(t, err)
	var kept struct {
		Scenarios []struct {
			Release string
			Verdict verdict.Verdict
		}
	}
	require.NoError(t, json.Unmarshal(text, &kept))
	var all []verdict.Verdict
	for _, s := range kept.Scenarios {
		if s.Release == release {
			all = append(all, s.Verdict)
		}
	}
	return all
}

// concluded reports whether some were as expected, then none.
func concluded(all []verdict.Verdict) bool {
	expected := true
	for _, v := range all {
		if v != verdict.AsExpected {
			expected = false
		} else if !expected {
			return false
		}
	}
	return len(all) > 0
}
