// Package distribution reads StreamPark's binary distributions, the archives that
// are voted on before there are images, such as
// apache-streampark_2.12-2.1.5-incubating-bin.tar.gz (until 2.1.5) and
// apache-streampark_2.12-2.1.7-bin.tar.gz.
package distribution

import (
	"archive/tar"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
)

// Script is what starts StreamPark, below the root of the archive.
const Script = "bin/streampark.sh"

// Distribution is a binary distribution that was looked through.
type Distribution struct {
	// File is where it lies.
	File string
	// Version is that of the jar of its console.
	Version string
	// InDocker: its script can start a server in the foreground, as the only
	// process of a container (tags v2.1.0 to v2.1.7, the command start_docker).
	InDocker bool

	root string
}

// folders are those that every distribution has.
func folders() []string { return []string{"bin", "conf", "lib"} }

// console is the jar of StreamPark's console (measured on 2.1.4, 2.1.5 and 2.1.7).
var console = regexp.MustCompile(`^lib/streampark-console-service-([0-9][^/]*)\.jar$`)

// startDocker is the function of the script that a container runs.
var startDocker = regexp.MustCompile(`(?m)^\s*(function\s+)?start_docker\s*\(\)`)

// longestScript is more than any of the scripts has, 21 kB.
const longestScript = 1 << 20

// Open looks through an archive and finds what it holds. The error says what is
// wrong with it: that it is no archive, that it holds no StreamPark, or that it
// would write elsewhere than below its root.
func Open(file string) (Distribution, error) {
	d := Distribution{File: file}
	l := look{found: map[string]bool{}}
	if err := each(file, l.entry); err != nil {
		return d, fmt.Errorf("read the distribution %s: %w", file, err)
	}
	if err := l.conclude(&d); err != nil {
		return d, fmt.Errorf("the distribution %s: %w", file, err)
	}
	return d, nil
}

// each tells the entries of an archive.
func each(file string, tell func(*tar.Header, io.Reader) error) (err error) {
	f, err := os.Open(file)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	unzipped, err := gzip.NewReader(f)
	if err != nil {
		return fmt.Errorf("it is no .tar.gz: %w", err)
	}
	archive := tar.NewReader(unzipped)
	for n := 0; ; n++ {
		header, err := archive.Next()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil && n == 0:
			return fmt.Errorf("it is no .tar.gz: %w", err)
		case err != nil:
			return fmt.Errorf("it is damaged after %d entries: %w", n, err)
		}
		if err := tell(header, archive); err != nil {
			return err
		}
	}
}

// look is what was seen of an archive so far.
type look struct {
	roots, versions []string
	// found are the folders right below the root.
	found    map[string]bool
	script   bool
	inDocker bool
}

func (l *look) entry(h *tar.Header, content io.Reader) error {
	root, below, err := place(h)
	if err != nil {
		return err
	}
	if !slices.Contains(l.roots, root) {
		l.roots = append(l.roots, root)
	}
	if folder, _, nested := strings.Cut(below, "/"); nested || h.Typeflag == tar.TypeDir {
		l.found[folder] = true
	}
	if m := console.FindStringSubmatch(below); m != nil {
		l.versions = append(l.versions, m[1])
	}
	if below != Script {
		return nil
	}
	text, err := io.ReadAll(io.LimitReader(content, longestScript))
	l.script, l.inDocker = true, startDocker.Match(text)
	return err
}

// place is the root an entry lies below and its path there. The error is for one
// that would be written elsewhere, and for what is no file, folder or link.
func place(h *tar.Header) (root, below string, err error) {
	name := path.Clean(h.Name)
	switch h.Typeflag {
	case tar.TypeReg, tar.TypeDir:
	case tar.TypeSymlink:
		if target := path.Join(path.Dir(name), h.Linkname); path.IsAbs(h.Linkname) || leads(target) {
			return "", "", fmt.Errorf("the link %q leads out of the archive, to %q", h.Name, h.Linkname)
		}
	default:
		return "", "", fmt.Errorf("%q is no file, folder or symbolic link", h.Name)
	}
	if path.IsAbs(name) || leads(name) {
		return "", "", fmt.Errorf("%q leads out of the archive", h.Name)
	}
	root, below, _ = strings.Cut(name, "/")
	return root, below, nil
}

// leads reports whether a clean path leads out of the folder it begins in.
func leads(name string) bool { return name == ".." || strings.HasPrefix(name, "../") }

func (l *look) conclude(d *Distribution) error {
	var missing []string
	for _, folder := range folders() {
		if !l.found[folder] {
			missing = append(missing, folder+"/")
		}
	}
	switch {
	case len(l.roots) == 0:
		return errors.New("it is empty")
	case len(l.roots) > 1:
		return fmt.Errorf("everything in a distribution lies below one folder, and this has %s", strings.Join(l.roots, ", "))
	case len(missing) > 0:
		return fmt.Errorf("below %s/ there is no %s: it is no binary distribution of StreamPark", l.roots[0], strings.Join(missing, " and no "))
	case len(l.versions) != 1:
		return fmt.Errorf("there has to be one lib/streampark-console-service-VERSION.jar, and there are %d: it is no binary distribution of StreamPark", len(l.versions))
	case !l.script:
		return fmt.Errorf("there is no %s: it is no binary distribution of StreamPark", Script)
	}
	d.root, d.Version, d.InDocker = l.roots[0], l.versions[0], l.inDocker
	return nil
}
