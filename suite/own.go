package suite

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"streampark-regress/steps"
)

// LoadOwn reads the feature files of a folder of somebody's own, and of the folders
// in it, as they are now: the file system holds the same files for a run, whatever
// becomes of the folder. Other files are left alone, and so is what begins with a
// dot. Scenarios may have tags of their own. The errors say where.
func LoadOwn(dir string) ([]Scenario, fs.FS, error) {
	names, err := findOwn(dir)
	if err != nil {
		return nil, nil, err
	}
	files, err := kept(os.DirFS(dir), names)
	if err != nil {
		return nil, nil, err
	}
	all, err := loader{files: files, folder: filepath.ToSlash(filepath.Clean(dir)), own: true, book: steps.NewPhrasebook()}.load(names)
	return all, files, err
}

// findOwn lists the feature files below a folder.
func findOwn(dir string) ([]string, error) {
	switch info, err := os.Stat(dir); {
	case err != nil:
		return nil, err
	case !info.IsDir():
		return nil, fmt.Errorf("%s is a file: name the folder that it is in, and add --scenario %s for it alone", dir, dir)
	}
	var names []string
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, d fs.DirEntry, err error) error {
		hidden := name != "." && strings.HasPrefix(path.Base(name), ".")
		switch {
		case err != nil:
			return err
		case hidden && d.IsDir():
			return fs.SkipDir
		case hidden, d.IsDir():
		case path.Ext(name) == extension:
			names = append(names, name)
		case strings.EqualFold(path.Ext(name), extension):
			return fmt.Errorf("%s:1: nobody reads this file: its name has to end with %s", path.Join(filepath.ToSlash(dir), name), extension)
		}
		return nil
	})
	if err == nil && len(names) == 0 {
		err = fmt.Errorf("there is no %s file in %s: `regress new scenario NAME --features %s` writes one", extension, dir, dir)
	}
	return names, err
}

// kept are some files as they are now.
func kept(from fs.FS, names []string) (fs.FS, error) {
	var archive bytes.Buffer
	w := zip.NewWriter(&archive)
	for _, name := range names {
		text, err := fs.ReadFile(from, name)
		if err != nil {
			return nil, err
		}
		text = bytes.TrimPrefix(text, []byte("\uFEFF")) // which editors write, and the parser does not know
		f, err := w.Create(name)
		if err == nil {
			_, err = f.Write(text)
		}
		if err != nil {
			return nil, fmt.Errorf("keep %s: %w", name, err)
		}
	}
	if err := w.Close(); err != nil {
		return nil, errors.Join(errors.New("keep the features"), err)
	}
	return zip.NewReader(bytes.NewReader(archive.Bytes()), int64(archive.Len()))
}
