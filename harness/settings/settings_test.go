package settings_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/release"
	"streampark-regress/harness/settings"
)

// shipped has the quirks of the real file: comments after values, keys
// without values, a key with a dot in it, a quoted value.
const shipped = `# head
server:
  port: 10000
  session:
    # comment above
    ttl: 2h # unit[s|m|h|d], e.g: 24h, 2d....
datasource:
  dialect: h2  #h2, mysql, pgsql
  # comment
  url:
streampark:
  yarn:
    http-auth: 'simple'  # default simple, or kerberos
  #openapi white-list
  openapi.white-list:
unknown:
  list: [1, 2]
`

func TestSet(t *testing.T) {
	for name, tt := range map[string]struct{ key, value, old, new string }{
		"a value with a comment": {"server.session.ttl", "30s",
			"    ttl: 2h # unit[s|m|h|d], e.g: 24h, 2d....", "    ttl: 30s # unit[s|m|h|d], e.g: 24h, 2d...."},
		"a comment without a space": {"datasource.dialect", "pgsql", "  dialect: h2  #h2, mysql, pgsql", "  dialect: pgsql #h2, mysql, pgsql"},
		"a key without a value": {"datasource.url", "jdbc:postgresql://db:5432/x?stringtype=unspecified",
			"  url:", "  url: jdbc:postgresql://db:5432/x?stringtype=unspecified"},
		"a quoted value":          {"streampark.yarn.http-auth", "kerberos", "    http-auth: 'simple'  # default", "    http-auth: kerberos # default"},
		"a key with a dot":        {"streampark.openapi.white-list", "/flink/app/start", "  openapi.white-list:\n", "  openapi.white-list: /flink/app/start\n"},
		"a new key below one":     {"datasource.username", "u", "datasource:\n", "datasource:\n  username: u\n"},
		"a new key at the top":    {"spring.profiles.active", "pgsql", "  list: [1, 2]\n", "  list: [1, 2]\n\nspring:\n  profiles:\n    active: pgsql\n"},
		"a value that needs care": {"datasource.password", "a#b: 'c'", "datasource:\n", "datasource:\n  password: 'a#b: ''c'''\n"},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := settings.Set([]byte(shipped), release.Setting{Key: tt.key, Value: tt.value})
			require.NoError(t, err)
			assert.Equal(t, strings.Replace(shipped, tt.old, tt.new, 1), string(got))
			value, ok, err := settings.Get(got, tt.key)
			require.NoError(t, err)
			assert.True(t, ok)
			assert.Equal(t, tt.value, value)
		})
	}
}

func TestSetRefusesToOverwriteWhatIsNoValue(t *testing.T) {
	_, err := settings.Set([]byte(shipped), release.Setting{Key: "server.session", Value: "x"})
	assert.ErrorContains(t, err, "line 4")
	_, err = settings.Set([]byte(shipped), release.Setting{Key: "server.port.number", Value: "x"})
	assert.ErrorContains(t, err, "line 3 already holds a value")
}

func TestSetNamesTheLineOfBrokenYAML(t *testing.T) {
	_, err := settings.Set([]byte("server:\n  port: [1\n"), release.Setting{Key: "a", Value: "b"})
	assert.ErrorContains(t, err, "[2:")
}

func TestParseOverlay(t *testing.T) {
	got, err := settings.ParseOverlay("streampark.openapi.white-list: /flink/app/start\nserver:\n  session:\n    ttl: 30s\n")
	require.NoError(t, err)
	assert.Equal(t, []release.Setting{
		{Key: "streampark.openapi.white-list", Value: "/flink/app/start"},
		{Key: "server.session.ttl", Value: "30s"},
	}, got)
}
