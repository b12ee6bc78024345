package report_test

import (
	"bytes"
	"io"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/evidence"
	"streampark-regress/harness/release"
	"streampark-regress/harness/report/bug"
	"streampark-regress/harness/report/ctrf"
	"streampark-regress/harness/report/cucumber"
	"streampark-regress/harness/report/github"
	"streampark-regress/harness/report/html"
	"streampark-regress/harness/report/junit"
	"streampark-regress/harness/report/reporttest"
	"streampark-regress/harness/report/result"
	"streampark-regress/harness/report/terminal"
)

// Who reads only one of the reports learns that parts of the plan were not run.
func TestEveryReportSaysThatItIsPartial(t *testing.T) {
	summary := func(out io.Writer, r result.Result) error { return terminal.Write(out, r, terminal.Screen{}) }
	for name, tt := range map[string]struct {
		write func(io.Writer, result.Result) error
		// marks are what a partial run has and a whole one has not.
		marks []string
	}{
		"result.json":   {result.Write, []string{`"partial": true`}},
		"junit.xml":     {junit.Write, []string{`value="PARTIAL, AS EXPECTED"`, `<skipped message="PARTIAL: 1 of 4 scenarios of the plan were not run (1 left out)`}},
		"cucumber.json": {cucumber.Write, []string{`"name": "PARTIAL: 1 of 4 scenarios`}},
		"ctrf.json":     {ctrf.Write, []string{`"message": "PARTIAL: 1 of 4 scenarios`}},
		"table.txt":     {terminal.Table, []string{"\nPARTIAL, AS EXPECTED: 4 scenarios, 3 as expected (△ 2 with a known issue), 0 unexpected, 1 not run"}},
		"the terminal":  {summary, []string{"\nPARTIAL, AS EXPECTED: 4 scenarios"}},
		"report.html":   {html.Write, []string{"<title>streampark-regress: PARTIAL, AS EXPECTED</title>", `<span class="as-expected">PARTIAL, AS EXPECTED</span>`, "<strong>PARTIAL.</strong> 1 of 4 scenarios"}},
		"annotations":   {github.Annotations, []string{"::warning title=PARTIAL::1 of 4 scenarios"}},
		"job summary":   {github.Summary, []string{"✓ PARTIAL, AS EXPECTED\n", "> PARTIAL: 1 of 4 scenarios"}},
		"bug report": {func(out io.Writer, r result.Result) error { return bug.Write(out, r, release.KnownIssue{ID: "3933"}) },
			[]string{"> **Partial**: 1 of 4 scenarios of the plan were not run"}},
	} {
		t.Run(name, func(t *testing.T) {
			partial, whole := written(t, tt.write, reporttest.Partial(t)), written(t, tt.write, reporttest.Green(t))
			for _, mark := range tt.marks {
				assert.Contains(t, partial, mark)
				assert.NotContains(t, whole, mark)
			}
		})
	}
	assert.Zero(t, result.Build(reporttest.Partial(t)).ExitCode, "what was run went as expected")
}

func written(t *testing.T, write func(io.Writer, result.Result) error, events []evidence.Event) string {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, write(&b, result.Build(events)))
	return b.String()
}
