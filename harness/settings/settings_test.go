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

func file(text string) *settings.File {
	return &settings.File{Name: "config.yaml", Text: []byte(text), Format: settings.YAML{}}
}

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
			f := file(shipped)
			require.NoError(t, f.Set(tt.key, tt.value))
			assert.Equal(t, strings.Replace(shipped, tt.old, tt.new, 1), string(f.Text))
			value, ok, err := f.Get(tt.key)
			require.NoError(t, err)
			assert.True(t, ok)
			assert.Equal(t, tt.value, value)
		})
	}
}

func TestSetRefusesToOverwriteWhatIsNoValue(t *testing.T) {
	f := file(shipped)
	assert.ErrorContains(t, f.Set("server.session", "x"), "line 4")
	assert.ErrorContains(t, f.Set("server.port.number", "x"), "line 3 already holds a value")
	assert.Equal(t, shipped, string(f.Text), "nothing was changed")
}

func TestSetNamesTheLineOfBrokenYAML(t *testing.T) {
	assert.ErrorContains(t, file("server:\n  port: [1\n").Set("a", "b"), "[2:")
}

func TestSetThatDidNotTakeIsAnError(t *testing.T) {
	for value, want := range map[string]string{
		"two\nlines": "set server.port: ",
		"1.0":        `set server.port: the file now says "1" instead of "1.0"`,
		"null":       `set server.port: the file now says "" instead of "null"`,
	} {
		f := file("server:\n  port: 1\n")
		assert.ErrorContains(t, f.Set("server.port", value), want)
		assert.Equal(t, "server:\n  port: 1\n", string(f.Text), "nothing was changed")
	}
}

// TestConfiguration is what callers do: they ask for keys, whatever file they
// are kept in.
func TestConfiguration(t *testing.T) {
	r := release214(t)
	installed, err := settings.Installed(r, map[string][]byte{"conf/config.yaml": []byte(shipped), "script/x.sql": nil})
	require.NoError(t, err)
	given, err := settings.Read("theirs.yaml", []byte("server:\n  session:\n    ttl: 2h\n"), r)
	require.NoError(t, err)
	for name, tt := range map[string]struct {
		begins settings.Configuration
		before string
	}{
		"as installed": {installed, "2h"},
		"as given":     {given.Installed(r), "2h"},
		"empty":        {settings.Empty(r), ""},
	} {
		t.Run(name, func(t *testing.T) {
			before, set, err := tt.begins.Get("server.session.ttl")
			require.NoError(t, err)
			assert.Equal(t, tt.before, before)
			assert.Equal(t, tt.before != "", set)
			require.NoError(t, settings.Apply(tt.begins, []release.Setting{{Key: "server.session.ttl", Value: "1h"}, {Key: "new.key", Value: "x"},
				{Key: "server.session.ttl", Value: "30s"}}))
			for key, want := range map[string]string{"server.session.ttl": "30s", "new.key": "x"} {
				got, _, err := tt.begins.Get(key)
				require.NoError(t, err)
				assert.Equal(t, want, got)
			}
			require.Len(t, tt.begins.Files(), 1)
			assert.Equal(t, "conf/config.yaml", tt.begins.Files()[0].Name, "where the server looks for it")
			assert.Contains(t, string(tt.begins.Files()[0].Text), "30s")
		})
	}
	assert.Equal(t, "server:\n  session:\n    ttl: 2h\n", string(given.Text), "the given file serves other servers too")
	assert.ErrorContains(t, settings.Apply(installed, []release.Setting{{Key: "server", Value: "x"}}), "set server: line 2")
	_, err = settings.Installed(r, map[string][]byte{"script/x.sql": nil})
	assert.ErrorContains(t, err, "StreamPark 2.1.4 is configured in conf/config.yaml, and there is no such file")
}

func TestParseOverlay(t *testing.T) {
	got, err := settings.ParseOverlay("streampark.openapi.white-list: /flink/app/start\nserver:\n  session:\n    ttl: 30s\n")
	require.NoError(t, err)
	assert.Equal(t, []release.Setting{
		{Key: "streampark.openapi.white-list", Value: "/flink/app/start"},
		{Key: "server.session.ttl", Value: "30s"},
	}, got)
}
