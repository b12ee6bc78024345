package main

import (
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"streampark-regress/harness/model"
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

// Whoever looks for a name finds all of them, and what each breaks.
func TestDefectsAreListed(t *testing.T) {
	code, out, errs := regress(t, nil, "defects", "--list")
	assert.Equal(t, verdict.ExitAsExpected, code, errs)
	assert.Len(t, strings.Split(strings.TrimSpace(out), "\n"), len(model.Defects()))
	for _, d := range model.Defects() {
		assert.Regexp(t, `(?m)^`+regexp.QuoteMeta(d.Name)+` +`+regexp.QuoteMeta(d.Is)+`$`, out)
	}
	code, out, _ = regress(t, nil, "defects", "--list", "no-expiry")
	assert.Equal(t, verdict.ExitAsExpected, code)
	assert.Regexp(t, `^no-expiry +\S.*\n$`, out)
	code, out, errs = regress(t, nil, "defects", "--list", "--all")
	assert.Equal(t, verdict.ExitUsage, code, out)
	assert.Contains(t, errs, "list")
}
