package shim_test

import (
	"debug/elf"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"streampark-regress/harness/clock/shim"
	"streampark-regress/harness/requirement"
)

// root is a folder that is the whole file system of the programs run in it, as
// a container's is. The shim finds its offset at a fixed path, because a
// library that has no C library reads no environment; in here that path leads
// into the test's own folder and nothing of the machine is touched.
type root struct{ folder string }

// newRoot returns a root with the shim, the agent and an offset of zero where
// a container has them.
func newRoot(t *testing.T) root {
	t.Helper()
	objects := objects(t)
	r := root{t.TempDir()}
	r.write(t, shim.Library, objects.Library)
	r.write(t, shim.Agent, objects.Agent)
	r.write(t, shim.Offset, shim.Encode(0))
	err := r.command(t, shim.Agent, "offset", "0").Run()
	if errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.ENOSPC) { // the latter: no more namespaces
		requirement.Missing(t, "chroot", "run the test as root, or where a user may have namespaces of their own: "+err.Error())
	}
	require.NoError(t, err)
	return r
}

// path is where a file of the root lies on the machine.
func (r root) path(name string) string { return filepath.Join(r.folder, name) }

func (r root) write(t *testing.T, name string, content []byte) {
	t.Helper()
	require.NoError(t, os.MkdirAll(filepath.Dir(r.path(name)), 0o755))
	require.NoError(t, os.WriteFile(r.path(name), content, 0o755))
}

// command runs a program of the root in it.
func (r root) command(t *testing.T, name string, args ...string) *exec.Cmd {
	t.Helper()
	c := exec.CommandContext(t.Context(), name, args...)
	c.Dir = "/"
	confine(c, r.folder)
	return c
}

// build compiles a program into the root, with the libraries it is loaded with.
func (r root) build(t *testing.T, compiler, source, name string) {
	t.Helper()
	if _, err := exec.LookPath(compiler); err != nil {
		requirement.Missing(t, compiler, "install the package that has it (Debian: gcc, musl-tools)")
	}
	require.NoError(t, os.MkdirAll(filepath.Dir(r.path(name)), 0o755))
	out, err := exec.CommandContext(t.Context(), compiler, "-o", r.path(name), source).CombinedOutput()
	require.NoError(t, err, "%s", out)
	program, err := elf.Open(r.path(name))
	require.NoError(t, err)
	defer program.Close()
	loader, err := program.Section(".interp").Data()
	require.NoError(t, err)
	r.take(t, strings.TrimRight(string(loader), "\x00"), "")
	libraries, err := program.ImportedLibraries()
	require.NoError(t, err)
	for _, library := range libraries {
		found, err := exec.CommandContext(t.Context(), compiler, "-print-file-name="+library).Output()
		require.NoError(t, err)
		// musl's loader is the library too, and then there is no such file.
		if from := strings.TrimSpace(string(found)); filepath.IsAbs(from) {
			r.take(t, from, filepath.Join("/lib", library))
		}
	}
}

// take copies a file of the machine into the root, to the same place if no
// other is given.
func (r root) take(t *testing.T, from, to string) {
	t.Helper()
	content, err := os.ReadFile(from)
	require.NoError(t, err)
	if to == "" {
		to = from
	}
	r.write(t, to, content)
}

// agent is the agent as a program of this machine.
func agent(t *testing.T) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "agent")
	require.NoError(t, os.WriteFile(name, objects(t).Agent, 0o755))
	return name
}

func objects(t *testing.T) shim.Objects {
	t.Helper()
	found, err := shim.For(runtime.GOARCH)
	if runtime.GOOS != "linux" || err != nil {
		requirement.Missing(t, "linux", "the shim runs on Linux on amd64 and arm64")
	}
	return found
}
