// Package database looks into the database of a deployment and prepares it:
// schema and upgrade scripts, snapshots of rows, and the application that can
// be started.
//
// It works on PostgreSQL (real deployments, and the model in a container) and
// on SQLite (the embedded model). Table and column names are StreamPark's.
package database

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/jackc/pgx/v5/stdlib" // also registers the PostgreSQL driver "pgx"
)

// Database is an open database of one deployment.
type Database struct {
	db *sql.DB
	// Product is "postgres" or "sqlite".
	Product string
}

// New wraps an open database.
func New(db *sql.DB, product string) *Database { return &Database{db, product} }

// OpenPostgres connects to a PostgreSQL server; the address is a URL or a DSN.
func OpenPostgres(ctx context.Context, address string) (*Database, error) {
	db, err := sql.Open("pgx", address)
	if err != nil {
		return nil, fmt.Errorf("open the database: %w", err)
	}
	if err := db.PingContext(ctx); err != nil {
		_ = db.Close()
		return nil, fmt.Errorf("connect to the database: %w", err)
	}
	return New(db, "postgres"), nil
}

// SQL is the open database itself, for the model, which is a server of its own.
func (d *Database) SQL() *sql.DB { return d.db }

// Close closes the connections.
func (d *Database) Close() error { return d.db.Close() }

// Script runs a file of SQL statements.
func (d *Database) Script(ctx context.Context, name, text string) error {
	conn, err := d.db.Conn(ctx)
	if err != nil {
		return fmt.Errorf("run %s: %w", name, err)
	}
	defer conn.Close()
	if d.Product == "postgres" {
		// The extended protocol takes one statement at a time.
		err = conn.Raw(func(driver any) error {
			return driver.(*stdlib.Conn).Conn().PgConn().Exec(ctx, text).Close()
		})
	} else {
		_, err = conn.ExecContext(ctx, text)
	}
	if err != nil {
		return fmt.Errorf("run %s: %w", name, err)
	}
	return nil
}

// Exec runs one statement and tells how many rows it changed. Parameters are
// written $1, $2, ...
func (d *Database) Exec(ctx context.Context, statement string, args ...any) (int64, error) {
	r, err := d.db.ExecContext(ctx, statement, args...)
	if err != nil {
		return 0, fmt.Errorf("run %q: %w", statement, err)
	}
	return r.RowsAffected()
}
