package report

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// Archive packs a run's folder into a zip file beside its other reports, so
// that it can be attached to an issue as one file.
func Archive(folder, name string) (path string, err error) {
	path = filepath.Join(folder, name)
	f, err := os.Create(path)
	if err != nil {
		return "", fmt.Errorf("pack the results: %w", err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	z := zip.NewWriter(f)
	walked := filepath.WalkDir(folder, func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || file == path {
			return err
		}
		return add(z, folder, file)
	})
	if walked != nil {
		return "", fmt.Errorf("pack the results: %w", walked)
	}
	if err := z.Close(); err != nil {
		return "", fmt.Errorf("pack the results: %w", err)
	}
	return path, nil
}

func add(z *zip.Writer, folder, file string) error {
	name, err := filepath.Rel(folder, file)
	if err != nil {
		return err
	}
	from, err := os.Open(file)
	if err != nil {
		return err
	}
	defer from.Close()
	info, err := from.Stat()
	if err != nil {
		return err
	}
	to, err := z.CreateHeader(&zip.FileHeader{Name: filepath.ToSlash(name), Method: zip.Deflate, Modified: info.ModTime()})
	if err != nil {
		return err
	}
	_, err = io.Copy(to, from)
	return err
}
