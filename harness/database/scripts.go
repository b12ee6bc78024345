package database

import (
	"context"
	"fmt"
	"slices"
)

// File is a file of SQL statements.
type File struct{ Name, Text string }

// Load runs files of SQL statements in order, such as a schema and its data. It
// stops at the first that fails, which the error names; what ran before stays.
func (d *Database) Load(ctx context.Context, files ...File) error {
	conn, err := d.pool.Conn(ctx)
	if err != nil {
		return fmt.Errorf("load scripts: connect to the database: %w", err)
	}
	defer conn.Close()
	for _, f := range files {
		if err := d.dialect.run(ctx, conn, f.Text); err != nil {
			return fmt.Errorf("run %s: %w", f.Name, err)
		}
	}
	return nil
}

// Upgrade runs upgrade scripts as a whole: when one fails, the database is left
// as it was. The error names the script, and says so where the database may be
// left half-way.
func (d *Database) Upgrade(ctx context.Context, files ...File) error {
	conn, err := d.pool.Conn(ctx)
	if err != nil {
		return fmt.Errorf("run upgrade scripts: connect to the database: %w", err)
	}
	defer conn.Close()
	return d.dialect.runWhole(ctx, conn, files)
}

// inTransaction runs files between begin and commit, for products that can take
// back changes to tables.
func inTransaction(ctx context.Context, files []File, run func(ctx context.Context, text string) error) error {
	for _, f := range slices.Concat([]File{{"begin", "begin"}}, files, []File{{"commit", "commit"}}) {
		err := run(ctx, f.Text)
		if err == nil {
			continue
		}
		if undo := run(context.WithoutCancel(ctx), "rollback"); undo != nil {
			return fmt.Errorf("run %s: %w; taking it back failed too, the database may be left half-way: %w", f.Name, err, undo)
		}
		return fmt.Errorf("run %s: %w; everything was taken back, the database is as it was", f.Name, err)
	}
	return nil
}
