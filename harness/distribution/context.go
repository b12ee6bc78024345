package distribution

import (
	"archive/tar"
	"encoding/json"
	"fmt"
	"io"
	"path"
	"strings"
)

// Layout says how an image is to be made of a distribution.
type Layout struct {
	// Base is the image with a JRE and bash.
	Base string
	// JavaHome is where the base has its Java, empty where the base says so
	// itself.
	JavaHome string
	// Init is the program of the base that starts others and hands signals on,
	// such as /usr/bin/tini; empty for none.
	Init string
	// Start says whether the image starts StreamPark itself.
	Start Start
	// Home is where StreamPark is to lie, and Port where it listens.
	Home string
	Port int
}

// Start says whether an image starts StreamPark itself.
type Start string

// The starts.
const (
	// ByImage: the image has an entry point that does (upstream's since 2.1.5).
	ByImage Start = "by the image"
	// ByCommand: whoever runs the image says how (upstream's until 2.1.4).
	ByCommand Start = "by a command"
)

// dockerfile is how the image is made, laid out as upstream's docker/Dockerfile
// does it.
func (d Distribution) dockerfile(l Layout) (string, error) {
	lines := []string{
		"FROM " + l.Base,
		"LABEL org.opencontainers.image.title=StreamPark org.opencontainers.image.version=" + d.Version,
		"COPY streampark " + l.Home,
		fmt.Sprintf("EXPOSE %d", l.Port),
	}
	if l.JavaHome != "" {
		lines = append(lines, "ENV JAVA_HOME="+l.JavaHome)
	}
	if l.Start == ByCommand {
		// A base's own entry point would stand before the command.
		lines = append(lines, "WORKDIR "+l.Home, "ENTRYPOINT []", `CMD ["bash"]`)
		return strings.Join(lines, "\n") + "\n", nil
	}
	if !d.InDocker {
		return "", fmt.Errorf("the distribution %s: its %s has no start_docker, which is what a container runs", d.File, Script)
	}
	entry := []string{path.Join(l.Home, Script), "start_docker"}
	if l.Init != "" {
		entry = append([]string{l.Init, "--"}, entry...)
	}
	text, err := json.Marshal(entry)
	if err != nil {
		return "", err
	}
	return strings.Join(append(lines, "ENTRYPOINT "+string(text)), "\n") + "\n", nil
}

// WriteContext writes what Docker makes an image of: a tar with a Dockerfile and
// the distribution. The archive is read again for it, and nothing is unpacked.
func (d Distribution) WriteContext(out io.Writer, l Layout) error {
	dockerfile, err := d.dockerfile(l)
	if err != nil {
		return err
	}
	to := tar.NewWriter(out)
	if err := to.WriteHeader(&tar.Header{Name: "Dockerfile", Typeflag: tar.TypeReg, Mode: 0o644, Size: int64(len(dockerfile))}); err != nil {
		return err
	}
	if _, err := io.WriteString(to, dockerfile); err != nil {
		return err
	}
	err = each(d.File, func(h *tar.Header, content io.Reader) error {
		_, below, err := place(h)
		if err != nil {
			return err
		}
		entry := &tar.Header{Name: path.Join("streampark", below), Typeflag: h.Typeflag, Linkname: h.Linkname, Mode: h.Mode, Size: h.Size, ModTime: h.ModTime}
		if h.Typeflag == tar.TypeDir {
			entry.Name += "/"
		}
		if err := to.WriteHeader(entry); err != nil {
			return err
		}
		_, err = io.Copy(to, content)
		return err
	})
	if err != nil {
		return fmt.Errorf("read the distribution %s: %w", d.File, err)
	}
	return to.Close()
}
