package docker

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/gofrs/flock"

	"streampark-regress/harness/deployment"
)

// numbersOfARun are more than a run has scenarios.
const numbersOfARun = 2000

// loan is the exclusive use of a server that stays up, until its end. It ends with the
// program, too.
type loan struct {
	lock *flock.Flock
	// behind is the last number that runs before have taken for what they made, and
	// ahead how far they have moved its clock.
	behind int
	ahead  time.Duration
}

// before is how far earlier runs have moved the clock, not at all without a loan: it
// only goes forward.
func (l *loan) before() time.Duration {
	if l == nil {
		return 0
	}
	return l.ahead
}

func (l *loan) end() error {
	if err := l.lock.Unlock(); err != nil {
		return fmt.Errorf("give a warm server back: %w", err)
	}
	return nil
}

// lending are the loans of a provider.
type lending struct {
	mu  sync.Mutex
	all []*loan
}

// take borrows a container. The error is for one that another run has.
func (l *lending) take(container string) (*loan, error) {
	cache, err := os.UserCacheDir()
	if err != nil {
		cache = os.TempDir()
	}
	name := filepath.Join(cache, "streampark-regress", "warm", container)
	if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
		return nil, fmt.Errorf("make the folder for the locks of warm servers: %w", err)
	}
	lock := flock.New(name)
	switch free, err := lock.TryLock(); {
	case err != nil:
		return nil, fmt.Errorf("lock a warm server: %w", err)
	case !free:
		return nil, errors.New("another run uses it")
	}
	text, _ := os.ReadFile(name)                               // nothing, the first time
	behind, _ := strconv.Atoi(strings.TrimSpace(string(text))) // 0 for nothing
	taken := &loan{lock: lock, behind: behind}
	if behind+numbersOfARun > deployment.MostBehind {
		return nil, errors.Join(errors.New("too many runs have used it: `regress down` and `regress up` make another"), taken.end())
	}
	if err := os.WriteFile(name, []byte(strconv.Itoa(behind+numbersOfARun)), 0o600); err != nil {
		return nil, errors.Join(fmt.Errorf("remember the use of a warm server: %w", err), taken.end())
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.all = append(l.all, taken)
	return taken, nil
}

// end ends all loans; one that has ended stays so.
func (l *lending) end() {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, one := range l.all {
		_ = one.end() // it ends with the program anyway
	}
}

// Tenancy is behind what earlier runs have made on a warm server.
func (s *server) Tenancy() *deployment.Tenancy {
	if s.warm != nil {
		return deployment.After(deployment.SeededAdministrator(), s.warm.behind)
	}
	return deployment.Sole(deployment.SeededAdministrator())
}
