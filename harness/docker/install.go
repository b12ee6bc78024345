package docker

import (
	"archive/tar"
	"context"
	"errors"
	"fmt"
	"io"
	"path"

	cerrdefs "github.com/containerd/errdefs"
	"github.com/moby/moby/api/types/container"
	"github.com/moby/moby/client"

	"streampark-regress/harness/release"
)

// installation is what is taken out of an image before it is started: the
// files by their path below the release's home.
type installation map[string][]byte

// extract reads config.yaml and the SQL scripts out of an image, through a
// container that is never started.
func (e *Engine) extract(ctx context.Context, ref string, r release.Release, labels map[string]string) (installation, error) {
	id, remove, err := e.open(ctx, ref, labels)
	if err != nil {
		return nil, err
	}
	defer remove()
	files := installation{}
	for _, name := range []string{r.Files.Config, "script"} {
		if err := e.copyOut(ctx, id, r.Path(name), path.Dir(name), files); err != nil {
			if cerrdefs.IsNotFound(err) {
				return nil, fmt.Errorf("image %s has no %s: it does not look like StreamPark %s", ref, r.Path(name), r.Version)
			}
			return nil, fmt.Errorf("take %s out of image %s: %w", r.Path(name), ref, err)
		}
	}
	return files, nil
}

// open makes a container of an image that is never started, to look into the
// image, with volumes as "name:/path"; remove removes it.
func (e *Engine) open(ctx context.Context, ref string, labels map[string]string, binds ...string) (id string, remove func(), err error) {
	if ctx.Err() != nil {
		return "", nil, ctx.Err()
	}
	creating, cancel := unbroken(ctx)
	defer cancel()
	created, err := e.client.ContainerCreate(creating, client.ContainerCreateOptions{
		Config:     &container.Config{Image: ref, Labels: e.labelled(labels), Cmd: []string{"none"}},
		HostConfig: &container.HostConfig{Binds: binds}})
	if err != nil {
		return "", nil, fmt.Errorf("look into image %s: %w", ref, err)
	}
	return created.ID, func() {
		_, _ = e.client.ContainerRemove(context.WithoutCancel(ctx), created.ID,
			client.ContainerRemoveOptions{Force: true, RemoveVolumes: true})
	}, nil
}

// copyOut adds a file or folder of a container to files.
func (e *Engine) copyOut(ctx context.Context, id, from, below string, files installation) error {
	archive, err := e.client.CopyFromContainer(ctx, id, client.CopyFromContainerOptions{SourcePath: from})
	if err != nil {
		return err
	}
	defer archive.Content.Close()
	in := tar.NewReader(archive.Content)
	for {
		header, err := in.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if header.Typeflag != tar.TypeReg {
			continue
		}
		content, err := io.ReadAll(in)
		if err != nil {
			return err
		}
		files[path.Join(below, header.Name)] = content
	}
}
