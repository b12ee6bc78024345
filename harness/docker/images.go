package docker

import (
	"context"
	"fmt"
	"strings"
	"time"

	cerrdefs "github.com/containerd/errdefs"
	"github.com/moby/moby/client"
)

// HasImage reports whether an image is on the engine. The error is for an engine that
// cannot say.
func (e *Engine) HasImage(ctx context.Context, ref string) (bool, error) {
	_, err := e.client.ImageInspect(ctx, ref)
	if err != nil && !cerrdefs.IsNotFound(err) {
		return false, fmt.Errorf("look for image %s: %w", ref, err)
	}
	return err == nil, nil
}

// architecture of a local image, as "amd64".
func (e *Engine) architecture(ctx context.Context, ref string) (string, error) {
	image, err := e.client.ImageInspect(ctx, ref)
	if err != nil {
		return "", fmt.Errorf("inspect image %s: %w", ref, err)
	}
	return image.Architecture, nil
}

// Digests tells of each image which one it is: its digest in the registry that it
// was pulled from, or of one that was built here its ID.
func (e *Engine) Digests(ctx context.Context, refs []string) (map[string]string, error) {
	all := map[string]string{}
	for _, ref := range refs {
		image, err := e.client.ImageInspect(ctx, ref)
		if err != nil {
			return nil, fmt.Errorf("inspect image %s: %w", ref, err)
		}
		all[ref] = image.ID
		for _, of := range image.RepoDigests {
			if _, digest, found := strings.Cut(of, "@"); found {
				all[ref] = digest
				break
			}
		}
	}
	return all, nil
}

// Here is the first of the candidates that is on the engine; empty for none. The error
// is for an engine that cannot say.
func (e *Engine) Here(ctx context.Context, candidates []string) (string, error) {
	for _, ref := range candidates {
		if has, err := e.HasImage(ctx, ref); has || err != nil {
			return ref, err
		}
	}
	return "", nil
}

// Ensure finds the first of the candidates that is on the engine, or pulls the
// first that can be pulled. What a mirror has given gets the candidate's own name,
// so that it is found without the mirror. Progress is reported as it goes.
func (e *Engine) Ensure(ctx context.Context, candidates []string, report func(string)) (string, error) {
	if ref, err := e.Here(ctx, candidates); ref != "" || err != nil {
		return ref, err
	}
	var failures []string
	for _, ref := range candidates {
		for _, name := range e.registry.Names(ref) {
			err := e.pull(ctx, name, report)
			if err == nil && name != ref {
				_, err = e.client.ImageTag(ctx, client.ImageTagOptions{Source: name, Target: ref})
			}
			if err == nil {
				return ref, nil
			}
			if ctx.Err() != nil {
				return "", ctx.Err()
			}
			failures = append(failures, fmt.Sprintf("%s: %v", name, err))
		}
	}
	return "", fmt.Errorf("no image is here and none can be pulled:\n    %s\n  where no registry is reached, carry the images here: `regress images --save FILE` where one is, `regress images --load FILE` here; or name a mirror with --registry",
		strings.Join(failures, "\n    "))
}

// pull pulls an image and reports how much of it has come, once a second.
func (e *Engine) pull(ctx context.Context, ref string, report func(string)) error {
	report("pulling " + ref)
	stream, err := e.client.ImagePull(ctx, ref, client.ImagePullOptions{})
	if err != nil {
		return err
	}
	defer stream.Close()
	type layer struct{ have, total int64 }
	layers := map[string]layer{}
	told := time.Now()
	for message, err := range stream.JSONMessages(ctx) {
		if err != nil {
			return err
		}
		if message.Error != nil {
			return message.Error
		}
		if message.Progress == nil || message.Status != "Downloading" {
			continue
		}
		layers[message.ID] = layer{message.Progress.Current, message.Progress.Total}
		if time.Since(told) < time.Second {
			continue
		}
		told = time.Now()
		var sum layer
		for _, l := range layers {
			sum.have += l.have
			sum.total += l.total
		}
		report(fmt.Sprintf("pulling %s: %d of %d MB", ref, sum.have>>20, sum.total>>20))
	}
	return nil
}
