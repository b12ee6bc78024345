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

	"streampark-regress/harness/deployment"
	"streampark-regress/harness/docker"
	"streampark-regress/harness/release"
	"streampark-regress/harness/settings"
	"streampark-regress/harness/streampark"
)

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

// Two runs whose names are alike stand side by side.
func TestNameInUse(t *testing.T) {
	b := newBench(t)
	first, err := b.provider(t).Start(t.Context(), "same", b.spec(t, "2.1.4"), ignore)
	require.NoError(t, err)
	second, err := docker.NewProvider(b.engine, b.options).Start(t.Context(), "same", b.spec(t, "2.1.4"), ignore)
	require.NoError(t, err)
	assert.NotEqual(t, first.URL(), second.URL())
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
