package bisection

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"streampark-regress/harness/document"
)

// StateFile is the name of a track in its folder.
const StateFile = "bisection.json"

// State keeps a track in a folder, so that a bisection that was interrupted goes on
// where it was.
type State struct{ Folder string }

// Load reads the track that is there and asks the same; false where there is none.
// One that cannot be gone on with is an error and stays as it is.
func (s State) Load(asked *Track) (found bool, err error) {
	file := filepath.Join(s.Folder, StateFile)
	text, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	var was Track
	if err == nil {
		err = json.Unmarshal(text, &was)
	}
	if err == nil {
		err = was.check()
	}
	if err == nil && !was.Same(asked) {
		err = errors.New("it is that of another bisection")
	}
	if err != nil {
		return false, fmt.Errorf("go on with the bisection in %s: %w; begin it again with --force", file, err)
	}
	asked.Steps = was.Steps
	return true, nil
}

// Save writes a track as a whole or not at all.
func (s State) Save(t *Track) (err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("keep what the bisection has found: %w; choose another folder with --out", err)
		}
	}()
	if err := os.MkdirAll(s.Folder, 0o755); err != nil {
		return err
	}
	f, err := os.CreateTemp(s.Folder, "."+StateFile)
	if err != nil {
		return err
	}
	if err := errors.Join(document.Write(f, t), f.Close()); err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return os.Rename(f.Name(), filepath.Join(s.Folder, StateFile))
}
