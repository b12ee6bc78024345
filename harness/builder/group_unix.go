//go:build unix

package builder

import (
	"os/exec"
	"syscall"
)

// inGroup has everything that a command starts end with it: what hangs may be a
// program of sh's.
func inGroup(c *exec.Cmd) {
	c.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	c.Cancel = func() error { return syscall.Kill(-c.Process.Pid, syscall.SIGKILL) }
}
