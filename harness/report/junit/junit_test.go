package junit_test

import (
	"bytes"
	"encoding/xml"
	"os/exec"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/evidence"
	"streampark-regress/harness/report/junit"
	"streampark-regress/harness/report/reporttest"
	"streampark-regress/harness/report/result"
	"streampark-regress/harness/requirement"
)

func TestJUnit(t *testing.T) {
	reporttest.Golden(t, "everything.xml", reporttest.Everything(t), junit.Write)
	reporttest.Golden(t, "killed.xml", reporttest.Killed(t), junit.Write)
}

func written(t *testing.T, events []evidence.Event) string {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, junit.Write(&b, result.Build(events)))
	return b.String()
}

func TestJUnitKeepsToTheCommonSchema(t *testing.T) {
	if _, err := exec.LookPath("xmllint"); err != nil {
		requirement.Missing(t, "xmllint", "install Debian's package libxml2-utils")
	}
	valid := func(text string) error {
		lint := exec.CommandContext(t.Context(), "xmllint", "--noout", "--schema", "testdata/junit.xsd", "-")
		lint.Stdin = strings.NewReader(text)
		return lint.Run()
	}
	for name, events := range map[string][]evidence.Event{"everything": reporttest.Everything(t), "killed": reporttest.Killed(t), "nothing": nil} {
		assert.NoError(t, valid(written(t, events)), name)
	}
	assert.Error(t, valid(strings.Replace(written(t, reporttest.Green(t)), `tests="3"`, `tests="many"`, 1)), "a file that is wrong is noticed")
}

func TestCountsAddUp(t *testing.T) {
	type counts struct {
		Tests    int `xml:"tests,attr"`
		Failures int `xml:"failures,attr"`
		Errors   int `xml:"errors,attr"`
		Skipped  int `xml:"skipped,attr"`
	}
	var read struct {
		counts
		Suites []struct {
			counts
			Cases []struct{} `xml:"testcase"`
		} `xml:"testsuite"`
	}
	require.NoError(t, xml.Unmarshal([]byte(written(t, reporttest.Everything(t))), &read))
	var sum counts
	for _, s := range read.Suites {
		assert.Len(t, s.Cases, s.Tests)
		sum.Tests += s.Tests
		sum.Failures += s.Failures
		sum.Errors += s.Errors
		sum.Skipped += s.Skipped
	}
	assert.Equal(t, counts{Tests: 19, Failures: 5, Errors: 6, Skipped: 5}, sum)
	assert.Equal(t, counts{Tests: 19, Failures: 5, Errors: 6}, read.counts)
}

// A run that never ended has nothing but passed scenarios, perhaps: the file
// must not look passed.
func TestABrokenRunIsAnError(t *testing.T) {
	events := reporttest.Green(t)
	assert.NotContains(t, written(t, events), "<error")
	assert.NotContains(t, written(t, events), `"the run"`, "nothing is to be said of a run that is whole")
	assert.Contains(t, written(t, events[:len(events)-1]), `<error message="the run never ended: the program was killed" type="inconclusive">`)
}
