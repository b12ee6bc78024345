package main

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/verdict"
)

// A default is shown where there is one.
func TestHelpShowsDefaults(t *testing.T) {
	code, help, errs := regress(t, nil, "run", "--help")
	require.Equal(t, 0, code, errs)
	assert.Contains(t, help, `how time passes: jump (the clock is moved), short-ttl (small TTL, real wait), wait (real time) (default "jump")`)
	assert.Contains(t, help, "as 2.1.4=no-expiry; regress defects --list names them\n")
	assert.NotContains(t, help, "(default [])")
}

// A command has no flag that it does not use.
func TestFlagsOfNoUseAreNotOffered(t *testing.T) {
	for command, flags := range map[string][]string{
		"doctor":  {"target", "jvm", "memory", "out", "keep", "tags", "scenario", "features", "release", "clock", "color", "verbose", "url", "config", "expect-known", "model-defect"},
		"images":  {"target", "jvm", "memory", "show-secrets", "start-timeout", "model-defect", "expect-known"},
		"plan":    {"username", "password-file", "confirm-host", "memory", "jvm", "keep", "warm"},
		"explore": {"expect-known", "memory"},
		"record":  {"expect-known", "memory"},
		"verify":  {"expect-known", "memory"},
	} {
		_, help, _ := regress(t, nil, command, "--help")
		for _, name := range flags {
			assert.NotContains(t, help, "--"+name+" ", command)
			code, _, errs := regress(t, nil, command, "--"+name+"=1")
			assert.Equal(t, verdict.ExitUsage, code)
			assert.Contains(t, errs, "unknown flag: --"+name)
		}
	}
}
