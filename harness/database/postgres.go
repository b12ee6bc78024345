package database

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib" // also registers the driver "pgx"
)

// postgres is PostgreSQL, from 13 on (drop ... with (force)).
type postgres struct{}

func (postgres) product() Product { return PostgreSQL }

func (postgres) speaks(address string) bool {
	return strings.HasPrefix(address, "postgres://") || strings.HasPrefix(address, "postgresql://")
}

func (postgres) example() string { return "postgres://user:password@host:5432/streampark" }

func (postgres) open(address string, a access) (*sql.DB, error) {
	if a == readOnly {
		u, err := parsePostgres(address)
		if err != nil {
			return nil, err
		}
		q := u.Query()
		q.Set("default_transaction_read_only", "on")
		u.RawQuery = q.Encode()
		address = u.String()
	}
	return sql.Open("pgx", address)
}

// parsePostgres reads a URL. Its error does not repeat it: there is a password
// in it.
func parsePostgres(address string) (*url.URL, error) {
	u, err := url.Parse(address)
	if err != nil {
		return nil, errors.New("the PostgreSQL address is not a valid URL: write characters such as @, / and # in its password as %40, %2F and %23")
	}
	return u, nil
}

func (postgres) placeholder(n int) string { return fmt.Sprintf("$%d", n) }

func (postgres) quote(name string) string { return pgx.Identifier{name}.Sanitize() }

func (postgres) asText(column string) string { return "cast(" + column + " as text)" }

func (postgres) exactly(column string) string { return column + " = ?" }

// run uses the simple protocol: the extended one takes one statement at a time.
func (postgres) run(ctx context.Context, conn *sql.Conn, text string) error {
	return conn.Raw(func(driver any) error {
		c, ok := driver.(*stdlib.Conn)
		if !ok {
			return fmt.Errorf("the driver is %T instead of pgx", driver)
		}
		return c.Conn().PgConn().Exec(ctx, text).Close()
	})
}

func (p postgres) runWhole(ctx context.Context, conn *sql.Conn, files []File) error {
	return inTransaction(ctx, files, func(ctx context.Context, text string) error { return p.run(ctx, conn, text) })
}

func (p postgres) ping(ctx context.Context, server string) error {
	return p.onServer(server, func(pool *sql.DB) error { return pool.PingContext(ctx) })
}

func (p postgres) tryWriting(ctx context.Context, server string) error {
	return p.onServer(server, func(pool *sql.DB) error {
		_, err := pool.ExecContext(ctx, "create temporary table still_writes as select 1 as one")
		return err
	})
}

func (postgres) address(server, name string) (string, error) {
	u, err := parsePostgres(server)
	if err != nil {
		return "", err
	}
	u.Path = "/" + name
	return u.String(), nil
}

func (p postgres) create(ctx context.Context, server, name string) error {
	return p.onServer(server, func(pool *sql.DB) error {
		_, err := pool.ExecContext(ctx, "create database "+p.quote(name))
		return err
	})
}

// drop also ends the connections that are left, such as a StreamPark's that is
// being stopped.
func (p postgres) drop(ctx context.Context, server, name string) error {
	return p.onServer(server, func(pool *sql.DB) error {
		_, err := pool.ExecContext(ctx, "drop database if exists "+p.quote(name)+" with (force)")
		return err
	})
}

func (p postgres) onServer(address string, do func(*sql.DB) error) error {
	pool, err := p.open(address, readWrite)
	if err != nil {
		return err
	}
	defer pool.Close()
	return do(pool)
}
