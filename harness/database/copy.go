package database

import (
	"context"
	"fmt"
	"strings"
)

// copy copies a row, whatever columns the release gives its table, with some of
// them changed. The values never leave the database, whose types they keep.
func (s Statements) copy(ctx context.Context, r row, changed map[string]any) error {
	columns, err := s.columns(ctx, r.table)
	if err != nil {
		return err
	}
	var names, values []string
	var args []any
	for _, c := range columns {
		name := s.dialect.quote(c)
		names = append(names, name)
		if v, ok := changed[c]; ok {
			name = "?"
			args = append(args, v)
		}
		values = append(values, name)
	}
	if len(args) != len(changed) {
		return fmt.Errorf("%s has the columns %s and not all of those to change", r.table, strings.Join(columns, ", "))
	}
	return s.one(ctx, r, fmt.Sprintf("insert into %s (%s) select %s from %s where %s = ?", r.table, strings.Join(names, ", "),
		strings.Join(values, ", "), r.table, r.key), append(args, r.id)...)
}

// columns are the names of a table's columns, in its order.
func (s Statements) columns(ctx context.Context, table string) ([]string, error) {
	rows, err := s.Rows(ctx, "select * from "+table+" where 1 = 0")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		return nil, err
	}
	return columns, rows.Err()
}
