package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/report/result"
	"streampark-regress/harness/verdict"
)

// asProgram is the variable that makes the test's own executable the program, for
// what only a process of its own can show.
const asProgram = "STREAMPARK_REGRESS_TEST_AS_PROGRAM"

// TestMain prepares testcontainers-go as main does: it reads its switches once,
// so a test that sets them may come too late.
func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		main()
	}
	if err := leaveOutReaper(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// regress runs the program in a folder of its own, without the environment's
// settings.
func regress(t *testing.T, env map[string]string, args ...string) (code int, out, errs string) {
	t.Helper()
	for _, name := range []string{"CI", "GITHUB_ACTIONS", "GITHUB_STEP_SUMMARY", "REGRESS_CONFIG", "REGRESS_TARGET", "REGRESS_RELEASE", "REGRESS_IMAGE", "REGRESS_TAGS", "REGRESS_CLOCK", "REGRESS_OUT", "REGRESS_DATABASE", "REGRESS_POSTGRES_IMAGE", "REGRESS_MYSQL_IMAGE", "REGRESS_MARIADB_IMAGE", "REGRESS_MYSQL_CONNECTOR"} {
		t.Setenv(name, "")
	}
	for k, v := range env {
		t.Setenv(k, v)
	}
	t.Chdir(t.TempDir())
	var o, e bytes.Buffer
	code = execute(t.Context(), streams{strings.NewReader(""), &o, &e}, args)
	return code, o.String(), e.String()
}

// aboutExpiry selects what is about issue 3933, there and in the contract: enough
// for a test of what is made of it.
const aboutExpiry = "@issue-3933 or @known-issue-3933"

func latestResult(t *testing.T) result.Result {
	t.Helper()
	text, err := os.ReadFile("results/latest/result.json")
	require.NoError(t, err)
	var r result.Result
	require.NoError(t, json.Unmarshal(text, &r))
	return r
}

func TestRunOnTheModel(t *testing.T) {
	schemaFile, err := filepath.Abs("../../harness/report/result/schema/result.v2.json")
	require.NoError(t, err)
	code, out, errs := regress(t, nil, "run", "--target", "model", "--verbose")
	require.Equal(t, verdict.ExitAsExpected, code, errs)
	assert.Regexp(t, `MODEL: the answers of 2\.1\.4\b.*\b2\.1\.5\b.* are the built-in model's, not StreamPark's`, out)
	assert.Contains(t, out, "AS EXPECTED")
	assert.Regexp(t, `API token 2h01m after it was made, /flink/app/start +unauthenticated 401 +expired: exp passed 1m\d?s? ago +△ known issue 3933`, out)

	schema, err := jsonschema.NewCompiler().Compile(schemaFile)
	require.NoError(t, err)
	text, err := os.Open("results/latest/result.json")
	require.NoError(t, err)
	defer text.Close()
	read, err := jsonschema.UnmarshalJSON(text)
	require.NoError(t, err)
	require.NoError(t, schema.Validate(read))

	r := latestResult(t)
	assert.Equal(t, verdict.AsExpected, r.Verdict)
	assert.Len(t, r.Scenarios, r.Count(verdict.AsExpected))
	for _, s := range r.Scenarios {
		assert.Equal(t, "model", s.Target)
		assert.NotEmpty(t, s.Checks, "%s proved nothing", s.Name)
	}
	for _, name := range []string{"events.ndjson", "junit.xml", "cucumber.json", "ctrf.json", "report.html", "table.txt"} {
		assert.FileExists(t, filepath.Join("results/latest", name))
	}
}

func TestGitHubIsTold(t *testing.T) {
	summary := filepath.Join(t.TempDir(), "summary.md")
	require.NoError(t, os.WriteFile(summary, []byte("earlier step\n"), 0o644))
	env := map[string]string{"GITHUB_ACTIONS": "true", "GITHUB_STEP_SUMMARY": summary}
	code, out, errs := regress(t, env, "run", "--target", "model", "--model-defect", "2.1.4=no-expiry", "--tags", aboutExpiry)
	require.Equal(t, verdict.ExitUnexpected, code, errs)
	assert.Regexp(t, `(?m)^::error file=features/issues/3933\S+,line=13,title=unexpected on StreamPark 2\.1\.4%3A .*::.*issue 3933 no longer reproduces`, out)
	text, err := os.ReadFile(summary)
	require.NoError(t, err)
	assert.Regexp(t, "^earlier step\n## StreamPark's API tokens: ✗ UNEXPECTED", string(text))
	for _, want := range []string{"> MODEL: ", "- ✓ **StreamPark 2.1.5**", "- ✗ **StreamPark 2.1.4**", "How long a token works", "### ✗ StreamPark 2.1.4: issue 3933 no longer reproduces: ", "\n| features/"} {
		assert.Contains(t, string(text), want)
	}
	_, out, _ = regress(t, nil, "run", "--target", "model", "--model-defect", "2.1.4=no-expiry", "--tags", aboutExpiry)
	assert.NotContains(t, out, "::error")
}

func TestReportsAreWrittenAgainFromTheLog(t *testing.T) {
	code, out, errs := regress(t, nil, "run", "--target", "model", "--release", "2.1.5", "--tags", "@contract")
	require.Equal(t, 0, code, errs)
	before := latestResult(t)
	require.NoError(t, os.Remove("results/latest/result.json"))
	var o, e bytes.Buffer
	require.Equal(t, 0, execute(t.Context(), streams{strings.NewReader(""), &o, &e}, []string{"report", "results/latest"}), e.String())
	assert.Equal(t, before, latestResult(t))
	assert.Equal(t, withoutFolder(out), o.String())
}

// withoutFolder is what a run prints without the line that says where its results
// are: that of its reports.
func withoutFolder(out string) string {
	return regexp.MustCompile(`(?m)^results: .*\n`).ReplaceAllString(out, "")
}

// A release that lost its bug and one that got it back must both be noticed.
func TestDefectsAreNoticed(t *testing.T) {
	for name, tt := range map[string]struct {
		defect string
		want   []string
	}{
		"3933 is gone from 2.1.4": {"2.1.4=no-expiry", []string{
			"issue 3933 no longer reproduces on 2.1.4", "expected unauthenticated with cause expired, found started", "UNEXPECTED on 2.1.4: issue 3933 no longer reproduces: ", "On 2.1.4 the token dies with the session TTL", "UNEXPECTED on the MODEL, 2.1.4: issue 3933 no longer reproduces: "}},
		"3933 is back on 2.1.5": {"2.1.5=expiry", []string{
			"issue 3933, fixed in 2.1.5, is back on 2.1.5", "UNEXPECTED on the MODEL, 2.1.5: issue 3933 is back: ", "expected started, found unauthenticated with cause expired"}},
	} {
		t.Run(name, func(t *testing.T) {
			code, out, _ := regress(t, nil, "run", "--target", "model", "--model-defect", tt.defect, "--tags", aboutExpiry)
			assert.Equal(t, verdict.ExitUnexpected, code)
			for _, w := range tt.want {
				assert.Contains(t, out, w)
			}
			assert.Contains(t, out, "again: regress run --target model --model-defect "+tt.defect+" --release 2.1.")
			assert.Equal(t, verdict.Unexpected, latestResult(t).Verdict)
			junit, err := os.ReadFile("results/latest/junit.xml")
			require.NoError(t, err)
			assert.Contains(t, string(junit), "<failure ")
		})
	}
}

// The three causes the report suspects must be told apart by name; `make defects`
// tries every other defect, which takes minutes.
func TestDefectsAreNoticedAndNamed(t *testing.T) {
	suspects := []string{"token-cache", "expiry", "session"}
	code, out, errs := regress(t, nil, append([]string{"defects"}, suspects...)...)
	require.Equal(t, verdict.ExitAsExpected, code, out+errs)
	assert.Equal(t, len(suspects)+1, strings.Count(out, "\n"), out)
	for _, suspect := range suspects {
		assert.Regexp(t, `(?m)^`+suspect+` +2\.1\.\d +[1-9]\d* of \d+ scenarios +`+suspect+` `, out)
	}
	code, _, errs = regress(t, nil, "defects", "moths")
	assert.Equal(t, verdict.ExitUsage, code)
	assert.Contains(t, errs, `unknown defect "moths": the nearest is "`)
}

func TestBadInput(t *testing.T) {
	broken := filepath.Join(t.TempDir(), "releases.yaml")
	require.NoError(t, os.WriteFile(broken, []byte("schema: 2\nreleases: [\n"), 0o644))
	nowhere := map[string]string{"DOCKER_HOST": "unix:///nowhere/docker.sock"}
	recorded := recordingFile(t, "2.1.5.json")
	for name, tt := range map[string]struct {
		env  map[string]string
		args []string
		code int
		want string
	}{
		"no such command":       {nil, []string{"dance"}, 64, `unknown command "dance"`},
		"no such flag":          {nil, []string{"run", "--dance"}, 64, "unknown flag: --dance"},
		"unknown release":       {nil, []string{"run", "--release", "9.9"}, 64, `unknown release "9.9": the catalogue has 2.0.0, 2.1.0`},
		"unknown target":        {nil, []string{"run", "--target", "moon"}, 64, "choose one of auto, docker, model or url"},
		"unknown clock":         {nil, []string{"run", "--clock", "sundial"}, 64, "choose jump, short-ttl or wait"},
		"unknown database":      {nil, []string{"run", "--database", "oracle"}, 64, `unknown database "oracle"`},
		"unknown Flink":         {nil, []string{"run", "--flink", "fake"}, 64, `unknown --flink "fake": choose stand-in, real or real=IMAGE`},
		"unknown Flink, plan":   {nil, []string{"plan", "--flink", "stand-in=x"}, 64, `unknown --flink "stand-in=x"`},
		"Flink of no image":     {nil, []string{"run", "--flink", "real="}, 64, "it names no image"},
		"Flink for the model":   {nil, []string{"run", "--target", "model", "--flink", "real"}, 64, "the model submits no jobs to a real Flink"},
		"Flink for an upgrade":  {nil, []string{"upgrade", "--from", "2.1.4", "--to", "2.1.5", "--flink", "fake"}, 64, `unknown --flink "fake"`},
		"tags of nothing":       {nil, []string{"run", "--tags", "@nothing"}, 64, "select no scenario"},
		"image of no release":   {nil, []string{"run", "--image", "9.9=x"}, 64, `"9.9" is not a release of the catalogue (2.0.0, 2.1.0, 2.1.1, 2.1.2, 2.1.3, 2.1.4, 2.1.5, 2.1.6, 2.1.7); for a build of your own`},
		"image without release": {nowhere, []string{"run", "--image", "x"}, 2, "say which it is: --image RELEASE=x"},
		"verify without Docker": {nowhere, []string{"verify", "--target", "docker"}, 2, "left out: 2.1.7.json, because 2.1.7 runs on request only"},
		"image for the model":   {nil, []string{"run", "--image", "x", "--target", "model"}, 64, "the model runs no image"},
		"image for a verify":    {nil, []string{"verify", "--image", "x"}, 64, "write it as RELEASE=VALUE"},
		"config of no release":  {nil, []string{"run", "--config", "x.yaml"}, 64, "say which with --release"},
		"config that is absent": {nil, []string{"reproduce", "3933", "--release", "2.1.4", "--config", "none.yaml"}, 64, "open none.yaml"},
		"a TTL too small":       {nil, []string{"run", "--clock", "short-ttl", "--short-ttl", "2s"}, 64, "too small"},
		"defect elsewhere":      {nil, []string{"run", "--target", "docker", "--model-defect", "2.1.4=x"}, 64, "needs --target model"},
		"unknown defect":        {nil, []string{"run", "--target", "model", "--model-defect", "2.1.4=x"}, 64, "the model has no defect"},
		"broken catalogue":      {nil, []string{"run", "--releases-file", broken}, 64, broken + ":2:11: "},
		"no catalogue":          {nil, []string{"plan", "--releases-file", "none.yaml"}, 64, "none.yaml"},
		"bad template":          {nil, []string{"releases", "--format", "{{.Version"}, 64, "read the template"},
		"template of no field":  {nil, []string{"releases", "--format", "{{.Size}}"}, 64, "fill in the template"},
		"list of no release":    {nil, []string{"releases", "9.9"}, 64, `unknown release "9.9"`},
		"a release twice":       {nil, []string{"run", "--release", "2.1.4,2.1.4"}, 64, "2.1.4 is in it twice"},
		"a release again":       {nil, []string{"plan", "--release", "2.1.4", "--release", "2.1.4"}, 64, "2.1.4 is in it twice"},
		"an empty release":      {nil, []string{"run", "--release", "2.1.4,"}, 64, "one of its entries is empty"},
		"empty tags":            {nil, []string{"run", "--tags", ""}, 64, `"--tags" flag: it is empty`},
		"an empty target":       {nil, []string{"run", "--target="}, 64, `"--target" flag: it is empty`},
		"an empty issue":        {nil, []string{"reproduce", ""}, 64, "no scenario is about it: choose one of"},
		"two clocks":            {nil, []string{"run", "--clock", "jump", "--clock", "wait"}, 64, `a second time, after "jump"`},
		"a target by two names": {nil, []string{"explore", "--release", "2.1.4", "--target", "model", "--against", "docker"}, 64, `a second time, after "model"`},
		"two images":            {nil, []string{"run", "--image", "2.1.4=a", "--image", "2.1.4=b"}, 64, "2.1.4 has a already"},
		"negative memory":       {nil, []string{"run", "--memory", "-5"}, 64, "it is negative"},
		"negative wait":         {nil, []string{"run", "--max-wait", "-1h"}, 64, "it is negative"},
		"a negative variable":   {map[string]string{"REGRESS_MEMORY": "-5"}, []string{"run"}, 64, "the variable REGRESS_MEMORY"},
		"no wait at all":        {nil, []string{"plan", "--clock", "wait", "--max-wait", "0s"}, 64, "lets no time pass"},
		"no time to start":      {nil, []string{"run", "--start-timeout", "0s"}, 64, "no time to answer"},
		"no steps":              {nil, []string{"explore", "--release", "2.1.4", "--steps", "0"}, 64, "plays nothing"},
		"negative steps":        {nil, []string{"explore", "--release", "2.1.4", "--steps", "-1"}, 64, "it is negative"},
		"negative restarts":     {nil, []string{"explore", "--release", "2.1.4", "--restarts", "-1"}, 64, "it is negative"},
		"more than all":         {nil, []string{"explore", "--release", "2.1.4", "--restarts", "1001"}, 64, "no more than 1000"},
		"another database":      {nil, []string{"verify", "--database", "oracle"}, 64, `unknown database "oracle"`},
		"a recording twice":     {nil, []string{"verify", recorded, recorded}, 64, "it is named twice"},
		"bad variable":          {map[string]string{"REGRESS_SHORT_TTL": "soon"}, []string{"run"}, 64, "the variable REGRESS_SHORT_TTL"},
		"no such run":           {nil, []string{"report", "results/none"}, 64, "results/none"},
		"no Docker":             {nowhere, []string{"run", "--target", "docker"}, 2, "use --target model"},
		"no Docker in CI":       {map[string]string{"DOCKER_HOST": "unix:///nowhere/docker.sock", "CI": "true"}, []string{"run"}, 2, "set REGRESS_TARGET=docker"},
		"doctor without Docker": {nowhere, []string{"doctor"}, 2, ""},
	} {
		t.Run(name, func(t *testing.T) {
			code, out, errs := regress(t, tt.env, tt.args...)
			assert.Equal(t, tt.code, code, out+errs)
			assert.Contains(t, errs, tt.want)
			assert.NotContains(t, out, "AS EXPECTED")
		})
	}
}

func TestWithoutDockerTheModelSaysWhyItAnswers(t *testing.T) {
	code, out, errs := regress(t, map[string]string{"DOCKER_HOST": "unix:///nowhere/docker.sock"}, "run", "--tags", aboutExpiry)
	require.Equal(t, 0, code, errs)
	assert.Contains(t, out, "MODEL: ")
	assert.Contains(t, out, "Why the model: connect to Docker")
}
