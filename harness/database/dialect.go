package database

import (
	"context"
	"database/sql"
)

// dialect is what differs between database products. A new product is one more
// file with one of these, a line in dialects, and a row in the tests.
type dialect interface {
	product() Product
	// speaks reports whether an address is one of the product's, and example is
	// what such an address looks like.
	speaks(address string) bool
	example() string
	// open prepares connections to an address. An update must count the rows
	// that it found, also those that were so already (MySQL's driver has to be
	// told: clientFoundRows).
	open(address string, a access) (*sql.DB, error)
	// placeholder is the nth parameter of a statement, from 1.
	placeholder(n int) string
	// quote writes the name of a table, column or database: StreamPark has
	// columns that are words of some dialects, such as release.
	quote(name string) string
	// asText is an expression for a column's value as text, as a person writes
	// it.
	asText(column string) string
	// exactly is the condition that a column holds a parameter to the letter.
	exactly(column string) string
	// layouts are queries for what a database's tables are made of, each with a name
	// and what is said of it.
	layouts() []string
	// run runs a file of statements on a connection.
	run(ctx context.Context, conn *sql.Conn, text string) error
	// runWhole runs files of statements so that all of them count or none. The
	// error of a product that cannot take back changes to tables has to say
	// that the database may be left half-way.
	runWhole(ctx context.Context, conn *sql.Conn, files []File) error
	// ping connects to the server at an address.
	ping(ctx context.Context, server string) error
	// tryWriting writes something to the server at an address that takes room on its
	// disk and is gone at once.
	tryWriting(ctx context.Context, server string) error
	// address is that of a database of the server at an address.
	address(server, name string) (string, error)
	// create makes a database on the server at an address; drop removes one, and
	// is content when it is gone.
	create(ctx context.Context, server, name string) error
	drop(ctx context.Context, server, name string) error
}

// access is what a connection may do.
type access int

const (
	readWrite access = iota
	readOnly
)

func dialects() []dialect {
	return []dialect{postgres{}, mysql{MySQL, "mysql://"}, mysql{MariaDB, "mariadb://"}, h2{}, sqlite{}}
}
