package main

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"

	"streampark-regress/harness/verdict"
)

// Where no server starts nothing was tried, and nobody has missed anything.
func TestDefectsThatAreNotTried(t *testing.T) {
	t.Setenv("TMPDIR", filepath.Join(t.TempDir(), "nowhere"))
	code, out, errs := regress(t, nil, "defects", "no-expiry", "expiry")
	assert.Equal(t, verdict.ExitInconclusive, code, out)
	assert.NotContains(t, out, "NOBODY")
	assert.Regexp(t, `(?m)^no-expiry +2\.1\.4 +NOT TRIED: no scenario was played to its end *$`, out)
	assert.Contains(t, errs, "not tried: 2 defects")
	code, out, errs = regress(t, nil, "defects", "--by-scenario", "no-expiry")
	assert.Equal(t, verdict.ExitInconclusive, code, out)
	assert.NotContains(t, out, "NO DEFECT")
	assert.Contains(t, errs, "no scenario was played to its end")
}
