package shim_test

import (
	"os"
	"os/exec"
	"syscall"
)

// confine gives a program another root folder. Only root may do that, so
// anybody else becomes root of a namespace that has this one program in it.
func confine(c *exec.Cmd, folder string) {
	c.SysProcAttr = &syscall.SysProcAttr{Chroot: folder}
	if os.Getuid() != 0 {
		c.SysProcAttr.Cloneflags = syscall.CLONE_NEWUSER
		c.SysProcAttr.UidMappings = []syscall.SysProcIDMap{{HostID: os.Getuid(), Size: 1}}
		c.SysProcAttr.GidMappings = []syscall.SysProcIDMap{{HostID: os.Getgid(), Size: 1}}
	}
}
