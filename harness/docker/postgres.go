package docker

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"net/netip"
	"net/url"
	"time"

	"github.com/moby/moby/api/types/container"
	"github.com/moby/moby/api/types/network"
	"github.com/testcontainers/testcontainers-go"
	tcnetwork "github.com/testcontainers/testcontainers-go/network"

	"streampark-regress/harness/database"
	"streampark-regress/harness/deployment"
	"streampark-regress/harness/evidence"
)

const (
	databaseAlias = "db"
	databasePort  = "5432/tcp"
	databaseUser  = "streampark"
)

// DatabaseServer is a PostgreSQL server in a container.
type DatabaseServer struct {
	database.Server
	container *testcontainers.DockerContainer
	password  string
}

// DatabaseOptions of a DatabaseServer.
type DatabaseOptions struct {
	// Image is a PostgreSQL image that is on the engine.
	Image string
	// Labels are put on the container.
	Labels map[string]string
	// Network is the one to join as "db", nil for none.
	Network *testcontainers.DockerNetwork
	// Timeout bounds the wait for its first connection.
	Timeout  time.Duration
	Redactor *evidence.Redactor
}

// StartDatabase starts PostgreSQL and returns once it takes connections. The
// caller removes the container by its labels, also after an error.
func StartDatabase(ctx context.Context, o DatabaseOptions) (*DatabaseServer, error) {
	d := &DatabaseServer{password: secret()}
	o.Redactor.Password(d.password)
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	creating, cancel := unbroken(ctx)
	defer cancel()
	options := []testcontainers.ContainerCustomizer{
		testcontainers.WithEnv(map[string]string{"POSTGRES_USER": databaseUser, "POSTGRES_PASSWORD": d.password, "POSTGRES_DB": databaseUser}),
		// The data lives as long as the run: no need to reach the disk.
		testcontainers.WithCmd("postgres", "-c", "fsync=off", "-c", "full_page_writes=off"),
		testcontainers.WithExposedPorts(databasePort),
		testcontainers.WithHostConfigModifier(onLoopback(databasePort)),
		testcontainers.WithLabels(o.Labels),
	}
	if o.Network != nil {
		options = append(options, tcnetwork.WithNetwork([]string{databaseAlias}, o.Network))
	}
	var err error
	if d.container, err = testcontainers.Run(creating, o.Image, options...); err != nil {
		return nil, fmt.Errorf("start the database %s: %w", o.Image, explain(err))
	}
	port, err := d.container.MappedPort(ctx, databasePort)
	if err != nil {
		return nil, fmt.Errorf("find the database's port: %w", err)
	}
	address := url.URL{Scheme: "postgres", User: url.UserPassword(databaseUser, d.password), Host: fmt.Sprintf("127.0.0.1:%d", port.Num()),
		Path: "/" + databaseUser, RawQuery: "sslmode=disable&connect_timeout=5"}
	if d.Server, err = database.NewServer(address.String()); err != nil {
		return nil, fmt.Errorf("start the database %s: %w", o.Image, err)
	}
	return d, d.await(ctx, o.Timeout)
}

func (d *DatabaseServer) await(ctx context.Context, timeout time.Duration) error {
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	for {
		err := d.Ping(ctx)
		if err == nil {
			return nil
		}
		if dead := exited(ctx, d.container); dead != nil {
			return fmt.Errorf("start the database: %w", dead)
		}
		if ctx.Err() != nil {
			return fmt.Errorf("start the database: no connection after %s: %w", timeout, err)
		}
		pause(ctx, 50*time.Millisecond)
	}
}

// onLoopback publishes a port on 127.0.0.1, at a port the engine chooses.
func onLoopback(port string) func(*container.HostConfig) {
	return func(h *container.HostConfig) {
		h.PortBindings = network.PortMap{network.MustParsePort(port): {{HostIP: netip.MustParseAddr("127.0.0.1")}}}
	}
}

// exited returns the reason when a container no longer runs, with its last log lines.
func exited(ctx context.Context, c *testcontainers.DockerContainer) error {
	state, err := c.State(context.WithoutCancel(ctx))
	if err != nil || state.Running {
		return nil
	}
	what := fmt.Sprintf("the server exited with code %d", state.ExitCode)
	if state.OOMKilled {
		what += " (out of memory)"
	}
	log, _ := logOf(context.WithoutCancel(ctx), c)
	return &deployment.StartError{What: what, LogTail: deployment.Tail(log, 40)}
}

func secret() string {
	b := make([]byte, 12)
	_, _ = rand.Read(b) // never fails
	return hex.EncodeToString(b)
}

func pause(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}
