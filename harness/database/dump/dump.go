// Package dump writes down what is in a database, for tests of what is left there.
package dump

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"streampark-regress/harness/database"
)

// Rows writes down every row of some tables, without some of their columns.
func Rows(ctx context.Context, d *database.Database, tables []string, without ...string) (string, error) {
	var all strings.Builder
	for _, table := range tables {
		if err := write(ctx, &all, d, table, without); err != nil {
			return "", fmt.Errorf("read the rows of %s: %w", table, err)
		}
	}
	return all.String(), nil
}

func write(ctx context.Context, to *strings.Builder, d *database.Database, table string, without []string) error {
	rows, err := d.Statements().Rows(ctx, "select * from "+table+" order by 1")
	if err != nil {
		return err
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		return err
	}
	values, into := make([]any, len(columns)), make([]any, len(columns))
	for i := range values {
		into[i] = &values[i]
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return err
		}
		for i, c := range columns {
			if !slices.Contains(without, c) {
				fmt.Fprintf(to, "%s.%s=%v ", table, c, values[i])
			}
		}
		to.WriteString("\n")
	}
	return rows.Err()
}
