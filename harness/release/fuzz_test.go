package release_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"streampark-regress/fixtures"
	"streampark-regress/harness/release"
)

// Whatever a file holds, reading it as a catalogue ends, and a catalogue that was
// read finds what it lists.
func FuzzParse(f *testing.F) {
	whole := string(fixtures.Releases)
	for _, seed := range []string{"", "schema: 2\n", "schema: 2\nreleases: []\n", "a: &a [*a]\n", "{", "\x00\x01", whole[:len(whole)/4], strings.Replace(whole, "2.1.4", "2.1.5", 1)} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		c, err := release.Parse(text)
		if err != nil {
			assert.NotEmpty(t, err.Error())
			return
		}
		for _, version := range c.Usual() {
			_, err := c.Find(version)
			assert.NoError(t, err)
		}
	})
}
