package builder_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/builder"
)

func settings(t *testing.T, command string) builder.Settings {
	t.Helper()
	return builder.Settings{Command: command, Dir: t.TempDir(), Logs: filepath.Join(t.TempDir(), "builds"), Timeout: time.Minute, AtOnce: 1}
}

func TestWhatABuildPrintsIsItsImage(t *testing.T) {
	for name, tt := range map[string]struct {
		command, image, err string
	}{
		"a reference":           {"echo local/streampark:{commit}", "local/streampark:abc", ""},
		"with a digest":         {"echo reg.example:5000/a/b@sha256:0123 # {commit}", "reg.example:5000/a/b@sha256:0123", ""},
		"noise on the side":     {"echo building {commit} >&2; echo a:b", "a:b", ""},
		"nothing":               {": {commit}", "", "printed nothing"},
		"two references":        {"echo a:{commit}; echo b:{commit}", "", "printed 2 lines"},
		"two on a line":         {"echo a:{commit} b", "", `printed "a:abc b", which is no reference`},
		"a flag":                {"echo --{commit}", "", "no reference"},
		"a failure":             {"echo a:{commit}; exit 3", "", "ended with exit status 3"},
		"a program that is not": {"no-such-program {commit}", "", "ended with exit status 127"},
	} {
		t.Run(name, func(t *testing.T) {
			b, err := builder.New(settings(t, tt.command))
			require.NoError(t, err)
			image, err := b.Build(t.Context(), "abc")
			if tt.err == "" {
				require.NoError(t, err)
			} else {
				require.ErrorContains(t, err, tt.err)
				require.ErrorIs(t, err, builder.ErrFailed)
			}
			assert.Equal(t, tt.image, image)
			assert.FileExists(t, b.Log("abc"))
		})
	}
}

func TestTheOutputIsKept(t *testing.T) {
	b, err := builder.New(settings(t, "echo trouble with {commit} >&2; echo a:b"))
	require.NoError(t, err)
	_, err = b.Build(t.Context(), "abc")
	require.NoError(t, err)
	text, err := os.ReadFile(b.Log("abc"))
	require.NoError(t, err)
	assert.Equal(t, "trouble with abc\n\n--- printed ---\na:b\n", string(text))
}

// What hangs is ended with all that it has started.
func TestABuildThatHangsIsEnded(t *testing.T) {
	s := settings(t, "sh -c 'sleep 600' & echo $! > pid; wait # {commit}")
	s.Timeout = 300 * time.Millisecond
	b, err := builder.New(s)
	require.NoError(t, err)
	_, err = b.Build(t.Context(), "abc")
	require.ErrorIs(t, err, builder.ErrFailed)
	require.ErrorContains(t, err, "took longer than 300ms")
}

func TestCommandsThatCannotBeMeant(t *testing.T) {
	s := settings(t, "make image")
	_, err := builder.New(s)
	require.ErrorContains(t, err, "write {commit}")
	s.Command, s.AtOnce = "make {commit}", 0
	_, err = builder.New(s)
	require.ErrorContains(t, err, "0 builds at once")
	s.AtOnce, s.Timeout = 1, 0
	_, err = builder.New(s)
	require.ErrorContains(t, err, "ends before it begins")
}

// What was begun ahead of time is not built again, and what nobody wants any more is
// ended.
func TestAhead(t *testing.T) {
	s := settings(t, `echo {commit} >> built; [ {commit} != slow ] || { echo $$ > slow; exec sleep 600; }; echo local:{commit}`)
	s.AtOnce = 3
	b, err := builder.New(s)
	require.NoError(t, err)
	b.Ahead(t.Context(), []string{"next", "slow"})
	require.Eventually(t, func() bool { _, err := os.Stat(filepath.Join(s.Dir, "slow")); return err == nil }, 10*time.Second, time.Millisecond)
	image, err := b.Build(t.Context(), "next")
	require.NoError(t, err)
	assert.Equal(t, "local:next", image)
	b.Ahead(t.Context(), nil)
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	_, err = b.Build(ctx, "other")
	require.NoError(t, err)
	text, err := os.ReadFile(filepath.Join(s.Dir, "built"))
	require.NoError(t, err)
	assert.Equal(t, 1, strings.Count(string(text), "next\n"))
}

// No more run at the same time than may.
func TestAtMostSoManyAtOnce(t *testing.T) {
	s := settings(t, `mkdir running || { echo two at once >&2; exit 1; }; sleep 0.05; rmdir running; echo local:{commit}`)
	b, err := builder.New(s)
	require.NoError(t, err)
	commits := []string{"a", "b", "c", "d"}
	b.Ahead(t.Context(), commits)
	for _, c := range commits {
		_, err := b.Build(t.Context(), c)
		assert.NoError(t, err, c)
	}
}

func TestAnInterruptEndsABuild(t *testing.T) {
	b, err := builder.New(settings(t, "sleep 600 # {commit}"))
	require.NoError(t, err)
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	_, err = b.Build(ctx, "abc")
	require.ErrorIs(t, err, context.DeadlineExceeded)
	require.NotErrorIs(t, err, builder.ErrFailed)
}
