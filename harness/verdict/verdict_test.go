package verdict_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"streampark-regress/harness/verdict"
)

func TestWorst(t *testing.T) {
	const green, red, open, out = verdict.AsExpected, verdict.Unexpected, verdict.Inconclusive, verdict.NotRun
	for _, tt := range []struct {
		parts []verdict.Verdict
		want  verdict.Verdict
	}{
		{nil, open},
		{[]verdict.Verdict{green}, green},
		{[]verdict.Verdict{red}, red},
		{[]verdict.Verdict{open}, open},
		{[]verdict.Verdict{out}, open},
		{[]verdict.Verdict{out, out}, open},
		{[]verdict.Verdict{""}, open},
		{[]verdict.Verdict{green, green}, green},
		{[]verdict.Verdict{green, out}, green},
		{[]verdict.Verdict{out, green}, green},
		{[]verdict.Verdict{green, open}, open},
		{[]verdict.Verdict{open, green}, open},
		{[]verdict.Verdict{green, ""}, open},
		{[]verdict.Verdict{"", green}, open},
		{[]verdict.Verdict{green, "passed"}, open},
		{[]verdict.Verdict{open, out}, open},
		{[]verdict.Verdict{green, red}, red},
		{[]verdict.Verdict{red, green}, red},
		{[]verdict.Verdict{open, red}, red},
		{[]verdict.Verdict{red, open, out, green}, red},
		{[]verdict.Verdict{out, red}, red},
		{[]verdict.Verdict{"", red}, red},
	} {
		assert.Equal(t, tt.want, verdict.Worst(tt.parts...), "%q", tt.parts)
	}
}

func TestExitCodes(t *testing.T) {
	for v, want := range map[verdict.Verdict]int{
		verdict.AsExpected:   0,
		verdict.Unexpected:   1,
		verdict.Inconclusive: 2,
		verdict.NotRun:       2,
		"":                   2,
		"passed":             2,
	} {
		assert.Equal(t, want, v.ExitCode(), "%q", v)
	}
	assert.Equal(t, 64, verdict.ExitUsage)
}

// Nothing but an expectation that was met is ever green.
func FuzzOnlyAsExpectedIsGreen(f *testing.F) {
	f.Add("as expected")
	f.Add("")
	f.Add("As expected")
	f.Fuzz(func(t *testing.T, text string) {
		v := verdict.Verdict(text)
		green := v == verdict.AsExpected
		assert.Equal(t, green, v.ExitCode() == verdict.ExitAsExpected, text)
		assert.Equal(t, green || v == verdict.NotRun, verdict.Worst(verdict.AsExpected, v) == verdict.AsExpected, text)
	})
}
