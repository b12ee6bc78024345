package release_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/fixtures"
	"streampark-regress/harness/release"
)

// What other Javas need beside the options is known to the image's script alone.
func TestOnJava8AReleaseMayBeStartedWithoutItsScript(t *testing.T) {
	c, err := release.Parse(fixtures.Releases)
	require.NoError(t, err)
	for version, direct := range map[string]bool{"2.1.3": false, "2.1.4": false, "2.1.5": true, "2.1.7": true} {
		r, err := c.Find(version)
		require.NoError(t, err)
		assert.Equal(t, direct, len(r.JVM.StartOn(8)) > 0, version)
		for _, other := range []int{0, 11, 17} {
			assert.Empty(t, r.JVM.StartOn(other), "%s on Java %d", version, other)
		}
		if direct {
			assert.Contains(t, r.JVM.StartOn(8)[2], "$"+r.JVM.Variable+" ", "the options are handed on")
		}
	}
}
