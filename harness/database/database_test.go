package database_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/database"
	"streampark-regress/harness/docker/dockertest"
	"streampark-regress/harness/model/store"
)

// product is a database product that every check is made on.
type product struct {
	name database.Product
	// start returns a server of the product, or skips the test.
	start func(*testing.T) database.Server
	// cut is what an upgrade whose second script fails says of the database, and
	// whole is set where nothing is left of it.
	cut   string
	whole bool
	// fractions is set where times have parts of seconds.
	fractions bool
}

// products are all there are: a new dialect is one more row.
func products() []product {
	return []product{
		{database.SQLite, folder, "everything was taken back, the database is as it was", true, true},
		{database.PostgreSQL, server(database.PostgreSQL), "everything was taken back, the database is as it was", true, true},
		{database.MySQL, server(database.MySQL), "after 1.sql, MySQL cannot take back changes to tables: the database is left half-way, restore it from a backup", false, false},
		{database.MariaDB, server(database.MariaDB), "after 1.sql, MariaDB cannot take back changes to tables: the database is left half-way, restore it from a backup", false, false},
	}
}

func server(p database.Product) func(*testing.T) database.Server {
	return func(t *testing.T) database.Server {
		t.Helper()
		return dockertest.Database(t, p)
	}
}

func folder(t *testing.T) database.Server {
	t.Helper()
	server, err := database.NewServer("sqlite:" + t.TempDir())
	require.NoError(t, err)
	return server
}

// TestEveryProduct makes every check on every product, each on a database of
// its own with the model's tables.
func TestEveryProduct(t *testing.T) {
	for _, p := range products() {
		t.Run(string(p.name), func(t *testing.T) {
			b := &bench{product: p, server: p.start(t)}
			for _, checks := range []map[string]func(*testing.T, *bench){servers(), scripts(), users(), teams(), tokens(), applications(), savepoints(), kept(), programs(), waits(), guests(), layouts()} {
				for name, check := range checks {
					t.Run(name, func(t *testing.T) { check(t, b) })
				}
			}
		})
	}
}

// bench is a server and what was made on it.
type bench struct {
	product product
	server  database.Server
	made    int
}

// name is one that no database has yet.
func (b *bench) name() string {
	b.made++
	return fmt.Sprintf("bench_%d", b.made)
}

// empty returns a new database.
func (b *bench) empty(t *testing.T) *database.Database {
	t.Helper()
	db, err := b.server.Create(t.Context(), b.name())
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, db.Close()) })
	return db
}

// seeded returns a new database with the model's tables and rows.
func (b *bench) seeded(t *testing.T) *database.Database {
	t.Helper()
	db := b.empty(t)
	require.NoError(t, store.Create(t.Context(), db))
	return db
}

// addUser adds a user to a database and returns its id.
func addUser(t *testing.T, db *database.Database, name string) int64 {
	t.Helper()
	id, err := store.New(db).AddAccount(t.Context(), store.NewAccount{Name: name, Salt: "salt of " + name, Hash: "hash of " + name, Kind: store.Ordinary}, time.Now())
	require.NoError(t, err)
	return id
}

// account reads a user's row.
func account(t *testing.T, db *database.Database, id int64) store.Account {
	t.Helper()
	a, found, err := store.New(db).AccountByID(t.Context(), id)
	require.NoError(t, err)
	require.True(t, found)
	return a
}
