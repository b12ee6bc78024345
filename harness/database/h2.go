package database

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"streampark-regress/harness/database/h2console"
	"streampark-regress/harness/streampark"
)

// h2 is H2 inside a StreamPark that runs, by its web console. The server makes
// the database itself, and ends it.
type h2 struct{}

// h2Scheme begins the address of a StreamPark on H2: h2://HOST:PORT, and with
// h2s:// one behind TLS. The parameters of the address say what is not as 2.1.5
// ships it; the user and password are those of the database.
const h2Scheme, h2TLSScheme = "h2://", "h2s://"

// What 2.1.5 and later ship (tag application.properties of the console service;
// measured).
const (
	h2Path     = "/h2-console/"
	h2JDBC     = "jdbc:h2:file:~/streampark/h2-data/metadata"
	h2User     = "admin"
	h2Password = "streampark"
)

// Console says where the console of a StreamPark on H2 is, and what it needs.
type Console struct {
	// Server is StreamPark's address, such as http://host:10000.
	Server string
	// Path is the console's.
	Path string
	// JDBC, User and Password are those of the database, inside the server.
	JDBC, User, Password string
	// SignIn is a user of StreamPark's who is let at the console, and
	// SignInPassword the password; empty where anybody is.
	SignIn, SignInPassword string
}

// Address is that of the database as Open takes it. There are passwords in it.
func (h Console) Address() (string, error) {
	u, err := url.Parse(h.Server)
	if err != nil {
		return "", fmt.Errorf("the address of a StreamPark on H2: %w", err)
	}
	u.Scheme = map[string]string{"http": "h2", "https": "h2s"}[u.Scheme]
	u.Path, u.User = strings.TrimSuffix(u.Path, "/")+h.Path, url.UserPassword(h.User, h.Password)
	query := url.Values{"jdbc": {h.JDBC}}
	if h.SignIn != "" {
		query.Set("sign-in", h.SignIn)
		query.Set("sign-in-password", h.SignInPassword)
	}
	u.RawQuery = query.Encode()
	return u.String(), nil
}

func (h2) product() Product { return H2 }

func (h2) speaks(address string) bool {
	return strings.HasPrefix(address, h2Scheme) || strings.HasPrefix(address, h2TLSScheme)
}

func (h2) example() string { return h2Scheme + "host:10000 for a StreamPark on its own H2" }

func (h2) open(address string, a access) (*sql.DB, error) {
	c, err := h2Console(address)
	if err != nil {
		return nil, err
	}
	if a == readOnly {
		c.Access = h2console.ReadOnly
	}
	pool := sql.OpenDB(c)
	// Each is a session of the console, which stays open there.
	pool.SetMaxOpenConns(3)
	pool.SetMaxIdleConns(3)
	return pool, nil
}

// h2Console reads an address. Its errors do not repeat it: there may be passwords
// in it.
func h2Console(address string) (h2console.Console, error) {
	var c h2console.Console
	u, err := url.Parse(address)
	if err != nil {
		return c, errors.New("the H2 address is not a valid URL: write characters such as @, / and # in its password as %40, %2F and %23")
	}
	query := u.Query()
	for key := range query {
		if key != "jdbc" && key != "sign-in" && key != "sign-in-password" {
			return c, fmt.Errorf("the H2 address has the parameter %s: only jdbc, sign-in and sign-in-password are known", key)
		}
	}
	c.JDBC, c.User, c.Password = cmp.Or(query.Get("jdbc"), h2JDBC), h2User, h2Password
	if u.User != nil {
		c.User = u.User.Username()
		c.Password, _ = u.User.Password()
	}
	at := url.URL{Scheme: map[string]string{"h2": "http", "h2s": "https"}[u.Scheme], Host: u.Host, Path: cmp.Or(strings.TrimSuffix(u.Path, "/"), strings.TrimSuffix(h2Path, "/")) + "/"}
	c.Address = at.String()
	if user := query.Get("sign-in"); user != "" {
		at.Path = strings.TrimSuffix(strings.TrimSuffix(at.Path, "/"), strings.TrimSuffix(h2Path, "/"))
		c.Admission = admission(streampark.New(at.String()), user, query.Get("sign-in-password"))
	}
	return c, nil
}

// admission signs in to StreamPark: with that a console is open that is closed to
// others (measured on 2.1.4).
func admission(client *streampark.Client, user, password string) h2console.Admission {
	return func(ctx context.Context) (http.Header, error) {
		session, err := client.SignIn(ctx, user, password)
		if err != nil {
			return nil, err
		}
		return session.Credentials().Headers(), nil
	}
}

func (h2) placeholder(int) string { return "?" }

func (h2) quote(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

func (h2) asText(column string) string { return "cast(" + column + " as varchar)" }

func (h2) exactly(column string) string { return column + " = ?" }

func (h2) run(ctx context.Context, conn *sql.Conn, text string) error {
	_, err := conn.ExecContext(ctx, text)
	return err
}

// errNoUpgrade: upstream has no upgrade scripts for H2.
var errNoUpgrade = errors.New("upstream has no upgrade scripts for H2")

func (h2) runWhole(_ context.Context, _ *sql.Conn, files []File) error {
	if len(files) == 0 {
		return nil
	}
	return fmt.Errorf("run %s: %w", files[0].Name, errNoUpgrade)
}

func (h h2) ping(ctx context.Context, server string) error {
	pool, err := h.open(server, readWrite)
	if err != nil {
		return err
	}
	defer pool.Close()
	return pool.PingContext(ctx)
}

func (h2) tryWriting(context.Context, string) error { return errOwn }

func (h2) address(server, _ string) (string, error) { return server, nil }

// errOwn: a StreamPark on H2 makes its database itself.
var errOwn = errors.New("StreamPark makes its H2 itself, one for each server")

func (h2) create(context.Context, string, string) error { return errOwn }

func (h2) drop(context.Context, string, string) error { return errOwn }

// Settle has the database write everything that it keeps in memory only, and ends
// the connections of everybody: it is for a server that is about to be stopped.
// Products with a server of their own write before they answer, and are left alone.
func (d *Database) Settle(ctx context.Context) error {
	if d.Product() != H2 {
		return nil
	}
	var said *h2console.StatementError
	_, err := d.statements.Exec(ctx, "shutdown")
	if err == nil || errors.As(err, &said) && said.Closed() {
		return nil
	}
	return fmt.Errorf("have the database write what it has not written: %w", err)
}
