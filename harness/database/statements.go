package database

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
)

// Statements runs SQL on a database. It is for the built-in model, which keeps
// rows as StreamPark itself does; everybody else asks a Database for an intent.
//
// Parameters are written ?, whatever the product's own form is; no statement
// may hold a ? in a literal.
type Statements struct {
	on      executor
	dialect dialect
}

// executor is a pool of connections or a transaction.
type executor interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// Statements is the way past the intents, for the model's own store.
func (d *Database) Statements() Statements { return d.statements }

// Exec runs a statement and returns how many rows it found to change.
func (s Statements) Exec(ctx context.Context, statement string, args ...any) (int64, error) {
	r, err := s.on.ExecContext(ctx, s.bind(statement), args...)
	if err != nil {
		return 0, err
	}
	return r.RowsAffected()
}

// Row asks for one row; Scan tells of a failure, also that there is none.
func (s Statements) Row(ctx context.Context, query string, args ...any) *sql.Row {
	return s.on.QueryRowContext(ctx, s.bind(query), args...)
}

// Rows asks for rows.
func (s Statements) Rows(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	return s.on.QueryContext(ctx, s.bind(query), args...)
}

// AsText is an expression for a column's value as a person writes it.
func (s Statements) AsText(column string) string { return s.dialect.asText(column) }

// Quote writes the name of a table or column so that the product takes it for one.
func (s Statements) Quote(name string) string { return s.dialect.quote(name) }

// bind writes the parameters in the product's own form.
func (s Statements) bind(statement string) string {
	parts := strings.Split(statement, "?")
	var b strings.Builder
	for n, part := range parts {
		if n > 0 {
			b.WriteString(s.dialect.placeholder(n))
		}
		b.WriteString(part)
	}
	return b.String()
}

// together runs statements as a whole; an error says what was being done.
func (d *Database) together(ctx context.Context, doing string, do func(Statements) error) error {
	tx, err := d.pool.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("%s: %w", doing, err)
	}
	defer func() { _ = tx.Rollback() }() // fails once it is committed
	if err := do(Statements{tx, d.dialect}); err != nil {
		return fmt.Errorf("%s: %w", doing, err)
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("%s: %w", doing, err)
	}
	return nil
}
