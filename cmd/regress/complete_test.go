package main

import (
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/verdict"
)

// completed are the words that the shell is offered, and what it is to do with them.
func completed(t *testing.T, typed ...string) (words []string, directive string) {
	t.Helper()
	code, out, errs := regress(t, nil, append([]string{cobra.ShellCompRequestCmd}, typed...)...)
	require.Equal(t, verdict.ExitAsExpected, code, errs)
	lines := strings.Split(strings.TrimSpace(out), "\n")
	return lines[:len(lines)-1], lines[len(lines)-1]
}

func TestTheShellIsOfferedWhatThereIs(t *testing.T) {
	mine := ownFeature(t, nightly)
	catalogue := catalogueFile(t, "", "\n  - version: 2.1.99\n    like: 2.1.6\n")
	for name, tt := range map[string]struct {
		typed []string
		want  []string
		not   []string
	}{
		"releases":              {[]string{"run", "--release", ""}, []string{"2.1.4", "2.1.7"}, nil},
		"more releases":         {[]string{"run", "--release", "2.1.4,"}, []string{"2.1.4,2.1.5"}, []string{"2.1.4,2.1.4"}},
		"releases of one's own": {[]string{"run", "--releases-file", catalogue, "--release", ""}, []string{"2.1.99"}, nil},
		"a release":             {[]string{"diagnose", "--release", ""}, []string{"2.1.4"}, nil},
		"releases to list":      {[]string{"releases", "2.1.4", ""}, []string{"2.1.5"}, []string{"2.1.4"}},
		"an upgrade":            {[]string{"upgrade", "--from", "2.1.4", "--to", ""}, []string{"2.1.5"}, nil},
		"tags":                  {[]string{"plan", "--tags", ""}, []string{"@issue-3933", "@contract"}, []string{"@nightly"}},
		"tags of one's own":     {[]string{"plan", "--features", mine, "--tags", ""}, []string{"@nightly", "@issue-3933"}, []string{"@contract"}},
		"scenarios":             {[]string{"run", "--scenario", ""}, []string{"features/contract/lifetime.feature\t", "features/contract/lifetime.feature:"}, nil},
		"scenarios of one's own": {[]string{"run", "--features", mine, "--scenario", ""}, []string{":4\tIt starts the nightly job"},
			[]string{"features/contract"}},
		"issues":              {[]string{"reproduce", ""}, []string{"3933\tan API token gets 401"}, nil},
		"issues of a run":     {[]string{"run", "--issue", ""}, []string{"3933\t"}, nil},
		"issues to bisect":    {[]string{"bisect", "--issue", ""}, []string{"3933\t"}, nil},
		"issues of a build":   {[]string{"run", "--expect-known", ""}, []string{"4281\t"}, nil},
		"defects":             {[]string{"defects", "no-expiry", ""}, []string{"expiry\t"}, []string{"no-expiry\t"}},
		"defects of releases": {[]string{"run", "--model-defect", "2.1.4=no-expiry,"}, []string{"2.1.4=no-expiry,2.1.5=expiry\t"}, []string{",2.1.4=no-expiry\t"}},
		"databases":           {[]string{"run", "--database", ""}, []string{"postgres\tPostgreSQL", "mariadb\tMariaDB"}, nil},
		"targets":             {[]string{"run", "--target", ""}, []string{"model", "docker", "url"}, nil},
		"clocks":              {[]string{"run", "--clock", ""}, []string{"jump", "short-ttl", "wait"}, nil},
		"commands":            {[]string{""}, []string{"run\t", "completion\t"}, []string{"model\t", "docs\t"}},
		"a catalogue of no form": {[]string{"run", "--releases-file", "nowhere", "--release", ""}, nil,
			[]string{"2.1.4"}},
		"features of no folder": {[]string{"run", "--features", "nowhere", "--tags", ""}, nil, []string{"@contract"}},
		"no run":                {[]string{"compare", ""}, nil, []string{"latest"}},
	} {
		t.Run(name, func(t *testing.T) {
			words, directive := completed(t, tt.typed...)
			all := strings.Join(words, "\n")
			for _, want := range tt.want {
				assert.Contains(t, all, want)
			}
			for _, not := range tt.not {
				assert.NotContains(t, "\n"+all, "\n"+not)
			}
			assert.Equal(t, ":4", directive, "no files")
		})
	}
	for want, typed := range map[string][]string{
		":16": {"run", "--features", ""}, ":8": {"run", "--releases-file", ""}, ":0": {"record", "--out", ""}, ":4": {"doctor", ""},
	} {
		_, directive := completed(t, typed...)
		assert.Equal(t, want, directive, typed)
	}
}

func TestCompletionOfNoShell(t *testing.T) {
	for want, args := range map[string][]string{"say for which shell: `regress completion bash`, zsh": {"completion"}, `unknown command "tcsh" for "regress completion"`: {"completion", "tcsh"}} {
		code, out, errs := regress(t, nil, args...)
		assert.Equal(t, verdict.ExitUsage, code)
		assert.Contains(t, errs, want)
		assert.Empty(t, out)
	}
	code, out, errs := regress(t, nil, "completion", "bash")
	assert.Equal(t, verdict.ExitAsExpected, code, errs)
	assert.Contains(t, out, "__start_regress")
}

// Earlier runs are offered where one is named.
func TestRunsAreOffered(t *testing.T) {
	code, _, errs := regress(t, nil, "run", "--target", "model", "--release", "2.1.5", "--tags", "@issue-3933")
	require.Equal(t, verdict.ExitAsExpected, code, errs)
	id := latestID(t)
	for want, args := range map[string][]string{
		id + "\tas expected on model":  {"compare", "latest", ""},
		id + "\tas":                    {"run", "--rerun-failed", ""},
		"results/" + id + "\tas":       {"report", ""},
		"results/latest\tthe last run": {"report", ""},
		"latest\tthe last run":         {"compare", ""},
		"2.1.5\n":                      {"run", "--out", "results", "--release", ""},
	} {
		_, out, _ := typed(t, append([]string{cobra.ShellCompRequestCmd}, args...)...)
		assert.Contains(t, out, want)
	}
	_, out, _ := typed(t, cobra.ShellCompRequestCmd, "run", "")
	assert.NotContains(t, out, id, "it takes one with --rerun-failed only")
}
