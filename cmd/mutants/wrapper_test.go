package main

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The wrapper tells a mutant that a test found from one that cannot be built.
func TestTheWrapper(t *testing.T) {
	for name, tt := range map[string]struct {
		compiler string
		args     []string
		status   int
		want     string
	}{
		"passed":               {`echo ok; echo "$@" >&2`, []string{"test", "-timeout", "5s", "./x/..."}, 0, "ok\ntest -count=1 -short -vet=off -ldflags=-w -run ^TestA$ -skip ^TestB$ -timeout 5s ./x\n"},
		"failed":               {"echo '--- FAIL: TestA'; exit 1", []string{"test", "./x"}, 1, "--- FAIL: TestA\n"},
		"cannot be built":      {"echo 'FAIL ./x [build failed]'; exit 1", []string{"test", "./x"}, 2, "FAIL ./x [build failed]\n"},
		"another command":      {`echo "$@"`, []string{"mod", "download", "./x/..."}, 0, "mod download ./x/...\n"},
		"a command that fails": {"exit 3", []string{"mod", "download"}, 3, ""},
	} {
		t.Run(name, func(t *testing.T) {
			out, status := wrapped(t, tt.compiler, tt.args...)
			assert.Equal(t, tt.want, out)
			assert.Equal(t, tt.status, status)
		})
	}
}

// gremlins leaves out what a profile does not hold, and that is all that stands
// behind a "case".
func TestTheWrapperCoversEverything(t *testing.T) {
	profile := filepath.Join(t.TempDir(), "profile")
	_, status := wrapped(t, "printf 'mode: set\\nm/a.go:1.2,3.4 1 0\\nm/b.go:1.2,3.4 1 1\\nm/a.go:5.2,6.4 1 1\\n' >'"+profile+"'", "test", "-cover", "-coverprofile", profile, "./x/...")
	require.Zero(t, status)
	text, err := os.ReadFile(profile)
	require.NoError(t, err)
	assert.Equal(t, "mode: set\nm/a.go:1.2,3.4 1 0\nm/b.go:1.2,3.4 1 1\nm/a.go:5.2,6.4 1 1\nm/a.go:1.1,99999.1 1 1\nm/b.go:1.1,99999.1 1 1\n", string(text))
}

func wrapped(t *testing.T, compiler string, args ...string) (string, int) {
	t.Helper()
	fake := filepath.Join(t.TempDir(), "go")
	require.NoError(t, os.WriteFile(fake, []byte("#!/bin/sh\n"+compiler+"\n"), 0o755))
	c := exec.CommandContext(t.Context(), "./go.sh", args...)
	c.Env = append(os.Environ(), "MUTANTS_GO="+fake, "MUTANTS_TESTS=^TestA$", "MUTANTS_SKIP=^TestB$")
	out, err := c.CombinedOutput()
	if ended, failed := errors.AsType[*exec.ExitError](err); failed {
		return string(out), ended.ExitCode()
	}
	require.NoError(t, err)
	return string(out), 0
}
