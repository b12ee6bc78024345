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
	"net/url"
	"strings"

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

// OpenReadOnly connects to the database of a deployment that runs already, and
// has the database itself refuse to write. The address is a PostgreSQL URL, or
// sqlite:PATH for an embedded model.
func OpenReadOnly(ctx context.Context, address string) (*Database, error) {
	if path, ok := strings.CutPrefix(address, "sqlite:"); ok {
		db, err := sql.Open("sqlite", "file:"+path+"?mode=ro&_pragma=query_only(1)")
		if err == nil {
			err = db.PingContext(ctx)
		}
		if err != nil {
			return nil, fmt.Errorf("open the database %s: %w", path, err)
		}
		return New(db, "sqlite"), nil
	}
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "postgres" && u.Scheme != "postgresql" {
		return nil, fmt.Errorf("the database address must be a PostgreSQL URL such as postgres://user:password@host:5432/streampark")
	}
	q := u.Query()
	q.Set("default_transaction_read_only", "on")
	u.RawQuery = q.Encode()
	return OpenPostgres(ctx, u.String())
}

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

// File is a file of SQL statements.
type File struct{ Name, Text string }

// Scripts runs files of SQL statements as a whole: when one fails, the database
// is left as it was. (PostgreSQL can take back changes to tables; a database
// that cannot would be left half-way.) The error names the file.
func (d *Database) Scripts(ctx context.Context, files []File) error {
	if d.Product != "postgres" {
		return fmt.Errorf("run scripts as a whole: not on %s", d.Product)
	}
	conn, err := d.db.Conn(ctx)
	if err != nil {
		return fmt.Errorf("run scripts: %w", err)
	}
	defer conn.Close()
	return conn.Raw(func(driver any) error {
		pg := driver.(*stdlib.Conn).Conn().PgConn()
		for _, f := range append([]File{{"begin", "begin"}}, append(files, File{"commit", "commit"})...) {
			if err := pg.Exec(ctx, f.Text).Close(); err != nil {
				undo := pg.Exec(context.WithoutCancel(ctx), "rollback").Close()
				if undo != nil {
					return fmt.Errorf("run %s: %w; taking it back failed too, the database may be left half-way: %v", f.Name, err, undo)
				}
				return fmt.Errorf("run %s: %w; everything was taken back, the database is as it was", f.Name, err)
			}
		}
		return nil
	})
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
