package main

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// git bisect run takes 0 and 1 for answers, 125 for none, and stops at 128.
func TestExitCodesForGitBisect(t *testing.T) {
	for name, tt := range map[string]struct {
		args []string
		code int
		last string
	}{
		"it does not show":          {[]string{"--issue", "3933", "--release", "2.1.3", "--bisect-exit"}, 0, "NOT REPRODUCED on the MODEL of 2.1.3: issue 3933"},
		"it shows":                  {[]string{"--issue", "#3933", "--release", "2.1.4", "--bisect-exit"}, 1, "REPRODUCED on the MODEL of 2.1.4: issue 3933"},
		"it does not show any more": {[]string{"--issue", "3933", "--release", "2.1.5", "--bisect-exit=fix"}, 1, "NOT REPRODUCED on the MODEL of 2.1.5"},
		"it still shows":            {[]string{"--issue", "3933", "--release", "2.1.4", "--bisect-exit=fix"}, 0, "REPRODUCED on the MODEL of 2.1.4"},
		"another hides it":          {[]string{"--issue", "3933", "--release", "2.1.7", "--bisect-exit"}, 125, "NOT DECIDED on the MODEL of 2.1.7"},
		"no issue":                  {[]string{"--release", "2.1.4", "--bisect-exit"}, 128, "say which with --issue"},
		"two releases":              {[]string{"--issue", "3933", "--release", "2.1.4,2.1.5", "--bisect-exit"}, 128, "about one release or image"},
		"another word":              {[]string{"--issue", "3933", "--release", "2.1.4", "--bisect-exit=good"}, 128, "choose one of break or fix"},
		"a flag that is not":        {[]string{"--issue", "3933", "--bisect-exit", "--relase", "2.1.4"}, 128, "unknown flag"},
		"an issue that is not":      {[]string{"--issue", "1", "--release", "2.1.4", "--bisect-exit"}, 128, "no scenario is about it"},
		"a run about an issue":      {[]string{"--issue", "3933", "--release", "2.1.4"}, 0, "AS EXPECTED"},
	} {
		t.Run(name, func(t *testing.T) {
			code, out, errs := regress(t, nil, append([]string{"run", "--target", "model", "--tags", "not @cause and not @workaround"}, tt.args...)...)
			assert.Equal(t, tt.code, code, out+errs)
			assert.Contains(t, out+errs, tt.last)
		})
	}
}
