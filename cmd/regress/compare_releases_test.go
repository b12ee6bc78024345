package main

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/docker/dockertest"
	"streampark-regress/harness/shipped/shippedtest"
	"streampark-regress/harness/verdict"
)

// comparedJSON is what the tests read of a comparison.
type comparedJSON struct {
	Target      string   `json:"target"`
	Model       bool     `json:"model"`
	Exchanges   int      `json:"exchanges"`
	Undeclared  int      `json:"undeclared"`
	NotCompared []string `json:"not_compared"`
	Changes     []struct {
		Kind      string   `json:"kind"`
		Name      string   `json:"name"`
		Declared  bool     `json:"declared"`
		Exchanges []string `json:"exchanges"`
	} `json:"changes"`
}

// names are the changes of a kind.
func (c comparedJSON) names(kind string) []string {
	var all []string
	for _, change := range c.Changes {
		if change.Kind == kind {
			all = append(all, change.Name)
		}
	}
	return all
}

func readCompared(t *testing.T, text string) comparedJSON {
	t.Helper()
	var c comparedJSON
	require.NoError(t, json.Unmarshal([]byte(text), &c), text)
	return c
}

// declaring writes a catalogue with declared changes instead of the built-in ones.
func declaring(t *testing.T, changes string) string {
	t.Helper()
	text, err := os.ReadFile("../../fixtures/releases.yaml")
	require.NoError(t, err)
	file := filepath.Join(t.TempDir(), "catalogue.yaml")
	other := regexp.MustCompile(`(?s)\nchanges:\n.*?\nreleases:\n`).ReplaceAllLiteral(text, []byte("\nchanges: "+changes+"\nreleases:\n"))
	require.NotEqual(t, string(text), string(other))
	require.NoError(t, os.WriteFile(file, other, 0o644))
	return file
}

// Two unpacked installations are compared by what they ship: what the catalogue
// declares, and for whom, makes the exit code.
func TestCompareReleasesOffline(t *testing.T) {
	before := shippedtest.Folder(t, shippedtest.Installation(t, "2.1.4", "app/start", "id", map[string]string{"bin/s.sh": "echo $HOME_OF\n"}))
	same := shippedtest.Folder(t, shippedtest.Installation(t, "2.1.5", "app/start", "id", map[string]string{"bin/s.sh": "echo $HOME_OF\n"}))
	after := shippedtest.Folder(t, shippedtest.Installation(t, "2.1.5", "app/run", "id", map[string]string{"bin/s.sh": "echo $HOME_OF $MORE\n"}))
	half := declaring(t, "[{in: 2.1.5, kind: address, matters_to: callers, what: [\"POST /flink/*\"], because: it has another address}]")
	whole := declaring(t, "[{in: 2.1.5, kind: address, matters_to: callers, what: [\"POST /flink/*\"], because: it has another address}, {in: 2.1.5, kind: variable, matters_to: operators, what: [MORE], because: there is more}]")
	for name, tt := range map[string]struct {
		args []string
		code int
		want string
	}{
		"nothing":    {[]string{before, same}, verdict.ExitAsExpected, `(?m)^ALL DECLARED from .* \(2\.1\.4\) to .* \(2\.1\.5\): 0 changes, 0 undeclared\. Not compared: what running servers answer and log, since a folder cannot be started$`},
		"undeclared": {[]string{before, after, "--releases-file", half}, verdict.ExitUnexpected, `(?m)^UNDECLARED\n  variable  MORE  new\n\nmatters to callers\n  it has another address:\n  address  POST /flink/app/run    new\n(.|\n)*^UNDECLARED CHANGES .* 3 changes, 1 undeclared`},
		"declared":   {[]string{before, after, "--releases-file", whole}, verdict.ExitAsExpected, `matters to operators\n  there is more:\n(.|\n)*\nALL DECLARED`},
		"asked for":  {[]string{before, same, "--offline"}, verdict.ExitAsExpected, `which --offline leaves out\n$`},
	} {
		code, out, errs := regress(t, nil, append([]string{"compare-releases"}, tt.args...)...)
		assert.Equal(t, tt.code, code, name+": "+errs)
		assert.Regexp(t, tt.want, out, name)
	}
}

// What is no installation, or cannot be compared, is said, with what to type next.
func TestCompareReleasesRefuses(t *testing.T) {
	files := shippedtest.Installation(t, "2.1.4", "app/start", "id", nil)
	folder := shippedtest.Folder(t, files)
	without := func(name string) string {
		rest := maps.Clone(files)
		delete(rest, name)
		return shippedtest.Folder(t, rest)
	}
	cut := maps.Clone(files)
	const jar = "lib/streampark-console-service-2.1.4.jar"
	cut[jar] = cut[jar][:90]
	for name, tt := range map[string]struct {
		args []string
		code int
		want string
	}{
		"the same":             {[]string{"2.1.4", "2.1.4"}, verdict.ExitUsage, "2.1.4 and 2.1.4 are the same: name two"},
		"one":                  {[]string{"2.1.4"}, verdict.ExitUsage, "accepts 2 arg"},
		"unknown":              {[]string{"2.1.4", "9.9.9", "--target", "model"}, verdict.ExitUsage, "9.9.9"},
		"neither":              {[]string{folder, "9.9.9"}, verdict.ExitUsage, "or name an image or a folder"},
		"the model offline":    {[]string{"2.1.4", "2.1.5", "--target", "model", "--offline"}, verdict.ExitUsage, "leave out --offline or --target model"},
		"a running server":     {[]string{"2.1.4", "2.1.5", "--target", "url"}, verdict.ExitUsage, "--target"},
		"a file that is there": {[]string{folder, folder + "/", "--json-file", folder}, verdict.ExitUsage, "--json-file"},
		"no jar":               {[]string{folder, without(jar)}, verdict.ExitInconclusive, "there are 0 files lib/streampark-console-service-*.jar"},
		"a jar that is cut":    {[]string{folder, shippedtest.Folder(t, cut)}, verdict.ExitInconclusive, "zip"},
		"no configuration":     {[]string{folder, without("conf/config.yaml")}, verdict.ExitInconclusive, "there is neither conf/config.yaml nor"},
	} {
		code, out, errs := regress(t, nil, append([]string{"compare-releases"}, tt.args...)...)
		assert.Equal(t, tt.code, code, name+": "+out+errs)
		assert.Contains(t, errs, tt.want, name)
		assert.Empty(t, out, name)
	}
}

// On the model, which ships nothing, the exchanges alone are compared, and whose
// answers they are is said first.
func TestCompareReleasesOnTheModel(t *testing.T) {
	code, out, errs := regress(t, nil, "compare-releases", "2.1.5", "2.1.6", "--target", "model")
	require.Equal(t, verdict.ExitAsExpected, code, out+errs)
	assert.Regexp(t, `^MODEL: the answers are the built-in model's, not StreamPark's\.\n\nALL DECLARED from 2\.1\.5 to 2\.1\.6: 0 changes, 0 undeclared; \d{3} exchanges replayed on both on model\. Not compared: what they ship, of which the model has nothing\n$`, out)
	code, out, errs = regress(t, nil, "compare-releases", "2.1.5", "2.1.6", "--target", "model", "--model-defect", "2.1.6=expiry", "--json")
	require.Equal(t, verdict.ExitUnexpected, code, errs)
	c := readCompared(t, out)
	assert.True(t, c.Model)
	assert.Contains(t, c.names("answer"), "POST /openapi/app/start (API token) 500 code 501 -> 401")
}

// The model's image is known by what it ships, which is nothing: where it is not
// started either, nothing was compared. What running ones answer is compared on
// containers by the tests of harness/conduct.
func TestCompareReleasesOfTheModelsImages(t *testing.T) {
	code, out, errs := regress(t, nil, "compare-releases", "2.1.4", "2.1.5", "--offline", "--image", "2.1.4="+modelImage(t, "2.1.4"), "--image", "2.1.5="+modelImage(t, "2.1.5"))
	assert.Equal(t, verdict.ExitInconclusive, code, out)
	assert.Contains(t, errs, "nothing was compared: 2.1.4 or 2.1.5 is the built-in model's image")
	assert.Empty(t, out)
}

// modelImage is the model's image of a release, or the test is skipped.
func modelImage(t *testing.T, version string) string {
	t.Helper()
	engine := dockertest.Engine(t)
	ref := "streampark-regress/model:" + version
	dockertest.Need(t, engine, "docker", ref)
	return ref
}
