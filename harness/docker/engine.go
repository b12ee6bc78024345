// Package docker provides deployments made of containers: a server of each
// database product for the run, and a StreamPark container with a database of its own for each
// deployment. What it needs of StreamPark (config.yaml, schema) it takes out
// of the image under test.
//
// Everything it makes carries labels, so that it can be found and removed
// whatever happened to the program that made it.
package docker

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/moby/moby/client"
	"github.com/testcontainers/testcontainers-go"
	tclog "github.com/testcontainers/testcontainers-go/log"
)

// Labels on everything that is made.
const (
	// Label marks what belongs to this program.
	Label = "streampark-regress"
	// RunLabel holds the run's ID.
	RunLabel = "streampark-regress.run"
)

// Engine is a Docker engine that answers.
type Engine struct {
	client *testcontainers.DockerClient
	// Version, Arch and Machine describe it.
	Version string
	Arch    string
	Machine string
	// MemoryMB is the memory its containers share.
	MemoryMB int64
	// CPUs are those its containers share.
	CPUs int
	// registry is where images are pulled from, empty for where their names say.
	registry Registry
}

// Connect finds the Docker engine the way the docker command does.
func Connect(ctx context.Context) (*Engine, error) {
	tclog.SetDefault(tclog.NewNoopLogger())
	ctx, cancel := context.WithTimeout(ctx, 15*time.Second)
	defer cancel()
	if err := obeysHost(ctx); err != nil {
		return nil, err
	}
	c, err := testcontainers.NewDockerClientWithOpts(ctx)
	if err != nil {
		return nil, fmt.Errorf("connect to Docker: %w", err)
	}
	info, err := c.Info(ctx, client.InfoOptions{})
	if err != nil {
		return nil, fmt.Errorf("connect to Docker: %w", err)
	}
	return &Engine{client: c, Version: info.Info.ServerVersion, Arch: info.Info.Architecture,
		Machine: info.Info.OperatingSystem, MemoryMB: info.Info.MemTotal >> 20, CPUs: info.Info.NCPU}, nil
}

// obeysHost makes sure that the engine DOCKER_HOST names answers. Without
// that, testcontainers would silently take another it finds on the machine.
func obeysHost(ctx context.Context) error {
	host := os.Getenv("DOCKER_HOST")
	if host == "" {
		return nil
	}
	c, err := client.New(client.FromEnv)
	if err != nil {
		return fmt.Errorf("connect to Docker: DOCKER_HOST is %s: %w", host, err)
	}
	defer c.Close()
	if _, err := c.Ping(ctx, client.PingOptions{}); err != nil {
		return fmt.Errorf("connect to Docker: DOCKER_HOST is %s: %w", host, err)
	}
	return nil
}

// HasImage reports whether an image is on the engine.
func (e *Engine) HasImage(ctx context.Context, ref string) bool {
	_, err := e.client.ImageInspect(ctx, ref)
	return err == nil
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

// Here is the first of the candidates that is on the engine; empty for none.
func (e *Engine) Here(ctx context.Context, candidates []string) string {
	for _, ref := range candidates {
		if e.HasImage(ctx, ref) {
			return ref
		}
	}
	return ""
}

// Ensure finds the first of the candidates that is on the engine, or pulls the
// first that can be pulled. What a mirror has given gets the candidate's own name,
// so that it is found without the mirror. Progress is reported as it goes.
func (e *Engine) Ensure(ctx context.Context, candidates []string, report func(string)) (string, error) {
	if ref := e.Here(ctx, candidates); ref != "" {
		return ref, nil
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

// detached runs a program in a container and does not wait for its end.
func (e *Engine) detached(ctx context.Context, container string, command ...string) error {
	exec, err := e.client.ExecCreate(ctx, container, client.ExecCreateOptions{Cmd: command, User: "0"})
	if err != nil {
		return fmt.Errorf("run %s in the container: %w", command[0], err)
	}
	if _, err := e.client.ExecStart(ctx, exec.ID, client.ExecStartOptions{Detach: true}); err != nil {
		return fmt.Errorf("run %s in the container: %w", command[0], err)
	}
	return nil
}

// attached runs a program in a container and fails unless it exits with 0.
func (e *Engine) attached(ctx context.Context, container string, command ...string) error {
	exec, err := e.client.ExecCreate(ctx, container, client.ExecCreateOptions{
		Cmd: command, User: "0", AttachStdout: true, AttachStderr: true, TTY: true})
	if err != nil {
		return fmt.Errorf("run %s in the container: %w", command[0], err)
	}
	stream, err := e.client.ExecAttach(ctx, exec.ID, client.ExecAttachOptions{TTY: true})
	if err != nil {
		return fmt.Errorf("run %s in the container: %w", command[0], err)
	}
	said, err := io.ReadAll(stream.Reader)
	stream.Close()
	if err != nil {
		return fmt.Errorf("run %s in the container: %w", command[0], err)
	}
	result, err := e.client.ExecInspect(ctx, exec.ID, client.ExecInspectOptions{})
	if err != nil {
		return fmt.Errorf("run %s in the container: %w", command[0], err)
	}
	if result.ExitCode != 0 {
		return fmt.Errorf("run %s in the container: exit code %d: %s", strings.Join(command, " "), result.ExitCode, strings.TrimSpace(string(said)))
	}
	return nil
}
