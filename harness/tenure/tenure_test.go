package tenure_test

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/tenure"
)

const asHolder = "HOLD_A_TENURE"

// TestMain holds a tenure until it is killed, where it is told to.
func TestMain(m *testing.M) {
	if os.Getenv(asHolder) == "" {
		os.Exit(m.Run())
	}
	held, err := tenure.Hold()
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	fmt.Println(held.Holder)
	select {}
}

func of(t *testing.T, holder string) tenure.Standing {
	t.Helper()
	s, err := tenure.Of(holder)
	require.NoError(t, err)
	return s
}

func TestATenureLastsAsLongAsItIsHeld(t *testing.T) {
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	held, err := tenure.Hold()
	require.NoError(t, err)
	other, err := tenure.Hold()
	require.NoError(t, err)
	assert.NotEqual(t, held.Holder, other.Holder)
	assert.Equal(t, os.Getpid(), tenure.Process(held.Holder))
	assert.Equal(t, tenure.Alive, of(t, held.Holder))
	require.NoError(t, held.End())
	assert.Equal(t, tenure.Ended, of(t, held.Holder))
	assert.Equal(t, tenure.Alive, of(t, other.Holder), "it is another's")
	require.NoError(t, other.End())
}

// What a program leaves behind that had no time to say goodbye is known as such.
func TestATenureEndsWithItsProgram(t *testing.T) {
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	program := exec.CommandContext(t.Context(), os.Args[0])
	program.Env = append(os.Environ(), asHolder+"=yes")
	out, err := program.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, program.Start())
	line, err := bufio.NewReader(out).ReadString('\n')
	require.NoError(t, err)
	holder := strings.TrimSpace(line)
	assert.Equal(t, program.Process.Pid, tenure.Process(holder))
	assert.Equal(t, tenure.Alive, of(t, holder))
	require.NoError(t, program.Process.Kill())
	_ = program.Wait() // it was killed
	assert.Equal(t, tenure.Ended, of(t, holder))
	assert.Equal(t, tenure.Ended, of(t, holder), "asking again")
}

func TestOldFilesOfProgramsThatEndedAreRemoved(t *testing.T) {
	cache := t.TempDir()
	t.Setenv("XDG_CACHE_HOME", cache)
	held, err := tenure.Hold()
	require.NoError(t, err)
	left := filepath.Join(cache, "streampark-regress", "running", held.Holder+"x")
	for _, name := range []string{left, filepath.Join(filepath.Dir(left), held.Holder)} {
		require.NoError(t, os.WriteFile(name, nil, 0o600))
		require.NoError(t, os.Chtimes(name, time.Time{}, time.Now().Add(-2*time.Hour)))
	}
	another, err := tenure.Hold()
	require.NoError(t, err)
	assert.NoFileExists(t, left)
	assert.Equal(t, tenure.Alive, of(t, held.Holder), "it is held, however long already")
	require.NoError(t, another.End())
	require.NoError(t, held.End())
}

func TestOthersCannotBeSeen(t *testing.T) {
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	for _, holder := range []string{"another-machine.0.17.abc", "", "nonsense"} {
		assert.Equal(t, tenure.Elsewhere, of(t, holder), holder)
	}
	assert.Zero(t, tenure.Process("nonsense"))
}

func TestAFolderThatCannotBeMade(t *testing.T) {
	place := t.TempDir() + "/file"
	require.NoError(t, os.WriteFile(place, nil, 0o600))
	t.Setenv("XDG_CACHE_HOME", place)
	_, err := tenure.Hold()
	assert.ErrorContains(t, err, "make the folder for the locks of running programs")
}
