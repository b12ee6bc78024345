package docker

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	cerrdefs "github.com/containerd/errdefs"
	"github.com/moby/moby/client"
)

// Build makes an image of a context: a tar with a Dockerfile, which write writes.
// Its base has to be on the engine. What fails leaves no image and no container.
func (e *Engine) Build(ctx context.Context, tag string, write func(io.Writer) error, report func(string)) error {
	from, to := io.Pipe()
	written := make(chan error, 1)
	go func() {
		err := write(to)
		to.CloseWithError(err) // a context that breaks off is one that the engine refuses
		written <- err
	}()
	made, err := e.client.ImageBuild(ctx, from, client.ImageBuildOptions{Tags: []string{tag}, Remove: true, ForceRemove: true})
	if err == nil {
		err = buildSteps(made.Body, report)
		err = errors.Join(err, made.Body.Close())
	}
	from.CloseWithError(errors.New("the engine reads no more")) // for an engine that gave up before the end
	if wrong := <-written; wrong != nil && err != nil {
		return fmt.Errorf("make the image %s: %w", tag, errors.Join(wrong, err))
	}
	if err != nil {
		return fmt.Errorf("make the image %s: %w", tag, err)
	}
	return nil
}

// buildSteps reads how the engine makes an image.
func buildSteps(in io.Reader, report func(string)) error {
	messages := json.NewDecoder(bufio.NewReader(in))
	for {
		var m struct{ Stream, Error string }
		err := messages.Decode(&m)
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		case m.Error != "":
			return errors.New(m.Error)
		}
		if step := strings.TrimSpace(m.Stream); strings.HasPrefix(step, "Step ") {
			report(step)
		}
	}
}

// Has is the first of some files that an image on the engine has, empty for none.
func (e *Engine) Has(ctx context.Context, ref string, files ...string) (string, error) {
	id, remove, err := e.open(ctx, ref, map[string]string{Label: "true"})
	if err != nil {
		return "", err
	}
	defer remove()
	for _, file := range files {
		_, err := e.client.ContainerStatPath(ctx, id, client.ContainerStatPathOptions{Path: file})
		if err == nil {
			return file, nil
		}
		if !cerrdefs.IsNotFound(err) {
			return "", fmt.Errorf("look for %s in image %s: %w", file, ref, err)
		}
	}
	return "", nil
}
