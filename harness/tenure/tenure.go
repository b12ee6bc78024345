// Package tenure tells what belongs to a program that still runs from what one
// has left behind, however it ended: a program holds the lock of a file as long as
// it lives, and the kernel takes that back even from one that is killed.
package tenure

import (
	"crypto/rand"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/gofrs/flock"
)

// Standing is how it stands with a holder.
type Standing string

// The standings.
const (
	// Alive: the program runs.
	Alive Standing = "alive"
	// Ended: it does not any more.
	Ended Standing = "ended"
	// Elsewhere: it is, or was, on another machine or another user's, where nobody
	// here can see.
	Elsewhere Standing = "elsewhere"
)

// Tenure is held by this program.
type Tenure struct {
	// Holder names the program for others, fit for a label.
	Holder string
	lock   *flock.Flock
}

// Hold makes a tenure that lasts until End, until nothing refers to it any more, or
// until the program ends. The error is
// for a folder in which no file can be made or locked.
func Hold() (*Tenure, error) {
	holder := fmt.Sprintf("%s.%d.%s", place(), os.Getpid(), strings.ToLower(rand.Text()[:8]))
	name := file(holder)
	if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
		return nil, fmt.Errorf("make the folder for the locks of running programs: %w", err)
	}
	tidy(filepath.Dir(name))
	lock := flock.New(name)
	if _, err := lock.TryLock(); err != nil { // nobody else knows the name
		return nil, fmt.Errorf("lock a file, to be known as running: %w", err)
	}
	return &Tenure{holder, lock}, nil
}

// End gives the tenure back.
func (t *Tenure) End() error {
	if err := os.Remove(file(t.Holder)); err != nil && !os.IsNotExist(err) {
		return fmt.Errorf("give a lock back: %w", err)
	}
	return t.lock.Unlock()
}

// Of tells how it stands with a holder. One that cannot be looked at is Alive.
func Of(holder string) (Standing, error) {
	if !strings.HasPrefix(holder, place()+".") {
		return Elsewhere, nil
	}
	name := file(holder)
	if _, err := os.Stat(name); os.IsNotExist(err) {
		return Ended, nil
	}
	lock := flock.New(name)
	free, err := lock.TryLock()
	switch {
	case err != nil:
		return Alive, fmt.Errorf("look whether %s runs: %w", holder, err)
	case !free:
		return Alive, nil
	}
	_ = os.Remove(name) // nobody misses it
	return Ended, lock.Unlock()
}

// old is the age of a file that its program has locked, if it ever will.
const old = time.Hour

// tidy removes the files of programs that ended without a goodbye.
func tidy(folder string) {
	all, _ := os.ReadDir(folder) // what cannot be read is left
	for _, entry := range all {
		if info, err := entry.Info(); err == nil && time.Since(info.ModTime()) > old {
			_, _ = Of(entry.Name())
		}
	}
}

// Process is the number of a holder's process on its machine; 0 for a text that
// names no holder.
func Process(holder string) int {
	parts := strings.Split(holder, ".")
	if len(parts) < 3 {
		return 0
	}
	n, _ := strconv.Atoi(parts[len(parts)-2]) // 0 with an error
	return n
}

// place is this machine and this user. Locks are kept by user.
func place() string {
	host, err := os.Hostname()
	if err != nil {
		host = "unknown"
	}
	return fmt.Sprintf("%s.%d", host, os.Getuid())
}

func file(holder string) string {
	folder, err := os.UserCacheDir()
	if err != nil {
		folder = os.TempDir()
	}
	return filepath.Join(folder, "streampark-regress", "running", filepath.Base(holder))
}
