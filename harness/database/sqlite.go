package database

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	_ "modernc.org/sqlite" // the driver "sqlite", in Go alone
)

// sqlite is SQLite: a database is a file, and a server a folder.
type sqlite struct{}

const sqliteScheme = "sqlite:"

func (sqlite) product() Product { return SQLite }

func (sqlite) speaks(address string) bool { return strings.HasPrefix(address, sqliteScheme) }

func (sqlite) example() string { return "sqlite:PATH for the embedded model" }

func (sqlite) open(address string, a access) (*sql.DB, error) {
	// Without a mode SQLite would make a file that is not there. A transaction
	// that began with a read could not wait for a writer, so all begin as writers.
	// The model's rows are gone with it: that they outlive the machine, which is
	// waited for in each commit, is of no use.
	options := "mode=rw&_txlock=immediate&_pragma=busy_timeout(5000)&_pragma=journal_mode(wal)&_pragma=synchronous(off)"
	if a == readOnly {
		options = "mode=ro&_pragma=query_only(1)"
	}
	path := (&url.URL{Path: strings.TrimPrefix(address, sqliteScheme)}).EscapedPath()
	return sql.Open("sqlite", "file:"+path+"?"+options)
}

func (sqlite) placeholder(int) string { return "?" }

func (sqlite) quote(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

func (sqlite) asText(column string) string { return "cast(" + column + " as text)" }

func (sqlite) exactly(column string) string { return column + " = ?" }

func (sqlite) run(ctx context.Context, conn *sql.Conn, text string) error {
	_, err := conn.ExecContext(ctx, text)
	return err
}

func (s sqlite) runWhole(ctx context.Context, conn *sql.Conn, files []File) error {
	return inTransaction(ctx, files, func(ctx context.Context, text string) error { return s.run(ctx, conn, text) })
}

func (sqlite) ping(_ context.Context, server string) error {
	_, err := os.Stat(strings.TrimPrefix(server, sqliteScheme))
	return err
}

func (sqlite) tryWriting(ctx context.Context, server string) error {
	file, err := os.CreateTemp(strings.TrimPrefix(server, sqliteScheme), "still-writes-")
	if err != nil {
		return err
	}
	_, err = file.WriteString("still")
	return errors.Join(err, file.Close(), os.Remove(file.Name()), ctx.Err())
}

func (s sqlite) address(server, name string) (string, error) {
	return sqliteScheme + s.file(server, name), nil
}

func (s sqlite) create(_ context.Context, server, name string) error {
	file, err := os.OpenFile(s.file(server, name), os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	return file.Close() // an empty file is an empty database
}

func (s sqlite) drop(_ context.Context, server, name string) error {
	file := s.file(server, name)
	for _, f := range []string{file, file + "-wal", file + "-shm"} {
		if err := os.Remove(f); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

func (sqlite) file(server, name string) string {
	return filepath.Join(strings.TrimPrefix(server, sqliteScheme), name+".db")
}
