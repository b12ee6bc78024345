package docker

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"net/url"
	"time"

	"github.com/testcontainers/testcontainers-go"

	"streampark-regress/harness/clock"
	"streampark-regress/harness/database"
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
	container *instance
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
func (e *Engine) StartDatabase(ctx context.Context, o DatabaseOptions) (*DatabaseServer, error) {
	d := &DatabaseServer{password: secret()}
	o.Redactor.Password(d.password)
	var err error
	d.container, err = e.run(ctx, recipe{image: o.Image, labels: o.Labels, network: o.Network, alias: databaseAlias, port: databasePort,
		env: map[string]string{"POSTGRES_USER": databaseUser, "POSTGRES_PASSWORD": d.password, "POSTGRES_DB": databaseUser},
		// The data lives as long as the run: no need to reach the disk.
		command: []string{"postgres", "-c", "fsync=off", "-c", "full_page_writes=off"}})
	if err != nil {
		return nil, fmt.Errorf("start the database %s: %w", o.Image, err)
	}
	at, err := d.container.address(ctx)
	if err != nil {
		return nil, fmt.Errorf("find the database's port: %w", err)
	}
	address := url.URL{Scheme: "postgres", User: url.UserPassword(databaseUser, d.password), Host: at,
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
		if dead := d.container.alive(ctx); dead != nil {
			return fmt.Errorf("start the database: %w", dead)
		}
		if ctx.Err() != nil {
			return fmt.Errorf("start the database: no connection after %s: %w", timeout, err)
		}
		_ = clock.Idle(ctx, 50*time.Millisecond) // the next look sees the interrupt
	}
}

func secret() string {
	b := make([]byte, 12)
	_, _ = rand.Read(b) // never fails
	return hex.EncodeToString(b)
}
