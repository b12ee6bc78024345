package main

import (
	"archive/zip"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/fixtures"
	"streampark-regress/harness/clock"
	"streampark-regress/harness/deployment"
	"streampark-regress/harness/model"
	"streampark-regress/harness/release"
	"streampark-regress/harness/requirement"
)

func TestReproduceWritesAReportToAttach(t *testing.T) {
	code, out, errs := regress(t, nil, "reproduce", "3933", "--target", "model", "--release", "2.1.4", "--tags", "not @cause and not @workaround")
	require.Equal(t, 0, code, errs)
	assert.Regexp(t, `attach:  results/\S+/bug-report\.zip`, out)
	text, err := os.ReadFile("results/latest/bug-report.md")
	require.NoError(t, err)
	for _, want := range []string{"# Upstream issue 3933: an API token gets 401 once", "**MODEL**", "**Reproduced on the MODEL of 2.1.4**: in ",
		"- Actual: API token 2h01m after it was made, /flink/app/start: unauthenticated 401", "△ known issue 3933", "-H \"Authorization: $TOKEN\"",
		"byte for byte the same at the end", "expired: exp passed", "the server's clock was moved by 1m59s, to 2h01m after the token was made", "The token says: API token of ", `"type":2,"exp":`, "regress reproduce 3933 --target model --release 2.1.4"} {
		assert.Contains(t, string(text), want)
	}
	archive, err := zip.OpenReader("results/latest/bug-report.zip")
	require.NoError(t, err)
	defer archive.Close()
	var names []string
	for _, f := range archive.File {
		names = append(names, f.Name)
	}
	assert.Subset(t, names, []string{"bug-report.md", "events.ndjson", "result.json", "junit.xml"})

	code, out, errs = regress(t, nil, "reproduce", "#3910", "--target", "model", "--tags", "not @cause and not @workaround")
	require.Equal(t, 0, code, errs)
	assert.Regexp(t, `\nREPRODUCED on the MODEL of 2\.1\.4: issue 3933, in \d+ of \d+ scenarios\nNOT REPRODUCED on the MODEL of 2\.1\.5: issue 3933, .*\n$`, out)
	assert.Contains(t, errs, "issue 3910 is a report of issue 3933")
	text, err = os.ReadFile("results/latest/bug-report.md")
	require.NoError(t, err)
	assert.Contains(t, string(text), "**Not reproduced on the MODEL of 2.1.5**: ")

	code, out, errs = regress(t, nil, "reproduce", "3933", "--target", "model", "--model-defect", "2.1.4=no-expiry", "--release", "2.1.4")
	require.Equal(t, exitNotReproduced, code, out+errs)
	text, err = os.ReadFile("results/latest/bug-report.md")
	require.NoError(t, err)
	assert.Contains(t, string(text), "**Not reproduced on the MODEL of 2.1.4**: ", "an issue that is gone is not reproduced")
	assert.Regexp(t, `\d+ scenarios did not go as expected; see below`, string(text))
	assert.NotContains(t, string(text), "**Reproduced")

	code, _, errs = regress(t, nil, "reproduce", "4322", "--target", "model")
	require.Equal(t, 0, code, errs)
	text, err = os.ReadFile("results/latest/bug-report.md")
	require.NoError(t, err)
	assert.Contains(t, string(text), "**Reproduced on the MODEL of 2.1.7**", "the release that has the issue is run unasked")
	catalogue, err := release.Parse(fixtures.Releases)
	require.NoError(t, err)
	for _, version := range catalogue.Versions() {
		assert.Equal(t, slices.Contains(catalogue.With("4322"), version), strings.Contains(string(text), version+" (model)"), version)
	}

	code, _, errs = regress(t, nil, "reproduce", "1", "--target", "model")
	assert.Equal(t, 64, code)
	assert.Contains(t, errs, "no scenario is about it")
}

// The exit code answers the one question, and the last line says on what.
func TestReproduceAnswersWithItsExitCode(t *testing.T) {
	nowhere := map[string]string{"DOCKER_HOST": "unix:///nowhere/docker.sock"}
	for name, tt := range map[string]struct {
		env  map[string]string
		args []string
		code int
		last string
	}{
		"it shows":         {nil, []string{"3865", "--release", "2.1.4"}, 0, `REPRODUCED on the MODEL of 2\.1\.4: issue 3865, in 1 of 1 scenario`},
		"it is fixed":      {nil, []string{"3865", "--release", "2.1.5"}, exitNotReproduced, `NOT REPRODUCED on the MODEL of 2\.1\.5: issue 3865, .*`},
		"it is back":       {nil, []string{"3933", "--release", "2.1.5", "--model-defect", "2.1.5=expiry", "--tags", "@white-list"}, 0, `REPRODUCED on the MODEL of 2\.1\.5: .*`},
		"it is masked":     {nil, []string{"3933", "--release", "2.1.7"}, 2, `NOT DECIDED on the MODEL of 2\.1\.7: .* because of known issue 4322`},
		"no step of its":   {nil, []string{"3933", "--release", "2.1.4", "--scenario", longTTL(t)}, 2, `NOT DECIDED on the MODEL of 2\.1\.4: .* no call was made in which it would show, .*`},
		"another trouble":  {nil, []string{"3933", "--release", "2.1.5", "--model-defect", "2.1.5=closed-as-401", "--tags", "@white-list"}, exitNotReproduced, `NOT REPRODUCED .*`},
		"partly":           {nil, []string{"3933", "--release", "2.1.5", "--clock", "wait", "--max-wait", "1s"}, 2, `PARTIAL, NOT DECIDED on the MODEL of 2\.1\.5: .*`},
		"without a target": {nowhere, []string{"3933", "--target", "docker"}, 2, `PARTIAL, INCONCLUSIVE: .*`},
	} {
		t.Run(name, func(t *testing.T) {
			args := append([]string{"reproduce"}, tt.args...)
			if tt.env == nil {
				args = append(args, "--target", "model")
			}
			code, out, errs := regress(t, tt.env, args...)
			assert.Equal(t, tt.code, code, out+errs)
			assert.Regexp(t, `\n`+tt.last+`\n$`, out)
		})
	}
	_, help, _ := regress(t, nil, "reproduce", "--help")
	assert.Regexp(t, `0 +reproduced, .*\n +1 +not reproduced .*\n +2 +not decided`, help)
}

// longTTL is where the scenario stands that sets a TTL of ten years.
func longTTL(t *testing.T) string {
	t.Helper()
	_, out, _ := regress(t, nil, "plan", "--release", "2.1.4")
	found := regexp.MustCompile(`A session TTL of ten years.* \((features/\S+:\d+)\)`).FindStringSubmatch(out)
	require.NotNil(t, found)
	return found[1]
}

// What is printed as Markdown is what a job's summary has.
func TestARunAsMarkdown(t *testing.T) {
	summary := filepath.Join(t.TempDir(), "summary.md")
	code, _, errs := regress(t, map[string]string{"GITHUB_ACTIONS": "true", "GITHUB_STEP_SUMMARY": summary}, "run", "--target", "model", "--tags", "@known-issue-3865")
	require.Zero(t, code, errs)
	want, err := os.ReadFile(summary)
	require.NoError(t, err)
	code, out, errs := typed(t, "report", "results/latest", "--markdown")
	require.Zero(t, code, errs)
	assert.Equal(t, string(want), out)
}

// Whether an issue was reproduced stands above whether all went as expected.
func TestGitHubIsToldWhetherAnIssueWasReproduced(t *testing.T) {
	for version, want := range map[string]string{"2.1.4": "## Issue 3933: reproduced\n\n- REPRODUCED on the MODEL of 2.1.4: ", "2.1.5": "## Issue 3933: not reproduced\n\n- NOT REPRODUCED on the MODEL of 2.1.5: "} {
		summary := filepath.Join(t.TempDir(), "summary.md")
		regress(t, map[string]string{"GITHUB_ACTIONS": "true", "GITHUB_STEP_SUMMARY": summary}, "reproduce", "3933", "--target", "model", "--release", version)
		text, err := os.ReadFile(summary)
		require.NoError(t, err)
		assert.True(t, strings.HasPrefix(string(text), want), "%s: %s", version, text)
		assert.Contains(t, string(text), "## StreamPark's API tokens: ")
	}
}

// Whoever reads the report can try it without this program: its commands are
// run here as they stand.
func TestTheReportsCommandsWork(t *testing.T) {
	for _, program := range []string{"curl", "sh", "sed"} {
		if _, err := exec.LookPath(program); err != nil {
			requirement.Missing(t, program, "install "+program)
		}
	}
	code, _, errs := regress(t, nil, "reproduce", "3933", "--target", "model", "--release", "2.1.4", "--tags", "not @cause and not @workaround")
	require.Equal(t, 0, code, errs)
	text, err := os.ReadFile("results/latest/bug-report.md")
	require.NoError(t, err)
	_, block, found := strings.Cut(string(text), "## By hand, on a server of your own\n\n```sh\n")
	require.True(t, found)
	block, _, _ = strings.Cut(block, "```")

	url, _ := modelServer(t, "2.1.4")
	tools := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(tools, "regress"), []byte("#!/bin/sh\necho \"$1: $2\"\n"), 0o755))
	shell := exec.CommandContext(t.Context(), "sh", "-c", block)
	shell.Env = append(os.Environ(), "STREAMPARK="+url, "PATH="+tools+":"+os.Getenv("PATH"))
	out, err := shell.CombinedOutput()
	require.NoError(t, err, string(out))
	assert.Regexp(t, `^(200|500)\ninspect: 69qMW7re\S{20,}\n$`, string(out), "the token that was made is accepted")
}

// modelServer starts a model of a release and returns its address and the
// deployment itself.
func modelServer(t *testing.T, version string) (string, deployment.Deployment) {
	t.Helper()
	catalogue, err := release.Parse(fixtures.Releases)
	require.NoError(t, err)
	r, err := catalogue.Find(version)
	require.NoError(t, err)
	p := model.NewProvider(model.ProviderOptions{Clock: clock.Settings{Kind: clock.Jump}})
	t.Cleanup(func() { assert.NoError(t, p.Close(context.Background())) })
	d, err := p.Start(t.Context(), "test", deployment.Spec{Release: r}, func(string) {})
	require.NoError(t, err)
	return d.URL(), d
}

// The reporter's TTL, not the shipped one, is what their token lives by.
func TestReproduceWithTheReportersConfiguration(t *testing.T) {
	for ttl, want := range map[string][]string{
		"24h": {"API token 24h01m after it was made (stands for 2h01m)", "API token 23h59m after it was made (stands for 1h59m)"},
		"30m": {"API token 31m after it was made (stands for 2h01m)"},
	} {
		t.Run(ttl, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "config.yaml")
			require.NoError(t, os.WriteFile(file, []byte("server:\n  port: 80\n  session:\n    ttl: "+ttl+"\nldap:\n  password: their-secret\n"), 0o644))
			code, out, errs := regress(t, nil, "reproduce", "3933", "--target", "model", "--release", "2.1.4", "--verbose", "--config", file)
			require.Equal(t, 0, code, errs)
			text, err := os.ReadFile("results/latest/bug-report.md")
			require.NoError(t, err)
			for _, w := range want {
				assert.Contains(t, out, w)
				assert.Contains(t, string(text), w)
			}
			assert.Contains(t, string(text), "config.yaml as given for 2.1.4, session TTL "+ttl)
			assert.Contains(t, string(text), "replaced for this run: server.port")
			assert.Contains(t, string(text), "--config "+file)
			assert.NotContains(t, string(text)+out+errs, "their-secret")
		})
	}
}
