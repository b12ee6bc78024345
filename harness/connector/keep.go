package connector

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"streampark-regress/harness/release"
)

// Keep puts a driver that was carried here into the cache, if it is the one.
func (c Cache) Keep(d release.Driver, carried io.Reader) (err error) {
	content, err := io.ReadAll(carried)
	if err == nil {
		err = summed(content, d)
	}
	if err == nil {
		err = os.MkdirAll(c.Folder, 0o755)
	}
	if err == nil {
		err = c.place(d, content)
	}
	if err != nil {
		return fmt.Errorf("keep the JDBC driver %s: %w", d.Artifact, err)
	}
	return nil
}

// place writes a driver's file, which is there only if it is whole.
func (c Cache) place(d release.Driver, content []byte) error {
	f, err := os.CreateTemp(c.Folder, "carried-")
	if err != nil {
		return err
	}
	_, err = f.Write(content)
	if err = errors.Join(err, f.Close()); err == nil {
		err = os.Rename(f.Name(), filepath.Join(c.Folder, FileName(d)))
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return nil
}
