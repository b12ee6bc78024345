package model

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"streampark-regress/harness/clock/shim"
	"streampark-regress/harness/database"
	"streampark-regress/harness/settings"
	"streampark-regress/harness/token"
)

// Serve runs the model as a release's image does: it reads config.yaml, uses the
// database named there, logs to the output, and listens until the context ends. It
// is what the model's own image starts.
//
// A static Go program cannot be preloaded, so the model looks at the clock
// shim's offset file itself; to the harness its clock moves like any other.
func Serve(ctx context.Context, d Design, file, listen string, output io.Writer) error {
	log := slog.New(slog.NewTextHandler(output, nil))
	text, err := os.ReadFile(file)
	if err != nil {
		return fmt.Errorf("start the model: %w", err)
	}
	config := &settings.File{Name: file, Text: text, Format: settings.YAML{}}
	address, err := databaseAddress(config)
	if err != nil {
		return fmt.Errorf("start the model: %w", err)
	}
	db, err := database.Open(ctx, address)
	if err != nil {
		return fmt.Errorf("start the model: %w", err)
	}
	defer db.Close()
	var key token.Key
	if d.KeyFile != "" {
		if key, err = keyFile(d.KeyFile); err != nil {
			return fmt.Errorf("start the model: %w", err)
		}
	}
	server, err := New(Options{Design: d, Key: key, Config: config, Database: db, Now: shimmedNow, Log: log, Output: output})
	if err != nil {
		return fmt.Errorf("start the model: %w", err)
	}
	if err := server.store.EndSubmissions(ctx); err != nil {
		return fmt.Errorf("start the model: %w", err)
	}
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", listen)
	if err != nil {
		return fmt.Errorf("start the model: %w; choose another address with --listen", err)
	}
	log.Info("MODEL of StreamPark "+d.Release+", not StreamPark", "listen", listener.Addr().String())
	web := &http.Server{Handler: server, ReadHeaderTimeout: 10 * time.Second}
	go func() {
		<-ctx.Done()
		_ = web.Close()
	}()
	if err := web.Serve(listener); ctx.Err() == nil {
		return fmt.Errorf("serve the model: %w", err)
	}
	return nil
}

// keyFile reads the key file, or makes it at the first start.
func keyFile(name string) (token.Key, error) {
	key, err := token.ReadKey(name)
	if !errors.Is(err, fs.ErrNotExist) {
		return key, err
	}
	key = token.NewKey()
	if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
		return nil, fmt.Errorf("make the key file: %w", err)
	}
	if err := os.WriteFile(name, []byte(key.String()), 0o600); err != nil {
		return nil, fmt.Errorf("make the key file: %w", err)
	}
	return key, nil
}

// shimmedNow is the clock the shim would show.
func shimmedNow() time.Time {
	content, err := os.ReadFile(shim.Offset)
	if err != nil {
		return time.Now() // no shim was asked for
	}
	ahead, err := shim.Decode(content)
	if err != nil {
		return time.Now()
	}
	return time.Now().Add(ahead)
}

// databaseAddress turns the datasource of config.yaml into a URL. Spring's variables
// overrule it: releases before 2.1.4 are configured by them.
func databaseAddress(config settings.Configuration) (string, error) {
	read := map[string]string{}
	for key, variable := range map[string]string{"dialect": "SPRING_PROFILES_ACTIVE", "url": "SPRING_DATASOURCE_URL",
		"username": "SPRING_DATASOURCE_USERNAME", "password": "SPRING_DATASOURCE_PASSWORD"} {
		value, _, err := config.Get("datasource." + key)
		if err != nil {
			return "", err
		}
		read[key] = cmp.Or(os.Getenv(variable), value)
	}
	var scheme, query string
	switch read["dialect"] {
	case "pgsql":
		scheme, query = "postgres", "sslmode=disable"
	case "mysql":
		scheme = "mysql"
	default:
		return "", fmt.Errorf("datasource.dialect is %q in config.yaml and the model's image needs pgsql or mysql", read["dialect"])
	}
	u, err := url.Parse(strings.TrimPrefix(read["url"], "jdbc:"))
	if err != nil {
		return "", fmt.Errorf("datasource.url in config.yaml: %w", err)
	}
	u.Scheme, u.User, u.RawQuery = scheme, url.UserPassword(read["username"], read["password"]), query
	return u.String(), nil
}
