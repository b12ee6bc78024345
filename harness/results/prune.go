package results

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// Pruning is what becomes of the runs in a folder.
type Pruning struct {
	// Old are the runs to remove, the oldest first, by their folders.
	Old []string
	// Kept counts the runs that stay.
	Kept int
	// Strange is what nobody touches, for it is not known as a run.
	Strange []Strange
}

// Prune finds out which runs are old: all but the last of them, the one that
// latest points at, and those that may be going on. It removes nothing.
func (f Folder) Prune(keep int) (Pruning, error) {
	ours, strange, err := f.look()
	if err != nil {
		return Pruning{}, err
	}
	latest, err := os.Readlink(filepath.Join(string(f), Latest))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return Pruning{}, fmt.Errorf("see which run is the latest: %w", err)
	}
	p := Pruning{Strange: strange}
	for i, id := range ours {
		path := filepath.Join(string(f), id)
		if i >= len(ours)-keep || id == filepath.Base(latest) || going(path) {
			p.Kept++
			continue
		}
		p.Old = append(p.Old, path)
	}
	return p, nil
}

// Remove removes the old runs and tells of each that is gone.
func (p Pruning) Remove(gone func(path string)) error {
	for _, path := range p.Old {
		if err := os.RemoveAll(path); err != nil {
			return fmt.Errorf("remove the run %s: %w", path, err)
		}
		gone(path)
	}
	return nil
}
