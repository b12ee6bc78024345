package model

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"sync/atomic"
	"time"

	"streampark-regress/harness/clock"
	"streampark-regress/harness/database"
	"streampark-regress/harness/deployment"
	"streampark-regress/harness/flink"
	"streampark-regress/harness/model/store"
	"streampark-regress/harness/release"
	"streampark-regress/harness/serverlog"
	"streampark-regress/harness/settings"
	"streampark-regress/harness/streampark"
	"streampark-regress/harness/token"
)

// embedded is a model inside this program: a Deployment.
type embedded struct {
	name   string
	spec   deployment.Spec
	design Design
	// defects are those to have, by the release it is or becomes.
	defects  map[string]string
	settings clock.Settings
	config   settings.Configuration
	key      token.Key
	home     string
	database *database.Database
	clock    clock.Clock
	ahead    atomic.Int64
	// idled is how much time has passed without anybody waiting for it.
	idled   atomic.Int64
	handler atomic.Pointer[Server]
	web     *http.Server
	flink   *httptest.Server
	address string
	log     *serverlog.Log
	// kin is the replica whose memory it has, where a defect has them share it.
	kin *embedded
}

func (m *embedded) Name() string               { return m.name }
func (m *embedded) Release() release.Release   { return m.spec.Release }
func (m *embedded) Target() string             { return deployment.Model }
func (m *embedded) URL() string                { return m.address }
func (m *embedded) Client() *streampark.Client { return streampark.New(m.address) }
func (m *embedded) Tenancy() *deployment.Tenancy {
	return deployment.Sole(deployment.SeededAdministrator())
}
func (m *embedded) Database() *database.Database { return m.database }
func (m *embedded) Clock() clock.Clock           { return m.clock }
func (m *embedded) Image() string                { return "" }
func (m *embedded) Java() string                 { return "" }
func (m *embedded) Health() *deployment.Health   { return nil }
func (m *embedded) Generation() int              { return m.log.Generation() }

// Key is the model's key file. One that an upgrade left behind is not a key of a
// release without.
func (m *embedded) Key(context.Context) (token.Key, error) {
	if m.design.KeyFile == "" {
		return nil, nil
	}
	return m.key, nil
}

func (m *embedded) Flink() database.Flink {
	return database.Flink{Home: m.home, Address: m.flink.URL}
}

// Cluster is none: the model runs nothing.
func (m *embedded) Cluster() (*flink.Cluster, error) {
	return nil, &deployment.UnsupportedError{Target: deployment.Model, What: "run jobs on a real Flink"}
}

// open makes the database and starts to listen.
func (m *embedded) open(ctx context.Context, home string) error {
	m.home = home
	if err := os.MkdirAll(home, 0o755); err != nil {
		return fmt.Errorf("make a folder for the model: %w", err)
	}
	if err := m.makeDatabase(ctx); err != nil {
		return fmt.Errorf("make the model's database: %w", err)
	}
	var err error
	if m.config, err = m.configure(); err != nil {
		return err
	}
	m.flink = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, `{"taskmanagers":1,"flink-version":"1.18.1"}`)
	}))
	if err := m.listen(ctx); err != nil {
		return err
	}
	return m.enter(ctx)
}

func (m *embedded) configure() (settings.Configuration, error) {
	ttl := m.spec.Release.Config.SessionTTL
	var config settings.Configuration
	var all []release.Setting
	if m.spec.Given != nil {
		config = m.spec.Given.Installed(m.spec.Release)
	} else {
		config = settings.Empty(m.spec.Release)
		all = append(all, release.Setting{Key: ttl.Key, Value: ttl.Shipped})
	}
	if m.settings.Kind == clock.ShortTTL {
		all = append(all, release.Setting{Key: ttl.Key, Value: ttl.Format(m.settings.ShortTTL)})
	}
	if err := settings.Apply(config, append(all, m.spec.Settings...)); err != nil {
		return nil, fmt.Errorf("write the model's configuration: %w", err)
	}
	return config, nil
}

func (m *embedded) listen(ctx context.Context) error {
	if err := m.boot(); err != nil {
		return err
	}
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return fmt.Errorf("listen for calls of the model: %w", err)
	}
	m.address = "http://" + listener.Addr().String()
	m.web = &http.Server{ReadHeaderTimeout: 10 * time.Second,
		Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { m.handler.Load().ServeHTTP(w, r) })}
	go func() { _ = m.web.Serve(listener) }() // ends with Close
	return nil
}

// boot makes a new server: its sessions and its start are those of now.
func (m *embedded) boot() error {
	m.log.Begin()
	if m.design.KeyFile != "" && m.key == nil {
		m.key = token.NewKey()
	}
	log := slog.New(slog.NewTextHandler(m.log, nil))
	server, err := New(Options{Design: m.design, Key: m.key, Config: m.config, Database: m.database, Product: m.spec.Product(), Now: m.now, Real: m.real, Log: log, Output: m.log})
	if err != nil {
		return err
	}
	if m.kin != nil {
		server.sessions = m.kin.handler.Load().sessions
	}
	log.Info("MODEL of StreamPark " + m.design.Release + ", not StreamPark")
	m.handler.Store(server)
	return nil
}

// bootAgain is boot for a model that has signed tokens: they are older than its new
// start by the millisecond in which it is told. A real server takes seconds to start.
func (m *embedded) bootAgain(ctx context.Context) error {
	m.endSubmissions()
	if err := clock.Idle(ctx, time.Millisecond); err != nil {
		return err
	}
	return m.boot()
}

func (m *embedded) now() time.Time { return time.Now().Add(time.Duration(m.ahead.Load())) }

// real is the clock that a jump leaves alone, which web sessions end by.
func (m *embedded) real() time.Time { return time.Now().Add(time.Duration(m.idled.Load())) }

// Idle lets time pass by both clocks. Where the one is moved, nobody waits for the
// other either.
func (m *embedded) Idle(ctx context.Context, d time.Duration) error {
	if m.settings.Kind != clock.Jump {
		return clock.Idle(ctx, d)
	}
	if _, err := clock.PassFromNow(ctx, m.clock, m, d); err != nil {
		return err
	}
	m.idled.Add(int64(d))
	return nil
}

// ServerTime is what the model's Date header says.
func (m *embedded) ServerTime(ctx context.Context) (time.Time, error) {
	return m.Client().ServerTime(ctx)
}

// Shift moves the model's clock.
func (m *embedded) Shift(_ context.Context, ahead time.Duration) error {
	m.ahead.Store(int64(ahead))
	return nil
}

// Restart loses what the model has in memory, on some databases every row.
func (m *embedded) Restart(ctx context.Context) error {
	if m.storage().LostInRestart {
		if err := m.makeDatabase(ctx); err != nil {
			return fmt.Errorf("make the model's database again: %w", err)
		}
	}
	if err := m.bootAgain(ctx); err != nil {
		return err
	}
	return m.enter(ctx)
}

// Upgrade makes the model that of another release; its schema is the same.
func (m *embedded) Upgrade(ctx context.Context, to release.Release, _ deployment.Report) ([]string, error) {
	if m.storage().HasConsole() {
		return nil, &deployment.UnsupportedError{Target: m.Target(), What: "be upgraded on " + m.spec.Product().Title() + ": upstream has no upgrade scripts for it"}
	}
	design, err := DesignOf(to)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", &deployment.UnsupportedError{Target: m.Target(), What: "be upgraded to " + to.Version}, err)
	}
	if design, err = design.With(m.defects[to.Version]); err != nil {
		return nil, err
	}
	if arriving := m.design.breakage.arriving; arriving != nil {
		arriving(&design)
	}
	if leaving := m.design.breakage.leaving; leaving != nil {
		if err := leaving(ctx, store.New(m.database)); err != nil {
			return nil, err
		}
	}
	m.design, m.spec.Release = design, to
	return nil, m.bootAgain(ctx)
}

func (m *embedded) Log(ctx context.Context) (string, error) { return m.log.Text(ctx) }

func (m *embedded) LogCursor(ctx context.Context) (serverlog.Cursor, error) { return m.log.Cursor(ctx) }

// Close stops listening and closes the database.
func (m *embedded) Close(context.Context) error {
	if m.web != nil {
		_ = m.web.Close()
	}
	if m.flink != nil {
		m.flink.Close()
	}
	m.endSubmissions()
	return m.database.Close()
}
