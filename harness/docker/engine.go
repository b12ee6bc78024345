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
	"maps"
	"strings"
	"time"

	"github.com/moby/moby/client"
	"github.com/testcontainers/testcontainers-go"
	tclog "github.com/testcontainers/testcontainers-go/log"

	"streampark-regress/harness/tenure"
)

// Labels on everything that is made.
const (
	// Label marks what belongs to this program.
	Label = "streampark-regress"
	// RunLabel holds the run's ID.
	RunLabel = "streampark-regress.run"
	// HolderLabel names the program that made it, see package tenure.
	HolderLabel = "streampark-regress.holder"
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
	// held makes this program known as running, as long as the engine is in use.
	held *tenure.Tenure
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
	held, err := tenure.Hold() // until this program ends
	if err != nil {
		return nil, fmt.Errorf("connect to Docker: %w", err)
	}
	return &Engine{client: c, held: held, Version: info.Info.ServerVersion, Arch: info.Info.Architecture,
		Machine: info.Info.OperatingSystem, MemoryMB: info.Info.MemTotal >> 20, CPUs: info.Info.NCPU}, nil
}

// labelled are the labels of something that this program makes.
func (e *Engine) labelled(labels map[string]string) map[string]string {
	all := map[string]string{HolderLabel: e.held.Holder}
	maps.Copy(all, labels)
	return all
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
		return fmt.Errorf("run %s in the container: %w", strings.Join(command, " "), &exitError{result.ExitCode, strings.TrimSpace(string(said))})
	}
	return nil
}

// exitError is the error of a program that ran and did not exit with 0.
type exitError struct {
	code int
	said string
}

func (e *exitError) Error() string { return fmt.Sprintf("exit code %d: %s", e.code, e.said) }
