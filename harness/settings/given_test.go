package settings_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/fixtures"
	"streampark-regress/harness/release"
	"streampark-regress/harness/settings"
)

func release214(t *testing.T) release.Release {
	t.Helper()
	c, err := release.Parse(fixtures.Releases)
	require.NoError(t, err)
	r, err := c.Find("2.1.4")
	require.NoError(t, err)
	return r
}

func TestRead(t *testing.T) {
	r := release214(t)
	g, err := settings.Read("config.yaml", []byte(shipped), r)
	require.NoError(t, err)
	assert.Equal(t, 2*time.Hour, g.TTL)
	assert.Equal(t, []string{"datasource.dialect", "server.port"}, g.Replaced)

	g, err = settings.Read("config.yaml", []byte("server:\n  port: 10000\n"), r)
	require.NoError(t, err)
	assert.Equal(t, 24*time.Hour, g.TTL, "a file without the key means a day")
}

func TestReadSaysWhichLineCannotBeUsed(t *testing.T) {
	for name, tt := range map[string]struct{ text, want string }{
		"no YAML":             {"server:\n  port: [1\n", "[2:"},
		"a list":              {"- a\n", "line 1: expected keys"},
		"something else":      {"name: mine\n", "line 1: this is not StreamPark's config.yaml"},
		"nothing":             {"", "this is not StreamPark's config.yaml"},
		"a TTL of no unit":    {"server:\n  session:\n    ttl: 30\n", "line 3: server.session.ttl: \"30\" is an invalid session TTL"},
		"a TTL of a bad unit": {"server:\n  session:\n    ttl: 2x # no\n", "line 3: server.session.ttl: \"2x\" is an invalid session TTL"},
		"a TTL too short":     {"server:\n  session:\n    ttl: 2s\n", "line 3: a session TTL of 2s is too short"},
		"a TTL without end":   {"server:\n  session:\n    ttl: 99999999999d\n", "more than a hundred years"},
		"TLS":                 {"server:\n  port: 1\n  ssl:\n    enabled: true\n", "line 4: server.ssl.enabled cannot be used here"},
		"a context path":      {"server:\n  servlet:\n    context-path: /sp\n", "line 3: server.servlet.context-path cannot be used here"},
		"2.0's file":          {"server:\n  port: 1\nspring:\n  datasource:\n    url: x\n", "line 5: spring.datasource.url cannot be used here: this is how an application.yml of 2.1.3 and before"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := settings.Read("theirs.yaml", []byte(tt.text), release214(t))
			require.ErrorContains(t, err, tt.want)
			assert.ErrorContains(t, err, "theirs.yaml")
		})
	}
}

func TestMask(t *testing.T) {
	text := "datasource:\n  username: sp\n  password: hunter2 # ours\nsso:\n  client-secret: 's3cret'\n  api.token: abc\nldap:\n  password: streampark\n"
	assert.Equal(t, "datasource:\n  username: sp\n  password: '<masked>' # ours\nsso:\n  client-secret: '<masked>'\n  api.token: '<masked>'\nldap:\n  password: '<masked>'\n",
		string(file(text).Masked()))
	assert.Equal(t, []string{"hunter2", "s3cret"}, file(text).Secrets(), "neither the shipped word nor a short one is searched for")
	assert.NotContains(t, string(file("password: [hunter2\n").Masked()), "hunter2")
	assert.NotContains(t, string(file("password: |\n  hunter2\n").Masked()), "hunter2")
}

func TestBlame(t *testing.T) {
	g, err := settings.Read("theirs.yaml", []byte("server:\n  port: 1\n  undertow:\n    threads:\n      io: many\n"), release214(t))
	require.NoError(t, err)
	const reported = "WARN long chain of exceptions ... Failed to bind properties under 'server.undertow.threads.io'\n" +
		"Description:\n\nFailed to bind properties under 'server.undertow.threads.io' to java.lang.Integer:\n\n" +
		"    Property: server.undertow.threads.io\n    Value: \"many\"\n    Reason: failed to convert java.lang.String to java.lang.Integer\n"
	assert.Equal(t, "theirs.yaml, line 5: the server does not take server.undertow.threads.io: many: failed to convert java.lang.String to java.lang.Integer",
		g.Blame(reported), "as a real 2.1.4 reported it")
	assert.Empty(t, g.Blame("java.net.ConnectException: server.port"), "a key that is merely named is not blamed")
}
