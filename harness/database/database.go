// Package database is StreamPark's database behind intents: lock a user, set a
// token's status, read a token's row, load a schema. Nobody outside writes SQL,
// but for the built-in model, which is a server of its own (see Statements).
//
// What differs between database products is a dialect, one file each:
// PostgreSQL, MySQL and MariaDB (real deployments, and the model in a container),
// H2 (real deployments, through its console) and SQLite (the embedded model). Table and column names are StreamPark's, and the same in all
// of its releases from 2.1.4 on (script/schema of the tags).
package database

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"strings"
)

// Product is a kind of database, by the name the catalogue of releases uses.
type Product string

// The products.
const (
	PostgreSQL Product = "postgres"
	MySQL      Product = "mysql"
	MariaDB    Product = "mariadb"
	H2         Product = "h2"
	SQLite     Product = "sqlite"
)

// Title is the product's own name; of one that nobody knows here, what it was
// given.
func (p Product) Title() string {
	switch p {
	case PostgreSQL:
		return "PostgreSQL"
	case MySQL:
		return "MySQL"
	case MariaDB:
		return "MariaDB"
	case H2:
		return "H2"
	case SQLite:
		return "SQLite"
	}
	return string(p)
}

// OrUsual is the product, or PostgreSQL where nothing is said of it.
func (p Product) OrUsual() Product { return cmp.Or(p, PostgreSQL) }

// Database is an open database of one deployment.
type Database struct {
	pool       *sql.DB
	dialect    dialect
	statements Statements
	// waited is told of an application that somebody waits for; nil where nobody is.
	waited func(application int64)
	// startable are the states in which StreamPark starts an application, or in which
	// nothing more happens to one.
	startable []int
}

// Open connects to a database by its address: the URL of one of the
// servers, or sqlite:PATH for an embedded model. The error of one that cannot be reached does not tell
// the address, which holds a password.
func Open(ctx context.Context, address string) (*Database, error) {
	return open(ctx, address, readWrite)
}

// OpenReadOnly is Open for the database of a deployment that runs already; it
// has the database itself refuse to write.
func OpenReadOnly(ctx context.Context, address string) (*Database, error) {
	return open(ctx, address, readOnly)
}

func open(ctx context.Context, address string, a access) (*Database, error) {
	d, err := dialectOf(address)
	if err != nil {
		return nil, err
	}
	pool, err := d.open(address, a)
	if err != nil {
		return nil, fmt.Errorf("open the database: %w", err)
	}
	if err := pool.PingContext(ctx); err != nil {
		_ = pool.Close() // the reason is the connection's
		return nil, fmt.Errorf("connect to the database: %w", err)
	}
	statements := Statements{pool, d}
	if d.product() == SQLite {
		statements.on = preparing(pool)
	}
	return &Database{pool: pool, dialect: d, statements: statements, startable: startable()}, nil
}

// Product is the kind of the database.
func (d *Database) Product() Product { return d.dialect.product() }

// Close closes the connections.
func (d *Database) Close() error { return d.pool.Close() }

// dialectOf finds the dialect of an address.
func dialectOf(address string) (dialect, error) {
	var forms []string
	for _, d := range dialects() {
		if d.speaks(address) {
			return d, nil
		}
		forms = append(forms, d.example())
	}
	// The address itself is not quoted: it may hold a password.
	return nil, fmt.Errorf("the database address has an unknown form: write it like %s", strings.Join(forms, " or "))
}
