package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/fixtures"
	"streampark-regress/harness/release"
	"streampark-regress/harness/verdict"
)

// catalogueFile writes a catalogue that is the built-in one with a text
// replaced, or with something behind it, and returns its whole path.
func catalogueFile(t *testing.T, was, is string) string {
	t.Helper()
	text := string(fixtures.Releases) + is
	if was != "" {
		require.Contains(t, text, was)
		text = strings.Replace(string(fixtures.Releases), was, is, 1)
	}
	file := filepath.Join(t.TempDir(), "mine.yaml")
	require.NoError(t, os.WriteFile(file, []byte(text), 0o644))
	return file
}

// A catalogue that is wrong ends every command that reads one with exit code
// 64, file, line and column, before anything was started.
func TestAWrongCatalogueStartsNothing(t *testing.T) {
	wrong := catalogueFile(t, "checks: [user-missing, signature, expired,", "checks: [user-missing, signature, experied,")
	for name, args := range map[string][]string{
		"run":                      {"run"},
		"run on the model":         {"run", "--target", "model"},
		"run on an image":          {"run", "--image", "their/streampark"},
		"plan":                     {"plan"},
		"releases":                 {"releases"},
		"releases for a script":    {"releases", "--format", "{{.Version}}"},
		"doctor":                   {"doctor"},
		"reproduce":                {"reproduce", "3933"},
		"reproduce on an image":    {"reproduce", "3933", "--image", "their/streampark"},
		"upgrade":                  {"upgrade", "--from", "2.1.4", "--to", "2.1.5"},
		"record":                   {"record", "--release", "2.1.5", "--out", "new.json"},
		"verify":                   {"verify"},
		"diagnose":                 {"diagnose", "--url", "http://127.0.0.1:1", "token"},
		"explore":                  {"explore", "--release", "2.1.5"},
		"inspect":                  {"inspect", upstream3933},
		"check-caller":             {"check-caller", "--from", "2.1.4", "--to", "2.1.5", "x.sh"},
		"the program of the image": {"model", "--release", "2.1.5"},
	} {
		t.Run(name, func(t *testing.T) {
			for _, how := range []string{"flag", "variable"} {
				env := map[string]string{"DOCKER_HOST": "unix:///nowhere/docker.sock"}
				if how == "variable" {
					env["REGRESS_RELEASES_FILE"] = wrong
				}
				all := args
				if how == "flag" {
					all = append(args[:1:1], append([]string{"--releases-file", wrong}, args[1:]...)...)
				}
				code, out, errs := regress(t, env, all...)
				assert.Equal(t, verdict.ExitUsage, code, errs)
				assert.Regexp(t, `(?m)^\S*mine\.yaml:\d+:\d+: checks: unknown cause "experied": choose one of .*expired`, errs)
				assert.NotContains(t, errs, "Docker")
				assert.Empty(t, out)
				left, err := os.ReadDir(".")
				require.NoError(t, err)
				assert.Empty(t, left, "no results, no log")
			}
		})
	}
}

// A new release is a new entry of the catalogue and nothing else.
func TestANewReleaseIsANewEntry(t *testing.T) {
	mine := catalogueFile(t, "", "\n  - version: 2.1.99\n    like: 2.1.6\n")
	with := func(args ...string) string {
		t.Helper()
		code, out, errs := regress(t, map[string]string{"REGRESS_RELEASES_FILE": mine}, args...)
		require.Equal(t, verdict.ExitAsExpected, code, out+errs)
		return out
	}
	out := with("releases", "2.1.99")
	assert.Regexp(t, `2\.1\.99 +apache/streampark:2\.1\.99 +/openapi/app/start +never +4281: `, out)
	assert.Regexp(t, `2\.1\.99 +call /openapi/app/start instead of /flink/app/start +yes`, out)

	// Every scenario that names no release is planned, as for 2.1.6.
	assert.Equal(t, with("plan", "--release", "2.1.6"), strings.ReplaceAll(with("plan", "--release", "2.1.99"), "2.1.99", "2.1.6"))
	assert.Contains(t, with("plan"), "StreamPark 2.1.99 as shipped", "it is a usual one")

	out = with("run", "--target", "model", "--release", "2.1.99")
	assert.Contains(t, out, "StreamPark 2.1.99, known issue 4281: ")
	assert.Contains(t, out, "AS EXPECTED")
	planned := latestResult(t)
	assert.Len(t, planned.Scenarios, planned.Count(verdict.AsExpected))
	assert.NotEmpty(t, planned.Scenarios)

	assert.Contains(t, with("upgrade", "--from", "2.1.4", "--to", "2.1.99", "--target", "model"), "Upgrade 2.1.4 -> 2.1.99 on model; scripts run: ")
	assert.Contains(t, with("inspect", upstream3933), "made by  StreamPark 2.1.4")

	// What became of an issue before it must not show in it.
	code, out, _ := regress(t, map[string]string{"REGRESS_RELEASES_FILE": mine}, "run", "--target", "model", "--release", "2.1.99", "--model-defect", "2.1.99=expiry", "--tags", aboutExpiry)
	assert.Equal(t, verdict.ExitUnexpected, code)
	assert.Contains(t, out, "issue 3933, fixed in 2.1.5, is back on 2.1.99")

	c, err := release.Load(mine)
	require.NoError(t, err)
	assert.Equal(t, c.Versions(), strings.Fields(with("releases", "--format", "{{.Version}}")))
}
