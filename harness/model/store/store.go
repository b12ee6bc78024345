// Package store is the model's persistence: rows as StreamPark itself keeps
// them, in the tables of sql/schema.sql. It is the only place outside package
// database that writes SQL, because the model is a server of its own.
package store

import (
	"context"
	"embed"
	"fmt"
	"regexp"
	"strings"

	"streampark-regress/harness/database"
)

// files holds the model's schema and data.
//
//go:embed sql
var files embed.FS

// Store keeps the model's rows in a database.
type Store struct {
	db database.Statements
	// as is the product whose way with times the rows have.
	as database.Product
}

// New returns the store of a database that holds the model's tables.
func New(db *database.Database) *Store { return &Store{db.Statements(), db.Product()} }

// As is the store with the times that a product keeps, whatever keeps them.
func (s *Store) As(product database.Product) *Store { return &Store{s.db, product} }

// Create makes the model's tables and seeds them.
func Create(ctx context.Context, db *database.Database) error {
	for _, name := range []string{"sql/schema.sql", "sql/data.sql"} {
		text, err := files.ReadFile(name)
		if err != nil {
			return fmt.Errorf("read the model's %s: %w", name, err)
		}
		quoted := names().ReplaceAllStringFunc(string(text), func(n string) string { return db.Statements().Quote(strings.Trim(n, `"`)) })
		if err := db.Load(ctx, database.File{Name: name, Text: quoted}); err != nil {
			return err
		}
	}
	return nil
}

// Seeds are what a database is seeded with that differs between products.
type Seeds struct {
	// Teams is how many teams there are.
	Teams int
	// TeamUnset: the administrator has chosen none.
	TeamUnset bool
	// FirstToken is the id of the first row of t_access_token. Where the rows of every
	// table begin with that of the seeded administrator, the next user follows it.
	FirstToken int64
}

// Seed makes the rows that differ between products, on a database of Create.
func Seed(ctx context.Context, db *database.Database, seeds Seeds) error {
	for n := 1; n < seeds.Teams; n++ {
		if err := db.AddTeam(ctx, database.DefaultTeamID+int64(n), fmt.Sprintf("test%d", n)); err != nil {
			return err
		}
	}
	if seeds.TeamUnset {
		if err := db.ForgetTeam(ctx, database.AdminID); err != nil {
			return err
		}
	}
	if _, err := New(db).db.Exec(ctx, "update model_sequence set value = ? where name = 't_access_token'", seeds.FirstToken-1); err != nil {
		return fmt.Errorf("seed the ids of t_access_token: %w", err)
	}
	if seeds.FirstToken == database.AdminID {
		if _, err := New(db).db.Exec(ctx, "update model_sequence set value = ? where name = 't_user'", database.AdminID); err != nil {
			return fmt.Errorf("seed the ids of t_user: %w", err)
		}
	}
	return nil
}

// names finds the names that some product takes for words of its own; the files
// hold nothing else in double quotes.
func names() *regexp.Regexp { return regexp.MustCompile(`"\w+"`) }

// next is the next value of a table's sequence.
func (s *Store) next(ctx context.Context, table string) (int64, error) {
	for {
		var last int64
		if err := s.db.Row(ctx, "select value from model_sequence where name = ?", table).Scan(&last); err != nil {
			return 0, fmt.Errorf("number a row of %s: %w", table, err)
		}
		n, err := s.db.Exec(ctx, "update model_sequence set value = ? where name = ? and value = ?", last+1, table, last)
		if err != nil {
			return 0, fmt.Errorf("number a row of %s: %w", table, err)
		}
		if n == 1 { // nobody else took it
			return last + 1, nil
		}
	}
}

// Upgrades lists the versions whose upgrade scripts were run on the database of
// a model's image, in their order: the scripts leave nothing but this trace
// (fixtures/images/model/upgrade).
func (s *Store) Upgrades(ctx context.Context) ([]string, error) {
	rows, err := s.db.Rows(ctx, "select version from model_upgrade order by id")
	if err != nil {
		return nil, fmt.Errorf("read model_upgrade: %w", err)
	}
	defer rows.Close()
	var versions []string
	for rows.Next() {
		var v string
		if err := rows.Scan(&v); err != nil {
			return nil, fmt.Errorf("read model_upgrade: %w", err)
		}
		versions = append(versions, v)
	}
	return versions, rows.Err()
}
