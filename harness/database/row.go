package database

import (
	"context"
	"fmt"
)

// row is where a row is found: a table and the value of its key.
type row struct {
	table, key string
	id         int64
}

func userRow(id int64) row        { return row{"t_user", "user_id", id} }
func tokenRow(id int64) row       { return row{"t_access_token", "id", id} }
func applicationRow(id int64) row { return row{"t_flink_app", "id", id} }

// update changes a row. It must be exactly one: otherwise nothing is changed,
// and the error says what was being done and how many there are.
func (d *Database) update(ctx context.Context, doing string, r row, set string, args ...any) error {
	return d.together(ctx, doing, func(s Statements) error { return s.update(ctx, r, set, args...) })
}

// remove deletes a row, exactly one like update.
func (d *Database) remove(ctx context.Context, doing string, r row) error {
	return d.together(ctx, doing, func(s Statements) error {
		return s.one(ctx, r, fmt.Sprintf("delete from %s where %s = ?", r.table, r.key), r.id)
	})
}

func (s Statements) update(ctx context.Context, r row, set string, args ...any) error {
	return s.one(ctx, r, fmt.Sprintf("update %s set %s where %s = ?", r.table, set, r.key), append(args, r.id)...)
}

// one runs a statement that must find exactly one row.
func (s Statements) one(ctx context.Context, r row, statement string, args ...any) error {
	n, err := s.Exec(ctx, statement, args...)
	if err == nil && n != 1 {
		return fmt.Errorf("found %d rows of %s with %s %d instead of one; nothing was changed", n, r.table, r.key, r.id)
	}
	return err
}
