package main

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// A build is planned alone, or beside the releases that are asked for.
func TestABuildIsPlanned(t *testing.T) {
	build := []string{"--image", "mine=my/streampark:1", "--like", "2.1.5"}
	code, out, errs := regress(t, nil, append([]string{"plan", "--tags", "@known-issue-4281"}, build...)...)
	assert.Equal(t, 0, code, errs)
	assert.Contains(t, out, "\nmine: StreamPark mine (like 2.1.5) as shipped\n")
	assert.NotContains(t, out, "\n2.1.5: ")
	assert.Contains(t, out, "mine is a build like 2.1.5 (my/streampark:1), expected to show no known issue")

	code, out, errs = regress(t, nil, append([]string{"plan", "--release", "2.1.5,mine", "--expect-known", "4281,savepoint-fields"}, build...)...)
	assert.Equal(t, 0, code, errs)
	assert.Contains(t, out, "\n2.1.5: StreamPark 2.1.5 as shipped\n")
	assert.Contains(t, out, "expected to show known issue 4281, savepoint-fields; not played on it, because they are written for 2.1.5 by its name: ")

	code, out, errs = regress(t, nil, "plan", "--image", "a=x", "--image", "b=y", "--like", "a=2.1.4,b=2.1.5", "--expect-known", "a=#3933", "--tags", "@known-issue-3933")
	assert.Equal(t, 0, code, errs)
	assert.Contains(t, out, "a is a build like 2.1.4 (x), expected to show known issue 3933")
	assert.Contains(t, out, "b is a build like 2.1.5 (y), expected to show no known issue")
}

// A variable is set for many commands, and one that names no build has no use for
// it.
func TestVariablesAboutBuildsMayBeOfNoUse(t *testing.T) {
	code, _, errs := regress(t, map[string]string{"REGRESS_LIKE": "2.1.5", "REGRESS_EXPECT_KNOWN": "4281"}, "plan", "--tags", "@known-issue-4281")
	assert.Equal(t, 0, code, errs)
}
