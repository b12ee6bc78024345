package bug_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/report/bug"
	"streampark-regress/harness/report/reporttest"
	"streampark-regress/harness/report/result"
)

// A report fits into an issue on GitHub, however much was tried; what a reader has
// to see is there first.
func TestItFitsIntoAnIssue(t *testing.T) {
	r := result.Build(reporttest.Everything(t))
	fitted := func(r result.Result) string {
		var b strings.Builder
		require.NoError(t, bug.Fit(&b, r, issue()))
		return b.String()
	}
	assert.Equal(t, written(t, reporttest.Everything(t), issue()), fitted(r), "what fits is not cut")
	known := r.Scenarios[0]
	for copies, want := range map[int]string{60: "- △ 2.1.4: copy 60 of a scenario\n", 3000: " more scenarios.\n"} {
		many := r
		for i := range copies {
			of := known
			of.Name, of.Job = fmt.Sprintf("copy %d of a scenario", i+1), fmt.Sprint("copy", i)
			many.Scenarios = append(many.Scenarios, of)
		}
		got := fitted(many)
		assert.LessOrEqual(t, len(got), bug.Limit)
		assert.Greater(t, len(got), bug.Limit*8/10, "the room is used")
		assert.Contains(t, got, want)
		assert.Contains(t, got, "is in `bug-report-whole.md` in the zip file")
		assert.Contains(t, got, "**Reproduced on StreamPark 2.1.4")
		assert.Contains(t, got, "## How to run this again")
		if copies == 60 {
			assert.Contains(t, got, "## 2.1.5: sees an issue again\n")
			assert.Contains(t, got, "<summary>△ 2.1.4: copy 1 of a scenario</summary>")
		}
	}
}
