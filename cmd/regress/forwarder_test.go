package main

import (
	"context"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// forwarder stands in for an engine that can be stopped: it passes everything on to
// the real one.
type forwarder struct {
	path     string
	listener net.Listener
	mu       sync.Mutex
	open     []net.Conn
	stopped  bool
}

func newForwarder(t *testing.T) *forwarder {
	t.Helper()
	socket := strings.TrimPrefix(os.Getenv("DOCKER_HOST"), "unix://")
	if socket == "" {
		socket = "/var/run/docker.sock"
	}
	folder, err := os.MkdirTemp("", "engine") //nolint:usetesting // the path of a socket may not be as long
	require.NoError(t, err)
	f := &forwarder{path: filepath.Join(folder, "docker.sock")}
	f.listener, err = (&net.ListenConfig{}).Listen(t.Context(), "unix", f.path)
	require.NoError(t, err)
	t.Cleanup(func() {
		f.stop()
		assert.NoError(t, os.RemoveAll(folder))
	})
	ctx := context.WithoutCancel(t.Context())
	go func() {
		for {
			near, err := f.listener.Accept()
			if err != nil {
				return
			}
			far, err := (&net.Dialer{}).DialContext(ctx, "unix", socket)
			if err != nil {
				_ = near.Close()
				continue
			}
			f.mu.Lock()
			f.open = append(f.open, near, far)
			if f.stopped {
				_, _ = near.Close(), far.Close()
			}
			f.mu.Unlock()
			go pass(near, far)
			go pass(far, near)
		}
	}()
	return f
}

func pass(from, to net.Conn) {
	_, _ = io.Copy(to, from)
	if half, is := to.(interface{ CloseWrite() error }); is {
		_ = half.CloseWrite()
	}
}

func (f *forwarder) stop() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.stopped = true
	_ = f.listener.Close()
	for _, c := range f.open {
		_ = c.Close()
	}
}
