package h2console

import (
	"context"
	"database/sql/driver"
	"errors"
	"net/http"
	"net/url"
	"strings"
)

// connection is a session of the console, which holds a connection of JDBC.
type connection struct {
	console  Console
	client   *http.Client
	admitted http.Header
	session  string
	// working is set in a transaction: what a lost session takes with it cannot
	// be done again by itself.
	working bool
}

// Prepare is not there: the console takes statements as a whole.
func (c *connection) Prepare(string) (driver.Stmt, error) {
	return nil, errors.New("h2console: statements cannot be prepared")
}

// Begin is there for database/sql alone, which asks BeginTx.
func (c *connection) Begin() (driver.Tx, error) {
	return nil, errors.New("h2console: begin with a context")
}

// Close forgets the session, which the console ends by itself when it was idle for
// half an hour.
func (c *connection) Close() error { return nil }

// Ping asks the database for nothing.
func (c *connection) Ping(ctx context.Context) error {
	_, err := c.run(ctx, "select 1")
	return err
}

// BeginTx begins a transaction. H2's own isolation is the only one.
func (c *connection) BeginTx(ctx context.Context, o driver.TxOptions) (driver.Tx, error) {
	if o.Isolation != 0 {
		return nil, errors.New("h2console: a transaction has H2's own isolation")
	}
	if _, err := c.run(ctx, "set autocommit false"); err != nil {
		return nil, err
	}
	c.working = true
	return transaction{ctx, c}, nil
}

// ExecContext runs statements; the rows that were found are those of all.
func (c *connection) ExecContext(ctx context.Context, statements string, args []driver.NamedValue) (driver.Result, error) {
	all, err := c.fill(ctx, statements, args)
	if err != nil {
		return nil, err
	}
	var n int64
	for _, r := range all {
		n += r.updated
	}
	return driver.RowsAffected(n), nil
}

// QueryContext asks for rows.
func (c *connection) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	all, err := c.fill(ctx, query, args)
	if err != nil {
		return nil, err
	}
	for _, r := range all {
		if r.columns != nil {
			return &rows{result: r}, nil
		}
	}
	return nil, errors.New("h2console: the statement is no query")
}

func (c *connection) fill(ctx context.Context, statements string, args []driver.NamedValue) ([]result, error) {
	whole, err := interpolate(statements, args)
	if err != nil {
		return nil, err
	}
	if c.console.Access == ReadOnly && !strings.HasPrefix(strings.ToLower(strings.TrimSpace(whole)), "select ") {
		return nil, errors.New("h2console: the database was opened for reading alone")
	}
	return c.run(ctx, whole)
}

// run has the console run statements. A session that is lost has run nothing:
// database/sql takes another connection then.
func (c *connection) run(ctx context.Context, statements string) ([]result, error) {
	page, err := c.page(ctx, "query.do", url.Values{"sql": {statements}})
	lost := errors.Is(err, errSignedOut) || isLost(page)
	switch {
	case lost && c.working:
		return nil, errors.New("the session of the H2 console was lost in a transaction, of which nothing is kept")
	case lost:
		return nil, driver.ErrBadConn
	case err != nil:
		return nil, err
	}
	if wrong, failed := failure(page); failed {
		return nil, &StatementError{wrong}
	}
	return results(page)
}

// StatementError is what H2 says of a statement that it does not run.
type StatementError struct{ Message string }

func (e *StatementError) Error() string { return "H2: " + e.Message }

// Closed reports whether it is that the database is closed, which is what a
// shutdown is answered too.
func (e *StatementError) Closed() bool { return strings.Contains(e.Message, "[90121-") }

// transaction is what stands between a begin and its end.
//
//nolint:containedctx // database/sql commits without one of its own
type transaction struct {
	ctx context.Context
	on  *connection
}

func (t transaction) Commit() error { return t.end(t.ctx, "commit") }

// Rollback takes back also where the context has ended.
func (t transaction) Rollback() error { return t.end(context.WithoutCancel(t.ctx), "rollback") }

func (t transaction) end(ctx context.Context, how string) error {
	t.on.working = false
	_, err := t.on.run(ctx, how+"; set autocommit true")
	return err
}
