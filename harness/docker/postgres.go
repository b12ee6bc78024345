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
)

const (
	databaseAlias = "db"
	databasePort  = "5432/tcp"
	databaseUser  = "streampark"
)

// postgres is the run's PostgreSQL server.
type postgres struct {
	container *testcontainers.DockerContainer
	password  string
	address   string
}

// startPostgres starts PostgreSQL and returns once it takes connections.
func (p *Provider) startPostgres(ctx context.Context) (*postgres, error) {
	pg := &postgres{password: secret()}
	p.options.Redactor.Password(pg.password)
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	creating, cancel := unbroken(ctx)
	defer cancel()
	var err error
	pg.container, err = testcontainers.Run(creating, p.databaseImage,
		testcontainers.WithEnv(map[string]string{"POSTGRES_USER": databaseUser, "POSTGRES_PASSWORD": pg.password, "POSTGRES_DB": databaseUser}),
		// The data lives as long as the run: no need to reach the disk.
		testcontainers.WithCmd("postgres", "-c", "fsync=off", "-c", "full_page_writes=off"),
		testcontainers.WithExposedPorts(databasePort),
		testcontainers.WithHostConfigModifier(onLoopback(databasePort)),
		testcontainers.WithLabels(p.labels),
		tcnetwork.WithNetwork([]string{databaseAlias}, p.network))
	if err != nil {
		return nil, fmt.Errorf("start the database %s: %w", p.databaseImage, explain(err))
	}
	port, err := pg.container.MappedPort(ctx, databasePort)
	if err != nil {
		return nil, fmt.Errorf("find the database's port: %w", err)
	}
	pg.address = fmt.Sprintf("127.0.0.1:%d", port.Num())
	return pg, pg.await(ctx, p.options.StartTimeout)
}

func (pg *postgres) await(ctx context.Context, timeout time.Duration) error {
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	for {
		db, err := database.OpenPostgres(ctx, pg.url(databaseUser))
		if err == nil {
			return db.Close()
		}
		if dead := exited(ctx, pg.container); dead != nil {
			return fmt.Errorf("start the database: %w", dead)
		}
		if ctx.Err() != nil {
			return fmt.Errorf("start the database: no connection after %s: %w", timeout, err)
		}
		pause(ctx, 50*time.Millisecond)
	}
}

// url is the address of one of its databases, for this program.
func (pg *postgres) url(name string) string {
	u := url.URL{Scheme: "postgres", User: url.UserPassword(databaseUser, pg.password), Host: pg.address, Path: "/" + name,
		RawQuery: "sslmode=disable&connect_timeout=5"}
	return u.String()
}

// create makes a database and connects to it.
func (pg *postgres) create(ctx context.Context, name string) (*database.Database, error) {
	server, err := database.OpenPostgres(ctx, pg.url(databaseUser))
	if err != nil {
		return nil, err
	}
	defer server.Close()
	if _, err := server.Exec(ctx, fmt.Sprintf("create database %q", name)); err != nil {
		return nil, err
	}
	return database.OpenPostgres(ctx, pg.url(name))
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
