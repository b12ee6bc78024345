package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/fixtures"
	"streampark-regress/harness/release"
)

// What was carried here is kept only if it is what runs look for.
func TestDriversThatAreNotKept(t *testing.T) {
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	c, err := release.Parse(fixtures.Releases)
	require.NoError(t, err)
	for name, want := range map[string]string{
		"mysql-connector-j-8.0.33.jar": "keep the JDBC driver com.mysql:mysql-connector-j:8.0.33: its SHA-256 is ",
		"mysql-connector-j-9.9.9.jar":  "it holds mysql-connector-j-9.9.9.jar, which this version of regress has no use for",
	} {
		assert.ErrorContains(t, keepDriver(c, name, strings.NewReader("not it")), want)
	}
}
