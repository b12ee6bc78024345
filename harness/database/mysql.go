package database

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"net/url"
	"strings"

	client "github.com/go-sql-driver/mysql"
)

// mysql is MySQL, from 8 on, and MariaDB, from 10.6 on: they differ in nothing
// that is asked of them here, but people know them by their names.
type mysql struct {
	name   Product
	scheme string
}

func (m mysql) product() Product { return m.name }

func (m mysql) speaks(address string) bool { return strings.HasPrefix(address, m.scheme) }

func (m mysql) example() string { return m.scheme + "user:password@host:3306/streampark" }

func (m mysql) open(address string, a access) (*sql.DB, error) {
	c, err := m.config(address)
	if err != nil {
		return nil, err
	}
	connector, err := client.NewConnector(c)
	if err != nil {
		return nil, fmt.Errorf("the %s address has an unknown tls: write true, skip-verify, preferred or false", m.name.Title())
	}
	// A row that is copied must not be locked, or copies made at once would end in
	// a deadlock.
	begin := "set session transaction isolation level read committed"
	if a == readOnly {
		begin += ", read only"
	}
	return sql.OpenDB(beginning{connector, begin}), nil
}

// config reads a URL. Its errors do not repeat it: there is a password in it.
func (m mysql) config(address string) (*client.Config, error) {
	u, err := url.Parse(address)
	if err != nil {
		return nil, m.unreadable()
	}
	query := u.Query()
	for key := range query {
		if key != "tls" {
			return nil, fmt.Errorf("the %s address has the parameter %s: only tls is known, as in ?tls=preferred", m.name.Title(), key)
		}
	}
	c := client.NewConfig()
	c.User, c.DBName, c.TLSConfig = u.User.Username(), strings.TrimPrefix(u.Path, "/"), query.Get("tls")
	c.Passwd, _ = u.User.Password()
	c.Net, c.Addr = "tcp", u.Host
	if u.Port() == "" {
		c.Addr += ":3306"
	}
	// An update counts the rows that it found; a file of statements is one call;
	// what the driver logs of a server that is not there yet is an error anyway.
	c.ClientFoundRows, c.MultiStatements, c.Logger = true, true, &client.NopLogger{}
	return c, nil
}

func (m mysql) unreadable() error {
	return fmt.Errorf("the %s address is not a valid URL: write characters such as @, / and # in its password as %%40, %%2F and %%23", m.name.Title())
}

// beginning makes connections that begin with a statement.
type beginning struct {
	driver.Connector
	statement string
}

func (b beginning) Connect(ctx context.Context) (driver.Conn, error) {
	conn, err := b.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	executes, ok := conn.(driver.ExecerContext)
	if !ok {
		err = errors.New("its driver takes no statements")
	} else {
		_, err = executes.ExecContext(ctx, b.statement, nil)
	}
	if err != nil {
		_ = conn.Close() // the reason is the statement's
		return nil, err
	}
	return conn, nil
}

func (mysql) placeholder(int) string { return "?" }

func (mysql) quote(name string) string { return "`" + strings.ReplaceAll(name, "`", "``") + "`" }

func (mysql) asText(column string) string { return "cast(" + column + " as char)" }

// exactly compares bytes: the columns' own comparison takes small letters for
// capitals.
func (mysql) exactly(column string) string {
	return "cast(" + column + " as binary) = cast(? as binary)"
}

func (mysql) run(ctx context.Context, conn *sql.Conn, text string) error {
	_, err := conn.ExecContext(ctx, text)
	return err
}

// runWhole cannot take back what a script has changed of tables, and so takes back
// nothing.
func (m mysql) runWhole(ctx context.Context, conn *sql.Conn, files []File) error {
	var ran []string
	for _, f := range files {
		if err := m.run(ctx, conn, f.Text); err != nil {
			after := ""
			if len(ran) > 0 {
				after = "after " + strings.Join(ran, ", ") + ", "
			}
			return fmt.Errorf("run %s: %w; %s%s cannot take back changes to tables: the database is left half-way, restore it from a backup", f.Name, err, after, m.name.Title())
		}
		ran = append(ran, f.Name)
	}
	return nil
}

func (m mysql) ping(ctx context.Context, server string) error {
	return m.onServer(server, func(pool *sql.DB) error { return pool.PingContext(ctx) })
}

// tryWriting makes a table with a file of its own: a temporary one finds room in a file
// that is there from the start.
func (m mysql) tryWriting(ctx context.Context, server string) error {
	return m.onServer(server, func(pool *sql.DB) error {
		for _, statement := range []string{"drop database if exists still_writes", "create database still_writes",
			"create table still_writes.it as select 1 as one", "drop database still_writes"} {
			if _, err := pool.ExecContext(ctx, statement); err != nil {
				return err
			}
		}
		return nil
	})
}

func (m mysql) address(server, name string) (string, error) {
	u, err := url.Parse(server)
	if err != nil {
		return "", m.unreadable()
	}
	u.Path = "/" + name
	return u.String(), nil
}

func (m mysql) create(ctx context.Context, server, name string) error {
	return m.onServer(server, func(pool *sql.DB) error {
		_, err := pool.ExecContext(ctx, "create database "+m.quote(name)+" character set utf8mb4")
		return err
	})
}

func (m mysql) drop(ctx context.Context, server, name string) error {
	return m.onServer(server, func(pool *sql.DB) error {
		_, err := pool.ExecContext(ctx, "drop database if exists "+m.quote(name))
		return err
	})
}

func (m mysql) onServer(address string, do func(*sql.DB) error) error {
	pool, err := m.open(address, readWrite)
	if err != nil {
		return err
	}
	defer pool.Close()
	return do(pool)
}
