package docker

import (
	"bytes"
	"context"
	"fmt"
	"path"
	"strings"
	"time"

	cerrdefs "github.com/containerd/errdefs"
	"github.com/moby/moby/api/types/container"
	"github.com/moby/moby/client"

	"streampark-regress/harness/jre"
	"streampark-regress/harness/serverlog"
)

// javaWithin bounds a container that does nothing but tell its Java's version, on
// a busy machine.
const javaWithin = 2 * time.Minute

// Java finds the Java of an image that is on the engine: in its release file, and
// where it has none, as Debian's Java 8, by asking it in a container of a second.
// An image without any has the zero Runtime.
func (e *Engine) Java(ctx context.Context, ref string, labels map[string]string) (jre.Runtime, error) {
	image, err := e.client.ImageInspect(ctx, ref)
	if err != nil {
		return jre.Runtime{}, fmt.Errorf("inspect image %s: %w", ref, err)
	}
	var variables []string
	if image.Config != nil {
		variables = image.Config.Env
	}
	id, remove, err := e.open(ctx, ref, labels)
	if err != nil {
		return jre.Runtime{}, err
	}
	defer remove()
	home, err := e.javaHome(ctx, id, variables)
	if err != nil || home == "" {
		return jre.Runtime{}, err
	}
	version, err := e.releaseFile(ctx, id, home)
	if err == nil && version == "" {
		version, err = e.askJava(ctx, ref, path.Join(home, "bin", "java"), labels)
	}
	if err != nil {
		return jre.Runtime{}, fmt.Errorf("find out the Java of image %s: %w", ref, err)
	}
	return jre.New(version, home), nil
}

// javaHome is where a container has its Java, as its scripts would find it:
// by JAVA_HOME, else on the path; empty for none.
func (e *Engine) javaHome(ctx context.Context, id string, variables []string) (string, error) {
	var places []string
	for _, variable := range variables {
		if home, is := strings.CutPrefix(variable, "JAVA_HOME="); is && path.IsAbs(home) {
			places = append([]string{path.Join(home, "bin", "java")}, places...)
		}
		if folders, is := strings.CutPrefix(variable, "PATH="); is {
			for folder := range strings.SplitSeq(folders, ":") {
				places = append(places, path.Join(folder, "java"))
			}
		}
	}
	for _, java := range append(places, "/usr/local/bin/java", "/usr/bin/java", "/opt/java/openjdk/bin/java") {
		found, err := e.client.ContainerStatPath(ctx, id, client.ContainerStatPathOptions{Path: java})
		if cerrdefs.IsNotFound(err) {
			continue
		}
		if err != nil {
			return "", err
		}
		if target := found.Stat.LinkTarget; path.IsAbs(target) {
			java = target // the engine follows all links
		}
		return strings.TrimSuffix(path.Dir(path.Dir(java)), "/jre"), nil
	}
	return "", nil
}

// releaseFile is the version in the release file of a Java, empty without one.
func (e *Engine) releaseFile(ctx context.Context, id, home string) (string, error) {
	for _, folder := range []string{home, path.Join(home, "jre")} {
		found := installation{}
		err := e.copyOut(ctx, id, path.Join(folder, "release"), "", found)
		if err != nil && !cerrdefs.IsNotFound(err) {
			return "", err
		}
		if version := jre.Version(string(found["release"])); version != "" {
			return version, nil
		}
	}
	return "", nil
}

// askJava runs java -version in a container of its own.
func (e *Engine) askJava(ctx context.Context, ref, java string, labels map[string]string) (string, error) {
	if ctx.Err() != nil {
		return "", ctx.Err()
	}
	creating, cancel := unbroken(ctx)
	defer cancel()
	created, err := e.client.ContainerCreate(creating, client.ContainerCreateOptions{
		Config:     &container.Config{Image: ref, Labels: e.labelled(labels), Entrypoint: []string{java}, Cmd: []string{"-version"}},
		HostConfig: &container.HostConfig{NetworkMode: "none"}})
	if err != nil {
		return "", err
	}
	asked := &instance{engine: e, id: created.ID}
	defer func() { _ = asked.remove(context.WithoutCancel(ctx)) }() // the sweep of the run removes what stays
	within, cancel := context.WithTimeout(ctx, javaWithin)
	defer cancel()
	if err := asked.start(within); err != nil {
		return "", err
	}
	ended := e.client.ContainerWait(within, created.ID, client.ContainerWaitOptions{})
	select {
	case <-ended.Result:
	case err := <-ended.Error:
		return "", fmt.Errorf("run %s -version: %w", java, err)
	}
	var said bytes.Buffer
	if err := asked.records(within, client.ContainerLogsOptions{}, func(r serverlog.Record) { said.Write(r.Text) }); err != nil {
		return "", err
	}
	version := jre.Version(said.String())
	if version == "" {
		return "", fmt.Errorf("%s -version says %q", java, strings.TrimSpace(said.String()))
	}
	return version, nil
}
