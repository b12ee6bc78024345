package docker

import (
	"bytes"
	"context"
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"time"

	"github.com/moby/moby/api/types/container"
	"github.com/moby/moby/api/types/network"
	"github.com/moby/moby/client"
	"github.com/testcontainers/testcontainers-go"
	tcnetwork "github.com/testcontainers/testcontainers-go/network"

	"streampark-regress/harness/deployment"
)

// recipe is what a container is made from.
type recipe struct {
	// name is empty where the engine may choose one.
	name  string
	image string
	// entrypoint takes the place of the image's, unless it is empty.
	entrypoint []string
	command    []string
	env        map[string]string
	files      []file
	// binds are volumes, as "name:/path:ro".
	binds []string
	// port is published on 127.0.0.1, at a port the engine chooses.
	port    string
	labels  map[string]string
	network *testcontainers.DockerNetwork
	// alias is the name other containers of the network know it by.
	alias string
}

// file is a file that is put into a container before it is started.
type file struct {
	path    string
	content []byte
	mode    int64
}

// instance is a container that was started.
type instance struct {
	engine *Engine
	id     string
	port   network.Port
}

// run makes a container and starts it. An interrupt does not cut it off in the
// middle: see unbroken.
func (e *Engine) run(ctx context.Context, r recipe) (*instance, error) {
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	ctx, cancel := unbroken(ctx)
	defer cancel()
	port, err := network.ParsePort(r.port)
	if err != nil {
		return nil, fmt.Errorf("publish port %s: %w", r.port, err)
	}
	options := []testcontainers.ContainerCustomizer{
		testcontainers.WithEnv(r.env), testcontainers.WithLabels(e.labelled(r.labels)),
		testcontainers.WithExposedPorts(r.port), testcontainers.WithHostConfigModifier(r.host(port)),
	}
	if len(r.entrypoint) > 0 {
		options = append(options, testcontainers.WithEntrypoint(r.entrypoint...))
	}
	if len(r.command) > 0 {
		options = append(options, testcontainers.WithCmd(r.command...))
	}
	if r.network != nil {
		options = append(options, tcnetwork.WithNetwork([]string{r.alias}, r.network))
	}
	made, err := free(r.name, func(name string) (*testcontainers.DockerContainer, error) {
		these := append(slices.Clone(options), testcontainers.WithFiles(r.content()...)) // they are read once
		if name != "" {
			these = append(these, testcontainers.WithName(name))
		}
		return testcontainers.Run(ctx, r.image, these...)
	})
	if err != nil {
		return nil, explain(err)
	}
	return &instance{engine: e, id: made.GetContainerID(), port: port}, nil
}

// known is a container that runs already, with the port where it listens.
func (e *Engine) known(ctx context.Context, id string, port int) (*instance, error) {
	listens, err := network.ParsePort(fmt.Sprintf("%d/tcp", port))
	if err != nil {
		return nil, fmt.Errorf("find port %d: %w", port, err)
	}
	i := &instance{engine: e, id: id, port: listens}
	return i, i.alive(ctx)
}

// mostOfAName is how many containers may have wanted the same name.
const mostOfAName = 20

// free makes a container of a name that no other has: the engine gives a name once, so
// that of two runs whose names are alike the second gets "-2" behind it.
func free[C any](name string, run func(name string) (C, error)) (C, error) {
	made, err := run(name)
	for n := 2; name != "" && err != nil && strings.Contains(err.Error(), taken) && n <= mostOfAName; n++ {
		made, err = run(fmt.Sprintf("%s-%d", name, n))
	}
	return made, err
}

// taken is what the engine says of a name that another container has.
const taken = "is already in use by container"

// content is what the recipe puts into the container before it is started.
func (r recipe) content() []testcontainers.ContainerFile {
	var all []testcontainers.ContainerFile
	for _, f := range r.files {
		all = append(all, testcontainers.ContainerFile{Reader: bytes.NewReader(f.content), ContainerFilePath: f.path, FileMode: f.mode})
	}
	return all
}

// host publishes a port on 127.0.0.1, at a port the engine chooses, and mounts
// the volumes.
func (r recipe) host(port network.Port) func(*container.HostConfig) {
	return func(h *container.HostConfig) {
		h.PortBindings = network.PortMap{port: {{HostIP: netip.MustParseAddr("127.0.0.1")}}}
		h.Binds = append(h.Binds, r.binds...)
	}
}

func (i *instance) start(ctx context.Context) error {
	if _, err := i.engine.client.ContainerStart(ctx, i.id, client.ContainerStartOptions{}); err != nil {
		return explain(err)
	}
	return nil
}

// stop asks what runs in the container to end, kills it where it has not in time,
// and leaves the container.
func (i *instance) stop(ctx context.Context, grace time.Duration) error {
	seconds := int(grace.Seconds())
	_, err := i.engine.client.ContainerStop(ctx, i.id, client.ContainerStopOptions{Timeout: &seconds})
	return err
}

// remove removes the container and its anonymous volumes, unless somebody else has.
func (i *instance) remove(ctx context.Context) error {
	_, err := i.engine.client.ContainerRemove(ctx, i.id, client.ContainerRemoveOptions{Force: true, RemoveVolumes: true})
	if gone(err) {
		return nil
	}
	return err
}

// address is where its port is published now; a restart changes it.
func (i *instance) address(ctx context.Context) (string, error) {
	found, err := i.engine.client.ContainerInspect(ctx, i.id, client.ContainerInspectOptions{})
	if err != nil {
		return "", err
	}
	if found.Container.NetworkSettings != nil {
		for _, binding := range found.Container.NetworkSettings.Ports[i.port] {
			return "127.0.0.1:" + binding.HostPort, nil
		}
	}
	return "", fmt.Errorf("port %s is not published", i.port)
}

// alive returns an error for a container that runs no more: why it ended, with
// its last log lines, or why the engine cannot tell.
func (i *instance) alive(ctx context.Context) error {
	ctx = context.WithoutCancel(ctx)
	found, err := i.engine.client.ContainerInspect(ctx, i.id, client.ContainerInspectOptions{})
	if err != nil {
		return fmt.Errorf("ask the engine whether the container runs: %w", err)
	}
	if found.Container.State == nil || found.Container.State.Running {
		return nil
	}
	state := found.Container.State
	what := fmt.Sprintf("the server exited with code %d", state.ExitCode)
	if state.OOMKilled {
		what += ": it was killed for want of memory"
	}
	return &deployment.StartError{What: what, LogTail: i.lastLines(ctx)}
}
