// Package parcel packs the folder of a reproduction into one file that can be
// attached to an issue, and opens it again. A manifest in it has the checksum of
// every other file, so that what was changed is noticed.
package parcel

import (
	"archive/zip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"streampark-regress/harness/document"
)

// Format is the version of the manifest's form.
const Format = 1

// ManifestFile is the name of the manifest in a parcel, and Given the folder in it
// with what the user had given to the run.
const (
	ManifestFile = "manifest.json"
	Given        = "given"
)

// seal is what the comment of the archive begins with; the checksum of the manifest
// follows.
const seal = "streampark-regress bug report, manifest "

// Manifest says what a parcel is about and what is in it.
type Manifest struct {
	Format int `json:"format"`
	// Issue is that of the reproduction, and Regress the program that made it.
	Issue   string `json:"issue"`
	Regress string `json:"regress"`
	// Files are the checksums (SHA-256, in hexadecimal) of all other files by their
	// names.
	Files map[string]string `json:"files"`
}

// Pack packs a folder into a file beside its others. The manifest gets the checksums.
func Pack(folder, name string, m Manifest) (path string, err error) {
	path = filepath.Join(folder, name)
	f, err := os.Create(path)
	if err != nil {
		return "", fmt.Errorf("pack the results: %w", err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	z := zip.NewWriter(f)
	m.Format, m.Files = Format, map[string]string{}
	walked := filepath.WalkDir(folder, func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || file == path {
			return err
		}
		name, sum, err := add(z, folder, file)
		m.Files[name] = sum
		return err
	})
	if walked == nil {
		walked = finish(z, m)
	}
	if walked != nil {
		return "", fmt.Errorf("pack the results: %w", walked)
	}
	return path, nil
}

// finish writes the manifest and the seal.
func finish(z *zip.Writer, m Manifest) error {
	to, err := z.Create(ManifestFile)
	if err != nil {
		return err
	}
	sum := sha256.New()
	if err := document.Write(io.MultiWriter(to, sum), m); err != nil {
		return err
	}
	if err := z.SetComment(seal + "sha256:" + hex.EncodeToString(sum.Sum(nil))); err != nil {
		return err
	}
	return z.Close()
}

func add(z *zip.Writer, folder, file string) (name, sum string, err error) {
	relative, err := filepath.Rel(folder, file)
	if err != nil {
		return "", "", err
	}
	name = filepath.ToSlash(relative)
	from, err := os.Open(file)
	if err != nil {
		return name, "", err
	}
	defer from.Close()
	info, err := from.Stat()
	if err != nil {
		return name, "", err
	}
	to, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: info.ModTime()})
	if err != nil {
		return name, "", err
	}
	h := sha256.New()
	_, err = io.Copy(io.MultiWriter(to, h), from)
	return name, "sha256:" + hex.EncodeToString(h.Sum(nil)), err
}

// Parcel is one that was opened, and is as it was packed.
type Parcel struct {
	Manifest
	// Sum is the checksum of the manifest, which differs between parcels.
	Sum   string
	texts map[string][]byte
}

// most is the size of what is read of one file: a log of a day is smaller.
const most = 1 << 30

// ErrNotOurs is of a file that this program has not packed, and ErrChanged of one
// that is not as it was packed.
var (
	ErrNotOurs = errors.New("it is not a bug report of this program")
	ErrChanged = errors.New("it was changed after it was made")
)

// Open opens a parcel and holds every file in it against its checksum.
func Open(path string) (Parcel, error) {
	p := Parcel{texts: map[string][]byte{}}
	z, err := zip.OpenReader(path)
	if errors.Is(err, zip.ErrFormat) {
		return p, fmt.Errorf("%s: %w: it is no zip file, or it was cut off", path, ErrNotOurs)
	}
	if err != nil {
		return p, err
	}
	defer z.Close()
	said, sealed := strings.CutPrefix(z.Comment, seal)
	if !sealed {
		return p, fmt.Errorf("%s: %w: `regress reproduce` writes those, and one before version 1 of the manifest cannot be replayed", path, ErrNotOurs)
	}
	for _, f := range z.File {
		if _, twice := p.texts[f.Name]; twice || !filepath.IsLocal(filepath.FromSlash(f.Name)) {
			return p, fmt.Errorf("%s: %w: %s is in it twice, or leads out of it", path, ErrChanged, f.Name)
		}
		text, err := read(f)
		if err != nil {
			return p, fmt.Errorf("%s: %w: %s: %w", path, ErrChanged, f.Name, err)
		}
		p.texts[f.Name] = text
	}
	if p.Sum = sumOf(p.texts[ManifestFile]); p.Sum != said {
		return p, fmt.Errorf("%s: %w: its manifest is not the one it was sealed with", path, ErrChanged)
	}
	if err := json.Unmarshal(p.texts[ManifestFile], &p.Manifest); err != nil {
		return p, fmt.Errorf("%s: read its manifest: %w", path, err)
	}
	if p.Format != Format {
		return p, fmt.Errorf("%s: its manifest has version %d, and this program reads version %d", path, p.Format, Format)
	}
	if err := p.check(); err != nil {
		return p, fmt.Errorf("%s: %w", path, err)
	}
	return p, nil
}

// check holds the files against the manifest.
func (p Parcel) check() error {
	for name := range p.Files {
		if _, there := p.texts[name]; !there {
			return fmt.Errorf("%w: %s is missing", ErrChanged, name)
		}
	}
	for name, text := range p.texts {
		sum, known := p.Files[name]
		switch {
		case name == ManifestFile:
		case !known:
			return fmt.Errorf("%w: %s was added", ErrChanged, name)
		case sum != sumOf(text):
			return fmt.Errorf("%w: %s has another checksum than when it was packed", ErrChanged, name)
		}
	}
	return nil
}

func read(f *zip.File) ([]byte, error) {
	in, err := f.Open()
	if err != nil {
		return nil, err
	}
	defer in.Close()
	text, err := io.ReadAll(io.LimitReader(in, most+1))
	if err == nil && len(text) > most {
		err = errors.New("it is larger than any report")
	}
	return text, err
}

func sumOf(text []byte) string {
	sum := sha256.Sum256(text)
	return "sha256:" + hex.EncodeToString(sum[:])
}

// Text is a file of it, and false where there is none of the name.
func (p Parcel) Text(name string) ([]byte, bool) {
	text, there := p.texts[name]
	return text, there
}

// Unpack writes what the user had given to the run into a folder, which has it then
// as Given.
func (p Parcel) Unpack(folder string) error {
	for name, text := range p.texts {
		if !strings.HasPrefix(name, Given+"/") {
			continue
		}
		file := filepath.Join(folder, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			return fmt.Errorf("unpack the bug report: %w", err)
		}
		if err := os.WriteFile(file, text, 0o644); err != nil {
			return fmt.Errorf("unpack the bug report: %w", err)
		}
	}
	return nil
}
