package docker_test

import (
	"context"
	"fmt"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/fixtures"
	"streampark-regress/harness/clock"
	"streampark-regress/harness/database"
	"streampark-regress/harness/deployment"
	"streampark-regress/harness/docker"
	"streampark-regress/harness/evidence"
	"streampark-regress/harness/release"
	"streampark-regress/harness/requirement"
	"streampark-regress/harness/settings"
	"streampark-regress/harness/streampark"
)

// reaper is testcontainers-go's variable that leaves its reaper out, whose
// image would have to be pulled.
const reaper = "TESTCONTAINERS_RYUK_DISABLED"

// bench is an engine with the images the tests need: the model's, because they
// start in a second, and PostgreSQL.
type bench struct {
	engine    *docker.Engine
	catalogue *release.Catalogue
	options   docker.Options
}

func newBench(t *testing.T) bench {
	t.Helper()
	if testing.Short() {
		t.Skip("containers take longer than -short allows")
	}
	if os.Getenv(reaper) == "" {
		t.Setenv(reaper, "true")
	}
	engine, err := docker.Connect(t.Context())
	if err != nil {
		requirement.Missing(t, "docker", err.Error())
	}
	catalogue, err := release.Parse(fixtures.Releases)
	require.NoError(t, err)
	o := docker.Options{Run: fmt.Sprintf("test-%d", time.Now().UnixNano()), Images: map[string]string{}, Databases: map[database.Product]docker.Database{},
		Clock: clock.Settings{Kind: clock.Jump}, StartTimeout: time.Minute,
		Folder: t.TempDir(), Redactor: &evidence.Redactor{}}
	postgres := docker.Database{Database: catalogue.Databases["postgres"]}
	if image := os.Getenv("REGRESS_POSTGRES_IMAGE"); image != "" {
		postgres.Image = image
	}
	o.Databases[database.PostgreSQL] = postgres
	for _, version := range catalogue.Usual() {
		o.Images[version] = "streampark-regress/model:" + version
		for _, ref := range []string{o.Images[version], postgres.Image} {
			if !engine.HasImage(t.Context(), ref) {
				requirement.Missing(t, "docker", "the image "+ref+" is not here; `make images` builds it")
			}
		}
	}
	return bench{engine, catalogue, o}
}

func (b bench) spec(t *testing.T, version string, settings ...release.Setting) deployment.Spec {
	t.Helper()
	r, err := b.catalogue.Find(version)
	require.NoError(t, err)
	return deployment.Spec{Release: r, Settings: settings}
}

// provider returns a provider whose containers are gone when the test ends.
func (b bench) provider(t *testing.T) *docker.Provider {
	t.Helper()
	p := docker.NewProvider(b.engine, b.options)
	t.Cleanup(func() {
		assert.NoError(t, p.Close(context.Background()))
		left, err := b.engine.Sweep(context.Background(), docker.RunLabel+"="+b.options.Run)
		assert.NoError(t, err)
		assert.Zero(t, left, "Close leaves nothing")
		// Something whose creation was cut off could still appear.
		assert.Never(t, func() bool {
			late, err := b.engine.Sweep(context.Background(), docker.RunLabel+"="+b.options.Run)
			return err != nil || late != (docker.Swept{})
		}, 2*time.Second, 200*time.Millisecond, "something appeared after Close")
	})
	return p
}

func ignore(string) {}

func TestDeployment(t *testing.T) {
	b := newBench(t)
	p := b.provider(t)
	d, err := p.Start(t.Context(), "first", b.spec(t, "2.1.4"), ignore)
	require.NoError(t, err)

	t.Run("the model is never taken for StreamPark", func(t *testing.T) {
		assert.Equal(t, deployment.DockerModel, d.Target())
	})
	t.Run("it is published on the loopback address only", func(t *testing.T) {
		at, err := url.Parse(d.URL())
		require.NoError(t, err)
		assert.Equal(t, "127.0.0.1", at.Hostname())
		dialer := net.Dialer{Timeout: time.Second}
		for _, address := range ownAddresses(t) {
			conn, err := dialer.DialContext(t.Context(), "tcp", net.JoinHostPort(address, at.Port()))
			if err == nil {
				_ = conn.Close()
			}
			assert.Error(t, err, "port %s must not answer on %s", at.Port(), address)
		}
	})
	t.Run("the configuration that was used is kept, without its password", func(t *testing.T) {
		text, err := os.ReadFile(filepath.Join(b.options.Folder, "first", "config.yaml"))
		require.NoError(t, err)
		assert.Contains(t, string(text), "# h2 is what upstream ships", "comments survive")
		assert.Contains(t, string(text), "jdbc:postgresql://db:5432/sp_first?stringtype=unspecified")
		assert.Contains(t, string(text), "password: '<masked>'")
	})
	t.Run("a restart keeps the database and the moved clock", func(t *testing.T) {
		client := streampark.New(d.URL())
		admin, err := client.SignIn(t.Context(), streampark.SeededAdmin, streampark.SeededPassword)
		require.NoError(t, err)
		made, err := admin.CreateToken(t.Context(), 100000, "before")
		require.NoError(t, err)
		_, err = d.Clock().Pass(t.Context(), made.Made, 25*time.Hour)
		require.NoError(t, err)
		require.NoError(t, d.Restart(t.Context()))
		now, err := streampark.New(d.URL()).ServerTime(t.Context())
		require.NoError(t, err)
		assert.WithinDuration(t, time.Now().Add(25*time.Hour), now, time.Minute)
		rows, err := d.Database().TokensOf(t.Context(), 100000)
		require.NoError(t, err)
		require.Len(t, rows, 1)
		assert.Equal(t, made.Token, rows[0].Token)
	})
}

// ownAddresses are the machine's addresses other than loopback.
func ownAddresses(t *testing.T) []string {
	t.Helper()
	all, err := net.InterfaceAddrs()
	require.NoError(t, err)
	var found []string
	for _, a := range all {
		if ip, ok := a.(*net.IPNet); ok && ip.IP.To4() != nil && !ip.IP.IsLoopback() {
			found = append(found, ip.IP.String())
		}
	}
	return found
}

func TestServerThatExitsWhileStarting(t *testing.T) {
	b := newBench(t)
	_, err := b.provider(t).Start(t.Context(), "broken", b.spec(t, "2.1.5", release.Setting{Key: "datasource.dialect", Value: "h2"}), ignore)
	var start *deployment.StartError
	require.ErrorAs(t, err, &start)
	assert.Contains(t, start.What, "exited with code 2")
	assert.ErrorContains(t, err, `datasource.dialect is "h2"`, "the last log lines are shown")
	log, err := os.ReadFile(filepath.Join(b.options.Folder, "broken", "server.log"))
	require.NoError(t, err)
	assert.Contains(t, string(log), "datasource.dialect")
}

func TestImageWithoutStreamPark(t *testing.T) {
	b := newBench(t)
	b.options.Images["2.1.4"] = b.postgres()
	_, err := b.provider(t).Start(t.Context(), "none", b.spec(t, "2.1.4"), ignore)
	assert.ErrorContains(t, err, "has no /streampark/conf/config.yaml: it does not look like StreamPark 2.1.4")
}

// An image is known by what is in it, whatever it is called.
func TestIdentify(t *testing.T) {
	b := newBench(t)
	for version, ref := range b.options.Images {
		found, err := b.engine.Identify(t.Context(), ref, b.catalogue, ignore)
		require.NoError(t, err)
		assert.Equal(t, version, found)
	}
	_, err := b.engine.Identify(t.Context(), b.postgres(), b.catalogue, ignore)
	assert.ErrorContains(t, err, "the console's jar of none of the releases")
}

// A reporter's config.yaml is run as it is, but for what belongs to their
// machine; what is kept of it has no secret.
func TestGivenConfiguration(t *testing.T) {
	b := newBench(t)
	spec := b.spec(t, "2.1.4")
	text := "server:\n  port: 8443\n  session:\n    ttl: 24h # ours\ndatasource:\n  dialect: mysql\n  password: their-password\n" +
		"  url: jdbc:mysql://db.internal/sp\nldap:\n  password: ldap-password\nunknown: kept\n"
	var err error
	spec.Given, err = settings.Read("config.yaml", []byte(text), spec.Release)
	require.NoError(t, err)
	d, err := b.provider(t).Start(t.Context(), "theirs", spec, ignore)
	require.NoError(t, err)
	passed, err := d.Clock().Pass(t.Context(), time.Now().Add(time.Minute), 121*time.Minute)
	require.NoError(t, err)
	assert.InDelta(t, (24*time.Hour + time.Minute).Seconds(), passed.Elapsed.Seconds(), 5, "just after the shipped TTL is just after theirs")
	kept, err := os.ReadFile(filepath.Join(b.options.Folder, "theirs", "config.yaml"))
	require.NoError(t, err)
	assert.Contains(t, string(kept), "    ttl: 24h # ours\n")
	assert.Contains(t, string(kept), "unknown: kept")
	for _, gone := range []string{"8443", "their-password", "db.internal", "ldap-password"} {
		assert.NotContains(t, string(kept), gone)
	}
}

func TestImageThatCannotBePulled(t *testing.T) {
	b := newBench(t)
	b.options.Images["2.1.4"] = "localhost:1/nobody/streampark:2.1.4"
	_, err := b.provider(t).Start(t.Context(), "none", b.spec(t, "2.1.4"), ignore)
	assert.ErrorContains(t, err, "none can be pulled")
	assert.ErrorContains(t, err, "localhost:1/nobody/streampark:2.1.4")
	assert.ErrorContains(t, err, "--image 2.1.4=REF")
}

func TestNameInUse(t *testing.T) {
	b := newBench(t)
	_, err := b.provider(t).Start(t.Context(), "same", b.spec(t, "2.1.4"), ignore)
	require.NoError(t, err)
	_, err = docker.NewProvider(b.engine, b.options).Start(t.Context(), "same", b.spec(t, "2.1.4"), ignore)
	assert.ErrorContains(t, err, "already in use")
	assert.ErrorContains(t, err, "`regress clean` removes it")
}

// An interrupt may come at any moment of a start; provider checks at the end
// of each subtest that nothing is left.
func TestInterruptedStartLeavesNothing(t *testing.T) {
	b := newBench(t)
	for _, milliseconds := range []int{0, 10, 20, 30, 40, 50, 60, 80, 100, 150, 200, 300, 500, 800, 1100, 1400, 1800} {
		after := time.Duration(milliseconds) * time.Millisecond
		t.Run(after.String(), func(t *testing.T) {
			b := b
			b.options.Run = fmt.Sprintf("interrupt-%d", time.Now().UnixNano())
			p := b.provider(t)
			ctx, cancel := context.WithTimeout(t.Context(), after)
			defer cancel()
			_, _ = p.Start(ctx, "cut", b.spec(t, "2.1.4"), ignore) // it may have made it
		})
	}
}
