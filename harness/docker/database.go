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

// product is how a database product is run in a container.
type product struct {
	// scheme, path and query are those of an address as package database takes it.
	scheme, path, query string
	// alias is its name in the network of the servers.
	alias string
	// port is where it listens, user who may do everything.
	port, user string
	// environment is what the official image is told, with the user's password.
	environment func(password string) map[string]string
	// command is that of the official image. The data lives as long as the run:
	// no need to reach the disk.
	command []string
}

// connections are as many as the servers of a large plan hold. Measured: ten
// servers beside each other use up the hundred that PostgreSQL usually has, and
// the next one exits with "sorry, too many clients already".
const connections = "1000"

// products are those that can be run in a container.
func products() map[database.Product]product {
	quick := []string{"--skip-log-bin", "--innodb-flush-log-at-trx-commit=0", "--innodb-doublewrite=0", "--innodb-buffer-pool-size=64M",
		"--performance-schema=OFF", "--skip-name-resolve", "--max-connections=" + connections}
	return map[database.Product]product{
		database.PostgreSQL: {"postgres", "/streampark", "sslmode=disable&connect_timeout=5", "db", "5432", "streampark",
			func(password string) map[string]string {
				return map[string]string{"POSTGRES_USER": "streampark", "POSTGRES_PASSWORD": password, "POSTGRES_DB": "streampark"}
			}, []string{"postgres", "-c", "fsync=off", "-c", "full_page_writes=off", "-c", "max_connections=" + connections}},
		database.MySQL: {"mysql", "/", "", "db-mysql", "3306", "root",
			func(password string) map[string]string { return map[string]string{"MYSQL_ROOT_PASSWORD": password} },
			append([]string{"mysqld"}, quick...)},
		database.MariaDB: {"mariadb", "/", "", "db-mariadb", "3306", "root",
			func(password string) map[string]string { return map[string]string{"MARIADB_ROOT_PASSWORD": password} },
			append([]string{"mariadbd"}, quick...)},
	}
}

// server is the product at an address.
func (p product) server(at, password string) (database.Server, error) {
	address := url.URL{Scheme: p.scheme, User: url.UserPassword(p.user, password), Host: at, Path: p.path, RawQuery: p.query}
	return database.NewServer(address.String())
}

// DatabaseServer is a database server in a container.
type DatabaseServer struct {
	database.Server
	container *instance
	product   product
	alias     string
	password  string
}

// DatabaseOptions of a DatabaseServer.
type DatabaseOptions struct {
	Product database.Product
	// Image is one of the product that is on the engine.
	Image string
	// Name is the container's, empty where the engine may choose one.
	Name string
	// Labels are put on the container.
	Labels map[string]string
	// Network is the one to join, nil for none.
	Network *testcontainers.DockerNetwork
	// Timeout bounds the wait for its first connection.
	Timeout  time.Duration
	Redactor *evidence.Redactor
}

// StartDatabase starts a database server and returns once it takes connections.
// The caller removes the container by its labels, also after an error.
func (e *Engine) StartDatabase(ctx context.Context, o DatabaseOptions) (*DatabaseServer, error) {
	p, known := products()[o.Product]
	if !known {
		return nil, fmt.Errorf("start the database: %s cannot be run in a container", o.Product.Title())
	}
	d := &DatabaseServer{product: p, password: secret(), alias: p.alias}
	o.Redactor.Password(d.password)
	var err error
	d.container, err = e.run(ctx, recipe{name: o.Name, image: o.Image, labels: o.Labels, network: o.Network, alias: d.alias, port: p.port + "/tcp",
		env: p.environment(d.password), command: p.command})
	if err != nil {
		return nil, fmt.Errorf("start the database %s: %w", o.Image, err)
	}
	at, err := d.container.address(ctx)
	if err != nil {
		return nil, fmt.Errorf("find the database's port: %w", err)
	}
	if d.Server, err = p.server(at, d.password); err != nil {
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

// sign asks whether it still takes connections, and writes.
func (d *DatabaseServer) sign(ctx context.Context) error {
	if err := d.Ping(ctx); err != nil {
		return err
	}
	err := d.TryWriting(ctx)
	if err != nil && ctx.Err() == nil {
		return &strangeError{fmt.Sprintf("it takes connections and does not write: %v", err)}
	}
	return err
}

func secret() string {
	b := make([]byte, 12)
	_, _ = rand.Read(b) // never fails
	return hex.EncodeToString(b)
}
