package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// writable finds out whether a file can be replaced before minutes are spent on
// what is to be in it. It leaves a file that is there as it is.
func writable(file string) error {
	at, err := destinationOf(file)
	if err != nil {
		return err
	}
	if at.exists {
		f, err := os.OpenFile(at.path, os.O_WRONLY, 0)
		if err != nil {
			return err
		}
		if err := f.Close(); err != nil {
			return err
		}
	}
	if at.special {
		return nil
	}
	f, err := at.beside()
	if err != nil {
		return err
	}
	return errors.Join(f.Close(), os.Remove(f.Name()))
}

// replace writes a file as a whole or not at all: what was in it stays until all
// of the new is written, also when the disk is full. What is no ordinary file, such
// as /dev/stdout, is written to as it is.
func replace(file string, write func(io.Writer) error) (err error) {
	at, err := destinationOf(file)
	if err != nil {
		return err
	}
	if at.special {
		f, err := os.OpenFile(at.path, os.O_WRONLY, 0)
		if err != nil {
			return err
		}
		return errors.Join(write(f), f.Close())
	}
	f, err := at.beside()
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(f.Name()))
		}
	}()
	// What the disk does not take may be told no sooner than here.
	if err := errors.Join(write(f), f.Sync(), f.Close()); err != nil {
		return err
	}
	if at.exists {
		if err := os.Chmod(f.Name(), at.mode); err != nil {
			return err
		}
	}
	return os.Rename(f.Name(), at.path)
}

// destination is where a file is to be.
type destination struct {
	// path is that of the file itself, where the given one is a link.
	path            string
	exists, special bool
	mode            fs.FileMode
}

func destinationOf(file string) (destination, error) {
	info, err := os.Stat(file)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return destination{path: file}, nil
	case err != nil:
		return destination{}, err
	case info.IsDir():
		return destination{}, fmt.Errorf("%s is a folder", file)
	case !info.Mode().IsRegular():
		return destination{path: file, exists: true, special: true}, nil
	}
	path, err := filepath.EvalSymlinks(file)
	return destination{path: path, exists: true, mode: info.Mode().Perm()}, err
}

// beside is a new file in the same folder.
func (d destination) beside() (*os.File, error) {
	name := fmt.Sprintf(".%s.%d.part", filepath.Base(d.path), os.Getpid())
	return os.OpenFile(filepath.Join(filepath.Dir(d.path), name), os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o644)
}
