package settings_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/fixtures"
	"streampark-regress/harness/release"
	"streampark-regress/harness/settings"
)

// Whatever somebody gives as a config.yaml, reading it ends, and one that was read
// can be installed and edited.
func FuzzRead(f *testing.F) {
	catalogue, err := release.Parse(fixtures.Releases)
	require.NoError(f, err)
	r, err := catalogue.Find("2.1.5")
	require.NoError(f, err)
	for _, seed := range []string{"", "server:\n  port: 10000\n", "server:\n  session:\n    ttl: 2h\n", "a: [1, {b: c}]\n", "a: &x\n  b: *x\n", "? |\n  a\n: b\n", "- a\n", "a: !!binary \"\"\n", "\t", "a: 1\na: 2\n", "---\na: 1\n---\nb: 2\n",
		"server.session.ttl: 9999999999h\n", "\xef\xbb\xbfserver: {port: 1}\n"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		given, err := settings.Read("mine.yaml", text, r)
		if err != nil {
			assert.Contains(t, err.Error(), "mine.yaml")
			return
		}
		assert.Positive(t, given.TTL)
		config := given.Installed(r)
		if err := settings.Apply(config, []release.Setting{{Key: "server.port", Value: "10000"}}); err != nil {
			return // it says why
		}
		for _, file := range config.Files() {
			file.Masked()
		}
	})
}
