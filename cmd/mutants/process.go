package main

import (
	"bytes"
	"context"
	"errors"
	"os/exec"
	"syscall"
	"time"
)

// run runs a command as the leader of a process group, and ends whatever is left
// of the group after it: when it ends, and when the context does.
func run(c *exec.Cmd) error {
	c.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	c.Cancel = func() error { return syscall.Kill(-c.Process.Pid, syscall.SIGKILL) }
	c.WaitDelay = time.Second // for its output, where a process that left the group still holds it
	if err := c.Start(); err != nil {
		return err
	}
	err := c.Wait()
	if left := syscall.Kill(-c.Process.Pid, syscall.SIGKILL); left != nil && !errors.Is(left, syscall.ESRCH) {
		return errors.Join(err, left)
	}
	return err
}

// limited ends a program that never stops growing. (Not every shell can.)
const limited = `ulimit -v 8000000 2>/dev/null; exec "$0" "$@"`

// command is a program with arguments, limited in what memory it can take.
func command(ctx context.Context, program string, args ...string) *exec.Cmd {
	return exec.CommandContext(ctx, "sh", append([]string{"-c", limited, program}, args...)...)
}

// combined runs a command and returns what it printed.
func combined(c *exec.Cmd) ([]byte, error) {
	var said bytes.Buffer
	c.Stdout, c.Stderr = &said, &said
	err := run(c)
	return said.Bytes(), err
}
