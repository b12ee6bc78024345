package main

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A default is shown where there is one.
func TestHelpShowsDefaults(t *testing.T) {
	code, help, errs := regress(t, nil, "run", "--help")
	require.Equal(t, 0, code, errs)
	assert.Contains(t, help, `how time passes: jump (the clock is moved), short-ttl (small TTL, real wait), wait (real time) (default "jump")`)
	assert.Contains(t, help, "as 2.1.4=no-expiry; regress defects lists them\n")
	assert.NotContains(t, help, "(default [])")
}
