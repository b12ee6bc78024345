package docker

import (
	"archive/tar"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"strings"

	"github.com/moby/moby/client"
)

// Cargo is what is carried to a machine that reaches no registry: images, and
// files that no image has.
type Cargo struct {
	// Images are the images by their names.
	Images []string `json:"images"`
	// Files are the names of the files.
	Files []string `json:"files"`
}

// The cargo's own entries in a file, beside those that docker save writes: docker
// load passes over them.
const (
	hold     = "regress/"
	manifest = hold + "cargo.json"
)

// ErrNoCargo is a file that Save has not written.
var ErrNoCargo = errors.New("`regress images --save` has not written it")

// Save writes images that are on the engine, and files by their names, as docker
// save does with entries of our own in front.
func (e *Engine) Save(ctx context.Context, out io.Writer, images []string, files map[string]string) error {
	to := tar.NewWriter(out)
	cargo := Cargo{Images: images, Files: []string{}}
	for name := range files {
		cargo.Files = append(cargo.Files, name)
	}
	text, err := json.Marshal(cargo)
	if err != nil {
		return err
	}
	if err := errors.Join(to.WriteHeader(&tar.Header{Name: manifest, Typeflag: tar.TypeReg, Mode: 0o644, Size: int64(len(text))}), written(to.Write(text))); err != nil {
		return err
	}
	for _, name := range cargo.Files {
		if err := stow(to, name, files[name]); err != nil {
			return err
		}
	}
	saved, err := e.client.ImageSave(ctx, images)
	if err != nil {
		return fmt.Errorf("save %s: %w", strings.Join(images, ", "), err)
	}
	defer saved.Close()
	if err := pass(tar.NewReader(saved), to, func(*tar.Header, io.Reader) (bool, error) { return false, nil }); err != nil {
		return fmt.Errorf("save %s: %w", strings.Join(images, ", "), err)
	}
	return to.Close()
}

func written(_ int, err error) error { return err }

// stow adds a file.
func stow(to *tar.Writer, name, file string) (err error) {
	f, err := os.Open(file)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	if err := to.WriteHeader(&tar.Header{Name: hold + "files/" + name, Typeflag: tar.TypeReg, Mode: 0o644, Size: info.Size()}); err != nil {
		return err
	}
	_, err = io.Copy(to, f)
	return err
}

// pass copies the entries of a tar, but for those that own takes.
func pass(from *tar.Reader, to *tar.Writer, own func(*tar.Header, io.Reader) (bool, error)) error {
	for {
		header, err := from.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		taken, err := own(header, from)
		if err != nil {
			return err
		}
		if taken {
			continue
		}
		if err := to.WriteHeader(header); err != nil {
			return err
		}
		if _, err := io.Copy(to, from); err != nil {
			return err
		}
	}
}

// Load puts what Save has written onto the engine; keep is told each file. It
// returns what it was, an ErrNoCargo where that was something else.
func (e *Engine) Load(ctx context.Context, in io.Reader, keep func(name string, content io.Reader) error) (Cargo, error) {
	var cargo Cargo
	from := tar.NewReader(in)
	first, err := from.Next()
	if err != nil || first.Name != manifest {
		return cargo, ErrNoCargo
	}
	if err := json.NewDecoder(from).Decode(&cargo); err != nil {
		return cargo, fmt.Errorf("%w: %w", ErrNoCargo, err)
	}
	images, to := io.Pipe()
	passed := make(chan error, 1)
	go func() {
		out := tar.NewWriter(to)
		err := pass(from, out, func(h *tar.Header, content io.Reader) (bool, error) {
			if !strings.HasPrefix(h.Name, hold) {
				return false, nil
			}
			return true, keep(path.Base(h.Name), content)
		})
		if err == nil {
			err = out.Close()
		}
		to.CloseWithError(err)
		passed <- err
	}()
	err = e.load(ctx, images)
	images.CloseWithError(errors.New("the engine reads no more"))
	if wrong := <-passed; wrong != nil && err != nil {
		err = wrong
	}
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return cargo, fmt.Errorf("load the images: the file is not whole: %w", err)
	}
	if err != nil {
		return cargo, fmt.Errorf("load the images: %w", err)
	}
	for _, ref := range cargo.Images {
		has, err := e.HasImage(ctx, ref)
		if err != nil {
			return cargo, fmt.Errorf("load the images: %w", err)
		}
		if !has {
			return cargo, fmt.Errorf("load the images: %s is not among them", ref)
		}
	}
	return cargo, nil
}

func (e *Engine) load(ctx context.Context, in io.Reader) error {
	loaded, err := e.client.ImageLoad(ctx, in, client.ImageLoadWithQuiet(true))
	if err != nil {
		return err
	}
	defer loaded.Close()
	return buildSteps(loaded, func(string) {})
}
